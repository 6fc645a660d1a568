"""The columns of a manifest that is a sample: what each photo stands for in the whole archive.

The photos of a sample are drawn in strata, such as years.  A sample of `photoparsl sample` says of
each photo its stratum, and how many photos of the archive that stratum has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from photoparsl.errors import ManifestError
from photoparsl.manifests.entry import entry_of
from photoparsl.manifests.row_blocks import RowBlock
from photoparsl.manifests.year_cells import quote_short
from photoparsl.number_text import counted

STRATUM = "photoparsl_stratum"  # the column of the strata's names
STRATUM_PHOTOS = "photoparsl_stratum_photos"  # how many photos of the archive a row's stratum has


@dataclass(frozen=True, slots=True)
class SampledStrata:
    """The strata of a sample.

    archive: how many photos of the archive each stratum has, by its name
    sample: how many photos of the sample each has
    """

    archive: Mapping[str, int]
    sample: Mapping[str, int]

    @property
    def text(self) -> str:
        """The sample's size and the archive's, for people."""
        drawn, photos = sum(self.sample.values()), sum(self.archive.values())
        return f"a sample of {drawn:,} of {counted(photos, 'photo')}"


def sample_columns(columns: Sequence[str]) -> tuple[int, int] | None:
    """Return the numbers of the columns of strata and of their photos, or None if it is no sample.

    columns: the manifest's other columns
    """
    if STRATUM in columns and STRATUM_PHOTOS in columns:
        return columns.index(STRATUM), columns.index(STRATUM_PHOTOS)
    return None


def sampled_strata(blocks: Iterable[RowBlock], columns: Sequence[str]) -> SampledStrata | None:
    """Read the strata of a sample, or None if the manifest is no sample.

    blocks: the manifest's rows.  They are read only if it is a sample
    columns: its other columns

    Raises ManifestError if rows contradict one another, as those of two samples do.
    """
    numbers = sample_columns(columns)
    if numbers is None:
        return None
    archive: dict[str, int] = {}
    sample: Counter[str] = Counter()
    for block in blocks:
        cells = zip(*(block.column(number) for number in numbers), strict=True)
        for row, (cell, photos) in enumerate(cells, block.start):
            stratum = entry_of(cell)
            sample[stratum] += 1
            known = archive.get(stratum)
            if known is None or str(known) != photos:
                archive[stratum] = _photos(stratum, photos, known, row)
    for stratum, drawn in sample.items():
        if drawn > archive[stratum]:
            raise ManifestError(
                f"the stratum {quote_short(stratum)} has {counted(drawn, 'row')}, and should be of "
                f"{archive[stratum]:,} photos: {_REMEDY}"
            )
    return SampledStrata(archive, dict(sample))


_REMEDY = "draw one sample of the whole archive (photoparsl sample), and not parts of several"


def _photos(stratum: str, cell: str, known: int | None, row: int) -> int:
    text = cell.strip().replace(",", "").removesuffix(".0")
    if not text.isdecimal() or not int(text):
        raise ManifestError(
            f"row {row}: expected a number of photos in {STRATUM_PHOTOS!r}, found "
            f"{quote_short(cell)}"
        )
    if known is not None and known != int(text):
        raise ManifestError(
            f"row {row}: the stratum {quote_short(stratum)} has {counted(int(text), 'photo')} "
            f"here, and {known:,} in an earlier row: {_REMEDY}"
        )
    return int(text)
