"""Facts about a manifest as a whole, counted while its rows are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from photoparsl.manifests import DIGEST_LETTERS, FIRST_YEAR, RowBlock, common_origin, digest
from photoparsl.number_text import counted
from photoparsl.planning.host_order import WINDOW, HostOrder
from photoparsl.planning.photo_paths import may_have_files
from photoparsl.planning.repeats import PlaceHashes, Repeats

_PHOTOS_ARE = ("photo is", "photos are")


@dataclass(slots=True)
class Survey:
    """Counts of a manifest's rows.

    rows: how many photos the manifest has
    undated: how many of them have no year
    years: the earliest and the latest year, or None if all photos are undated
    early, late: how many years are before the first photograph, and in the future
    this_year: the year of today
    may_have_files: whether some of the places may be files of this machine
    host_order: tells whether the rows are sorted by host
    """

    rows: int = 0
    undated: int = 0
    years: tuple[int, int] | None = None
    early: int = 0
    late: int = 0
    this_year: int = field(default_factory=lambda: date.today().year)
    may_have_files: bool = False
    host_order: HostOrder = field(default_factory=HostOrder)
    _bases: set[str] = field(default_factory=set)
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)
    _hashes: PlaceHashes = field(default_factory=PlaceHashes)
    _repeats: Repeats | None = None

    def passing(self, blocks: Iterable[RowBlock]) -> Iterator[RowBlock]:
        """Yield the blocks, and count their rows.

        blocks: the blocks of the whole manifest, as `Reading.blocks` gives them
        """
        for block in blocks:
            self.rows += len(block)
            self.may_have_files = self.may_have_files or may_have_files(block.places)
            self._bases.update(block.bases)
            self._add_years([years.year for years in block.years])
            self._hash.update(digest(block.places).encode())
            self._hashes.add(block)
            for start in range(0, len(block), WINDOW):
                self.host_order.add(block.places[start : start + WINDOW])
            yield block

    def _add_years(self, of_rows: list[int | None]) -> None:
        years = [year for year in of_rows if year is not None]
        self.undated += len(of_rows) - len(years)
        if years:
            known = self.years or (years[0], years[0])
            self.years = (min(known[0], *years), max(known[1], *years))
            if self.years[0] < FIRST_YEAR or self.years[1] > self.this_year:
                self.early += sum(year < FIRST_YEAR for year in years)
                self.late += sum(year > self.this_year for year in years)

    def remarks(self) -> Iterator[str]:
        """Yield sentences about years in which no photograph can have been taken."""
        first, last = self.years or (0, 0)
        if self.early:
            yield (
                f"{counted(self.early, *_PHOTOS_ARE)} from before {FIRST_YEAR}, when the "
                f"first photograph was taken: the earliest year is {first:04}"
            )
        if self.late:
            yield f"{counted(self.late, *_PHOTOS_ARE)} from the future: the latest year is {last}"

    def repeats(self) -> Repeats:
        """The rows whose place another row has too.  Call this after the last block."""
        if self._repeats is None:
            self._repeats = self._hashes.repeats()
        return self._repeats

    def digest(self) -> str:
        """The digest of the rows' places: it is made from the digests of every 1,000 rows."""
        return self._hash.hexdigest()[:DIGEST_LETTERS]

    def origin(self) -> str:
        """Where the rows come from (`common_origin`)."""
        return common_origin(self._bases)
