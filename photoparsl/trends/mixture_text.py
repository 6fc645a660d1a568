"""How much of a change is one of what was collected, as a sentence."""

from __future__ import annotations

from photoparsl.trends.slope import NO_LINE, Slope

_DIGITS = 3  # of the largest number


def mixture_text(free: Slope, held: Slope, column: str) -> str:
    """Say how much of a change comes from a change in what was collected.

    free: the slope of the medians as collected
    held: the slope with the mixture held constant
    column: whose mixture it is

    A change is named only where the interval of its slope leaves none to chance, and none where
    the medians with the mixture held constant don't follow a line.  The changes are the slopes
    times the years from the first to the last median.

    >>> up, down = Slope(0.1, 0.05, 0.15, 9, 1900, 1950), Slope(-0.02, -0.03, -0.01, 9, 1900, 1950)
    >>> chance = Slope(-0.02, -0.1, 0.1, 9, 1900, 1950)
    >>> mixture_text(up, Slope(0.06, 0.04, 0.08, 9, 1900, 1950), "kind")
    'of the rise of 0.5 from 1900 to 1950, 0.2 is a change of what was collected (of kind)'
    >>> mixture_text(up, down, "kind").partition(" from 1900 to 1950 ")[2]
    'is a change of what was collected (of kind): otherwise a fall of 0.1'
    >>> mixture_text(up, chance, "kind").partition("; ")[2]
    'without the change of what was collected (of kind), none can be told from chance'
    """
    collected = f"change of what was collected (of {column})"
    if held.why == NO_LINE:
        return f"{NO_LINE}, so no slope says how much is a {collected}"
    years = (free.last - free.first) / 10
    rise, held_rise = free.decade * years, held.decade * years
    kind, rest = _kind(rise), _kind(held_rise)
    rise_text, held_text, difference_text = rounded((rise, held_rise, rise - held_rise))
    span = f"from {free.first:.0f} to {free.last:.0f}"
    change = f"{kind} of {rise_text} {span}{' (by its slope)' if free.why == NO_LINE else ''}"
    if _is_chance(free) and _is_chance(held):
        return f"no change can be told from chance, with the {collected} or without it"
    if _is_chance(held):
        return f"there is a {change}; without the {collected}, none can be told from chance"
    if _is_chance(free):
        return (
            f"no change can be told from chance; without the {collected}, there is a {rest} of "
            f"{held_text} {span}"
        )
    unsure = "" if None not in (free.lower, held.lower) else ", without an interval"
    if rise * held_rise < 0 and held_text != "0":
        return f"the {change} is a {collected}: otherwise a {rest} of {held_text}{unsure}"
    is_more = abs(held_rise) > abs(rise) and difference_text != "0"
    more = f"the {change} would be one of {held_text} without the {collected}"
    less = f"of the {change}, {_or_nothing(difference_text)} is a {collected}"
    return f"{more if is_more else less}{unsure}"


def rounded(numbers: tuple[float, ...]) -> list[str]:
    """Return numbers without their signs as texts.

    All have as many decimals as the largest one needs to have three digits.

    >>> rounded((0.31267, 0.0441, -0.00001)), rounded((4321.5, 12)), rounded((0,))
    (['0.313', '0.044', '0'], ['4322', '12'], ['0'])
    """
    largest = max(map(abs, numbers))
    enough = 10 ** (_DIGITS - 1) - 0.05
    decimals = next((n for n in range(12) if largest * 10**n >= enough), 12 if largest else 0)
    texts = [f"{abs(number):.{decimals}f}" for number in numbers]
    return [text.rstrip("0").rstrip(".") if "." in text else text for text in texts]


def _kind(change: float) -> str:
    return "rise" if change >= 0 else "fall"


def _or_nothing(text: str) -> str:
    return "nothing" if text == "0" else text


def _is_chance(slope: Slope) -> bool:
    return slope.lower is not None and not slope.is_change
