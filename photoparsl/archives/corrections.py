"""Replace dates of an archive's records by those that a person wrote into a table."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from photoparsl.archives.choose_date import DateChoice, choose_date
from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_roles import Role
from photoparsl.archives.manifest_place import place_in_manifest
from photoparsl.archives.record import Record, RecordOrSkipped
from photoparsl.archives.table_rows import read_rows
from photoparsl.errors import ManifestError

FIELD = "corrections"  # the name of the field that gave a corrected date

_COLUMNS = ("record", "date")
_SHOWN = 3

_LOG = logging.getLogger(__name__)


class Corrections:
    """The dates in a table with the columns `record` and `date`.

    A `record` is what the manifest has in one of its columns `record`, `identifier` or `url`.  An
    empty date says that none is known.
    """

    def __init__(self, path: Path) -> None:
        """Read the table.

        path: its file

        Raises ManifestError if it can't be read, or has two dates for one record.
        """
        self._path = path
        self._dates: dict[str, str] = {}
        if not path.is_file():
            raise ManifestError(f"{path}: --corrections: isn't a file")
        for where, row in read_rows(path):
            if isinstance(row, str):
                raise ManifestError(f"{where}: {row}")
            if not all(column in row for column in _COLUMNS):
                columns = " and ".join(map(repr, _COLUMNS))
                raise ManifestError(f"{path}: --corrections: expected the columns {columns}")
            name, date = row["record"].strip(), row["date"].strip()
            if name and self._dates.setdefault(name, date) != date:
                raise ManifestError(f"{where}: --corrections: {name!r} has two dates")
        self._unused = set(self._dates)

    def correct(self, records: Iterable[RecordOrSkipped], base: Path) -> Iterator[RecordOrSkipped]:
        """Yield the records with their corrected dates; then log which corrections fit none.

        base: the folder that paths in the manifest are relative to
        """
        for found in records:
            yield self._corrected(found, base) if isinstance(found, Record) else found
        if self._unused:
            names = ", ".join(map(repr, sorted(self._unused)[:_SHOWN]))
            count = f"{len(self._unused):,} of {len(self._dates):,} corrections"
            _LOG.warning("%s: %s fit no record, like %s", self._path, count, names)

    def _corrected(self, record: Record, base: Path) -> Record:
        place = place_in_manifest(record.url, base) if record.url.strip() else ""
        for name in (record.where, place, record.url, record.identifier):
            if name and name in self._dates:
                self._unused.discard(name)
                return replace(record, dates=_choice(self._dates[name]))
        return record


def _choice(date: str) -> DateChoice:
    return choose_date([DateCandidate(Role.TAKEN, date, FIELD, place=1)])
