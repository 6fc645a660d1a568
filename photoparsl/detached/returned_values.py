"""Says which values a measure can have, so that a stranger's host can't bring others."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from photoparsl.measuring import is_own
from photoparsl.page import scale_of
from photoparsl.redact import visible
from photoparsl.results import LEAST_WHOLE, LONGEST_TEXT, MOST_WHOLE

if TYPE_CHECKING:
    from photoparsl.page.scales import Scale

_SLACK = 0.001  # of a scale's length: what rounding may add
_OF_FILES = {"bit_depth", "jpeg_quality", "mode", "progressive"}  # what a file says of itself
_HASH, _ANY = re.compile(r"[0-9a-f]{16}"), re.compile(r".*")


def is_value_of(measure: str, value: object) -> bool:
    """Whether a measure can have the value.

    A built-in measure's number must be on its scale.  What a file says of itself has no upper
    limit, since files say anything; where that scale is logarithmic, it must be above 0.

    >>> is_value_of("luminance", 0.5), is_value_of("luminance", 1.5), is_value_of("width", 10**6)
    (True, False, True)
    >>> is_value_of("luminance", "0.5"), is_value_of("my_module:share", "x")
    (False, True)
    """
    if is_own(measure):
        return _is_text(value) or _is_number(value)
    scale = scale_of(measure)
    if scale.low is None or scale.high is None:
        form = _HASH if measure == "difference_hash" else _ANY
        return _is_text(value) and form.fullmatch(str(value)) is not None
    return _is_number(value) and _is_on(scale, measure in _OF_FILES, value)


def _is_on(scale: Scale, is_open: bool, value: Any) -> bool:
    """Whether a number is on a scale; one that is open has no upper limit."""
    if scale.logarithmic:
        return bool(value > 0)
    low, high = cast("float", scale.low), cast("float", scale.high)
    slack = _SLACK * (high - low)
    return bool(low - slack <= value and (is_open or value <= high + slack))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and visible(value) == value


def _is_number(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return LEAST_WHOLE <= value <= MOST_WHOLE
    return isinstance(value, float) and isfinite(value)
