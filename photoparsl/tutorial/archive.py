"""A tutorial archive: synthetic photographs by year, their true brightness known beforehand.

photos/1860s/p0000001.jpg   the photographs, in the order of their years
photos/1860s/p0000001.xml   a Dublin Core record beside each
truth.csv                   every photo's year, and its brightness before compression
archive.json                what the archive is made of, and whether it is complete
manifest.txt                a line `URL YEAR` for each photo; written last
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

import numpy as np

from photoparsl.errors import RunError
from photoparsl.files import write_atomically
from photoparsl.tutorial.photo import write_specimen

FIRST_YEAR, LAST_YEAR = 1860, 2001
YEARS = np.arange(FIRST_YEAR, LAST_YEAR + 1)
CHUNK = 10  # photos a worker makes at a time, and loses at most when it is interrupted
FORMAT = 1  # to be raised whenever the same photos and seed would no longer give the same bytes


def make_archive(
    directory: Path,
    photos: int,
    base_url: str,
    seed: int = 1860,
    processes: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Make the archive in `directory`, or complete what an earlier call left unfinished.

    Returns the manifest's path.  An archive of other photos or another seed that is there
    already is replaced; another `base_url` only rewrites the manifest.  `progress` is told
    how many photos were newly made.  Raises ValueError if `photos` is less than 1, and RunError
    for a folder that holds something else.
    """
    if photos < 1:
        raise ValueError(f"an archive needs at least one photo, not {photos}")
    recipe = _Recipe(photos, seed)
    if _state(directory) != _State(recipe, complete=True):
        _start(directory, recipe)
        _make_photos(directory, recipe, processes or os.cpu_count() or 1, progress)
        _finish(directory, recipe)
    return _write_manifest(directory, recipe, base_url)


def mean_luminance(year: int) -> float:
    """The brightness that the photos of a year have on average, from 0 to 1."""
    years = (1860, 1885, 1912, 1930, 1944, 1958, 1972, 1986, 2001)
    means = (0.38, 0.43, 0.51, 0.54, 0.43, 0.52, 0.56, 0.54, 0.61)
    return float(np.interp(year, years, means))


def photo_years(photos: int, seed: int) -> list[int]:
    """The year of each photo, in order: few early ones, most around 1915 and 1965.

    Every year has a photo if there are photos enough; otherwise they span all the years.
    """
    marks = (1860, 1880, 1905, 1918, 1932, 1944, 1953, 1966, 1980, 2001)
    uneven = np.random.default_rng(seed).uniform(0.6, 1.4, len(YEARS))
    shares = np.interp(YEARS, marks, (1, 4, 10, 10, 7, 3, 6, 10, 6, 4)) * uneven
    spread = np.cumsum(shares / shares.sum())
    of_each = int(photos >= len(YEARS))
    others = photos - of_each * len(YEARS)
    places = np.searchsorted(spread, np.linspace(0, 1, others), side="left")
    drawn = YEARS[np.minimum(places, len(YEARS) - 1)]
    return sorted([*YEARS.tolist() * of_each, *drawn.tolist()])


@dataclass(frozen=True)
class _Recipe:
    """All that an archive's bytes depend on, apart from the versions of numpy and Pillow."""

    photos: int
    seed: int
    format: int = FORMAT


@dataclass(frozen=True)
class _State:
    recipe: _Recipe
    complete: bool


@dataclass(frozen=True)
class _Chunk:
    """What one process makes at a time: photos of these years, the first one's index `first`."""

    directory: Path
    seed: int
    first: int
    years: tuple[int, ...]


def _state(directory: Path) -> _State | None:
    """What archive.json says, or None if it is missing or not one of ours."""
    try:
        stored = json.loads((directory / "archive.json").read_text("utf-8"))
        return _State(_Recipe(**stored["recipe"]), stored["complete"])
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _write_state(directory: Path, state: _State) -> None:
    write_atomically(directory / "archive.json", (json.dumps(asdict(state)) + "\n").encode())


