"""Read a single year, day, decade or century, in the forms that archives use."""

from __future__ import annotations

import re
from calendar import monthrange

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_patterns import (
    CLOCK,
    DAY,
    DAY_AND_MONTH,
    DAYS,
    JOINING,
    MONTH,
    MONTH_AND_DAY,
    MONTHS,
    WITH_TOLERANCE,
    WITHIN,
    YEAR,
    YEAR_ENDING,
)
from photoparsl.archives.dates.decades import read_century, read_decade, read_turn
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, exact, uncertain


def read_single_date(text: str) -> YearEstimate | None:
    """Read a single year, day, decade or century, or None if the text isn't one.

    text: in the normal form of `dates`
    """
    if YEAR.fullmatch(text):
        return exact(int(text))
    if found := WITH_TOLERANCE.fullmatch(text):
        year, years_around = int(found["year"]), int(found["years"])
        return YearEstimate(Certainty.APPROXIMATE, year - years_around, year + years_around, year)
    if found := YEAR_ENDING.fullmatch(text):
        return YearEstimate(Certainty.RANGE, int(found["year"]) - 1, int(found["year"]))
    if text.endswith("99-00") and (years := _read_month_or_years(text)):
        return years
    for pattern in DAYS:
        if (found := pattern.fullmatch(text)) and _is_day(found):
            year = int(found["year"])
            return exact(year, _iso_date(found)) if _exists(found) else uncertain(exact(year))
    return (
        _read_month_or_years(text)
        or read_decade(text)
        or read_century(text)
        or read_turn(text)
        or _read_within_a_year(text)
    )


def _is_day(found: re.Match[str]) -> bool:
    """Whether the numbers can be a month and a day.  In '5/1/1923' either can be the month."""
    groups = found.groupdict().items()
    others = ("year", "roman", "clock")
    numbers = {name: int(digits or 1) for name, digits in groups if name not in others}
    if "one" in numbers:
        numbers["month"] = min(numbers.values())
    return numbers.get("month", 1) <= 12 and max(numbers.values(), default=0) <= 31


def _exists(found: re.Match[str]) -> bool:
    """Whether the month has the day and the day has the time, unlike 31 February and 25:00."""
    groups = found.groupdict()
    if (clock := groups.get("clock")) and not _is_time(clock):
        return False
    first, second = groups.get("one"), groups.get("other")
    if first and second:  # either may be the month
        return any(
            _has_day(found["year"], int(month), int(day))
            for month, day in ((first, second), (second, first))
        )
    roman = groups.get("roman")
    month = date_words.ROMAN_MONTHS.index(roman) + 1 if roman else int(groups["month"] or 0)
    return _has_day(found["year"], month, int(groups.get("day") or 0))


def _is_time(clock: str) -> bool:
    """Whether a day has the time, in the form '9:05', '090500' or the like.

    >>> _is_time("24:00"), _is_time("24:01"), _is_time("1261")
    (True, False, False)
    """
    digits = clock.replace(":", "")
    digits = digits.rjust(len(digits) + len(digits) % 2, "0").ljust(6, "0")
    hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return minute < 60 and second <= 60 and (hour, minute, second) <= (24, 0, 0)


def _iso_date(found: re.Match[str]) -> str:
    """The month or the day.

    '' if it isn't known, as in '5/1/1923', which may be in January or May.
    """
    groups, year = found.groupdict(), found["year"]
    first, second = groups.get("one"), groups.get("other")
    if first and second:
        dates = {
            f"{year}-{int(month):02}-{int(day):02}"
            for month, day in ((first, second), (second, first))
            if _has_day(year, int(month), int(day))
        }
        return dates.pop() if len(dates) == 1 else ""
    roman = groups.get("roman")
    month = date_words.ROMAN_MONTHS.index(roman) + 1 if roman else int(groups["month"] or 0)
    return _date(year, month, int(groups.get("day") or 0))


def _date(year: str, month: int, day: int) -> str:
    """A day, or a month if `day` is 0, or '' if `month` is 0."""
    if not month:
        return ""
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _has_day(year: str, month: int, day: int) -> bool:
    """Whether a month (1 to 12, or 0 if unknown) of a year has this day (0 if unknown)."""
    if month > 12:
        return False
    return day <= (monthrange(int(year), month)[1] if month and int(year) else 31)


def _read_month_or_years(text: str) -> YearEstimate | None:
    """Read '1923-05' as a month.

    '1904-05' may be two years.  It becomes a range that states 1904.
    """
    found = re.fullmatch(r"(\d\d(\d\d))-(\d\d)", text)
    if not found or int(found[3]) > 12:
        return None
    year, more_years = int(found[1]), int(found[3]) - int(found[2])
    if found[2] == "99" and found[3] == "00":
        return YearEstimate(Certainty.RANGE, year, year + 1)
    if more_years <= 0:
        return exact(year, _date(found[1], int(found[3]), 0))
    return YearEstimate(Certainty.RANGE, year, year + more_years, year)


def _read_within_a_year(text: str) -> YearEstimate | None:
    """Read a year with words and numbers that narrow the date within it: 'Fall 1923'."""
    years = set(re.findall(r"\b\d{4}\b", text))
    if len(years) != 1 or JOINING.search(text):
        return None
    year = years.pop()
    without_year = CLOCK.sub(" ", text.replace(year, " "))
    if re.search(r"\d", without_year) and not MONTH.search(without_year):
        return None
    unknown = WITHIN.sub(" ", MONTH.sub(" ", DAY.sub(" ", without_year)))
    if re.search(r"[^\s,/&-]", unknown):
        return None
    if _is_over_new_year(without_year):
        return YearEstimate(Certainty.RANGE, int(year) - 1, int(year))
    days = [int(found[1]) for found in DAY.finditer(without_year)]
    months = [n for n, words in enumerate(MONTHS, start=1) if words.search(without_year)]
    may_be = not (days and months) or any(_has_day(year, month, max(days)) for month in months)
    may_be = may_be and all(_has_day(year, *pair) for pair in _months_with_days(without_year))
    if not may_be:
        return uncertain(exact(int(year)))
    is_single = len(months) == 1 and len(MONTH.findall(without_year)) == 1
    date = _date(year, months[0], days[0] if len(days) == 1 else 0) if is_single else ""
    return exact(int(year), date)


def _is_over_new_year(text: str) -> bool:
    """Whether two months are of two years: 'december and january'."""
    words = [found[0] for found in MONTH.finditer(text)]
    months = [n for word in words for n, names in enumerate(MONTHS) if names.fullmatch(word)]
    return len(words) == len(months) == 2 and months[0] > months[1]


def _months_with_days(text: str) -> list[tuple[int, int]]:
    """The months with the day beside each, where the text has them in one order: '30 february'."""
    month, day = MONTH.search(text), DAY.search(text)
    if not (month and day):
        return []
    patterns = DAY_AND_MONTH if day.start() < month.start() else MONTH_AND_DAY
    return [
        (number, int(found[1]))
        for number, pattern in enumerate(patterns, start=1)
        for found in pattern.finditer(text)
    ]
