"""Other ways to do the whole job, each measured by itself: prints the seconds that it took.

    python benchmarks/engine_contenders.py NAME ARCHIVE FOLDER

The seconds run from when its processes are up, except where that can't be seen.
"""

from __future__ import annotations

import importlib
import io
import math
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROCESSES = 2
SLICE = 200
FEW = 600  # photos of those ways that take one after the other

CONTENDERS = {
    "disk": "decoding from disk, two processes",
    "loop": "hand-written: two processes, CurlMulti, Pillow",
    "photoparsl": "photoparsl run --config local",
    "pool": "multiprocessing and requests",
    "sequential": f"requests, one after the other (from {FEW} photos)",
    "naive": "a naive Parsl app a slice",
    "dask": "Dask bag",
    "ray": "Ray",
    "img2dataset": "img2dataset (no measuring; with its start-up)",
}


def luminance(body: bytes) -> float:
    """The tutorial's, as a careful program writes it."""
    from PIL import Image

    counts = Image.open(io.BytesIO(body)).histogram()
    squares = [
        sum(level * level * count for level, count in enumerate(counts[band : band + 256]))
        / sum(counts[band : band + 256])
        for band in range(0, len(counts), 256)
    ]
    if len(squares) == 1:
        return math.sqrt(squares[0]) / 256
    return math.sqrt(0.241 * squares[0] + 0.691 * squares[1] + 0.068 * squares[2]) / 256


def by_requests(url: str) -> float:
    """One photo, over a connection that stays open."""
    return luminance(_session().get(url, timeout=60).content)


@cache
def _session() -> Any:
    import requests

    return requests.Session()


def slice_by_requests(urls: list[str]) -> list[float]:
    """One slice, one photo after the other."""
    return [by_requests(url) for url in urls]


def slice_by_curl(urls: list[str]) -> list[float]:
    """One slice, 64 photos at a time."""
    return [luminance(body) for body in _curl(urls)]


def _curl(urls: list[str]) -> Iterator[bytes]:
    import pycurl

    multi = pycurl.CurlMulti()
    waiting = iter(urls)
    bodies: dict[Any, io.BytesIO] = {}

    def start(handle: Any) -> None:
        if url := next(waiting, None):
            bodies[handle] = io.BytesIO()
            handle.setopt(pycurl.URL, url)
            handle.setopt(pycurl.WRITEDATA, bodies[handle])
            multi.add_handle(handle)

    for _ in range(64):
        start(pycurl.Curl())
    while bodies:
        multi.perform()
        _, done, failed = multi.info_read()
        assert not failed, failed
        for handle in done:
            multi.remove_handle(handle)
            body = bodies.pop(handle).getvalue()
            start(handle)
            yield body
        if bodies and not done:
            multi.select(1.0)


def rest(seconds: float) -> None:
    """Keep a process busy, until all are there."""
    time.sleep(seconds)


def slice_from_disk(paths: list[str]) -> list[float]:
    """One slice, from the disk."""
    return [luminance(Path(path).read_bytes()) for path in paths]


def _pooled(
    work: Callable[[list[str]], list[float]], items: list[str], *, waits: bool = True
) -> float:
    """Seconds of the work; `waits`: the clock starts when all processes are up."""
    with multiprocessing.Pool(PROCESSES) as pool:
        if waits:
            pool.map(rest, [0.2] * PROCESSES)
        before = time.perf_counter()
        for _ in pool.imap_unordered(work, _slices(items)):
            pass
        return time.perf_counter() - before


def _slices(items: list[str]) -> list[list[str]]:
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, SLICE)), []))


def _sequential(urls: list[str]) -> float:
    before = time.perf_counter()
    slice_by_requests(urls[:FEW])
    return (time.perf_counter() - before) * len(urls) / min(FEW, len(urls))


