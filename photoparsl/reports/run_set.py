"""RunSet: several runs that are shown together, each as an archive, by their common measures.

A value is never compared with one of another version.  A measure whose versions differ between the
runs is left out, and so is one that not every run has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from typing import TypeAlias

from photoparsl.errors import RunError
from photoparsl.manifests import find_captions
from photoparsl.reports.archive_names import archive_names
from photoparsl.reports.column_names import unique_names
from photoparsl.results import RunDirectory, RunRecord, SliceResult

ARCHIVE = "archive"  # the column of the archives' names
MOST_RUNS = 60  # as many values as a group has

_Key: TypeAlias = tuple[str, int]  # a column's name, and a number that tells it from others
Arranged: TypeAlias = Callable[[tuple[str, ...]], tuple[str, ...]]
# Keys of the columns of captions, whatever their names are.
_TITLE, _RECORD, _OBJECT = ("", -1), ("", -2), ("", -3)


@dataclass(frozen=True, slots=True)
class Archive:
    """One of the runs.

    name: the run's title or else its folder's name, with folders above it if others have that name
    directory: the run's folder
    record: the run's record
    columns: the names of its manifest's other columns
    """

    name: str
    directory: RunDirectory
    record: RunRecord
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunSet:
    """Several runs that are shown together.

    archives: the runs, in the order in which they were named
    measures: the version of each measure that all of them have, by its name
    left_out: sentences on the measures that aren't shown, and why
    names: the names of the manifests' other columns, by their keys (`_keys`).  Columns with the
        same key are one column here
    """

    archives: tuple[Archive, ...]
    measures: Mapping[str, int]
    left_out: tuple[str, ...]
    names: Mapping[_Key, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The manifests' other columns."""
        return tuple(self.names.values())

    @property
    def first_rows(self) -> list[int]:
        """The number of each archive's first row, in the table of all archives, from 0."""
        rows = accumulate((archive.record.rows for archive in self.archives), initial=0)
        return list(rows)[:-1]

    @property
    def page_columns(self) -> tuple[str, ...]:
        """The names of the cells of each photo in `results`.  The first is ARCHIVE."""
        return (ARCHIVE, *unique_names(self.columns, [ARCHIVE]))

    def results(self) -> Iterator[SliceResult]:
        """Yield the results of all runs, one run after the other.

        Each photo's first cell is its archive's name.  Its other cells are those of `columns`, and
        its values those of `measures`.
        """
        for archive in self.archives:
            for result in self.results_of(archive):
                yield _with_cells(result, partial(_named, archive.name))

    def results_of(self, archive: Archive) -> Iterator[SliceResult]:
        """Yield the results of one run, by rows, without the archive's name in their cells."""
        numbers = {key: number for number, key in enumerate(_keys(archive.columns))}
        indices = [numbers.get(key, -1) for key in self.names]

        def arranged(cells: tuple[str, ...]) -> tuple[str, ...]:
            return tuple([cells[n] if 0 <= n < len(cells) else "" for n in indices])

        for result in archive.directory.results():
            yield _with_cells(self._with_common_measures(result), arranged)

    def _with_common_measures(self, result: SliceResult) -> SliceResult:
        """The result with the values of the common measures, or None for one of another version."""
        same = {name for name, n in self.measures.items() if result.measures.get(name) == n}
        measurements = (
            replace(
                m,
                values={n: m.values.get(n) if n in same else None for n in self.measures},
                missing={n: why for n, why in m.missing.items() if n in same},
            )
            for m in result.measurements
        )
        return replace(result, measures=dict(self.measures), measurements=tuple(measurements))


def open_set(paths: Sequence[Path]) -> RunSet:
    """Return the runs in these folders as a set.

    Raises RunError if no folder is named, if one holds no run or another manifest's copy or is
    named twice, or if the runs have no measure in common.
    """
    if not paths:
        raise RunError("there are no runs to open: name the folder of one at least")
    directories = [RunDirectory(path) for path in paths]
    _check_different(directories)
    records = [directory.require_record() for directory in directories]
    for directory, record in zip(directories, records, strict=True):
        directory.manifest.check_undamaged(record.sha256)
    names = archive_names(directories, records)
    archives = tuple(
        Archive(name, directory, record, directory.manifest.columns())
        for name, directory, record in zip(names, directories, records, strict=True)
    )
    measures, left_out = _common(archives)
    if not measures:
        raise RunError(f"the runs have no measure in common: {'; '.join(left_out)}")
    return RunSet(archives, measures, tuple(left_out), _united(a.columns for a in archives))


def _check_different(directories: Sequence[RunDirectory]) -> None:
    if len(directories) > MOST_RUNS:
        raise RunError(f"{len(directories)} runs are too many: at most {MOST_RUNS} fit")
    known: set[Path] = set()
    for directory in directories:
        if directory.path in known:
            raise RunError(f"{directory.path}: is named twice")
        known.add(directory.path)


def _common(archives: Sequence[Archive]) -> tuple[dict[str, int], list[str]]:
    """The measures that all archives have in the same version, and sentences about the others."""
    every = dict.fromkeys(chain.from_iterable(a.record.measures for a in archives))
    common: dict[str, int] = {}
    not_in: dict[str, list[str]] = {}  # measures by the archives that lack them
    other_versions = []
    for name in every:
        versions = {a.name: a.record.measures[name] for a in archives if name in a.record.measures}
        if lacks := [a.name for a in archives if a.name not in versions]:
            not_in.setdefault(", ".join(lacks), []).append(name)
        elif len(set(versions.values())) == 1:
            common[name] = next(iter(versions.values()))
        else:
            has = ", ".join(f"version {n} in {archive}" for archive, n in versions.items())
            other_versions.append(f"{name}: {has}")
    lacking = [f"not in {lacks}: {', '.join(names)}" for lacks, names in not_in.items()]
    return common, other_versions + lacking


def _united(columns: Iterable[Sequence[str]]) -> dict[_Key, str]:
    """The columns of all manifests by their keys, each with its first name.

    Columns of records with several names are called `record`: a 'Permalink' has addresses, and
    another archive's records may be lines of a file.
    """
    united: dict[_Key, str] = {}
    for names in columns:
        for key, name in zip(_keys(names), names, strict=True):
            is_other = united.setdefault(key, name).lower() != name.lower()
            if is_other and key == _RECORD:
                united[key] = "record"
    return united


def _keys(columns: Sequence[str]) -> list[_Key]:
    """Each name in small letters, and how many columns before it have the same.

    The columns of titles, records and identifiers are known as such, whatever their names.
    """
    captions = find_captions(columns)
    small = [column.lower() for column in columns]
    keys = [(name, small[:number].count(name)) for number, name in enumerate(small)]
    of_captions = (
        (captions.title, _TITLE),
        (captions.record, _RECORD),
        (captions.identifier, _OBJECT),
    )
    for number, key in of_captions:
        if number >= 0:
            keys[number] = key
    return keys


def _named(name: str, cells: tuple[str, ...]) -> tuple[str, ...]:
    return (name, *cells)


def _with_cells(result: SliceResult, arranged: Arranged) -> SliceResult:
    """The result with other cells."""
    return replace(
        result,
        measurements=tuple(replace(m, cells=arranged(m.cells)) for m in result.measurements),
        failures=tuple(replace(f, cells=arranged(f.cells)) for f in result.failures),
    )
