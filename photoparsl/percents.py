"""Shares as people read them."""

from __future__ import annotations


def percent_text(part: float, whole: float) -> str:
    """A share in whole percent; `100 %` only of all, and `0 %` only of none.

    >>> [percent_text(part, 1000) for part in (0, 1, 333, 999, 1000)]
    ['0 %', 'less than 1 %', '33 %', 'more than 99 %', '100 %']
    """
    share = 100 * part / whole
    if 0 < share < 0.5:
        return "less than 1 %"
    return "more than 99 %" if 99.5 <= share < 100 else f"{share:.0f} %"
