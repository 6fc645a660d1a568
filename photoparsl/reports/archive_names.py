"""Names of the runs that are shown together, each as an archive."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonpath
from pathlib import Path

from photoparsl.redact import archive_text
from photoparsl.reports.column_names import unique_names
from photoparsl.results import TITLE, RunDirectory, RunRecord

_LONGEST_NAME = 40  # characters


def archive_names(directories: Sequence[RunDirectory], records: Sequence[RunRecord]) -> list[str]:
    """Return a name for each run: its title if no other run has it, else its folder's name.

    A folder whose name others have too gets the folders above it that tell it apart, as in
    `glass/run`.
    """
    folders = _folder_names([directory.path for directory in directories])
    titles = [archive_text(record.title).strip()[:_LONGEST_NAME].strip() for record in records]
    names = []
    for folder, title in zip(folders, titles, strict=True):
        is_own = title not in ("", TITLE) and titles.count(title) == 1
        names.append(title if is_own else archive_text(folder)[:_LONGEST_NAME])
    return unique_names(names, [])


def _folder_names(paths: Sequence[Path]) -> list[str]:
    """The folders' names.

    Equal names get as many parent folders before them as tell them apart.
    """
    names: dict[Path, str] = {}
    for name in {path.name.lower() for path in paths}:
        alike = [path for path in paths if path.name.lower() == name]
        above = commonpath([path.parent for path in alike])
        below = [path.relative_to(above).parts for path in alike]
        most = max(map(len, below))
        tells = (d for d in range(1, most) if len({parts[-d:] for parts in below}) == len(below))
        depth = next(tells, most)
        names |= {path: "/".join(parts[-depth:]) for path, parts in zip(alike, below, strict=True)}
    return [names[path] for path in paths]
