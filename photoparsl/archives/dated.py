"""A year as an archive knows it: how certain, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass, replace

EXACT, RANGE, APPROXIMATE, UNCERTAIN = "exact", "range", "approximate", "uncertain"
BEFORE, AFTER, UNDATED, UNREAD = "before", "after", "undated", "unread"
ABOUT, PERHAPS = 5, 2  # years to either side of 'ca. 1910', and of '1910?'


@dataclass(frozen=True, slots=True)
class Dated:
    """A year as it is known: `earliest` to `latest`, and the `stated` one where a text has one.

    `certainty` is `exact` (one year), `range` (one of several), `approximate` (ca.),
    `uncertain` (?), `before` or `after` (open to one side), `undated` (the text says that there
    is no date, or is empty), or `unread` (it says something that no rule reads).
    """

    certainty: str
    earliest: int | None = None
    latest: int | None = None
    stated: int | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """The earliest and the latest year, where both are known."""
        if self.earliest is None or self.latest is None:
            return None
        return self.earliest, self.latest

    @property
    def year(self) -> int | None:
        """The stated year, else the middle of the span, else None."""
        if self.stated is not None or self.span is None:
            return self.stated
        return sum(self.span) // 2


DOUBT = (EXACT, RANGE, APPROXIMATE, UNCERTAIN, AFTER, BEFORE)  # from the least to the most


def exact(year: int) -> Dated:
    return Dated(EXACT, year, year, year)


def widened(found: Dated) -> Dated:
    """'ca.': five years more to either side, once."""
    if found.span is None or found.certainty == APPROXIMATE:
        return found
    doubt = max(found.certainty, APPROXIMATE, key=DOUBT.index)
    first, last = without_margin(found)
    return replace(found, certainty=doubt, earliest=first - ABOUT, latest=last + ABOUT)


def weakened(found: Dated) -> Dated:
    """'?': two years more to either side of a single year; a range stays as wide as it is."""
    if found.span is None:
        return found
    more = PERHAPS if found.certainty == EXACT else 0
    return replace(
        found, certainty=UNCERTAIN, earliest=found.span[0] - more, latest=found.span[1] + more
    )


def without_margin(found: Dated) -> tuple[int, int]:
    """The span; of a year in doubt only that year."""
    if found.certainty in (UNCERTAIN, APPROXIMATE) and found.stated is not None:
        return found.stated, found.stated
    return found.earliest or 0, found.latest or 0
