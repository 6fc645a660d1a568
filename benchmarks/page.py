"""The page against Plotly's scattergl page of the same data, in headless Chromium.

    python -m pip install -e '.[test]' plotly
    python -m benchmarks.page --photos 5576 1000000 1000000x20

For each size, with 20 measures or with one (above 20,000 photos, unless `x20` is behind it), both
pages are made, and opened in turns: the file's size, the time from the start of
the navigation until the whole chart is painted, how long a move of the pointer keeps the page
busy, how long a step of the wheel takes to its frame, and the longest task meanwhile.  Figures are
medians, and what counts are their ratios.  A page that isn't painted within
`--bound` seconds is said to be none.  `--alone 1000000 10000000` compares our page with itself, and
`--build N` says how long it takes to make it from result files, in a process of its own.  With
no arguments it does all of it, in some fifteen minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Error, Page, sync_playwright

from photoparsl.measuring.scales import SCALES
from photoparsl.page import PageMetadata, write_page
from photoparsl.results import Measurement, RunDirectory, SliceResult
from tests.invented import archive

STAMPED = 20_000  # up to here twenty measures and addresses, above the luminance alone
MEASURES = 20
GROUPS = ("collection", "photographer")
WORDS = (
    "street",
    "market",
    "harbour",
    "portrait",
    "bridge",
    "winter",
    "children",
    "workers",
    "of",
    "the",
    "with",
    "in",
    "before",
    "1912",
    "mill",
    "church",
    "garden",
    "river",
    "and",
    "Smith",
)
MOVES = 30
STEPS = 20  # of the wheel
EVERYTHING = [
    *("--photos", "5576", "1000000", "1000000x20"),
    *("--alone", "1000000", "10000000"),
    *("--build", "1000000"),
]
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--use-gl=swiftshader"]
PAINTED = {
    "photoparsl": "() => document.getElementById('chart')?.dataset.points > 0",
    "plotly": "() => window.plotlyHasPlotted === true",
}
CHART = {"photoparsl": "#chart", "plotly": ".js-plotly-plot"}


@dataclass(frozen=True)
class Size:
    """How many photos and measures a page has, and how many groups our page has besides."""

    photos: int
    measures: int
    groups: int

    def __str__(self) -> str:
        return f"{self.photos}x{self.measures}"


def size_of(text: str) -> Size:
    photos, _, measures = text.partition("x")
    few = int(photos) <= STAMPED
    count = int(measures) if measures else MEASURES if few else 1
    return Size(int(photos), count, 0 if count == 1 else 2 if few else 1)


@dataclass(frozen=True)
class Made:
    """A page that a program made of so many photos."""

    program: str
    size: Size
    path: Path


@dataclass(frozen=True)
class Opened:
    """Seconds until everything was painted, and milliseconds of what it takes afterwards.

    hover: work for a move of the pointer
    wheel: from a step of the wheel to its frame
    longest: the longest task of these steps

    All are infinite for a page that wasn't painted in time, or that Chromium didn't survive.
    """

    paint: float
    hover: float
    wheel: float
    longest: float


NEVER = Opened(*[float("inf")] * 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photos", type=size_of, nargs="*", default=[])
    parser.add_argument("--alone", type=size_of, nargs="*", default=[])
    parser.add_argument("--build", type=int, nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bound", type=float, default=60, help="seconds for a page to be painted")
    parser.add_argument("--folder", type=Path, help="where pages are kept, and found again")
    chosen = parser.parse_args(sys.argv[1:] or EVERYTHING)
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        for size in chosen.photos:
            pages = [make(program, size, folder) for program in ("photoparsl", "plotly")]
            compare(pages, chosen.rounds, chosen.bound)
        if chosen.alone:
            alone = [make("photoparsl", size, folder) for size in chosen.alone]
            compare(alone, chosen.rounds, chosen.bound)
        for photos in chosen.build:
            build(photos, folder)


def make(program: str, size: Size, folder: Path) -> Made:
    """Make the page in a process of its own, so that its memory is free again."""
    made = Made(program, size, folder / f"{program}-{size}.html")
    if made.path.exists():
        return made
    write = {"photoparsl": write_ours, "plotly": write_plotly}[program]
    process = multiprocessing.get_context("spawn").Process(target=write, args=(size, made.path))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{program} made no page of {size} photos: exit code {process.exitcode}")
    return made


def compare(pages: list[Made], rounds: int, bound: float) -> None:
    """Open the pages in turns, and print what was found."""
    opened: list[list[Opened]] = [[] for _ in pages]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for _ in range(rounds):
            for made, seen in zip(pages, opened, strict=True):
                seen.append(open_page(browser, made, bound))
    print(f"\nload {os.getloadavg()[0]:.1f}; the ratio is to the first, median of {rounds} rounds")
    for made, seen in zip(pages, opened, strict=True):
        paint, hover, wheel, longest = (
            statistics.median(getattr(one, name) for one in seen)
            for name in ("paint", "hover", "wheel", "longest")
        )
        ratio = statistics.median(
            one.paint / first.paint for one, first in zip(seen, opened[0], strict=True)
        )
        size = made.path.stat().st_size / 1e6
        print(
            f"  {made.program:10} {made.size.photos:>10,} photos, {made.size.measures:2} measures "
            f"{size:7.2f} MB  painted after {paint:6.2f} s (x {ratio:.1f})  a move {hover:5.1f} "
            f"ms, a step of the wheel {wheel:5.1f} ms, the longest task {longest:5.1f} ms",
            flush=True,
        )


def open_page(browser: Browser, made: Made, bound: float) -> Opened:
    """Open the page in a fresh context, and move the pointer about its chart."""
    with browser.new_context(viewport={"width": 1360, "height": 900}) as context:
        page = context.new_page()
        try:
            page.goto(made.path.as_uri(), timeout=1000 * bound, wait_until="commit")
            page.wait_for_function(PAINTED[made.program], timeout=1000 * bound, polling="raf")
            now = "new Promise((tell) => requestAnimationFrame(() => tell(performance.now())))"
            paint: float = page.evaluate(now) / 1000
            page.wait_for_timeout(1000)
            hover = statistics.median(moves(page, CHART[made.program]))
            return Opened(paint, hover, *turn_wheel(page, CHART[made.program]))
        except Error:  # playwright's, for a time that is over and for a page that crashed
            return NEVER


def moves(page: Page, chart: str) -> Iterator[float]:
    """For each of some moves of the pointer, how long the page's main thread was busy, in ms."""
    box = page.locator(chart).first.bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

    for move in range(MOVES):
        across, down = 0.2 + 0.5 * (move * 0.618 % 1), 0.2 + 0.4 * (move * 0.382 % 1)
        before = busy()
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.wait_for_timeout(120)
        yield 1000 * (busy() - before)


