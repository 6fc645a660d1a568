"""What an edited manifest of a large run costs: memory, and time until the first new photo.

    python benchmarks/carry.py [--rows 10000000] [--folder DIR]

Results are made up (`scale_work`) and written as a run writes them.  Then the manifest is edited:
20 years and 10 titles corrected, 30 rows inserted at the top, 5 deleted; and shuffled.  Each
figure is that of a process of its own.  Planning is what a new run does until it asks for its
first photo: it reads and checks the manifest, and copies it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoparsl.requesting import RunRequest

SLICE = 500  # photos
NEW, GONE = 30, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        what, rows, folder = chosen.child
        children = {"plan": plan, "results": results, "carry": carry, "check": check}
        print(json.dumps(children[what](int(rows), Path(folder))))
        return
    print(f"load average {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores\n")
    print("| figure | measured |\n| --- | --- |", flush=True)
    with tempfile.TemporaryDirectory(prefix="photoparsl-carry-", dir=chosen.folder) as name:
        measure(chosen.rows, Path(name))
    print(f"\nload average {os.getloadavg()[0]:.2f} at the end")


def measure(rows: int, folder: Path) -> None:
    write(folder, lines(rows))
    planned = child("plan", rows, folder)
    show(f"planning {rows:,} rows", planned)
    show("writing their results", child("results", rows, folder))
    write(folder, edited(rows))
    found = child("carry", rows, folder)
    assert found["left"] == NEW, found
    show("30 rows inserted at the top, 5 deleted, 30 corrected", found)
    ratio = found["wall"] / planned["wall"], found["cpu"] / planned["cpu"]
    print(f"| … against planning | {ratio[0]:.1f} x of time, {ratio[1]:.1f} x of CPU |", flush=True)
    shuffle(folder)
    found = child("carry", rows, folder)
    assert found["left"] == NEW, found
    show("shuffled", found)
    show("all rows have their photo's value", child("check", rows, folder))


def show(figure: str, found: dict[str, float]) -> None:
    print(
        f"| {figure} | {found['wall']:.0f} s: {found['cpu']:.0f} s of CPU, "
        f"{found['waited']:.0f} s of waiting for a processor; {found['peak_mb']:.0f} MB |",
        flush=True,
    )


def child(what: str, rows: int, folder: Path) -> dict[str, float]:
    """What a process of its own measures, so that its memory and time are its own."""
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


def request_for(folder: Path, run: str) -> RunRequest:
    from photoparsl.manifests import Source
    from photoparsl.requesting import RunRequest
    from photoparsl.sites import load_site

    path = folder / "manifest.csv"
    source = Source(path, path.name, str(path.parent))
    return RunRequest(source, load_site("local"), folder / run, slice_size=SLICE)


def figures(began: float, left: int = 0) -> dict[str, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "wall": time.monotonic() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "waited": waited(),
        "peak_mb": used.ru_maxrss * 1024 / 1e6,
        "left": left,
    }


def waited() -> float:
    """Seconds in which this thread could have run, and other processes had the processors.

    What is neither this nor CPU was spent on waiting for a disk.
    """
    schedule = Path("/proc/thread-self/schedstat")  # of Linux
    return int(schedule.read_text().split()[1]) / 1e9 if schedule.exists() else 0.0


def plan(rows: int, folder: Path) -> dict[str, float]:
    """A new run, until it would ask for its first photo."""
    return until_first(request_for(folder, "fresh"))


def carry(rows: int, folder: Path) -> dict[str, float]:
    """The run with an edited manifest, until it would ask for its first new photo."""
    return until_first(request_for(folder, "run"))


def until_first(request: RunRequest) -> dict[str, float]:
    from photoparsl.results import RunDirectory
    from photoparsl.running import begin_run, prepare_run

    began = time.monotonic()
    with RunDirectory(request.run_dir) as directory:
        made = prepare_run(request, directory)
        request.page.parent.mkdir(parents=True, exist_ok=True)
        begin_run(request, made, directory)
        next(made.slices(request.source, SLICE), None)
        return figures(began, made.left)


def results(rows: int, folder: Path) -> dict[str, float]:
    """Write results of all rows."""
    import scale_work

    from photoparsl.results import RunDirectory
    from photoparsl.running import begin_run, prepare_run

    began = time.monotonic()
    request = request_for(folder, "run")
    with RunDirectory(request.run_dir) as directory:
        made = prepare_run(request, directory)
        request.page.parent.mkdir(parents=True, exist_ok=True)
        begin_run(request, made, directory)
        for number, slice_ in enumerate(made.slices(request.source, SLICE)):
            result = scale_work.made_up(slice_)
            execution = replace(result.execution, started=1.7e9 + number)
            directory.write(replace(result, execution=execution))
    return figures(began)


def check(rows: int, folder: Path) -> dict[str, float]:
    """Compare every 50th slice with what its places must have."""
    import scale_work

    from photoparsl.manifests import Photo, Slice
    from photoparsl.results import RunDirectory

    began = time.monotonic()
    ended = 0
    for number, result in enumerate(RunDirectory(folder / "run").results()):
        ended += result.photo_count
        if number % 50 == 0:
            photos = tuple(Photo(o.row, o.url, None) for o in result.outcomes)
            made = scale_work.made_up(Slice(photos))
            values = [(m.row, m.values) for m in result.measurements]
            assert values == [(m.row, m.values) for m in made.measurements]
    assert ended == rows - GONE, ended
    return figures(began)


def write(folder: Path, texts: Iterator[str]) -> None:
    with (folder / "manifest.csv").open("w") as file:
        file.write("url,year,title\n")
        file.writelines(texts)


def lines(rows: int, start: int = 0) -> Iterator[str]:
    for row in range(start, start + rows):
        place = f"https://photos.example/{row // 1000:05}/photo-{row:08}.jpg"
        yield f"{place},{1860 + row % 142},View of the harbour {row}\n"


def edited(rows: int) -> Iterator[str]:
    yield from lines(NEW, rows)
    gone = {rows // (GONE + 1) * (number + 1) for number in range(GONE)}
    step = rows // 31
    for row, line in enumerate(lines(rows)):
        if row in gone:
            continue
        if row and row % step == 0:
            place, year, title = line.split(",")
            is_year = row // step <= 20
            yield f"{place},1850,{title}" if is_year else f"{place},{year},Bridge\n"
        else:
            yield line


def shuffle(folder: Path) -> None:
    """Shuffle the manifest's rows: first into files, and then in each."""
    path = folder / "manifest.csv"
    random_ = random.Random(1)
    parts = [folder / f"part-{number}" for number in range(50)]
    with path.open() as file:
        header = next(file)
        while block := list(islice(file, 100_000)):
            random_.shuffle(block)
            for number, part in enumerate(parts):
                with part.open("a") as out:
                    out.writelines(block[number :: len(parts)])
    with path.open("w") as out:
        out.write(header)
        for part in parts:
            block = part.read_text().splitlines(keepends=True)
            random_.shuffle(block)
            out.writelines(block)
            part.unlink()


if __name__ == "__main__":
    main()
