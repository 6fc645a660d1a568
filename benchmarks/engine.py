"""The engine against its contenders: one command, one table in Markdown.

    python benchmarks/engine.py                     # about half an hour on two cores
    python benchmarks/engine.py --photos 500 --rounds 1 --only cpu

Serves an archive of synthetic photographs with nginx on loopback.  Figures are ratios of paired
runs, and their medians: the machine's own speed drops out.
"""

from __future__ import annotations

import argparse
import io
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from engine_contenders import CONTENDERS, FEW
from engine_servers import latency, nginx
from PIL import Image

from photoparsl.manifests import Photo, Slice, cut, read_manifest
from photoparsl.measuring import MEASURES, measure_slice
from photoparsl.running import MOST_PHOTOS_IN_SLICE
from photoparsl.tutorial import make_archive

PAIRED = 50  # photos a turn where CPU time is compared
MEMORY_MEGAPIXELS = (0.35, 1, 4, 12, 24, 50, 100)


def main() -> None:
    """Run what is asked for, and print it."""
    chosen = _arguments()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    archive = chosen.folder / "archive"
    with nginx(archive, chosen.folder) as url:
        photos = list(read_manifest(make_archive(archive, chosen.photos, url)))
        if "cpu" in chosen.only:
            _print("CPU a photo, against decoding from disk", _cpu(photos, archive, chosen.rounds))
        if "latency" in chosen.only:
            with latency(url, seconds=0.05) as slow:
                moved = [Photo(p.row, p.url.replace(url, slow), p.year) for p in photos]
                _print("Photos/s a worker, 50 ms a response", _latency(moved, chosen.rounds))
        if "first" in chosen.only:
            _print("From the command to the first result", _first(chosen, archive))
        if "memory" in chosen.only:
            _print("Peak memory of a worker", _memory(chosen.folder))
        if "wall" in chosen.only:
            rows = _wall(chosen, archive)
            _print(f"Wall time of {len(photos):,} photos, start-up left out", rows)


def _arguments() -> argparse.Namespace:
    parts = ("cpu", "latency", "first", "memory", "wall")
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, default=Path("runs/benchmark"))
    parser.add_argument("--photos", type=int, default=5576)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument(
        "--others", default=sys.executable, help="the Python that has dask, ray and img2dataset"
    )
    return parser.parse_args()


def _print(title: str, rows: Iterator[tuple[str, ...]]) -> None:
    print(f"\n### {title}\n")
    for number, row in enumerate(rows):
        print(f"| {' | '.join(row)} |", flush=True)
        if number == 0:
            print("|" + " --- |" * len(row))


