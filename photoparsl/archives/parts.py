"""Let the rows of a table's parts inherit from the whole that they belong to: pages of an album."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from photoparsl.archives.dates import may_be_photos, role_of

MOST_WHOLES = 100_000  # rows that are remembered
PARENTS = ("parentid", "parent_id", "parent id", "parent object id", "field_member_of")
IDENTIFIERS = (
    "legacyid",  # AtoM's `parentId` names it
    "objectid",
    "object_id",
    "object id",
    "id",
    "identifier",
    "node_id",
    "nid",
    "node id",
)
_DOUBTFUL = ("created",)  # beside another date, that of the record
_EVENTS = ("eventtypes", "eventdates", "eventstartdates", "eventenddates")  # of AtoM
_TITLES = ("title", "dublin core:title")


def is_of_parts(columns: Container[str]) -> bool:
    """Whether a table has a column that names the whole that a row belongs to."""
    return any(name in columns for name in PARENTS)


class Wholes:
    """Remembers the rows of wholes, for the rows of their parts."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[str, str]] = {}

    def read(self, rows: Iterable[Mapping[str, str]]) -> int:
        """Remember a table's wholes before its parts are completed: wholes may come after parts.

        Returns how many wholes, of up to 100,000, the parts name that aren't in the table.
        """
        named: set[str] = set()
        for row in rows:
            parent = next((row[name].strip() for name in PARENTS if name in row), "")
            if parent and len(named) < MOST_WHOLES:
                named.add(parent)
            self.complete(row)
        is_full = len(self._cells) >= MOST_WHOLES
        return 0 if is_full else len(named - self._cells.keys())

    def complete(self, row: Mapping[str, str]) -> Mapping[str, str]:
        """The row of a part.  If it has no date or title, it gets those of its whole.

        Any other row is returned as it is, and remembered if its table has a column of parents.
        """
        column = next((name for name in PARENTS if name in row), None)
        if column is None:
            return row
        if parent := row[column].strip():
            whole = self._cells.get(parent, {})
            dates = [name for name in row if _is_date(name)]
            own = [name for name in dates if name not in _DOUBTFUL or len(dates) == 1]
            has_date = any(row[name].strip() for name in own if name != _EVENTS[0])
            inherited = {} if has_date else {n: "" for n in dates if n not in own}
            return {
                name: text or ("" if has_date and _is_date(name) else whole.get(name, ""))
                for name, text in {**row, **inherited}.items()
            }
        key = next((row[name].strip() for name in IDENTIFIERS if row.get(name)), "")
        if key and len(self._cells) < MOST_WHOLES:
            self._cells[key] = {n: t for n, t in row.items() if n in _TITLES or _is_date(n)}
        return row


def _is_date(column: str) -> bool:
    return column in _EVENTS or may_be_photos(role_of(column))
