"""Take apart the columns of a table that hold dates of events, each with a column of its kind.

AtoM writes several events into a cell, `Creation|Custody`.  museum-digital has an `event_type`
beside an `event_time`, ArchivesSpace a `dates_label` beside `begin`, `end` and `expression`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_ATOM = ("eventtypes", ("eventdates", "eventstartdates", "eventenddates"))
_ARCHIVESSPACE = tuple(
    (f"dates_label{number}", (f"begin{number}", f"end{number}", f"expression{number}"))
    for number in ("", "_2")
)
_BARE = frozenset(name for _, names in _ARCHIVESSPACE for name in names)
_KIND_OF_EVENT = re.compile(r"event[_ ]?(?:type|kind|type[_ ]name)")
_OF_EVENT = re.compile(r"event[_ ]?(?:time|date|year)(?:[_ ]?(?:name|text|start|end|from|to))?")


class EventDate(NamedTuple):
    """A date of an event: the column, the event's kind as a name, and the text."""

    column: str
    kind: str
    text: str


def dates_of_events(row: Mapping[str, str]) -> Iterator[EventDate]:
    """The dates of events in a row.  A cell whose number of dates isn't that of the kinds has none.

    >>> cells = {"eventtypes": "Creation|Custody", "eventdates": "1907|1961"}
    >>> [(date.kind, date.text) for date in dates_of_events(cells)]
    [('event Creation', '1907'), ('event Custody', '1961')]
    """
    for kind, columns in _columns(tuple(row)):
        kinds = row[kind].split("|")
        cells = {column: row[column].split("|") for column in columns}
        for number, name in enumerate(kinds):
            for column, texts in cells.items():
                text = texts[number].strip() if len(texts) == len(kinds) else ""
                if text and text != "NULL" and name.strip():
                    shown = _shown(column, row)
                    yield EventDate(shown, f"event {name.strip()}", text)


def _shown(column: str, row: Mapping[str, str]) -> str:
    """The name of a date's column, as that of a date: of ArchivesSpace, it may be a span's end."""
    if column not in _BARE:
        return column
    name, _, number = column.partition("_")
    is_single = row.get(f"date_type_{number}".rstrip("_"), "").strip().lower() == "single"
    return "date" if is_single and name == "begin" else f"date {column}"


@lru_cache(maxsize=64)
def columns_of_events(names: tuple[str, ...]) -> frozenset[str]:
    """The columns, of a table's, that hold dates of events or their kinds."""
    return frozenset(name for kind, columns in _columns(names) for name in (kind, *columns))


@lru_cache(maxsize=64)
def _columns(names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The columns of kinds, each with those of the dates of this kind."""
    groups: list[tuple[str, tuple[str, ...]]] = [_ATOM] if _ATOM[0] in names else []
    groups += [group for group in _ARCHIVESSPACE if group[0] in names]
    events = tuple(name for name in names if _OF_EVENT.fullmatch(name))
    groups += [(name, events) for name in names if _KIND_OF_EVENT.fullmatch(name)][:1]
    there = ((kind, tuple(n for n in columns if n in names)) for kind, columns in groups)
    return [(kind, columns) for kind, columns in there if columns]
