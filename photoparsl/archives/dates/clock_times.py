"""Times that no camera measured: of clocks that were never set, of uploads, of programs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import IS_UPLOAD
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date

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
_CLOCK = re.compile(
    r"(?:T|\b)(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?"
    r"\s*(?:(?P<half>[ap])\.?m\b\.?|uhr|h|utc|gmt|cest|cet)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)\w*,? ", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_SECONDS = re.compile(r"\d{9,10}")  # since 1970, as Flickr and Google write it
_IN_LONDON = "Z"  # after a time since 1970
_OF_FLICKR = re.compile(r"(?:^|[./])date_imported$")
_FIRST_UPLOADS = "1995"
_RECENT = re.compile("199[5-9]|20[0-9][0-9]")
_ONLINE = re.compile("online|syndic|publi|scan|digit|upload|web|ingest|import|portal")


def with_upload_times(dates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """Return the dates of a record, with a doubt on each that is also its time of upload or change.

    Two times are the same if they are in the same minute, in Flickr's export within a day, or, if
    one has no time of day, on the same day, in whatever form they are written.  A year or a month,
    but for a date taken, is the same as a time within it.  Only times from 1995 on are compared.
    """
    others = [date for date in dates if _is_of_files(date) and not date.user_rank]
    moments = {at for date in others if date.role != Role.ISSUED for at in _moments(date.text)}
    days = {_day(date) for date in others} - {""}
    flickr = [at for date in others if _OF_FLICKR.search(date.name) for at in _moments(date.text)]
    return [
        replace(date, doubt=IS_UPLOAD)
        if date.may_be_photos
        and not date.user_rank
        and (
            _is_at(_moments(date.text), moments)
            or _is_within(date, days)
            or (flickr and _is_near(_moments(date.text), flickr))
        )
        else date
        for date in dates
    ]


def is_recent(text: str) -> bool:
    """Whether a text names only years from 1995 on, when there were scans and digital images."""
    years = read_date(text)
    return (years.earliest or 0) >= int(_FIRST_UPLOADS)


def _is_of_files(date: DateCandidate) -> bool:
    """Whether a date is of the record, the scan or what was put online."""
    is_other = date.role == Role.OTHER and _ONLINE.search(date.name.lower())
    return date.role in (Role.RECORD, Role.SCAN, Role.ISSUED) or bool(is_other)


def _is_within(date: DateCandidate, others: Collection[str]) -> bool:
    """Whether a date is the same as one of the others, at the precision of the coarser one."""
    is_single = date.end in (None, "", date.text)
    if not others or not is_single or date.role > Role.UNCLEAR:
        return False
    if date.role == Role.ISSUED or not (own := _day(date)):
        return False
    if date.role == Role.TAKEN and len(own) != len("2012-03"):
        return False  # a year in which photos are taken and put online; days have times
    return any(other.startswith(own) or own.startswith(other) for other in others)


def _day(date: DateCandidate) -> str:
    """The day, month or year of a date of one year from 1995 on, in ISO 8601, else ''."""
    if not _RECENT.search(date.text):
        return ""
    found = read_date(date.text)
    year = str(found.earliest or "")
    is_single = found.earliest == found.latest and year >= _FIRST_UPLOADS
    return (found.date or year) if is_single and "/" not in found.date else ""


def _is_at(own: Collection[str], others: Collection[str]) -> bool:
    """Whether one of a date's moments is one of the others: the same minute, or the same day.

    A time since 1970 is that of London: it is the same minute in any time zone.
    """
    return any(
        a.startswith(b)
        or b.startswith(a)
        or (b.endswith(_IN_LONDON) and a in _elsewhere(b.removesuffix(_IN_LONDON)))
        for a in own
        for b in others
    )


def _is_near(own: Collection[str], uploads: Collection[str]) -> bool:
    """Whether a moment is within a day of an upload, whose time Flickr gives to undated photos."""
    pairs = ((a.removesuffix(_IN_LONDON), b.removesuffix(_IN_LONDON)) for a in own for b in uploads)
    apart = (datetime.fromisoformat(a) - datetime.fromisoformat(b) for a, b in pairs)
    return any(abs(time) <= timedelta(days=1) for time in apart)


def _elsewhere(minute: str) -> list[str]:
    """The same minute in the time zones of the world."""
    at = datetime.fromisoformat(minute)
    return [f"{at + timedelta(minutes=30 * n):%Y-%m-%d %H:%M}" for n in range(-24, 29)]


def _moments(text: str) -> list[str]:
    """The minutes that a text may name, or the days if it has no time.  None before 1995.

    >>> _moments("22.03.2012, 2:05 PM"), _moments("3/2/2012"), _moments("22.03.1926")
    (['2012-03-22 14:05'], ['2012-02-03', '2012-03-02'], [])
    """
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return [f"{datetime.fromtimestamp(int(text), UTC):%Y-%m-%d %H:%M}{_IN_LONDON}"]
    if not _RECENT.search(text):
        return []
    if found := _MINUTE.match(text):
        days, time = ["-".join(found.groups()[:3])], found[4]
    else:
        clock = _CLOCK.search(text)
        days, time = _days_in(_CLOCK.sub("", _WEEKDAY.sub("", text))), _time(clock) if clock else ""
    at = f" {time}" if time and time != "00:00" else ""
    return [f"{day}{at}" for day in days if day >= _FIRST_UPLOADS]


def _days_in(text: str) -> list[str]:
    """The days that a text without a time may name: two if either number may be the month."""
    if (day := read_date(text.strip(" ,")).date) and len(day) == len("2012-03-22"):
        return [day]
    found = _NUMBERS.fullmatch(text.strip(" ,"))
    if not found or max(int(found[1]), int(found[2])) > 12:
        return []
    first, second, year = int(found[1]), int(found[2]), found[3]
    return sorted({f"{year}-{first:02}-{second:02}", f"{year}-{second:02}-{first:02}"})


def _time(clock: re.Match[str]) -> str:
    """The time of a clock with 12 or 24 hours, as '14:05'."""
    hour = int(clock["hour"]) % (12 if clock["half"] else 24)
    return f"{hour + 12 * ((clock['half'] or '').lower() == 'p'):02}:{clock['minute']}"
