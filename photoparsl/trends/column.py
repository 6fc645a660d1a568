"""A column of the manifest, as numbers: its entries are groups, clusters, or a mixture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from photoparsl.trends.arrays import Array

MOST_GROUPS = 60  # the most frequent entries of a column; photos with another are the others
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the manifest, as numbers.

    name: the column's name
    names: its different entries, sorted
    codes: each photo's entry, as its number in `names`
    """

    name: str
    names: tuple[str, ...]
    codes: Array

    @property
    def empty(self) -> int:
        """How many photos have an empty entry."""
        return int((self.codes == self.names.index("")).sum()) if "" in self.names else 0

    def with_empty_apart(self) -> Column:
        """The column with an entry of its own for each photo whose entry is empty."""
        if not self.empty:
            return self
        number = self.names.index("")
        is_empty = self.codes == number
        codes = self.codes - (self.codes > number)
        codes[is_empty] = len(self.names) - 1 + np.arange(self.empty)
        names = (*self.names[:number], *self.names[number + 1 :], *[""] * self.empty)
        return Column(self.name, names, codes)


def with_most_frequent(column: Column, most: int = MOST_GROUPS) -> Column:
    """Return the column with its most frequent entries.  All others become OTHERS.

    An entry that is called so itself is then in quotes.
    """
    if len(column.names) <= most:
        return column
    counts = np.bincount(column.codes, minlength=len(column.names))
    kept = np.sort(np.argsort(-counts, kind="stable")[:most])
    index = np.full(len(column.names), most, np.int32)
    index[kept] = np.arange(most)
    own = (column.names[number] for number in kept)
    names = (*(f"“{name}”" if name == OTHERS else name for name in own), OTHERS)
    return Column(column.name, names, index[column.codes])