def _photoparsl(manifest: Path, folder: Path) -> float:
    from photoparsl.results import RunDirectory

    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        run = Path(temporary) / "run"
        command = [sys.executable, "-m", "photoparsl", "run", str(manifest), "--run-dir", str(run)]
        subprocess.run(command, check=True, capture_output=True)
        ran = [result.execution for result in RunDirectory(run).results()]
        return max(r.started + r.seconds for r in ran) - min(r.started for r in ran)


def _naive(urls: list[str], folder: Path) -> float:
    import parsl

    with _parsl(folder):
        nothing, work = parsl.python_app(rest), parsl.python_app(slice_by_requests)
        for future in [nothing(0.2) for _ in range(PROCESSES)]:
            future.result()
        before = time.perf_counter()
        for future in [work(urls) for urls in _slices(urls)]:
            future.result()
        return time.perf_counter() - before


def _first(urls: list[str], folder: Path) -> float:
    """The luminance of a first photo, said at once."""
    import parsl

    with _parsl(folder):
        first: float = parsl.python_app(by_requests)(urls[0]).result()
        print(first, flush=True)
    return first


def _parsl(folder: Path) -> Any:
    """Parsl with its defaults, but for an address that doesn't ask the internet for one."""
    import parsl
    from parsl.config import Config
    from parsl.executors import HighThroughputExecutor

    # Where the commands are that it starts by name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    executor = HighThroughputExecutor(address="127.0.0.1", max_workers_per_node=PROCESSES)
    return parsl.load(Config([executor], run_dir=str(folder / "parsl"), initialize_logging=False))


def _dask(urls: list[str]) -> float:
    import dask.bag

    bag = dask.bag.from_sequence(urls, partition_size=SLICE).map(by_requests)
    before = time.perf_counter()
    bag.compute(scheduler="processes", num_workers=PROCESSES)
    return time.perf_counter() - before


def _ray(urls: list[str]) -> float:
    import ray

    ray.init(num_cpus=PROCESSES, include_dashboard=False, log_to_driver=False)
    nothing, work = ray.remote(rest), ray.remote(slice_by_requests)
    ray.get([nothing.remote(0.2) for _ in range(PROCESSES)])
    before = time.perf_counter()
    ray.get([work.remote(urls) for urls in _slices(urls)])
    return time.perf_counter() - before


def _img2dataset(urls: list[str], folder: Path) -> float:
    import img2dataset

    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        listed = Path(temporary) / "urls.txt"
        listed.write_text("\n".join(urls))
        before = time.perf_counter()
        img2dataset.download(
            url_list=str(listed),
            output_folder=f"{temporary}/out",
            processes_count=PROCESSES,
            thread_count=64,
            number_sample_per_shard=SLICE,
            resize_mode="no",
            skip_reencode=True,
        )
        return time.perf_counter() - before


def main() -> None:
    """Run one contender."""
    name, *rest = sys.argv[1:]
    if rest[0].startswith("http"):
        slice_by_requests(rest)
        return
    archive, folder = Path(rest[0]), Path(rest[1]).resolve()
    manifest = archive / "manifest.txt"
    urls = [line.split()[0] for line in manifest.read_text().splitlines()]
    paths = [str(archive / urlsplit(url).path[1:]) for url in urls]
    ways: dict[str, Callable[[], float]] = {
        "disk": lambda: _pooled(slice_from_disk, paths),
        "loop": lambda: _pooled(slice_by_curl, urls),
        "photoparsl": lambda: _photoparsl(manifest, folder),
        "pool": lambda: _pooled(slice_by_requests, urls),
        "whole-loop": lambda: _pooled(slice_by_curl, urls, waits=False),
        "whole-pool": lambda: _pooled(slice_by_requests, urls, waits=False),
        "sequential": lambda: _sequential(urls),
        "naive": lambda: _naive(urls, folder),
        "first": lambda: _first(urls, folder),
        "dask": lambda: _dask(urls),
        "ray": lambda: _ray(urls),
        "img2dataset": lambda: _img2dataset(urls, folder),
    }
    print(ways[name]())


if __name__ == "__main__":
    # By its name, and not as __main__, so that other processes find what is in here.
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    importlib.import_module(Path(__file__).stem).main()
