"""Doubt: how certain a date is, as its field's name or a field beside it says."""

from __future__ import annotations

from enum import StrEnum


class Doubt(StrEnum):
    """What is said of a date's certainty.  Where several are said, the last of them counts."""

    NONE = ""
    NOT_UNDERSTOOD = "unknown"  # words that aren't known to leave the date sure
    APPROXIMATE = "~"
    UNCERTAIN = "?"
    BEFORE = "<"
    AFTER = ">"
    DECADE = "decade"  # the year stands for its decade
    CENTURY = "century"  # the year stands for its century
    OTHER_CALENDAR = "calendar"  # the year is that of another calendar
