"""A trend: what the user wants, and the table that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from photoparsl.errors import OptionError
from photoparsl.options import check_options
from photoparsl.trends.resampling import REPLICATES
from photoparsl.trends.slope import Slope
from photoparsl.trends.windows import Window

_LONGEST_NAME = 60  # letters of a group in a line of text
ALL = ""  # the group of a trend that isn't by a column


@dataclass(frozen=True, slots=True)
class TrendRow:
    """The photos of one window of years.

    year: the window's middle year
    n: how many photos.  Those of vague dates count with their shares
    median: the median of their values, or None where the window is left out
    lower, upper: the ends of the median's 95 % interval, or None where there is none
    q10, q25, q75, q90: the quantiles of their values (`quantiles_of`)
    group: the group's name
    note: why the interval or the median is missing, else empty
    month: the window's middle month, from 1 to 12, or None for a window of years
    """

    year: int
    n: float
    median: float | None
    lower: float | None
    upper: float | None
    q10: float | None
    q25: float | None
    q75: float | None
    q90: float | None
    group: str = ALL
    note: str = ""
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """The trend of a measure.

    measure: its name
    window: which photos a row is computed from
    rows: by group and year
    slopes: the slope of each group's yearly medians, by the group's name, or None where there is
        none
    no_slope: for each group without a slope, why
    notes: sentences on what was left out, assumed or chosen
    """

    measure: str
    window: Window
    rows: tuple[TrendRow, ...]
    slopes: dict[str, Slope | None]
    notes: tuple[str, ...] = ()
    no_slope: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrendOptions:
    """How a trend is computed.

    window: which photos a row is computed from, or None for the usual window
    spread_dates: whether a photo of a vague date counts in each year that it may be of, with an
        equal share.  Otherwise it counts in its `year`
    by: the column of the groups
    clusters: the column that says which photos belong together
    constant: the column whose mixture is held constant
    replicates: how many times photos or clusters are resampled
    without_duplicates: whether photos with the bytes of an earlier one are left out

    Raises OptionError if `by` and `constant` are the same column.
    """

    window: Window | None = None
    spread_dates: bool = False
    by: str | None = None
    clusters: str | None = None
    constant: str | None = None
    replicates: int = field(default=REPLICATES, metadata={"least": 0})
    without_duplicates: bool = False

    def __post_init__(self) -> None:
        check_options(self)
        if self.by is not None and self.by == self.constant:
            raise OptionError(
                f"the mixture of {self.by} can't be held constant in groups by {self.by}: each has "
                "photos of one entry"
            )


def name_in_line(name: str) -> str:
    """Return a group's name as a line of text begins: cut if it is long, or words if it is empty.

    >>> name_in_line("Glass"), name_in_line("")
    ('Glass', 'without an entry')
    """
    return f"{name[:_LONGEST_NAME]}…" if len(name) > _LONGEST_NAME else name or "without an entry"


def written_count(n: float) -> float:
    """Return a number of photos as people write it: to a thousandth, and whole ones without a dot.

    >>> written_count(14.000000000000002), written_count(4.1), written_count(1 / 3)
    (14, 4.1, 0.333)
    """
    rounded = round(n, 3) or float(f"{n:.2g}")
    return int(rounded) if rounded.is_integer() else rounded
