"""Count a table's rows without a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class EmptyRows:
    """Rows whose cells are all empty.  They are no photos, and no blank lines.

    count: their number
    first: the number of the first one's line
    """

    count: int = 0
    first: int = 0

    def add(self, line: int) -> None:
        """Count a row.

        line: the number of its line
        """
        self.first = self.first or line
        self.count += 1

    def remarks(self) -> list[str]:
        """A sentence about the rows, if there are any."""
        if not self.count:
            return []
        rows = "row has" if self.count == 1 else "rows have"
        return [f"{self.count:,} {rows} only empty cells, and no photo, like line {self.first}"]
