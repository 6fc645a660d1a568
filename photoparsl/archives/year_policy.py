"""The choice which photos get a year in the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from photoparsl.archives.dates import Certainty, YearEstimate
from photoparsl.archives.read_options import ARCHIVE
from photoparsl.options import Settable, check_options, normalise, option_field

WIDEST = 30  # years. A wider date says too little about a photo's time


@dataclass(frozen=True, kw_only=True)
class DateChoices:
    """The choices about dates that `run` takes too."""

    fuzzy: bool = option_field(
        False,
        "",
        "give a year to inexact dates too: 'ca. 1910', '1901?', '1930s', '1890/1899'",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    corrections: str | Path | None = option_field(
        None,
        "FILE",
        "a table with the columns 'record' and 'date': dates that a person has decided, which "
        "replace the archive's; a record is what the manifest has in its column record, identifier "
        "or url",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )


@dataclass(frozen=True, kw_only=True)
class YearPolicy(DateChoices):
    """Which photos get a year, and whether the manifest has photos without one."""

    widest: int = option_field(
        WIDEST,
        "YEARS",
        "the most years that an inexact date may span to get a year; of 10, '1930s' gets one, "
        "'19th century' doesn't",
    )
    dated_only: bool = option_field(False, "", "leave out photos without a year")

    def __post_init__(self) -> None:
        normalise(self)
        check_options(self)

    def year_of(self, estimate: YearEstimate) -> int | None:
        """The year of a photo with this estimate in the manifest, or None if it gets none."""
        if estimate.certainty == Certainty.EXACT:
            return estimate.year
        if not self.fuzzy or estimate.span is None:
            return None
        first, last = estimate.span
        return estimate.year if last - first < self.widest else None
