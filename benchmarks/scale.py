"""What a large archive costs the machine that submits it.

    python benchmarks/scale.py [--rows 1000000] [--planned 10000000] [--pairs 3]

Photos are not fetched: their numbers are made up on the workers at once (`scale_work`), so that
what is left is photoparsl's and Parsl's own cost.  Everything else is as in `photoparsl run`:
manifest, plan, slices, the local executor, results kept safely, summary and page.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from photoparsl.running import Reporter, StopRequest

if TYPE_CHECKING:
    from photoparsl.requesting import RunRequest

SMALL = 10_000  # rows that the large run is compared with
CREW_SITE = """
from dataclasses import replace
from photoparsl.sites import load_site

def fresh_config(options):
    config = load_site("local").fresh_config(replace(options, workers=12))
    config.executors[0].cores_per_worker = 0.01  # they sleep
    return config

def public_dir(options):
    return options.run_dir / "public"
"""
TASKS = 3_000  # slices of the comparison with Parsl alone
ARCHIVE, CREW = 5_576, 12  # photos of the tutorial's archive, and workers over it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--planned", type=int, default=10_000_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        what, rows, folder = chosen.child
        children = {"run": run, "plan": plan, "slices": slices, "parsl": parsl_alone, "busy": busy}
        print(json.dumps(children[what](int(rows), Path(folder))))
        return
    print(f"load average {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores\n")
    print("| figure | measured |\n| --- | --- |", flush=True)
    with tempfile.TemporaryDirectory(prefix="photoparsl-scale-") as name:
        folder = Path(name)
        figures_of_runs(chosen.rows, folder)
        figures_of_planning(chosen.planned, folder)
        figures_of_tasks(chosen.pairs, folder)
        share = child("busy", ARCHIVE, folder)["busy"]
        show(f"{CREW} workers kept busy over {ARCHIVE:,} photos of 0.1 s each", f"{share:.2f}")
    print(f"\nload average {os.getloadavg()[0]:.2f} at the end")


def figures_of_runs(rows: int, folder: Path) -> None:
    small, large = (child("run", number, folder) for number in (SMALL, rows))
    peak_mb, more = large["peak_mb"], large["peak_mb"] - small["peak_mb"]
    show(f"peak memory, {rows:,} rows", f"{peak_mb:.0f} MB; {more:.0f} MB more than {SMALL:,}")
    peak_mb, more = large["measure_mb"], large["measure_mb"] - small["measure_mb"]
    show("… before summary and page", f"{peak_mb:.0f} MB; {more:.0f} MB more than {SMALL:,}")
    costs = [(c["plan_cpu"] + c["measure_cpu"]) / c["rows"] for c in (small, large)]
    show("CPU a photo: planned, cut, submitted, kept", f"{1e6 * costs[1]:.1f} µs")
    show(f"… against {SMALL:,} rows", f"{costs[1] / costs[0]:.2f} x")
    show("CPU a photo: summary and page", f"{1e6 * large['conclude_cpu'] / rows:.1f} µs")
    show("photos a second, with nothing to measure", f"{rows / large['measure_wall']:,.0f}")
    show("files of results", f"{large['files']:,}")


def figures_of_planning(rows: int, folder: Path) -> None:
    for form in ("txt", "csv"):
        seconds = child("plan", rows, folder / form)["cpu"]
        show(f"planning {rows:,} rows of {form}: read, check, digest, cut", f"{seconds:.0f} s")


def figures_of_tasks(pairs: int, folder: Path) -> None:
    ratios, rates = [], []
    for _ in range(pairs):
        ours = child("slices", TASKS, folder)["rate"]
        alone = child("parsl", TASKS, folder)["rate"]
        ratios.append(ours / alone)
        rates.append(ours)
    show("slices a second, of one photo each, kept safely", f"{statistics.median(rates):.0f}")
    show("… against Parsl alone with empty apps", f"{statistics.median(ratios):.2f} x")


def show(figure: str, measured: str) -> None:
    print(f"| {figure} | {measured} |", flush=True)


def child(what: str, rows: int, folder: Path) -> dict[str, float]:
    """What a process of its own measures, so that its memory and time are its own."""
    folder.mkdir(exist_ok=True)
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, __file__, "--child", what, str(rows), str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run(rows: int, folder: Path) -> dict[str, float]:
    """A run as the command does it."""
    import scale_work

    from photoparsl import apps
    from photoparsl.results import RunDirectory
    from photoparsl.running import begin_run, finish_run, measured_rows, prepare_run

    apps.measure_for_run = scale_work.generated
    request = request_for(manifest(folder, rows, "txt"), folder / f"run-{rows}")
    with RunDirectory(request.run_dir) as directory:
        began = time.process_time()
        made = prepare_run(request, directory)
        planned, clock = time.process_time(), time.monotonic()
        begin_run(request, made, directory)
        with measured_rows(request, made, directory, StopRequest(), Reporter()):
            pass
        measured, wall, measure_mb = time.process_time(), time.monotonic() - clock, peak()
        summary = finish_run(request, made, directory)
        files = sum(1 for _ in directory.slices.iterdir())
    assert summary.measured + summary.failed == rows
    concluded = time.process_time() - measured
    return {
        "rows": rows,
        "plan_cpu": planned - began,
        "measure_cpu": measured - planned,
        "measure_wall": wall,
        "measure_mb": measure_mb,
        "conclude_cpu": concluded,
        "peak_mb": peak(),
        "files": files,
    }


def plan(rows: int, folder: Path) -> dict[str, float]:
    """Planning alone, on one core."""
    from photoparsl.manifests import Source
    from photoparsl.planning import make_plan

    source = Source(manifest(folder, rows, folder.name), "manifest", "")
    began = time.process_time()
    made = make_plan(source.reading().blocks())
    assert sum(len(s.photos) for s in made.slices(source, 500)) == rows
    return {"cpu": time.process_time() - began, "peak_mb": peak()}


class Times(Reporter):
    """When the first slice came back, by when workers have started, and the last.

    first, last: the clock's seconds, and this process's of the processor
    """

    def __init__(self) -> None:
        self.first = self.last = (0.0, 0.0)

    def add(self, done: int, failed: int) -> None:
        self.last = time.monotonic(), time.process_time()
        if not self.first[0]:
            self.first = self.last


def slices(tasks: int, folder: Path) -> dict[str, float]:
    """Slices of one photo, made up on real workers and kept as always."""
    import scale_work

    from photoparsl import apps
    from photoparsl.results import RunDirectory
    from photoparsl.running import begin_run, measured_rows, prepare_run

    apps.measure_for_run = scale_work.generated
    run_dir = Path(tempfile.mkdtemp(dir=folder))
    request = request_for(manifest(folder, tasks, "txt"), run_dir, slice_size=1)
    with RunDirectory(request.run_dir) as directory:
        made = prepare_run(request, directory)
        begin_run(request, made, directory)
        times = Times()
        with measured_rows(request, made, directory, StopRequest(), times):
            pass
    seconds, cpu = times.last[0] - times.first[0], times.last[1] - times.first[1]
    return {"rate": (tasks - 1) / seconds, "cpu_ms": 1000 * cpu / (tasks - 1)}


def parsl_alone(tasks: int, folder: Path) -> dict[str, float]:
    """Empty apps through the same executor, as many at a time."""
    import parsl
    import scale_work

    from photoparsl.sites import Options, cores, load_site

    config = load_site("local").fresh_config(Options(Path(tempfile.mkdtemp(dir=folder)), cores()))
    with parsl.load(config):
        scale_work.nothing().result()
        began, cpu = time.monotonic(), time.process_time()
        pending: set[Future[None]] = set()
        for _ in range(tasks):
            if len(pending) >= 2 * cores():
                _, pending = wait(pending, return_when=FIRST_COMPLETED)
            pending.add(scale_work.nothing())
        wait(pending)
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        return {"rate": tasks / seconds, "cpu_ms": 1000 * cpu / tasks}


def busy(rows: int, folder: Path) -> dict[str, float]:
    """The share of the workers' time that is spent in slices, from the first one's start."""
    import scale_work

    from photoparsl import apps
    from photoparsl.fetching import Limits
    from photoparsl.results import RunDirectory
    from photoparsl.running import begin_run, measured_rows, prepare_run
    from photoparsl.sites import load_site

    apps.measure_for_run = scale_work.slept
    (folder / "crew.py").write_text(CREW_SITE)
    request = replace(
        request_for(manifest(folder, rows, "txt"), Path(tempfile.mkdtemp(dir=folder))),
        site=load_site(str(folder / "crew.py")),
        limits=Limits(per_host=2 * CREW),  # all photos are of one host
    )
    with RunDirectory(request.run_dir) as directory:
        made = prepare_run(request, directory)
        begin_run(request, made, directory)
        with measured_rows(request, made, directory, StopRequest(), Reporter()):
            pass
        ran = [result.execution for result in directory.results()]
    wall = max(r.started + r.seconds for r in ran) - min(r.started for r in ran)
    return {"busy": sum(r.seconds for r in ran) / (CREW * wall), "slices": len(ran)}


def request_for(path: Path, run_dir: Path, slice_size: int | None = None) -> RunRequest:
    from photoparsl.manifests import Source
    from photoparsl.requesting import RunRequest
    from photoparsl.sites import load_site

    source = Source(path, path.name, str(path.parent))
    return RunRequest(source, load_site("local"), run_dir, slice_size=slice_size)


def manifest(folder: Path, rows: int, form: str) -> Path:
    """A manifest of so many rows, with URLs as long as an archive's are."""
    path = folder / f"manifest-{rows}.{form}"
    if not path.exists():
        with path.open("w") as file:
            file.writelines(lines(rows, "," if form == "csv" else " "))
    return path


def lines(rows: int, gap: str) -> Iterator[str]:
    if gap == ",":
        yield "url,year\n"
    for row in range(rows):
        yield f"https://photos.example/{row // 1000:05}/photo-{row:08}.jpg{gap}{1860 + row % 142}\n"


def peak() -> float:
    """Memory at its highest so far, in MB (10^6 bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
