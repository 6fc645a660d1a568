"""The strata of a sample: photos with the same year, or the same entries of some columns."""

from __future__ import annotations

from collections.abc import Sequence

from photoparsl.errors import ManifestError
from photoparsl.manifests import RowBlock, entry_of, find_column
from photoparsl.options import option
from photoparsl.redact import cell

YEAR = "year"  # as a column of strata: the year that the manifest gives a photo
MOST_STRATA = 50_000  # memory is bounded

_LONGEST = 200  # characters of an entry that count
_BETWEEN = " | "  # the entries of several columns


class Strata:
    """Numbers the strata in the order in which they are first met, and counts their photos.

    A photo without a year, or without an entry, is in the stratum of those without.

    by: names of the columns.  There are none if all photos are in one stratum
    columns: the manifest's other columns

    Raises ManifestError for a column that the manifest hasn't.
    """

    def __init__(self, by: Sequence[str], columns: Sequence[str]) -> None:
        self._by = tuple(by)
        self._numbers = [
            None if name.lower() == YEAR else find_column(name, columns) for name in by
        ]
        self._known: dict[str, int] = {}
        self._photos: list[int] = []

    @property
    def photos(self) -> list[int]:
        """How many photos each stratum has."""
        return self._photos

    @property
    def text(self) -> str:
        """The columns that the photos are divided by, for people, or '' for one stratum."""
        return " and ".join(self._by)

    def names(self, block: RowBlock) -> list[str]:
        """Return the name of each row's stratum."""
        entries = [self._entries(block, number) for number in self._numbers]
        if len(entries) == 1:
            return entries[0]
        if not entries:
            return [""] * len(block)
        return [_BETWEEN.join(map(_quoted, of_row)) for of_row in zip(*entries, strict=True)]

    def count(self, names: Sequence[str]) -> list[int]:
        """Count rows, by the names of their strata, and return the strata's numbers."""
        known, photos = self._known, self._photos
        found = []
        for name in names:
            number = known.setdefault(name, len(known))
            if number == len(photos):
                if number == MOST_STRATA:
                    raise ManifestError(
                        f"{option('--by', self.text)}: there are more than {MOST_STRATA:,} "
                        "different entries, too many to draw a sample by: name another column"
                    )
                photos.append(0)
            photos[number] += 1
            found.append(number)
        return found

    def photos_of(self, name: str) -> int:
        """Return how many photos the stratum of this name has."""
        return self._photos[self._known[name]]

    def _entries(self, block: RowBlock, number: int | None) -> list[str]:
        if number is None:
            return ["" if y.year is None else str(y.year) for y in block.years]
        # As the sample's file will have them.
        texts = (" ".join(text.split())[:_LONGEST] for text in block.column(number))
        return [entry_of(cell(text)) for text in texts]


def _quoted(entry: str) -> str:
    """An entry in a list.

    It is in quotes if it has what stands between entries.
    """
    return '"' + entry.replace('"', '""') + '"' if "|" in entry or '"' in entry else entry
