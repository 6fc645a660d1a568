"""A table of photos: its columns, and its rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Row = tuple[int, Sequence[str] | str]  # its number, and its cells or what is wrong with them


@dataclass(frozen=True, slots=True)
class Table:
    """A table of photos.

    columns: the names in the header
    header: where the header is, for messages
    where: what precedes a row's number in messages
    rows: gives each row's number and cells, or what is wrong with it.  Its argument are the numbers
        of the columns that the caller needs: a row that ends before one of them is wrong, and the
        cells of other columns may be empty.  After a row's cells stands an empty one, which is
        that of a column that there isn't (-1)
    notes: gives sentences about how the rows were read so far
    """

    columns: tuple[str, ...]
    header: str
    where: str
    rows: Callable[[Sequence[int]], Iterator[Row]]
    notes: Callable[[], list[str]] = list
