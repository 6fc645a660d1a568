"""What twenty measures and five columns cost, against one measure, for an archive of many photos.

    python -m benchmarks.wide [--rows 10000000]

Nothing is fetched: values like those of colour photos are written by the run's own writers.  Then
the summary and the page are made in a process of their own.  Ten million rows need 6 GB of disk,
and on two quiet cores half an hour.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from photoparsl.manifests import DIGEST_LETTERS, Slice, Source
from photoparsl.measuring import MEASURES, versions
from photoparsl.requesting import RunRequest
from photoparsl.results import Execution, Failure, Measurement, RunDirectory, SliceResult
from photoparsl.running import begin_run, finish_run, prepare_run
from photoparsl.sites import load_site

if TYPE_CHECKING:
    import numpy.typing as npt

SIZE = 1000  # photos a slice
POOL = 20  # slices' values that are made, and repeated: gzip looks back by 32 kB only
PIXELS = 640 * 480
SETS = {"one": ["luminance"], "all": list(MEASURES)}
BYTES_A_ROW = 600  # of disk, for both runs and their manifest
HEAD = "url,year,title,collection,photographer,identifier,record\n"


def main() -> None:
    """Write both runs, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        what, name, folder = chosen.child
        child = {"write": write, "conclude": conclude}[what]
        print(json.dumps(child(Path(folder), name)))
        return
    free = shutil.disk_usage(chosen.folder).free
    needed = BYTES_A_ROW * chosen.rows
    print(f"needs {needed / 1e9:.1f} GB of disk, {free / 1e9:.1f} are free")
    if free < 2 * needed:
        sys.exit("that is too little")
    with tempfile.TemporaryDirectory(prefix="photoparsl-wide-", dir=chosen.folder) as name:
        folder = Path(name)
        write_manifest(folder / "manifest.csv", chosen.rows)
        print(f"load average {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores\n")
        found = {name: figures_of(name, folder) for name in SETS}
    print("| figure | one measure | all | ratio |\n| --- | --- | --- | --- |")
    for figure, one in found["one"].items():
        every = found["all"][figure]
        print(f"| {figure} | {one:,.1f} | {every:,.1f} | {every / one:.2f} |")
    print(f"\nload average {os.getloadavg()[0]:.2f} at the end")


