"""Tell whose date a 'Capture Time' is: Lightroom's is the photo's, others' may be the scan's."""

from __future__ import annotations

import re

from photoparsl.archives.dates.date_roles import Role

_CAPTURE = re.compile(r"(?:image|photo)?captured?(?:date|time|datetime|on|at)")
_RECENT = re.compile(r"(?<!\d)(?:199[5-9]|20\d\d)(?!\d)")


def role_of_capture(name: str, text: str) -> Role | None:
    """The role of a date of capture, or None if the bare name means no such date.

    Before 1995 nobody captured with a scanner.

    >>> role_of_capture("capturetime", "1931").name, role_of_capture("capturetime", "2019").name
    ('TAKEN', 'UNCLEAR')
    """
    if not _CAPTURE.fullmatch(name):
        return None
    return Role.UNCLEAR if _RECENT.search(text) else Role.TAKEN
