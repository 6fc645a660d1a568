"""Whole commands against each other, start-up and end included: one command, tables in Markdown.

    python benchmarks/whole.py                      # about ten minutes on two cores
    python benchmarks/whole.py --photos 1000 --rounds 3 --only plain

Takes photographs (crops from Debian's packages of wallpapers) and painted ones, serves them with
nginx on loopback, and lets the contenders take turns.  Figures are medians of the turns' ratios.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
from engine_servers import latency, nginx
from photographs import make_photographs

from photoparsl.tutorial import make_archive

CONTENDERS = Path(__file__).with_name("engine_contenders.py")
ORPHAN_SECONDS = 5.0  # in which a command's processes end after it
HOSTS, HOST_PHOTOS = 10, 3000
PARTS = ("plain", "latency", "hosts", "first", "idle", "startup")


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of a command.

    seconds: wall time
    cpu_seconds: processor time of it and of all processes that it started and waited for
    """

    seconds: float
    cpu_seconds: float


def main() -> None:
    """Run what is asked for, and print it."""
    chosen = _arguments()
    _adopt_orphans()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    print(f"load before: {os.getloadavg()[0]:.1f}")
    for kind in chosen.kinds:
        folder = chosen.folder / kind
        folder.mkdir(exist_ok=True)
        with ExitStack() as stack:
            url = stack.enter_context(nginx(folder, chosen.folder))
            make = make_photographs if kind == "photographs" else _painted
            manifest = make(folder, chosen.photos, url)
            for part in chosen.only:
                _print(f"{part}, {chosen.photos:,} {kind}", _TABLES[part](chosen, manifest, url))
    print(f"load after: {os.getloadavg()[0]:.1f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, default=Path("runs/whole"))
    parser.add_argument("--photos", type=int, default=5576)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    kinds = ("photographs", "painted")
    parser.add_argument("--kinds", nargs="+", choices=kinds, default=kinds)
    return parser.parse_args()


def _painted(folder: Path, photos: int, url: str) -> Path:
    return make_archive(folder, photos, url)


def _print(title: str, rows: Iterator[tuple[str, ...]]) -> None:
    print(f"\n### {title}\n")
    for number, row in enumerate(rows):
        print(f"| {' | '.join(row)} |", flush=True)
        if number == 0:
            print("|" + " --- |" * len(row))


def _plain(chosen: argparse.Namespace, manifest: Path, url: str) -> Iterator[tuple[str, ...]]:
    yield from _compared(chosen, manifest, ("loop", "pool"))


def _latency(chosen: argparse.Namespace, manifest: Path, url: str) -> Iterator[tuple[str, ...]]:
    with latency(url, seconds=0.05) as slow:
        late = chosen.folder / "late" / "manifest.txt"
        late.parent.mkdir(exist_ok=True)
        late.write_text(manifest.read_text().replace(url, slow))
        yield from _compared(chosen, late, ("loop",))


def _compared(
    chosen: argparse.Namespace, manifest: Path, contenders: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Our command and its contenders in turns."""
    commands = {name: _contender(name, manifest, chosen) for name in contenders}
    yield from _in_turns(
        chosen.rounds,
        {
            "photoparsl run": lambda: _run(chosen, manifest),
            **{name: partial(_timed, command) for name, command in commands.items()},
        },
    )


def _hosts(chosen: argparse.Namespace, manifest: Path, url: str) -> Iterator[tuple[str, ...]]:
    """Ten hosts behind a proxy, with 50 ms of latency: rows sorted by host, and shuffled.

    nginx serves the path of a request, whatever its host.
    """
    lines = manifest.read_text().splitlines()[:HOST_PHOTOS]
    names = [f"http://archive{number * HOSTS // len(lines)}.test/" for number in range(len(lines))]
    rows = [line.replace(url, name) for line, name in zip(lines, names, strict=True)]
    shuffled = random.Random(1).sample(rows, len(rows))
    folder = chosen.folder / "hosts"
    folder.mkdir(exist_ok=True)
    manifests = {"sorted by host": rows, "shuffled": shuffled}
    with latency(url, seconds=0.05) as slow:
        environment = {**os.environ, "http_proxy": slow, "no_proxy": ""}
        for name, its in manifests.items():
            (folder / f"{name}.txt").write_text("\n".join([*its, ""]))
        yield from _in_turns(
            chosen.rounds,
            {
                name: partial(_run, chosen, folder / f"{name}.txt", environment)
                for name in manifests
            },
        )


def _first(chosen: argparse.Namespace, manifest: Path, url: str) -> Iterator[tuple[str, ...]]:
    """From the command to the first result file, and to the end of the first worker's slice."""
    found = []
    for _ in range(chosen.rounds):
        run = _fresh(chosen)
        before = time.perf_counter()
        quiet = subprocess.DEVNULL
        with subprocess.Popen(_command(manifest, run), stdout=quiet, stderr=quiet) as process:
            while not any(run.glob("slices/slice-*.json")):
                time.sleep(0.005)
            found.append(time.perf_counter() - before)
            process.terminate()
    yield ("what", "seconds, median", "least", "most")
    median = statistics.median(found)
    yield "to the first result", f"{median:.2f}", f"{min(found):.2f}", f"{max(found):.2f}"


def _idle(chosen: argparse.Namespace, manifest: Path, url: str) -> Iterator[tuple[str, ...]]:
    """Commands with nothing to do: a run that is complete, and its status."""
    run = _fresh(chosen)
    subprocess.run(_command(manifest, run), check=True, capture_output=True)
    program = [sys.executable, "-m", "photoparsl"]
    yield from _in_turns(
        2 * chosen.rounds,
        {
            "a bare interpreter": lambda: _timed([sys.executable, "-c", ""]),
            "photoparsl run, complete": lambda: _timed(_command(manifest, run)),
            "photoparsl status": lambda: _timed([*program, "status", str(run)]),
        },
    )


def _startup(chosen: argparse.Namespace, manifest: Path, url: str) -> Iterator[tuple[str, ...]]:
    program = [sys.executable, "-m", "photoparsl"]
    yield from _in_turns(
        2 * chosen.rounds,
        {
            "a bare interpreter": lambda: _timed([sys.executable, "-c", ""]),
            "photoparsl --version": lambda: _timed([*program, "--version"]),
            "photoparsl --help": lambda: _timed([*program, "--help"]),
        },
    )


def _in_turns(rounds: int, contenders: dict[str, Callable[[], Turn]]) -> Iterator[tuple[str, ...]]:
    """Let each take its turn in each round; ratios are to the first."""
    turns: dict[str, list[Turn]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            turns[name].append(run())
    yield ("what", "wall: s", "first's wall / its wall", "CPU: s", "first's CPU / its CPU")
    ours = next(iter(turns.values()))
    for name, its in turns.items():
        yield (
            name,
            f"{statistics.median(turn.seconds for turn in its):.2f}",
            _ratio([turn.seconds for turn in ours], [turn.seconds for turn in its]),
            f"{statistics.median(turn.cpu_seconds for turn in its):.2f}",
            _ratio([turn.cpu_seconds for turn in ours], [turn.cpu_seconds for turn in its]),
        )


def _ratio(ours: list[float], its: list[float]) -> str:
    return f"{statistics.median(a / b for a, b in zip(ours, its, strict=True)):.2f}"


def _run(
    chosen: argparse.Namespace, manifest: Path, environment: dict[str, str] | None = None
) -> Turn:
    return _timed(_command(manifest, _fresh(chosen)), environment)


def _command(manifest: Path, run: Path) -> list[str]:
    program = [sys.executable, "-m", "photoparsl", "run", str(manifest), "--run-dir", str(run)]
    return [*program, "--measures", "luminance"]  # which is all that the contenders measure


def _fresh(chosen: argparse.Namespace) -> Path:
    run: Path = chosen.folder / "run"
    shutil.rmtree(run, ignore_errors=True)
    return run


def _contender(name: str, manifest: Path, chosen: argparse.Namespace) -> list[str]:
    program = [sys.executable, str(CONTENDERS), f"whole-{name}", str(manifest.parent)]
    return [*program, str(chosen.folder)]


def _timed(command: list[str], environment: dict[str, str] | None = None) -> Turn:
    known, cpu, before = _children(), _children_seconds(), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    seconds = time.perf_counter() - before
    _wait_for_orphans(known)
    return Turn(seconds, _children_seconds() - cpu)


def _children_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _adopt_orphans() -> None:
    """Become the parent of processes whose parents end, so that their processor time counts."""
    subreaper = 36
    ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)


def _wait_for_orphans(known: set[int]) -> None:
    """Wait for the processes that aren't known, which the command has left behind."""
    end = time.monotonic() + ORPHAN_SECONDS
    while (orphans := _children() - known) and time.monotonic() < end:
        for pid in orphans:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.02)


def _children() -> set[int]:
    return {process.pid for process in psutil.Process().children()}


_TABLES = {
    "plain": _plain,
    "latency": _latency,
    "hosts": _hosts,
    "first": _first,
    "idle": _idle,
    "startup": _startup,
}

if __name__ == "__main__":
    main()
