"""Says which values a measure can have, so that a stranger's host can't bring others."""

from __future__ import annotations

import re
from math import inf, isfinite

from photoparsl.measuring import is_own, scale_of
from photoparsl.redact import visible
from photoparsl.results import LEAST_WHOLE, LONGEST_TEXT, MOST_WHOLE

_SLACK = 0.001  # of a scale's length: rounding may exceed the scale by this
_HASH = re.compile(r"[0-9a-f]{16}")


def is_value_of(measure: str, value: object) -> bool:
    """Whether a measure can have the value.

    A built-in measure's value must lie on its scale (`measuring/scales.py`), and be a whole number
    if the scale has whole numbers only.  A value that a file states about itself has no upper
    limit; on a logarithmic scale it is above 0.  The size of a file is at most 4 GiB.  A user's
    measure, and one without a scale, may have any finite number or text.

    >>> is_value_of("luminance", 0.5), is_value_of("luminance", 1.5), is_value_of("width", 10**6)
    (True, False, True)
    >>> is_value_of("size_bytes", 1652.5), is_value_of("size_bytes", 1e17), is_value_of("mode", 99)
    (False, False, False)
    >>> is_value_of("luminance", "0.5"), is_value_of("my_module:share", "x")
    (False, True)
    """
    if measure == "difference_hash":
        return isinstance(value, str) and _HASH.fullmatch(value) is not None
    scale = scale_of(measure)
    if is_own(measure) or scale.low is None or scale.high is None:
        return _is_text(value) or _is_number(value)
    if not isinstance(value, int | float) or not _is_number(value):
        return False
    if scale.whole and not float(value).is_integer():
        return False
    if scale.logarithmic:
        return 0 < value <= (scale.high if measure == "size_bytes" else inf)
    slack = _SLACK * (scale.high - scale.low)
    is_any = scale.of_file and not scale.codes
    is_below = is_any or value <= scale.high + slack
    return is_below and scale.low - slack <= value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and visible(value) == value


def _is_number(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return LEAST_WHOLE <= value <= MOST_WHOLE
    return isinstance(value, float) and isfinite(value)
