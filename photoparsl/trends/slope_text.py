"""A slope as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from photoparsl.number_text import counted, with_minus
from photoparsl.trends.slope import NO_LINE, Slope

_SAME = "the slope is 0, and so are those of resampled medians"
_SMALL = 1e-5  # numbers that are all smaller are written with a power of ten
_MORE_DECIMALS = 3


def slope_text(slope: Slope) -> str:
    """Return a slope as a sentence without its subject.

    >>> slope_text(Slope(0.0123, 0.0094, 0.0151, 80, 1900.0, 1990.0))
    '+0.012 a decade (95 %: +0.009 to +0.015), 1900 to 1990 (11 years have no median)'
    """
    years = f"{slope.first:.0f} to {slope.last:.0f}"
    if empty := round(slope.last - slope.first) + 1 - slope.years:
        years += f" ({counted(empty, 'year has', 'years have')} no median)"
    ends = [end for end in (slope.lower, slope.upper) if end is not None]
    change, *texts = signed((slope.decade, *ends))
    if slope.why == NO_LINE:
        return f"{NO_LINE}: slope {change} a decade, without an interval, {years}"
    if not texts:
        why = f" ({slope.why})" if slope.why else ""
        return f"{change} a decade, without an interval{why}, {years}"
    interval = f"95 %: {' to '.join(texts)}"
    if slope.is_change:
        return f"{change} a decade ({interval}), {years}"
    if slope.lower == slope.upper:
        return f"no change that can be told from chance ({_SAME}), {years}"
    return f"no change that can be told from chance ({interval} a decade), {years}"


def signed(numbers: Sequence[float]) -> list[str]:
    """Return numbers with their signs and as many decimals as they need.

    numbers: the numbers.  The largest needs two digits, and different ones need as many as tell
        them apart, up to five.  Only 0 is shown as 0

    >>> signed((0.0123, 0.0094, 0.0151)), signed((0.01697, 0.01694, 0.01699))
    (['+0.012', '+0.009', '+0.015'], ['+0.01697', '+0.01694', '+0.01699'])
    >>> signed((0,)), signed((0.0123, 0.00003, 0))
    (['+0'], ['+0.01230', '+0.00003', '+0.00000'])
    """
    largest = max(map(abs, numbers))
    if not largest:
        return ["+0"] * len(numbers)
    if largest < _SMALL:
        return [_with_power(number) for number in numbers]
    least = next(n for n in range(12) if largest * 10**n >= 9.995)
    for decimals in range(least, least + _MORE_DECIMALS + 1):
        texts = [f"{number:+.{decimals}f}" for number in numbers]
        has_zero = any(number and not float(t) for number, t in zip(numbers, texts, strict=True))
        if len(set(texts)) >= len(set(numbers)) and not has_zero:
            break
    return [
        _with_power(number) if number and not float(text) else with_minus(text)
        for number, text in zip(numbers, texts, strict=True)
    ]


def _with_power(number: float) -> str:
    return with_minus(f"{number:+.1e}".replace("e-0", "e-")) if number else "+0"
