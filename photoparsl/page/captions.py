"""What the page's panel shows of a photo's row: a title, and a link to the photo's record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from photoparsl.redact import published_place, published_text

LONGEST_TITLE = 40  # characters on the page; the export has all of them

_TITLES = ("title", "titel", "titre", "titolo", "título", "titulo", "caption")
_RECORDS = ("recordurl", "recordlink", "landingpage", "permalink", "objecturl", "webpage", "record")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaptionColumns:
    """The numbers of the manifest's other columns that the panel shows; -1 if there is none.

    title: titles
    record: addresses of web pages about the photos
    """

    title: int = -1
    record: int = -1


def find_captions(columns: Sequence[str]) -> CaptionColumns:
    """Return which of the manifest's other columns the panel shows, found by their names.

    >>> find_captions(["Identifier", "Record URL", "Title"])
    CaptionColumns(title=2, record=1)
    """
    bare = [re.sub(r"[\W_]", "", column).lower() for column in columns]
    return CaptionColumns(*(_first(bare, names) for names in (_TITLES, _RECORDS)))


def shown_title(text: str) -> str:
    """Return a title as everyone may read it, with a sign where it was cut."""
    shown = published_text(text).strip()
    return shown if len(shown) <= LONGEST_TITLE else f"{shown[: LONGEST_TITLE - 1].rstrip()}…"


def shown_record(text: str) -> str:
    """Return a record's address as everyone may read it; '' if it isn't one of the web."""
    return published_place(text.strip()) if _WEB.match(text.strip()) else ""


def _first(columns: Sequence[str], names: Sequence[str]) -> int:
    return next((columns.index(name) for name in names if name in columns), -1)