def _cpu(photos: list[Photo], archive: Path, rounds: int) -> Iterator[tuple[str, ...]]:
    """Slice by slice in turns, so that whatever else the machine does hits all alike."""

    def from_disk(slice_: Slice) -> None:
        for photo in slice_.photos:
            body = (archive / urlsplit(photo.url).path[1:]).read_bytes()
            Image.open(io.BytesIO(body)).histogram()

    contenders: dict[str, Callable[[Slice], object]] = {
        "decoding from disk, histogram": from_disk,
        "measure_slice, luminance": measure_slice,
        "measure_slice, every measure": lambda slice_: measure_slice(slice_, tuple(MEASURES)),
    }
    slices = list(cut(photos, PAIRED))
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for slice_ in [slices[0], *slices[:: max(1, len(slices) // (20 * rounds))]]:
        for name, contender in contenders.items():
            before = time.process_time()
            contender(slice_)
            seconds[name].append((time.process_time() - before) / len(slice_.photos))
    yield ("what", "ms", "of disk", "of luminance")
    disk, luminance, _ = (figures[1:] for figures in seconds.values())  # the first warmed up
    for name, figures in seconds.items():
        figure = f"{1000 * statistics.median(figures[1:]):.2f}"
        yield name, figure, _ratio(figures[1:], disk), _ratio(figures[1:], luminance)


def _latency(photos: list[Photo], rounds: int) -> Iterator[tuple[str, ...]]:
    few = Slice(tuple(photos[: FEW // 4]))
    many = list(cut(photos, MOST_PHOTOS_IN_SLICE))[:rounds]  # at such a speed, what a run chooses
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, _CONTENDERS, "sequential", *(photo.url for photo in few.photos)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    one = len(few.photos) / (time.perf_counter() - before)
    measure_slice(few)
    before = time.perf_counter()
    for slice_ in many:
        measure_slice(slice_)
    ours = sum(len(slice_.photos) for slice_ in many) / (time.perf_counter() - before)
    yield ("what", "photos/s", "ratio")
    yield "requests, one after the other", f"{one:.0f}", "1.0"
    yield "measure_slice, 64 connections", f"{ours:.0f}", f"{ours / one:.1f}"


def _first(chosen: argparse.Namespace, archive: Path) -> Iterator[tuple[str, ...]]:
    ours, parsls = [], []
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
            run = [sys.executable, "-m", "photoparsl", "run", str(archive / "manifest.txt")]
            before = time.perf_counter()
            quiet = subprocess.DEVNULL
            with subprocess.Popen([*run, "--run-dir", name], stdout=quiet, stderr=quiet) as process:
                while not any(Path(name, "slices").glob("slice-*.json")):
                    time.sleep(0.01)
                ours.append(time.perf_counter() - before)
                process.send_signal(signal.SIGINT)
            command = [sys.executable, _CONTENDERS, "first", str(archive), name]
            before = time.perf_counter()
            with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
                assert process.stdout and process.stdout.readline()
                parsls.append(time.perf_counter() - before)
                process.stdout.read()
    yield ("what", "seconds", "of Parsl's")
    yield "photoparsl run --config local", f"{statistics.median(ours):.1f}", _ratio(ours, parsls)
    yield "Parsl with its defaults", f"{statistics.median(parsls):.1f}", "1.00"


def _memory(folder: Path) -> Iterator[tuple[str, ...]]:
    yield ("megapixels", "baseline: MB", "progressive: MB")
    for size in MEMORY_MEGAPIXELS:
        side = int(np.sqrt(size * 1e6))
        tile = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
        image = Image.fromarray(tile).resize((side, side))
        figures = []
        for progressive in (False, True):
            path = folder / "memory.jpg"
            image.save(path, progressive=progressive)
            done = subprocess.run(
                [sys.executable, "-c", _PEAK, str(path.resolve())],
                check=True,
                capture_output=True,
                text=True,
            )
            figures.append(f"{int(done.stdout) / 1000:.0f}")
            path.unlink()
        yield (f"{size:g}", *figures)


def _wall(chosen: argparse.Namespace, archive: Path) -> Iterator[tuple[str, ...]]:
    seconds: dict[str, list[float]] = {}
    for _ in range(chosen.rounds):
        for name in chosen.contenders:
            python = chosen.others if name in ("dask", "ray", "img2dataset") else sys.executable
            command = [python, _CONTENDERS, name, str(archive), str(chosen.folder)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name}: {done.stderr.strip()[-300:]}", file=sys.stderr)
            else:
                seconds.setdefault(name, []).append(float(done.stdout.split()[-1]))
    yield ("what", "seconds", "of photoparsl")
    ours = seconds.get("photoparsl", [])
    for name, figures in seconds.items():
        yield CONTENDERS[name], f"{statistics.median(figures):.1f}", _ratio(figures, ours)


def _ratio(figures: list[float], others: list[float]) -> str:
    if len(figures) != len(others):
        return "-"
    return f"{statistics.median(a / b for a, b in zip(figures, others, strict=True)):.2f}"


_CONTENDERS = str(Path(__file__).with_name("engine_contenders.py"))
_PEAK = """
import sys
from photoparsl.manifests import Photo, Slice
from photoparsl.running.slice_size import MOST_PHOTOS_IN_SLICE
from photoparsl.measuring import measure_slice
result = measure_slice(Slice((Photo(0, sys.argv[1], None, "/"),)))
assert result.measurements, result.failures
# Not getrusage: its maximum includes the parent's, from before exec.
print(next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmHWM")))
"""

if __name__ == "__main__":
    main()
