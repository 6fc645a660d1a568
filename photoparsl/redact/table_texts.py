"""Show the cells of a manifest's other columns to everyone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from photoparsl.redact.archive_text import archive_text

_MADE = frozenset(("record", "date_text", "date_field"))  # columns of a manifest that was made
_NUMBER = re.compile(r"#\d[\d/]*\Z", re.ASCII)  # what else stands behind "#" may be a secret
_WEB = ("http://", "https://", "osdf://")


def for_everyone(columns: Sequence[str]) -> Callable[[Iterable[str | None]], list[str | None]]:
    """Return a function that makes a row's cells fit for everyone.

    Of a manifest that photoparsl made, the column `record` says where a record was read.  Its path
    may have the name and the home of whoever made it, so that only the file's name is shown.

    columns: the names of all columns of a manifest besides those of places, years and dates
    """
    is_made = _MADE.issubset(columns)
    kinds = [of_record if is_made and name == "record" else archive_text for name in columns]
    return lambda cells: [text and shown(text) for shown, text in zip(kinds, cells, strict=True)]


def of_record(text: str) -> str:
    """Where a record was read, for everyone: of a file only the name, and the record's number.

    >>> of_record("/home/ann/My photos/list.csv: row 4"), of_record("../c/a.json#1/2")
    ('list.csv: row 4', 'a.json#1/2')
    >>> of_record("https://ann:secret@a.example/oai#7"), of_record("https://a.example/oai#key")
    ('https://a.example/oai#7', 'https://a.example/oai')
    """
    found = _NUMBER.search(text)
    place, number = (text[: found.start()], found[0]) if found else (text, "")
    if not place.lower().startswith(_WEB):
        place = place.replace("\\", "/").rpartition("/")[2]
    return archive_text(place) + number
