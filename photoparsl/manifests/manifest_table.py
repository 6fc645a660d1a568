"""A table of photos: its columns, and an iterator over its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Row = tuple[int, Sequence[str] | str]  # its number, and its cells or an error message


@dataclass(frozen=True, slots=True)
class ManifestTable:
    """A table of photos.

    columns: the names in the header
    header: the location of the header, for messages
    where: the text before a row's number in messages
    rows: a function that iterates over the rows.  Its arguments hold the numbers of the columns
        that every row has to have, and of others that the caller needs.  Cells of any other column
        may be empty.  Each row ends with one more cell, an empty one, which the number of a missing
        column (-1) refers to
    remarks: a function that returns sentences about how the rows were read so far
    unreadable: the numbers of the columns that aren't text, numbers or dates
    """

    columns: tuple[str, ...]
    header: str
    where: str
    rows: Callable[[Sequence[int], Sequence[int]], Iterator[Row]]
    remarks: Callable[[], list[str]] = list
    unreadable: frozenset[int] = frozenset()
