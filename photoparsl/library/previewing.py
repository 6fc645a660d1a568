"""Says what a run would measure, before anything is measured."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from photoparsl.archives import Report, column_examples, sheet_names
from photoparsl.errors import ManifestError, PhotoparslError
from photoparsl.fetching import Limits
from photoparsl.files import temporary_folder
from photoparsl.manifests import Photo, is_remote
from photoparsl.options import path_of
from photoparsl.requesting import RunOptions, RunRequest
from photoparsl.results import RunDirectory
from photoparsl.running import Reporter, open_request, prepare_run, read_archive, tables_directly_in

_EXAMPLES = 3
_MOST_WARNINGS = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would measure.

    problem: why it can't be measured, and what to do, or '' if it can
    photos: how many photos there are
    undated: how many of them have no year
    years: the earliest and the latest year, or None if no photo has one
    left: how many photos would be measured: all, or those that an earlier run hasn't measured
    examples: the first photos, each with its place and its year
    report: what became of an archive's records, or None for a manifest, which is used as it is
    lines: what was understood of an archive, as `photoparsl run` prints it
    remarks: sentences about how the sources and the manifest were read, and about unlikely years
    columns: the columns of the table, or of the first table that was read, each with up to three of
        its texts
    sheets: the sheets of the workbook, or of the first one that was read, that have cells; the one
        that is read if none is chosen comes first
    tables: tables in the folder that weren't read
    """

    problem: str = ""
    photos: int = 0
    undated: int = 0
    years: tuple[int, int] | None = None
    left: int = 0
    examples: tuple[Photo, ...] = ()
    report: Report | None = None
    lines: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sheets: tuple[str, ...] = ()
    tables: tuple[Path, ...] = ()


def preview(  # noqa: PLR0913  so that help(photoparsl.preview) lists all parameters
    manifest: str | Path, *, run_dir: str | Path | None = None,
    image_column: str | Sequence[str] = (), date_column: str | Sequence[str] = (),
    columns: str | Sequence[str] = (), sheet: str = "", exclude: str | Sequence[str] = (),
    fuzzy: bool = False, limits: Limits = Limits(),
    count_records: Callable[[int], None] = lambda records: None,
) -> Preview:  # fmt: skip
    """Return what `photoparsl.run` would measure with the same arguments.  Nothing is written.

    An archive is read even if the run has a list of its photos that is still right.  What a URL
    gave isn't fetched again.

    count_records: called with the number of records that were read since its last call.  An error
        that it raises ends the reading

    What can't be measured raises nothing: `problem` says why, and what to do.
    """
    path_of("manifest", manifest)
    archive = str(manifest)  # a URL isn't a path
    options = RunOptions(
        run_dir=path_of("run_dir", run_dir) if run_dir else None,
        image_column=_names(image_column), date_column=_names(date_column),
        columns=_names(columns), sheet=sheet, exclude=_names(exclude), fuzzy=fuzzy, limits=limits,
    )  # fmt: skip
    reader = _Reader(count_records)
    warnings = _Warnings()
    try:
        with warnings.kept():
            found = _found(archive, options, reader)
    except PhotoparslError as error:
        found = Preview(str(error))
    except OSError as error:
        found = Preview(f"{error.filename or archive}: {error.strerror or error}")
    read = reader.report.tables if reader.report else []
    tables = [Path(archive), *read] if not is_remote(archive) else []
    return replace(
        found,
        remarks=(*warnings.texts, *found.remarks),
        report=reader.report,
        columns=next(filter(None, (_columns(path, sheet) for path in tables)), ()),
        sheets=next(filter(None, map(sheet_names, tables)), ()),
        tables=tuple(tables_directly_in(archive, read)) if Path(archive).is_dir() else (),
    )


class _Reader(Reporter):
    """Keeps what became of an archive's records."""

    def __init__(self, count_records: Callable[[int], None]) -> None:
        self._count = count_records
        self.report: Report | None = None
        self.lines: tuple[str, ...] = ()

    def reading(self) -> AbstractContextManager[Callable[[int], None]]:
        return self._reading()

    @contextmanager
    def _reading(self) -> Iterator[Callable[[int], None]]:
        yield self._count

    def has_read(self, report: Report) -> None:
        self.report = report

    def understood(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)


class _Warnings(logging.Handler):
    """Keeps the warnings that one thread logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread and len(self.texts) < _MOST_WARNINGS:
            self.texts.append(record.getMessage())

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Return the context whose warnings are kept."""
        logger = logging.getLogger("photoparsl")
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)


def _found(archive: str, options: RunOptions, reader: _Reader) -> Preview:
    with open_request(options, archive, reader, is_dry_run=True) as request:
        plan = prepare_run(request, RunDirectory(request.run_dir), writes=False)
        examples = tuple(islice(request.source.photos(), _EXAMPLES))
        if request.made and not reader.report and not is_remote(archive):
            _read_again(archive, options, request, reader)
    return Preview(
        photos=plan.rows,
        undated=plan.undated,
        years=plan.years,
        left=plan.left,
        examples=examples,
        lines=reader.lines,
        remarks=plan.remarks,
    )


def _read_again(archive: str, options: RunOptions, request: RunRequest, reader: _Reader) -> None:
    """Read an archive whose list the run has kept."""
    with temporary_folder() as folder:
        base = request.run_dir.resolve()
        read_archive(archive, options, folder / "manifest.csv.gz", base, reader, {})


def _columns(path: Path, sheet: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    try:
        found = column_examples(path, sheet)
    except (ManifestError, OSError):
        return ()
    return tuple((name, tuple(texts)) for name, texts in found.items())


def _names(names: str | Sequence[str]) -> Sequence[str]:
    return (names,) if isinstance(names, str) else tuple(names)
