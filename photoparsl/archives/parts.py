"""Let the rows of a table's parts inherit from the whole that they belong to: pages of an album."""

from __future__ import annotations

from collections.abc import Mapping

from photoparsl.archives.date_names import may_be_photos
from photoparsl.archives.element_names import role_of

MOST_WHOLES = 100_000  # rows that are remembered
_PARENT = ("parentid", "parent_id", "parent id", "parent object id")
_OWN = ("objectid", "object_id", "object id", "id", "identifier")
_TITLES = ("title", "dublin core:title")


class Wholes:
    """Remembers the rows of wholes, for the rows of their parts that follow."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[str, str]] = {}

    def complete(self, row: Mapping[str, str]) -> Mapping[str, str]:
        """The row of a part, with the date and the title of its whole if it has none of its own.

        Any other row is returned as it is, and remembered if its table has a column of parents.
        """
        column = next((name for name in _PARENT if name in row), None)
        if column is None:
            return row
        if parent := row[column].strip():
            whole = self._cells.get(parent, {})
            has_date = any(_is_date(name) and text.strip() for name, text in row.items())
            return {
                name: text or ("" if has_date and _is_date(name) else whole.get(name, ""))
                for name, text in row.items()
            }
        own = next((row[name].strip() for name in _OWN if row.get(name)), "")
        if own and len(self._cells) < MOST_WHOLES:
            self._cells[own] = {n: t for n, t in row.items() if n in _TITLES or _is_date(n)}
        return row


def _is_date(column: str) -> bool:
    return may_be_photos(role_of(column))