def turn_wheel(page: Page, chart: str) -> tuple[float, float]:
    """The median time from a step of the wheel to its frame, and the longest task, in ms."""
    box = page.locator(chart).first.bounding_box()
    assert box is not None
    page.evaluate(
        """() => {
            [window.steps, window.tasks] = [[], [0]];
            const keep = (list) => tasks.push(...list.getEntries().map((task) => task.duration));
            new PerformanceObserver(keep).observe({ type: "longtask" });
            const channel = new MessageChannel();
            let begun = 0;
            channel.port1.onmessage = () => steps.push(performance.now() - begun);
            const step = (event) => {
                begun = event.timeStamp;
                requestAnimationFrame(() => channel.port2.postMessage(0));
            };
            addEventListener("wheel", step, { capture: true, passive: true });
        }"""
    )
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    page.keyboard.down("Control")
    for step in range(STEPS):
        page.mouse.wheel(0, -60 if step < 0.7 * STEPS else 60)
        page.wait_for_timeout(400)
    page.keyboard.up("Control")
    steps, tasks = page.evaluate("[steps, tasks]")
    return statistics.median(steps), max(tasks)


def measures_of(size: Size) -> list[str]:
    return list(SCALES)[: size.measures]


def write_ours(size: Size, path: Path) -> None:
    """The page of invented photos; with several measures, in groups; few have titles too."""
    results = archive(size.photos, measures_of(size), size=1000)
    if not size.groups:
        write_page(results, path)
    else:
        title = "title" if size.photos <= STAMPED else "words"
        about = PageMetadata(columns=(title, *GROUPS), groups=GROUPS[: size.groups])
        write_page(map(with_cells, results), path, about)


def with_cells(result: SliceResult) -> SliceResult:
    """The result with a title of 40 letters and the values of two groups for each photo."""
    rng = np.random.default_rng(result.start)
    measurements = []
    for photo in result.measurements:
        title = " ".join(rng.choice(WORDS, 12))[:40]
        groups = f"Collection {rng.integers(40)}", f"Photographer {rng.integers(60)}"
        measurements.append(replace(photo, cells=(title, *groups)))
    return replace(result, measurements=tuple(measurements))


def write_plotly(size: Size, path: Path) -> None:
    """The same photos as Plotly's own page: a trace a measure, the first one shown."""
    import plotly.graph_objects as go

    measures, texts = measures_of(size), []
    parts: list[np.ndarray] = []
    for result in archive(size.photos, measures, size=1000):
        dated = [photo for photo in result.measurements if photo.year]
        rows = [[spread(photo), *(photo.values[name] for name in measures)] for photo in dated]
        parts.append(np.array(rows, np.float32))
        texts += [photo.url for photo in dated] if size.photos <= STAMPED else []
    years, *columns = np.concatenate(parts).T
    figure = go.Figure()
    for name, values in zip(measures, columns, strict=True):
        shown = name == measures[0]
        figure.add_trace(
            go.Scattergl(
                x=years, y=values, text=texts if shown else None, mode="markers", name=name,
                visible=shown, marker={"size": 3, "opacity": 0.5},
            )
        )  # fmt: skip
    script = "window.plotlyHasPlotted = true;"  # Plotly runs it once it has plotted
    figure.write_html(path, include_plotlyjs=True, post_script=script)


def spread(photo: Measurement) -> float:
    """The photo's place within its year, as our page spreads them."""
    return (photo.year or 0) + 0.06 + 0.88 * (photo.row * 0.6180339887498949 % 1)


def build(photos: int, folder: Path) -> None:
    """Write result files, and make the page of them with the command, timed and weighed."""
    run = folder / f"run-{photos}"
    directory = RunDirectory(run)
    directory.slices.mkdir(parents=True)
    for result in archive(photos, ["luminance"], size=1000):
        directory.write(result)
    command = [sys.executable, "-m", "photoparsl", "page", str(run), "-o", str(folder / "p.html")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    print(
        f"\nmaking the page of {photos:,} results: {seconds:.1f} s of one core, "
        f"{used.ru_maxrss / 1000:.0f} MB; exit code {process.returncode}; "
        f"load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
