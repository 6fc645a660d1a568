"""Times that no camera measured: of clocks that were never set, of uploads, of programs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_doubts import IS_UPLOAD
from photoparsl.archives.date_roles import Role
from photoparsl.archives.dates import read_date

# The days at which clocks begin that were never set. Those of Macs and of Windows only as moments,
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
_RECENT = re.compile("199[5-9]|20[0-9][0-9]")
_ONLINE = re.compile("online|syndic|publi|scan|digit|upload|web|ingest|import|portal")


def with_upload_times(dates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """Return the dates of a record, with a doubt on each that is also its time of upload or change.

    Two times are the same if they are in the same minute, or, without a time of day, on the same
    day.  A year or a month, but for a date taken, is the same as a time within it.  Only times from
    1995 on are compared.
    """
    others = [date for date in dates if _is_of_files(date) and not date.place]
    minutes = {_minute(date.text) for date in others if date.role != Role.ISSUED} - {""}
    days = {_day(date) for date in others} - {""}
    return [
        replace(date, doubt=IS_UPLOAD)
        if date.may_be_photos
        and not date.place
        and (_minute(date.text) in minutes or _is_within(date, days))
        else date
        for date in dates
    ]


def _is_of_files(date: DateCandidate) -> bool:
    """Whether a date is of the record, the scan or what was put online."""
    is_other = date.role == Role.OTHER and _ONLINE.search(date.name.lower())
    return date.role in (Role.RECORD, Role.SCAN, Role.ISSUED) or bool(is_other)


def _is_within(date: DateCandidate, others: Collection[str]) -> bool:
    """Whether a date is the same as one of the others, at the precision of the coarser one."""
    is_single = date.end in (None, "", date.text)
    if not others or not is_single or not Role.CREATED <= date.role <= Role.UNCLEAR:
        return False
    if date.role == Role.ISSUED or not (own := _day(date)):
        return False
    return any(other.startswith(own) or own.startswith(other) for other in others)


def _day(date: DateCandidate) -> str:
    """The day, month or year of a date of one year from 1995 on, in ISO 8601, else ''."""
    if not _RECENT.search(date.text):
        return ""
    found = read_date(date.text)
    year = str(found.earliest or "")
    is_single = found.earliest == found.latest and year >= _FIRST_UPLOADS
    return (found.date or year) if is_single and "/" not in found.date else ""


def _minute(text: str) -> str:
    """The minute that a text names, or the day if it has no time.  '' if it is before 1995."""
    if _SECONDS.fullmatch(text.strip()):
        return f"{datetime.fromtimestamp(int(text), UTC):%Y-%m-%d %H:%M}"
    found = _MINUTE.match(text.strip())
    if not found or found[1] < _FIRST_UPLOADS:
        return ""
    clock = f" {found[4]}" if found[4] and found[4] != "00:00" else ""
    return f"{found[1]}-{found[2]}-{found[3]}{clock}"
