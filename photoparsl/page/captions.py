"""What the page's panel shows of a photo's row: a title, and a link to the photo's record."""

from __future__ import annotations

import re

from photoparsl.manifests import edtf_of
from photoparsl.redact import archive_text, published_place
from photoparsl.results import Measurement

LONGEST_TITLE = 40  # characters on the page. The export has all of them

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def shown_title(text: str) -> str:
    """Return a title as everyone may read it, with a sign where it was cut."""
    shown = archive_text(text).strip()
    return shown if len(shown) <= LONGEST_TITLE else f"{shown[: LONGEST_TITLE - 1].rstrip()}…"


def shown_date(photo: Measurement) -> str:
    """Return a date as everyone may read it, or '' if the photo's year, or its days, tell it."""
    if not photo.date or photo.date == str(photo.year):
        return ""
    if photo.days and photo.date == edtf_of(*photo.days):
        return ""
    return shown_title(photo.date)


def shown_record(text: str) -> str:
    """Return a record's address as everyone may read it, or '' if it isn't one of the web."""
    return published_place(text.strip()) if _WEB.match(text.strip()) else ""
