"""Name the columns of a table that have no name and hold texts, so that none is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

ReadCells = Callable[[Path], Iterator[Sequence[str]]]  # the rows' cells, below the header


def name_all(columns: Sequence[str], path: Path, read_cells: ReadCells) -> tuple[str, ...]:
    """Return the columns' names.  A column without a name that holds texts is called 'column 4'.

    The names of others without a name stay empty.  The file is read to its end only if it has a
    column without a name, and only once for several calls.

    columns: the names in the header
    path: the table's file
    read_cells: a function of a module, not a new one for each call
    """
    nameless = frozenset(n for n, column in enumerate(columns) if not column.strip())
    if not nameless:
        return tuple(columns)
    status = path.stat()
    state = (status.st_ino, status.st_size, status.st_mtime_ns)
    filled = _filled(path, state, nameless, read_cells)
    return tuple(f"column {n + 1}" if n in filled else c for n, c in enumerate(columns))


def nameless_remarks(columns: Sequence[str], named: Sequence[str]) -> list[str]:
    """A sentence for the user about the columns that got a name, if there are any.

    >>> nameless_remarks(["url", "", ""], ["url", "column 2", ""])
    ["the header has no name for 1 column with texts, which is called 'column 2'"]
    """
    made = [after for before, after in zip(columns, named, strict=True) if before != after]
    if not made:
        return []
    more = f" and {len(made) - 5} more like these" if len(made) > 5 else ""
    names = ", ".join(map(repr, made[:5])) + more
    what = (
        "1 column with texts, which is"
        if len(made) == 1
        else (f"{len(made)} columns with texts, which are")
    )
    return [f"the header has no name for {what} called {names}"]


@lru_cache(maxsize=100)
def _filled(
    path: Path, state: tuple[int, int, int], nameless: frozenset[int], read_cells: ReadCells
) -> frozenset[int]:
    """Return which of the nameless columns hold a text.

    state: the file's state.  With another state the file is read anew, and not taken from the cache
    """
    filled: set[int] = set()
    empty = set(nameless)
    for cells in read_cells(path):
        found = {n for n in empty if n < len(cells) and cells[n].strip()}
        filled |= found
        empty -= found
        if not empty:
            break
    return frozenset(filled)
