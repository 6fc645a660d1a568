"""Find the columns of a manifest that hold photos' titles, records and identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TITLES = ("title", "titel", "titre", "titolo", "título", "titulo", "caption")
_RECORDS = ("recordurl", "recordlink", "landingpage", "permalink", "objecturl", "webpage", "record")
_IDENTIFIERS = (
    "identifier",
    "accessionnumber",
    "inventorynumber",
    "objectnumber",
    "callnumber",
    "shelfmark",
    "inventarnummer",
    "signatur",
    "cote",
    "id",
)


@dataclass(frozen=True, slots=True)
class CaptionColumns:
    """The numbers of the manifest's other columns with captions, or -1 if there is none.

    title: titles
    record: addresses of web pages about the photos
    identifier: what the archive calls the photos
    """

    title: int = -1
    record: int = -1
    identifier: int = -1


def find_captions(columns: Sequence[str]) -> CaptionColumns:
    """Return which of the manifest's other columns hold captions, found by their names.

    >>> find_captions(["Identifier", "Record URL", "Title"])
    CaptionColumns(title=2, record=1, identifier=0)
    """
    bare = [re.sub(r"[\W_]", "", column).lower() for column in columns]
    return CaptionColumns(*(_first(bare, names) for names in (_TITLES, _RECORDS, _IDENTIFIERS)))


def _first(columns: Sequence[str], names: Sequence[str]) -> int:
    return next((columns.index(name) for name in names if name in columns), -1)
