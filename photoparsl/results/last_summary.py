"""LastSummary: a run's summary as summary.json in its folder holds it, for what reads it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoparsl.files import read_json_file
from photoparsl.results.slice_text import FORMAT

IS_OLD = "is_old"  # a key in the file: a later start has begun, and hasn't written its summary yet
_NEW_KEYS = {"known_to": "medians_margin"}  # by the key that an earlier version wrote


@dataclass(frozen=True, slots=True)
class LastSummary:
    """A run's summary, when it was last written.

    measured, failed: how many photos were measured, and how many failed
    left: how many photos had no outcome yet, or lacked a measure
    page: the page's file, or '' if there is none
    is_old: whether results have changed since
    fields: all fields of the summary, without the mark that it is old
    """

    measured: int
    failed: int
    left: int
    page: str
    is_old: bool
    fields: Mapping[str, Any]

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left, and no result has changed since."""
        return not self.left and not self.is_old


def read_last_summary(path: Path) -> LastSummary | None:
    """Return the summary in a file, or None if it is missing, damaged, or of another format."""
    try:
        fields = read_json_file(path)
        if fields.pop("format") != FORMAT:
            return None
        fields = {_NEW_KEYS.get(key, key): value for key, value in fields.items()}
        is_old = bool(fields.pop(IS_OLD, False))
        measured, failed, left = (int(fields[name]) for name in ("measured", "failed", "left"))
        return LastSummary(measured, failed, left, str(fields["page"]), is_old, fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