def figures_of(name: str, folder: Path) -> dict[str, float]:
    """Write a run, make its summary and page, and remove it."""
    figures: dict[str, float] = {}
    for what in ("write", "conclude"):
        command = [sys.executable, "-m", "benchmarks.wide", "--child", what, name, str(folder)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        figures |= json.loads(done.stdout.splitlines()[-1])
        print(f"{name}, {what}: {done.stdout.splitlines()[-1]}", flush=True)
    shutil.rmtree(folder / name)
    return figures


def write(folder: Path, name: str) -> dict[str, float]:
    """Write a run's results as they come in."""
    request, taken = request_for(folder, name), 0.0
    with RunDirectory(request.run_dir) as directory:
        plan = prepare_run(request, directory)
        begin_run(request, plan, directory)
        results = invented(plan.slices(request.source, SIZE), SETS[name])
        for result in results:
            before = time.process_time()
            directory.write(result)
            taken += time.process_time() - before
        files = [path.stat().st_size for path in directory.slices.iterdir()]
        copy = directory.manifest.path
    assert copy
    return {
        "results, MB": sum(files) / 1e6,
        "results, bytes a row": sum(files) / plan.rows,
        "copy of the manifest, MB": copy.stat().st_size / 1e6,
        "CPU of writing, µs a row": 1e6 * taken / plan.rows,
    }


def conclude(folder: Path, name: str) -> dict[str, float]:
    """Make the summary and the page."""
    request = request_for(folder, name)
    with RunDirectory(request.run_dir) as directory:
        plan = prepare_run(request, directory)
        before = time.process_time()
        summary = finish_run(request, plan, directory)
        taken = time.process_time() - before
    assert summary.measured + summary.failed == plan.rows
    public = [path.stat().st_size for path in request.page.parent.iterdir()]
    return {
        "CPU of summary and page, µs a row": 1e6 * taken / plan.rows,
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "public folder, MB": sum(public) / 1e6,
    }


def request_for(folder: Path, name: str) -> RunRequest:
    """The request for a run of these measures."""
    manifest = folder / "manifest.csv"
    source = Source(manifest, manifest.name, str(folder))
    site = load_site("local")
    return RunRequest(source, site, folder / name, measures=tuple(SETS[name]))


def write_manifest(path: Path, rows: int) -> None:
    """A manifest with five columns besides those of places and years."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for row in range(rows):
            title = f"Street scene no. {row % 9973} in the rain seen from the {row % 89}th house"
            file.write(
                f"https://photos.example/{row // 1000:05}/photo-{row:08}.jpg,{1860 + row % 142},"
                f"{title},Collection {row % 37},Photographer {row % 211},ex-{row:08},"
                f"https://catalogue.example/objects/{row:08}\n"
            )


def invented(slices: Iterator[Slice], measures: Sequence[str]) -> Iterator[SliceResult]:
    """A result for each slice: values for each photo, but a failure for one in a hundred."""
    pool = [values_of(measures, np.random.default_rng(seed)) for seed in range(POOL)]
    of_measures = versions(measures)
    for number, slice_ in enumerate(slices):
        measured, failed = [], []
        for photo, values in zip(slice_.photos, pool[number % POOL], strict=False):
            random = hashlib.sha256(photo.url.encode()).digest()
            if random[0] < 3:
                failed.append(Failure(photo.row, photo.url, None, "http-404", "it is invented"))
                continue
            stamp, digest = b64encode(random).decode(), random[::-1].hex()[:DIGEST_LETTERS]
            mark = random[8:16].hex()
            measured.append(
                Measurement(photo.row, photo.url, None, values, stamp, digest=digest, mark=mark)
            )
        execution = Execution(f"node{number % 40}.example.edu", "example.edu", 1.7e9, 5.0, 10**7)
        yield SliceResult(
            slice_.start,
            slice_.stop,
            slice_.digest,
            of_measures,
            tuple(measured),
            tuple(failed),
            execution,
        )


def values_of(measures: Sequence[str], rng: np.random.Generator) -> list[Mapping[str, float]]:
    """Values for the photos of a slice, with as many digits as those of photos have."""
    columns = {name: _KINDS[name](rng).tolist() for name in measures}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _root(rng: np.random.Generator) -> npt.NDArray[Any]:
    return np.asarray(np.sqrt(rng.integers(1, PIXELS * 4000, SIZE) / PIXELS) / 255)


def _mean(rng: np.random.Generator) -> npt.NDArray[Any]:
    return np.asarray(rng.integers(0, 255 * PIXELS, SIZE) / (255 * PIXELS))


def _weighted(rng: np.random.Generator) -> npt.NDArray[Any]:
    return np.asarray(rng.integers(0, 256, (SIZE, 3)) @ [299, 587, 114] / 1000 / 255)


def _level(rng: np.random.Generator) -> npt.NDArray[Any]:
    return np.asarray(rng.integers(0, 256, SIZE) / 255)


def _whole(low: int, high: int) -> Callable[[np.random.Generator], npt.NDArray[Any]]:
    return lambda rng: np.asarray(rng.integers(low, high, SIZE), np.float64)


_KINDS = {
    "luminance": _root,
    "mean_luma": _mean,
    "value": _mean,
    "contrast": _root,
    "entropy": lambda rng: 7 + rng.random(SIZE),
    "dark": _weighted,
    "bright": _weighted,
    "saturation": _mean,
    "saturation_median": _level,
    "saturation_deviation": _root,
    "brightness_median": _level,
    "brightness_deviation": _root,
    "hue_median": _whole(0, 360),
    "hue_deviation": lambda rng: 80 * rng.random(SIZE),
    "colourfulness": lambda rng: 100 * rng.random(SIZE),
    "sharpness": lambda rng: _root(rng) / 4,
    "width": _whole(600, 900),
    "height": _whole(400, 700),
    "mode": _whole(5, 6),
    "size_bytes": _whole(30_000, 100_000),
}

if __name__ == "__main__":
    main()
