"""SpanEnd: which part of a span of dates a field holds."""

from __future__ import annotations

from enum import StrEnum


class SpanEnd(StrEnum):
    """Which end of a span of dates a field holds."""

    NONE = ""  # a whole date
    BEGIN = "begin"
    END = "end"
    ALONE = "alone"  # the begin, of a table or record that has no field for the end
