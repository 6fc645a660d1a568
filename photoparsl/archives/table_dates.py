"""Choose the photo's date in each row of a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path

from photoparsl.archives.dates import (
    BESIDE_NAMELESS,
    OF_EVENT,
    Certainty,
    ColumnDoubts,
    DateCandidate,
    DateChoice,
    Hundreds,
    OwnYears,
    Role,
    candidate_at,
    choose_date,
    joined_name,
    numbered,
    part_of_pair,
    parts_of,
    read_date,
    with_lone_beginnings,
    with_neighbours,
    without_cameras_copies,
)
from photoparsl.archives.json_items import is_json
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.table_events import columns_of_events, dates_of_events
from photoparsl.archives.table_rows import columns_of, read_rows

_SAMPLE = 200  # rows
_NAMELESS = re.compile(r"column \d+")  # what a column without a name is called
_NAMES = re.compile(r"'([^']*)'")  # in a doubt
_FIRST = 1_000  # rows by which a column is doubted
_ENDS_OF_LIFE = ("begindate", "beginningdate", "enddate")
_PERSON = re.compile(
    r"artist|creator|maker|person|photographer|fotograf|author|auteur|constituent|people|nation|"
    r"display.?name|k.nstler|agent|birth|death|born|life"
)


def finds_dates(path: Path, sheet: str = "") -> bool:
    """Whether most of a table's first rows have a date that is taken as their photo's.

    sheet: the name of a spreadsheet's sheet, or '' for the one with the most cells
    """
    sample = islice(read_rows(path, sheet, is_logged=False), _SAMPLE)
    dates = TableDates(path, FieldNames(sheet=sheet))
    dated = [bool(dates.of(row).taken) for _, row in sample if not isinstance(row, str)]
    return 2 * sum(dated) > len(dated)


class TableDates:
    """The dates in the rows of a table.

    path: the table's file, which is read once more if years have two digits
    names: the names of columns that the user gave
    """

    def __init__(self, path: Path, names: FieldNames) -> None:
        self._path, self._names = path, names
        self._is_json = is_json(path)
        self._own_years = OwnYears(self._exact_years)
        self._doubts = ColumnDoubts(self._first_dates)
        self._hundreds = Hundreds(self._texts)

    def of(self, row: Mapping[str, str]) -> DateChoice:
        """The date of a row's photo."""
        dates = self._doubts.judged(self._candidates(row))
        candidates = map(self._hundreds.read, map(self._own_years.completed, dates))
        return choose_date(map(self._spelled, candidates))

    def as_written(self, column: str) -> str:
        """The name of a column as the table writes it."""
        return self._columns.get(column.lower(), column)

    @cached_property
    def _columns(self) -> dict[str, str]:
        return {key: column for column, key in columns_of(self._path, self._names.sheet).items()}

    def _spelled(self, candidate: DateCandidate) -> DateCandidate:
        names = (self.as_written(candidate.name), self.as_written(candidate.end_name))
        doubt = candidate.doubt and _NAMES.sub(self._written_name, candidate.doubt)
        if (*names, doubt) == (candidate.name, candidate.end_name, candidate.doubt):
            return candidate
        return replace(candidate, name=names[0], end_name=names[1], doubt=doubt)

    def _written_name(self, found: re.Match[str]) -> str:
        return repr(self.as_written(found[1]))

    def _first_dates(self) -> Iterator[list[DateCandidate]]:
        for _, row in islice(read_rows(self._path, self._names.sheet, is_logged=False), _FIRST):
            if not isinstance(row, str):
                yield self._candidates(row)

    def _texts(self) -> Iterator[str]:
        for _, row in read_rows(self._path, self._names.sheet, is_logged=False):
            if not isinstance(row, str):
                yield from (date.text for date in self._candidates(row) if date.may_be_photos)

    def _exact_years(self) -> Iterator[int]:
        for _, row in read_rows(self._path, self._names.sheet, is_logged=False):
            if not isinstance(row, str):
                estimate = choose_date(self._candidates(row)).estimate
                if estimate.certainty == Certainty.EXACT:
                    yield estimate.year or 0

    def _candidates(self, row: Mapping[str, str]) -> list[DateCandidate]:
        events = columns_of_events(tuple(row))
        cells = ((name, text) for name, text in row.items() if text and name not in events)
        paths = [(self._path_of(name), text) for name, text in cells]
        usual = [date for path, text in paths if (date := candidate_at(path, text))]
        usual += _of_events(row) if events else []
        if not self._names.date_column:
            if row.get("earliest") and row.get("latest") and not row.get("year"):
                texts = (row["earliest"], row["latest"])
                return [DateCandidate(Role.TAKEN, texts[0], "earliest", 0, texts[1], "latest")]
            if _begins_and_ends_without_a_person(row):
                usual = [_of_photo(date) for date in usual]
            names = [*row, *(f"date {name}" for name in events)]
            usual = without_cameras_copies(_beside_nameless(usual, row), row)
            return with_neighbours(with_lone_beginnings(usual, names), paths, row)
        found = [date for date in usual if date.role in (Role.FLAG, Role.KIND)]
        for user_rank, name in enumerate(self._names.date_column, start=1):
            for column, part in parts_of(name):
                text = row[column.lower()]
                doubt = OF_EVENT if column.lower() in _of_other_events(row) else ""
                date = DateCandidate(Role.DATE, text, column, user_rank, part=part, doubt=doubt)
                found.append(replace(date, number=numbered(column)[1]))
        return found

    def _path_of(self, column: str) -> tuple[str, ...]:
        """The names of a column, and in JSON of the objects that it is in: 'artist.birth date'."""
        return tuple(column.split(".")) if self._is_json else (column,)


def _beside_nameless(dates: list[DateCandidate], row: Mapping[str, str]) -> list[DateCandidate]:
    """The dates of a row, with a doubt on one beside a date in the next column, without a name."""
    names = list(row)
    doubtful = {
        before
        for before, name in pairwise(names)
        if _NAMELESS.fullmatch(name) and read_date(row[name]).span and row[name] != row[before]
    }
    return [replace(d, doubt=BESIDE_NAMELESS) if d.name in doubtful else d for d in dates]


def _of_events(row: Mapping[str, str]) -> list[DateCandidate]:
    """The dates of events in a row.  Of events that aren't the photo's, no span is joined."""
    dates = (candidate_at((d.kind, "date"), d.text, (), d.column) for d in dates_of_events(row))
    return [date for date in dates if date and (date.may_be_photos or not _part_of_span(date))]


def _of_other_events(row: Mapping[str, str]) -> set[str]:
    """The columns that hold dates of events that aren't the photo's, by the kinds beside them."""
    dates = ((d, candidate_at((d.kind, "date"), d.text)) for d in dates_of_events(row))
    return {event.column for event, date in dates if date and not date.may_be_photos}


def _part_of_span(date: DateCandidate) -> bool:
    return bool(part_of_pair(joined_name(date.name.rpartition("/")[2]))[1])


def _begins_and_ends_without_a_person(columns: Collection[str]) -> bool:
    """Whether columns are called `begin_date` and `end_date` in a table that names nobody."""
    names = {joined_name(column) for column in columns}
    begins = names.intersection(("begindate", "beginningdate"))
    return bool(begins) and "enddate" in names and not any(map(_PERSON.search, columns))


def _of_photo(date: DateCandidate) -> DateCandidate:
    """Return the date.

    If its column's name could mean the end of a life, it is the photo's (DATE).
    """
    is_end = joined_name(date.name) in _ENDS_OF_LIFE
    return replace(date, role=Role.DATE) if is_end else date
