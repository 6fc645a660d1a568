"""The tutorial's archive: synthetic photographs by year, each of a known brightness.

photos/1860s/p0000001.jpg   the photographs, in the order of their years
photos/1860s/p0000001.xml   a Dublin Core record of each
truth.csv                   each photo's year, and its brightness before JPEG compression
archive.json                the number of photos and the seed, and whether the archive is complete
manifest.txt                a line `URL YEAR` for each photo, written last
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
from photoparsl.tutorial.write_photo import write_photo
from photoparsl.tutorial.years import mean_luminance, photo_years

CHUNK = 10  # photos that a process makes at a time. An interruption loses at most these
FORMAT = 1  # raise it when a change of the code changes the bytes of the photos


def make_archive(
    folder: Path,
    photos: int,
    base_url: str,
    seed: int = 1860,
    processes: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Make the archive in `folder`, or complete it after an interruption.

    folder: an archive of another number of photos or another seed in it is replaced
    photos: how many to make, at least 1
    base_url: what the manifest's URLs begin with.  Another one only rewrites the manifest
    processes: how many make photos at a time (None: as many as there are cores)
    progress: called with the number of photos that were just made

    Returns the manifest's path. Raises ValueError if `photos` is less than 1, and RunError if the
    folder holds other files.
    """
    if photos < 1:
        raise ValueError(f"an archive needs at least one photo, not {photos}")
    recipe = _Recipe(photos, seed)
    if _state(folder) != _State(recipe, complete=True):
        _start(folder, recipe)
        _make_photos(folder, recipe, processes or os.cpu_count() or 1, progress)
        _finish(folder, recipe)
    return _write_manifest(folder, recipe, base_url)


@dataclass(frozen=True)
class _Recipe:
    """What an archive's bytes depend on, apart from the versions of numpy and Pillow."""

    photos: int
    seed: int
    format: int = FORMAT


@dataclass(frozen=True)
class _State:
    recipe: _Recipe
    complete: bool


@dataclass(frozen=True)
class _Chunk:
    """Photos that one process makes at a time."""

    folder: Path
    seed: int
    first: int  # the first photo's index
    years: tuple[int, ...]  # each photo's year


def _state(folder: Path) -> _State | None:
    """Return what archive.json holds, or None if it is missing or not an archive's."""
    try:
        stored = json.loads((folder / "archive.json").read_text("utf-8"))
        return _State(_Recipe(**stored["recipe"]), stored["complete"])
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _write_state(folder: Path, state: _State) -> None:
    write_atomically(folder / "archive.json", (json.dumps(asdict(state)) + "\n").encode())


def _start(folder: Path, recipe: _Recipe) -> None:
    """Prepare the folder: keep unfinished photos of this recipe, remove those of another."""
    folder.mkdir(parents=True, exist_ok=True)
    earlier = _state(folder)
    if earlier is None and any(folder.iterdir()):
        raise RunError(f"{folder}: holds other files; choose an empty folder or a new one")
    (folder / "manifest.txt").unlink(missing_ok=True)
    if earlier is None or earlier.recipe != recipe:
        shutil.rmtree(folder / "unfinished", ignore_errors=True)
    if earlier is not None and earlier.recipe != recipe:
        shutil.rmtree(folder / "photos", ignore_errors=True)
    (folder / "unfinished").mkdir(exist_ok=True)
    _write_state(folder, _State(recipe, complete=False))


def _make_photos(
    folder: Path, recipe: _Recipe, processes: int, progress: Callable[[int], None] | None
) -> None:
    """Make the missing chunks of photos."""
    years = photo_years(recipe.photos, recipe.seed)
    for decade in {year // 10 * 10 for year in years}:
        (folder / f"photos/{decade}s").mkdir(parents=True, exist_ok=True)
    for left in (folder / "photos").glob("*/*.part"):  # by a process that was killed
        left.unlink()
    chunks = [
        _Chunk(folder, recipe.seed, first, tuple(years[first : first + CHUNK]))
        for first in _chunks(recipe)
        if not _truth_part(folder, first).exists()
    ]
    for made in _make_chunks(chunks, min(processes, len(chunks))):
        if progress is not None:
            progress(made)


def _make_chunks(chunks: Sequence[_Chunk], processes: int) -> Iterator[int]:
    """Make the chunks in that many processes, and yield each chunk's number of photos."""
    if processes <= 1:
        yield from map(_make_chunk, chunks)
        return
    # Each process is a new interpreter: a fork would break a caller that has threads.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_follow_parent)
    try:
        for job in as_completed([pool.submit(_make_chunk, chunk) for chunk in chunks]):
            yield job.result()
    except BaseException:
        for child in active_children():
            child.kill()  # its finished chunks are kept
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _chunks(recipe: _Recipe) -> range:
    return range(0, recipe.photos, CHUNK)


def _truth_part(folder: Path, first: int) -> Path:
    """Return the path of a chunk's rows of truth.csv.  The file exists once the chunk is made."""
    return folder / f"unfinished/{first:07d}.csv"


def _follow_parent() -> None:
    """Ignore Ctrl-C, which a terminal sends to all processes, and end when the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def _make_chunk(chunk: _Chunk) -> int:
    """Make a chunk's photos, and return how many they are."""
    rows = [
        _make_photo(chunk.folder, chunk.seed, index, year)
        for index, year in enumerate(chunk.years, start=chunk.first)
    ]
    write_atomically(_truth_part(chunk.folder, chunk.first), "".join(rows).encode(), synced=False)
    return len(rows)


def _make_photo(folder: Path, seed: int, index: int, year: int) -> str:
    """Make one photo, and return its row of truth.csv."""
    rng = np.random.Generator(np.random.PCG64([seed, index]))
    path = folder / _photo(index, year)
    target = float(np.clip(rng.normal(mean_luminance(year), 0.11), 0.18, 0.82))
    return f"{path.name},{year},{write_photo(path, rng, year, target):.6f}\n"


def _photo(index: int, year: int) -> str:
    return f"photos/{year // 10 * 10}s/p{index + 1:07d}.jpg"


def _finish(folder: Path, recipe: _Recipe) -> None:
    """Write truth.csv and mark the archive as complete."""
    rows = [_truth_part(folder, first).read_text("utf-8") for first in _chunks(recipe)]
    truth = "photo,year,luminance\n" + "".join(rows)
    write_atomically(folder / "truth.csv", truth.encode())
    _write_state(folder, _State(recipe, complete=True))
    shutil.rmtree(folder / "unfinished")


def _write_manifest(folder: Path, recipe: _Recipe, base_url: str) -> Path:
    """Write the manifest, unless it is already the same."""
    years = photo_years(recipe.photos, recipe.seed)
    root = base_url.rstrip("/")
    lines = [f"{root}/{_photo(index, year)} {year}\n" for index, year in enumerate(years)]
    path, data = folder / "manifest.txt", "".join(lines).encode()
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data)
    return path
