"""Lists the runs in a folder, and the arguments with which each of them continues."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from photoparsl.errors import PhotoparslError, RunError
from photoparsl.fetching import Limits
from photoparsl.files import list_matching
from photoparsl.manifests import is_remote
from photoparsl.options import path_of
from photoparsl.reports import progress_by_results
from photoparsl.results import (
    ArchiveRecord,
    RunDirectory,
    RunRecord,
    RunState,
    is_locked,
    is_of_manifest,
    kept_options,
    read_archive_record,
    reading_of,
)
from photoparsl.running import archive_name

_IN_TERMINAL = "go on with the command, or the script, that began it"


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run in a folder of runs.

    path: the run's folder
    source: the path or the URL of what it measures, or '' if that isn't known any more
    title: its page's title
    photos: how many photos it is to measure
    done: how many were measured or failed
    updated: when this was last written, in seconds since 1970 (UTC)
    is_at_work: whether a process executes it
    is_complete: whether every photo has a measurement or a failure
    """

    path: Path
    source: str
    title: str
    photos: int
    done: int
    updated: float
    is_at_work: bool
    is_complete: bool


def list_runs(folder: str | Path = "runs") -> list[ListedRun]:
    """Return the runs in a folder, the newest first.  Those that can't be read are left out.

    Raises OSError for a folder that can't be read.  A missing one has no runs.
    """
    runs = (_listed(path) for path in list_matching(path_of("folder", folder), "[!.]*"))
    return sorted(filter(None, runs), key=lambda run: -run.updated)


def folder_of_run(
    source: str | Path,
    runs: str | Path = "runs",
    *,
    of_archive: bool = False,
    image_column: str | Sequence[str] = (),
    sheet: str = "",
) -> Path:
    """Return the folder of the newest run of a source, or else the one that a new run would get.

    A run of another sheet or of another column of photos is of other photos, so it isn't returned.

    That is `runs/NAME`, as for `photoparsl.run`.  A number follows if another source's run is
    there.

    source: a manifest's path or URL, or those of an archive
    runs: the folder of the runs
    of_archive: whether the run will get options of an archive, such as `image_column`.  The run of
        a manifest that is used as it is takes none, so it isn't returned then
    image_column, sheet: those options, as the run will get them
    """
    place, folder = place_of(source), path_of("runs", runs)
    columns = [image_column] if isinstance(image_column, str) else [*image_column]
    chosen = {"image_column": [*filter(None, columns)], "sheet": [*filter(None, [sheet])]}
    for run in list_runs(folder):
        is_other = of_archive and is_of_manifest(run.path)
        read = reading_of(run.path) if run.source == place and not is_other else None
        if read is not None and all(read.get(k, []) == names for k, names in chosen.items()):
            return run.path
    name = archive_name(str(source))
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(path for name in names if not os.path.lexists(path := folder / name))


def place_of(source: str | Path) -> str:
    """Return a source's URL or its path, as `ListedRun.source` has it."""
    return str(source) if is_remote(str(source)) else str(_resolved(Path(source).absolute()))


def arguments_of(path: str | Path) -> dict[str, Any]:
    """Return the arguments of `photoparsl.run` that go on with a run.

    path: the run's folder
    """
    path = path_of("path", path)
    record = RunDirectory(path).require_record()
    archive = read_archive_record(path)
    source = _source(path, record, archive)
    if not source:
        raise RunError(f"{path}: its manifest came from a pipe: {_IN_TERMINAL}")
    choices = archive.choices if archive else {}
    if record.year_notes or choices.get("corrections"):
        what = "notes" if record.year_notes else "corrected dates"
        raise RunError(f"{path}: its {what} are in a file that it doesn't name: {_IN_TERMINAL}")
    given: dict[str, Any] = {
        "config": record.config,
        "group": tuple(record.groups),
        "image_column": tuple(choices.get("image_column", ())),
        "date_column": tuple(choices.get("date_column", ())),
        "columns": tuple(choices.get("columns", ())), "sheet": "".join(choices.get("sheet", ())),
        "exclude": tuple(choices.get("exclude", ())), "fuzzy": bool(choices.get("fuzzy")),
    }  # fmt: skip
    if choices.get("allow_private"):
        given["limits"] = Limits(allow_private=True)
    chosen = {name: value for name, value in given.items() if value}
    kept = {name: value for name, value in kept_options(record).items() if value is not None}
    return {"manifest": source, "run_dir": path, **kept, **chosen}


def _listed(path: Path) -> ListedRun | None:
    try:
        record = RunDirectory(path).read_run_record()
        progress = progress_by_results(path)
        if record is None:
            return None
        wanted = len(record.wanted)
        return ListedRun(
            path,
            _source(path, record, read_archive_record(path)),
            record.title,
            progress.photos if progress else wanted,
            progress.done if progress else 0,
            progress.updated if progress else (path / "run.json").stat().st_mtime,
            is_locked(path),
            bool(progress and progress.ended is RunState.COMPLETE),
        )
    except (PhotoparslError, OSError):  # damaged, another user's, or a newer photoparsl's
        return None


def _source(path: Path, record: RunRecord, archive: ArchiveRecord | None) -> str:
    """The path or the URL of what a run measures, or '' if it came from a pipe."""
    if archive:
        return archive.source if is_remote(archive.source) else _joined(path, archive.source)
    if is_remote(record.manifest) or not record.folder or record.manifest == "-":
        return record.manifest if is_remote(record.manifest) else ""
    return _joined(path, str(Path(record.folder, Path(record.manifest).name)))


def _joined(run_dir: Path, relative: str) -> str:
    """A path from the run's folder as an absolute one."""
    return str(_resolved(Path(os.path.normpath(run_dir.resolve() / relative))))


def _resolved(path: Path) -> Path:
    """A path whose folder is resolved.  Its last part may be a link, and stays one."""
    path = Path(os.path.normpath(path))
    return path.parent.resolve() / path.name
