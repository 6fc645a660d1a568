"""Which photos of an archive get a year."""

from __future__ import annotations

from dataclasses import dataclass

from photoparsl.archives.year_estimate import Certainty, YearEstimate

WIDEST = 30  # years: about as far apart as photos still tell of the same time


@dataclass(frozen=True, slots=True)
class YearPolicy:
    """Which photos get a year, and whether those without one are in the manifest.

    fuzzy: whether inexact dates give a year
    widest: of how many years an inexact date may be at most
    dated_only: whether photos without a year are left out
    """

    fuzzy: bool = False
    widest: int = WIDEST
    dated_only: bool = False

    def year_of(self, estimate: YearEstimate) -> int | None:
        """The year that a photo of this estimate has in the manifest."""
        if estimate.certainty == Certainty.EXACT:
            return estimate.year
        if not self.fuzzy or estimate.span is None:
            return None
        first, last = estimate.span
        return estimate.year if last - first < self.widest else None
