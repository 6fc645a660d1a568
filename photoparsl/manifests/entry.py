"""The entry of a photo in a column whose equal cells make a group."""

from __future__ import annotations

import unicodedata


def entry_of(cell: str) -> str:
    """Return a cell's entry: without blanks around it, and in one of the ways to write a letter.

    A letter with an accent is one character, or two, as in file names of macOS (Unicode's NFC).

    >>> entry_of(" Rene\u0301 ") == "Ren\u00e9"
    True
    """
    cell = cell.strip()
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)
