"""The names of the files in a run's folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from photoparsl.errors import RunError
from photoparsl.files import is_temporary, list_matching
from photoparsl.results.batch import JOBS, BatchFolder
from photoparsl.results.carried_folder import ASIDE, BEING_MADE, CARRIED, SLICES
from photoparsl.results.copy_faults import MANIFEST_COPY
from photoparsl.results.events import EVENTS
from photoparsl.results.kept_changes import MANIFEST_CHANGES
from photoparsl.results.progress import PROGRESS
from photoparsl.results.result_file import ResultKind

RESULT_NAME = re.compile(rf"({'|'.join(ResultKind)})-(\d+)-(\d+)\.json(?:l\.gz)?\Z")
_PARSL = "parsl"  # the folder of what Parsl writes, with new files at each start
_OTHERS = {"lock", _PARSL, "run.json", "run.log", "summary.json", EVENTS, PROGRESS, SLICES}

_OF_SOME_RUNS = {"archive.json", ASIDE, BEING_MADE, CARRIED, JOBS, MANIFEST_CHANGES}


def is_result_name(name: str) -> bool:
    """Whether a file's name is that of a result file, or of a file that is being written."""
    return bool(RESULT_NAME.match(name)) or is_temporary(name)


def is_of_run(name: str) -> bool:
    """Whether a run makes a file of this name, if it has no page and its manifest isn't edited."""
    return name in _OTHERS or name.startswith(f"{MANIFEST_COPY}.") or is_temporary(name)


def check_own_files(folder: Path) -> None:
    """Raise RunError if one of a run's files or folders is a link, a device or a pipe.

    A run makes none.  The folder may be from someone else, who could so lead what a run writes to
    any file of the user's.

    folder: the run's folder, which may be missing
    """
    for path in _own_paths(folder):
        if not S_ISREG(kind := path.lstat().st_mode) and not S_ISDIR(kind):
            raise RunError(
                f"{path}: is a link, a device or a pipe, and a run's own files are none: remove it"
            )


def _own_paths(folder: Path) -> Iterator[Path]:
    """Yield a run's files and folders, without those that its jobs write, which are checked later.

    Nor those in the folder of Parsl, which makes a new one in it at each start.
    """
    for own in list_matching(folder, "*"):
        if not is_of_run(own.name) and own.name not in _OF_SOME_RUNS:
            continue
        yield own
        is_walked = own.name != _PARSL and not own.is_symlink()
        for top, folders, files in os.walk(own) if is_walked else ():
            folders[:] = [name for name in folders if name != BatchFolder.RUN]
            inside = (Path(top, name) for name in (*folders, *files) if name != BatchFolder.RUN)
            yield from (path for path in inside if not _is_input(path))


def _is_input(path: Path) -> bool:
    """Whether it is a link to what all jobs get, such as a bundle.  Each submission makes it anew.

    Numbers are the names of the jobs' folders.
    """
    is_written = path.name in BatchFolder.WRITTEN or path.name.isdecimal()
    return path.parent.name == JOBS and path.is_symlink() and not is_written


def problem_of_output(path: Path) -> str:
    """The sentence about an output in the place of a run's own file, or '' for any other path."""
    whole = Path(os.path.realpath(path))
    for folder in whole.parents:
        name = whole.relative_to(folder).parts[0]
        if is_of_run(name) and all((folder / own).exists() for own in ("run.json", SLICES)):
            return f"{path}: is a place of the run's own files; name another"
    return ""