def _start(directory: Path, recipe: _Recipe) -> None:
    """Make way for the photos: keep unfinished ones of this recipe, remove those of another."""
    directory.mkdir(parents=True, exist_ok=True)
    earlier = _state(directory)
    if earlier is None and any(directory.iterdir()):
        raise RunError(f"{directory}: holds other files; give an empty folder, or a new one")
    (directory / "manifest.txt").unlink(missing_ok=True)
    if earlier is None or earlier.recipe != recipe:
        shutil.rmtree(directory / "unfinished", ignore_errors=True)
    if earlier is not None and earlier.recipe != recipe:
        shutil.rmtree(directory / "photos", ignore_errors=True)
    (directory / "unfinished").mkdir(exist_ok=True)
    _write_state(directory, _State(recipe, complete=False))


def _make_photos(
    directory: Path, recipe: _Recipe, processes: int, progress: Callable[[int], None] | None
) -> None:
    """Make the chunks of photos that aren't there yet."""
    years = photo_years(recipe.photos, recipe.seed)
    for decade in {year // 10 * 10 for year in years}:
        (directory / f"photos/{decade}s").mkdir(parents=True, exist_ok=True)
    chunks = [
        _Chunk(directory, recipe.seed, first, tuple(years[first : first + CHUNK]))
        for first in _chunks(recipe)
        if not _truth_part(directory, first).exists()
    ]
    for made in _each_made(chunks, min(processes, len(chunks))):
        if progress is not None:
            progress(made)


def _each_made(chunks: Sequence[_Chunk], processes: int) -> Iterator[int]:
    """Make the chunks, in processes if there is more than one, and say how many photos each had."""
    if processes <= 1:
        yield from map(_make_chunk, chunks)
        return
    # Each worker is a fresh interpreter, since a fork breaks a caller that has threads.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_follow_parent)
    try:
        for job in as_completed([pool.submit(_make_chunk, chunk) for chunk in chunks]):
            yield job.result()
    except BaseException:
        for child in active_children():
            child.kill()  # what it has made is kept
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _chunks(recipe: _Recipe) -> range:
    return range(0, recipe.photos, CHUNK)


def _truth_part(directory: Path, first: int) -> Path:
    """The truth of a chunk, kept until all are made: where it is, the chunk is finished."""
    return directory / f"unfinished/{first:07d}.csv"


def _follow_parent() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the parent; and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def _make_chunk(chunk: _Chunk) -> int:
    """Make the photos of a chunk, and return how many they are."""
    rows = [
        _make_photo(chunk.directory, chunk.seed, index, year)
        for index, year in enumerate(chunk.years, start=chunk.first)
    ]
    write_atomically(
        _truth_part(chunk.directory, chunk.first), "".join(rows).encode(), synced=False
    )
    return len(rows)


def _make_photo(directory: Path, seed: int, index: int, year: int) -> str:
    """Make one photo, and return its row of truth.csv."""
    rng = np.random.Generator(np.random.PCG64([seed, index]))
    path = directory / _photo(index, year)
    target = float(np.clip(rng.normal(mean_luminance(year), 0.11), 0.18, 0.82))
    return f"{path.name},{year},{write_specimen(path, rng, year, target):.6f}\n"


def _photo(index: int, year: int) -> str:
    return f"photos/{year // 10 * 10}s/p{index + 1:07d}.jpg"


def _finish(directory: Path, recipe: _Recipe) -> None:
    rows = [_truth_part(directory, first).read_text("utf-8") for first in _chunks(recipe)]
    truth = "photo,year,luminance\n" + "".join(rows)
    write_atomically(directory / "truth.csv", truth.encode())
    _write_state(directory, _State(recipe, complete=True))
    shutil.rmtree(directory / "unfinished")


def _write_manifest(directory: Path, recipe: _Recipe, base_url: str) -> Path:
    """Write the manifest, unless it says the same already."""
    years = photo_years(recipe.photos, recipe.seed)
    root = base_url.rstrip("/")
    lines = [f"{root}/{_photo(index, year)} {year}\n" for index, year in enumerate(years)]
    path, data = directory / "manifest.txt", "".join(lines).encode()
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data)
    return path
