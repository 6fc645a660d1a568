"""The page against Plotly's scattergl page of the same data, in headless Chromium.

    python -m pip install -e '.[test]' plotly
    python -m benchmarks.page --photos 5576 1000000

For each size both pages are made, and opened in turns: the file's size, the time until everything
is painted, and how long a move of the pointer keeps the page busy.  Figures are medians, and what
counts are their ratios.  `--alone N` measures our page alone, and `--build N` how long it takes to
make it from result files, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from photoparsl.page import write_page
from photoparsl.page.scales import SCALES
from photoparsl.results import Measurement
from photoparsl.storage.rundir import RunDirectory
from tests.invented import archive

STAMPED = 20_000  # up to here all measures, above the luminance alone
ROUNDS = 3
MOVES = 30
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--use-gl=swiftshader"]
PAINTED = {
    "photoparsl": "() => document.getElementById('chart')?.dataset.points > 0",
    "plotly": "() => window.plotlyHasPlotted === true",
}
CHART = {"photoparsl": "#chart", "plotly": ".js-plotly-plot"}


@dataclass(frozen=True)
class Opened:
    """Seconds until everything was painted, and milliseconds of work for a move of the pointer."""

    paint: float
    hover: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photos", type=int, nargs="*", default=[5576, 1_000_000])
    parser.add_argument("--alone", type=int, nargs="*", default=[])
    parser.add_argument("--build", type=int, nargs="*", default=[])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for photos in chosen.photos:
            compare(photos, Path(folder), ["photoparsl", "plotly"])
        for photos in chosen.alone:
            compare(photos, Path(folder), ["photoparsl"])
        for photos in chosen.build:
            build(photos, Path(folder))


def compare(photos: int, folder: Path, contenders: list[str]) -> None:
    """Make the pages, open them in turns, and print what was found."""
    measures = list(SCALES) if photos <= STAMPED else ["luminance"]
    paths = {name: folder / f"{name}-{photos}.html" for name in contenders}
    write_page(archive(photos, measures), paths["photoparsl"])
    if "plotly" in paths:
        write_plotly(photos, measures, paths["plotly"])
    rounds: dict[str, list[Opened]] = {name: [] for name in contenders}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for _ in range(ROUNDS):
            for name, path in paths.items():
                rounds[name].append(open_page(browser, path, name))
    print(f"\n{photos:,} photos, {len(measures)} measures; load {os.getloadavg()[0]:.1f}")
    for name, opened in rounds.items():
        paint, hover = (
            statistics.median(getattr(one, figure) for one in opened)
            for figure in ("paint", "hover")
        )
        size = paths[name].stat().st_size / 1e6
        print(f"  {name:10}  {size:7.2f} MB  painted after {paint:6.2f} s  a move {hover:6.1f} ms")
    if len(contenders) > 1:
        pairs = zip(rounds["plotly"], rounds["photoparsl"], strict=True)
        ratio = statistics.median(theirs.paint / ours.paint for theirs, ours in pairs)
        print(f"  painted {ratio:.1f} times sooner (median of ratios)")


def open_page(browser: Browser, path: Path, name: str) -> Opened:
    """Open the page in a fresh context, and move the pointer about its chart."""
    with browser.new_context(viewport={"width": 1360, "height": 900}) as context:
        page = context.new_page()
        page.goto(path.as_uri(), timeout=180_000, wait_until="commit")
        page.wait_for_function(PAINTED[name], timeout=180_000, polling="raf")
        now = "new Promise((tell) => requestAnimationFrame(() => tell(performance.now())))"
        paint: float = page.evaluate(now) / 1000
        page.wait_for_timeout(1000)
        return Opened(paint, statistics.median(moves(page, CHART[name])))


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


def write_plotly(photos: int, measures: list[str], path: Path) -> None:
    """The same photos as Plotly's own page: a trace a measure, the first one shown."""
    import plotly.graph_objects as go

    measured = [m for result in archive(photos, measures) for m in result.measurements if m.year]
    figure = go.Figure()
    years = np.array([spread(photo) for photo in measured], np.float32)
    for name in measures:
        values = np.array([photo.values[name] for photo in measured], np.float32)
        texts = [photo.url for photo in measured] if name == measures[0] else None
        figure.add_trace(
            go.Scattergl(
                x=years, y=values, text=texts, mode="markers", name=name,
                visible=name == measures[0],
                marker={"size": 3, "opacity": 0.5},
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
