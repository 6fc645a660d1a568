"""Times that no camera measured: of clocks that were never set, of uploads, of programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_doubts import IS_UPLOAD
from photoparsl.archives.date_roles import Role

# The days at which clocks begin that were never set; those of Macs and of Windows only as moments,
# and 1970 and 1980 also in time zones west of Greenwich.
CLOCK_START = re.compile(
    r"(?:1970|1980|2000)([:-]?)01\1?01(?!\d)|(?:1601|1904|2001)[:-]?01[:-]?01[T ]00:?00:?00"
    r"|(?:1858[:-]?11[:-]?17|1899[:-]?12[:-]?30)[T ]00:?00:?00"
    r"|(?:1969|1979)[:-]?12[:-]?31[T ](?:1[2-9]|2\d):?\d\d"
)
# These as moments, and the days that spreadsheets and programs make of 0 and 1
DEFAULT_DAY = re.compile(
    r"(?:1970|1980|2000)-01-01[T ]00:00|(?:1899-12-3[01]|1900-01-0[01])(?:[T ]00:00.*)?$"
    r"|(?:1900|1904|1970)([-/.:])0?1\1 ?0?1(?:$|[T ,])|(?:1900|1904|1970)0101(?:$|[T ])"
    r"|0?1([-/.]) ?0?1\2 ?(?:1900|1904|1970)(?:$|[T ,])"
    r"|(?:1601-01-01|1858-11-17)[T ]00:00|(?:1969|1979)-12-31[T ](?:1[2-9]|2\d):00:00"
)
_MINUTE = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)(?:[T ](\d\d:\d\d))?(?!\d)")
_SECONDS = re.compile(r"\d{9,10}")  # since 1970, as Flickr and Google write it
_FIRST_UPLOADS = "1995"


def with_upload_times(dates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """Return the dates of a record, with a doubt on each that is also its time of upload or change.

    Two times are the same if they are in the same minute; or, without a time of day, on the same
    day.  Only times from 1995 on are compared.
    """
    others = {_minute(d.text) for d in dates if d.role in (Role.RECORD, Role.SCAN)} - {""}
    if not others:
        return list(dates)
    return [
        replace(date, doubt=IS_UPLOAD)
        if date.may_be_photos and not date.place and _minute(date.text) in others
        else date
        for date in dates
    ]


def _minute(text: str) -> str:
    """The minute, or without a time the day, that a text names; '' if it is before 1995."""
    if _SECONDS.fullmatch(text.strip()):
        return f"{datetime.fromtimestamp(int(text), UTC):%Y-%m-%d %H:%M}"
    found = _MINUTE.match(text.strip())
    if not found or found[1] < _FIRST_UPLOADS:
        return ""
    clock = f" {found[4]}" if found[4] and found[4] != "00:00" else ""
    return f"{found[1]}-{found[2]}-{found[3]}{clock}"
