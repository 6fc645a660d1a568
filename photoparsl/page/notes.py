"""Notes on years, which the page shows as rules on its chart and as a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from photoparsl.errors import ManifestError
from photoparsl.manifests import ManifestTable, open_file, open_table
from photoparsl.redact import archive_text, visible

MOST_NOTES = 200
LONGEST_NOTE = 300  # characters on the page

_SHOWN_ERRORS = 5
_YEARS = re.compile(r"(\d{1,4})(?:\s*(?:-|\u2013|\u2014|/|\.\.|to)\s*(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class PageNote:
    """A note on a year or a span of years.

    first, last: the years
    text: what it says
    """

    first: int
    last: int
    text: str

    @property
    def years(self) -> str:
        """The years of the note, for people."""
        return str(self.first) if self.first == self.last else f"{self.first}\u2013{self.last}"

    @property
    def line(self) -> str:
        """The note as one text, which `note_of` reads."""
        return f"{self.first}-{self.last} {self.text}"


def note_of(line: str) -> PageNote:
    """Return the note that `PageNote.line` wrote."""
    years, _, text = line.partition(" ")
    first, _, last = years.partition("-")
    return PageNote(int(first), int(last), text)


def read_notes(path: Path) -> tuple[PageNote, ...]:
    """Read the notes in a table with the columns `year` (a year or a span) and `text`.

    path: a CSV file

    Raises ManifestError if it can't be read.  The message names the lines that are wrong.
    """
    notes, errors = [], []
    with open_file(path, str(path)) as file:
        table = open_table(file, str(path))
        year, text = _columns(table)
        for number, cells in table.rows((year, text), ()):
            note = cells if isinstance(cells, str) else _note(cells[year], cells[text])
            if isinstance(note, PageNote):
                notes.append(note)
            else:
                errors.append(f"{table.where}{number}: {note}")
    if len(notes) > MOST_NOTES:
        errors.append(f"{path}: has {len(notes):,} notes; a page has at most {MOST_NOTES}")
    if errors:
        more = len(errors) - _SHOWN_ERRORS
        shown = errors[:_SHOWN_ERRORS] + ([f"and {more:,} more"] if more > 0 else [])
        raise ManifestError("\n".join(shown))
    return tuple(sorted(notes, key=lambda note: (note.first, note.last)))


def _columns(table: ManifestTable) -> tuple[int, int]:
    """Return the numbers of the columns of years and of texts."""
    names = [name.lower() for name in table.columns]
    if names.count("year") != 1 or names.count("text") != 1:
        raise ManifestError(f"{table.header}: expected a header with the columns year and text")
    return names.index("year"), names.index("text")


def _note(years: str, text: str) -> PageNote | str:
    """Return the note of a row, or what is wrong with it."""
    found = _YEARS.fullmatch(years.strip())
    if not found:
        return f"expected a year or a span such as 1914-1918, found {visible(years)!r}"
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        return f"the span {visible(years.strip())!r} ends before it begins"
    shown = " ".join(archive_text(text).split())
    if not shown:
        return "the text is empty"
    cut = shown if len(shown) <= LONGEST_NOTE else f"{shown[: LONGEST_NOTE - 1].rstrip()}…"
    return PageNote(first, last, cut)
