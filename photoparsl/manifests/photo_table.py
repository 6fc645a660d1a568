"""A table of photos: its columns, and its rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Row = tuple[int, Sequence[str] | str]  # its number, and its cells or what is wrong with them


@dataclass(frozen=True, slots=True)
class PhotoTable:
    """A table of photos.

    columns: the names in the header
    header: where the header is, for messages
    where: what precedes a row's number in messages
    rows: gives each row's number and cells, or what is wrong with it.  Its argument holds
        the numbers of the columns that the caller needs: a row that ends before one of them is
        wrong, and the cells of other columns may be empty.  An empty cell follows the row's own,
        for columns that the table doesn't have (-1)
    notes: gives sentences about how the rows were read so far
    """

    columns: tuple[str, ...]
    header: str
    where: str
    rows: Callable[[Sequence[int]], Iterator[Row]]
    notes: Callable[[], list[str]] = list
