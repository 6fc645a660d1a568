"""Replace dates of an archive's records by those that a person wrote into a table."""

from __future__ import annotations

import logging
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from photoparsl.archives.dates import Certainty, DateCandidate, DateChoice, Role, choose_date
from photoparsl.archives.embedded import FILES
from photoparsl.archives.manifest_place import place_in_manifest
from photoparsl.archives.record import Record, RecordOrSkipped
from photoparsl.archives.table_rows import read_rows
from photoparsl.errors import ManifestError
from photoparsl.fetching import web_address
from photoparsl.files import names_folder
from photoparsl.options import option

FIELD = "corrections"  # the name of the field that gave a corrected date

_COLUMNS = ("record", "date")
_SHOWN = 3

_LOG = logging.getLogger(__name__)


class Corrections:
    """The dates in a table with the columns `record` and `date`.

    A `record` is what the manifest has in one of its columns `record`, `identifier` or `url`.  It
    may also be a photo's path from the table's folder, or the end of its path, like '1933/x.jpg'.
    An empty date says that none is known.
    """

    def __init__(self, path: Path) -> None:
        """Read the table.

        path: its file

        Raises ManifestError if it can't be read, has a date that can't, or two for one record.
        """
        self._path = path
        self._dates: dict[str, str] = {}
        if not path.is_file():
            raise ManifestError(f"{path}: {option('--corrections')}: isn't a file")
        for where, row in read_rows(path):
            if isinstance(row, str):
                raise ManifestError(f"{where}: {row}")
            if not all(column in row for column in _COLUMNS):
                columns = " and ".join(map(repr, _COLUMNS))
                raise ManifestError(
                    f"{path}: {option('--corrections')}: expected the columns {columns}"
                )
            name, date = _plain(row["record"]), row["date"].strip()
            if name and _choice(date).estimate.certainty == Certainty.UNREAD:
                raise ManifestError(
                    f"{where}: {option('--corrections')}: expected a date like 1912, '1912-05' or "
                    f"'ca. 1912', or an empty cell for none, found {date[:60]!r}"
                )
            if name and self._dates.setdefault(name, date) != date:
                raise ManifestError(f"{where}: {option('--corrections')}: {name!r} has two dates")
        files = [name for name in self._dates if not names_folder(name)]
        self._names = {self._absolute(name): name for name in files}
        self._by_file: dict[str, list[tuple[str, ...]]] = {}  # the paths by the files' names
        self._spelled: dict[tuple[str, ...], str] = {}
        for name in files:
            parts = _parts(name)
            self._spelled.setdefault(parts, name)
            self._by_file.setdefault(parts[-1], []).append(parts)
        self._used: dict[str, str] = {}  # the first record that each fits
        self._of_several: dict[str, None] = {}

    def correct(self, records: Iterable[RecordOrSkipped], base: Path) -> Iterator[RecordOrSkipped]:
        """Yield the records with corrected dates.  At the end, log which corrections fit none.

        base: the folder that paths in the manifest are relative to

        Raises ManifestError if a correction names a file by a name that several photos have.
        """
        for found in records:
            yield self._corrected(found, base) if isinstance(found, Record) else found
        self._say(sorted(self._dates.keys() - self._used.keys()), "fit no record")
        self._say(list(self._of_several), "fit several records each")

    def _corrected(self, record: Record, base: Path) -> Record:
        name = self._name_of(record, base)
        ending = self._ending_of(record, base) if name is None else None
        name = name or ending
        if name is None:
            return record
        first = self._used.setdefault(name, record.where)
        if first != record.where:
            if record.photo_from == FILES or ending:
                raise ManifestError(
                    f"{self._path}: {option('--corrections')}: {name!r} is the name of several "
                    f"photos, like {first} and {record.where}: write their paths"
                )
            self._of_several[name] = None
        return replace(record, dates=_choice(self._dates[name]))

    def _name_of(self, record: Record, base: Path) -> str | None:
        """The name by which the table lists the record, or None if it doesn't."""
        place = place_in_manifest(record.url, base) if record.url.strip() else ""
        names = map(_plain, (record.where, place, record.url))
        if found := next((name for name in names if name and name in self._dates), None):
            return found
        if place and not web_address(place):
            found = self._names.get(_plain(str(Path(record.url).absolute())))
        name = _plain(record.identifier)
        return found or (name if name and name in self._dates else None)

    def _ending_of(self, record: Record, base: Path) -> str | None:
        """The longest name that a file's path ends with, in any case and with '\\' or '/'."""
        place = place_in_manifest(record.url, base) if record.url.strip() else ""
        if not place or web_address(place):
            return None
        parts = _parts(record.url)
        fitting = (name for name in self._by_file.get(parts[-1], ()) if parts[-len(name) :] == name)
        longest = max(fitting, key=len, default=None)
        return None if longest is None else self._spelled[longest]

    def _absolute(self, name: str) -> str:
        """The path that a name is from the table's folder."""
        path = os.path.normpath(self._path.absolute().parent / name.replace("\\", "/"))
        return _plain(path)

    def _say(self, names: list[str], what: str) -> None:
        if names:
            shown = ", ".join(map(repr, names[:_SHOWN]))
            count = f"{len(names):,} of {len(self._dates):,} corrections"
            _LOG.warning("%s: %s %s, like %s", self._path, count, what, shown)


def _parts(path: str) -> tuple[str, ...]:
    """A path's names for comparison, in lower case."""
    return tuple(part for part in _plain(path).lower().replace("\\", "/").split("/") if part) or (
        "",
    )


def _plain(name: str) -> str:
    """A name without spaces around it, with each letter in one spelling of Unicode."""
    return unicodedata.normalize("NFC", name.strip())


def _choice(date: str) -> DateChoice:
    return choose_date([DateCandidate(Role.TAKEN, date, FIELD, user_rank=1)])
