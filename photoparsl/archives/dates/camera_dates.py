"""Tell whether a camera wrote a date into a photo, or a scanner that wrote when it scanned.

The file scanners.txt has the scanners that are known.  Of others, this is noticed: a camera writes
how long it exposed, and a scanner doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_context import FIRST_SCANS
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.plain_letters import without_accents

NO_EXPOSURE = "the photo has no exposure time or aperture: a scanner may have written the date"
EXPOSURE_TAGS = (  # time, F number, ISO, shutter speed, aperture, focal length
    0x829A, 0x829D, 0x8827, 0x9201, 0x9202, 0x920A,
)  # fmt: skip
_EXPOSURE = re.compile(  # columns
    "(?:exif)?(?:exposuretime|fnumber|shutterspeed(?:value)?|aperture(?:value)?)"
)
_TAKEN = re.compile("datetimeoriginal")
_COPY = re.compile("(?:createdate|datetimedigiti[sz]ed|modifydate|datetime)$")
_A_DAY = timedelta(days=1)
_XMP_EXPOSURE = re.compile(
    rb"exif(?:EX)?:(?:ExposureTime|FNumber|ISOSpeedRatings|PhotographicSensitivity|FocalLength|"
    rb"ShutterSpeedValue|ApertureValue)\b"
)


@dataclass(frozen=True, slots=True)
class Device:
    """The device or program that made a photo's file, as the file names it.

    name: the maker, model and program, in EXIF
    has_exposure: whether it says how the photo was exposed
    taken: the date that it calls the photo's
    """

    name: str = ""
    has_exposure: bool = False
    taken: str = ""

    def judged(self, date: DateCandidate) -> DateCandidate:
        """Return a photo's date, with another role or a doubt if no camera may have written it.

        A date that cameras write gets the role SCAN if a scanner wrote it.  It gets a doubt if the
        file doesn't say how the photo was exposed, as cameras do.  A copy of such a date in a file
        beside the photo is judged in the same way.
        """
        if not is_cameras(date):
            return date
        is_copy = date.text == self.taken or _is_near(date.text, self.taken)
        if is_scanner(self.name, has_exposure=self.has_exposure) and (
            is_copy or "beside" not in date.name
        ):
            return replace(date, role=Role.SCAN)
        if not is_copy:
            return date
        return replace(date, doubt=NO_EXPOSURE if self._is_doubtful else "")

    @property
    def _is_doubtful(self) -> bool:
        year = re.match(r"\d{4}", self.taken)
        is_recent = year is not None and int(year[0]) >= FIRST_SCANS
        return is_recent and not self.has_exposure


def _is_near(left: str, right: str) -> bool:
    """Whether two times lie within a day of each other: Google's are in UTC, a camera's aren't."""
    days = []
    for text in (left, right):
        with suppress(ValueError):
            days.append(datetime.strptime(text[:10].replace(":", "-"), "%Y-%m-%d"))
    return len(days) == len((left, right)) and abs(days[0] - days[1]) <= _A_DAY


def is_cameras(date: DateCandidate) -> bool:
    """Whether cameras write a date of this name, or programs copy it from the camera's."""
    return "Original" in date.name or "Takeout" in date.name


def without_cameras_copies(
    dates: Sequence[DateCandidate], row: Mapping[str, str]
) -> list[DateCandidate]:
    """The dates of a table's row, without `CreateDate` and the like that repeat a camera's date.

    A camera writes one time as that of the photo, of its digitisation and of its change.  That it
    was a camera, the exposure in the row tells.
    """
    names = {joined_name(name): text for name, text in row.items() if text.strip(" -0")}
    if not any(map(_EXPOSURE.fullmatch, names)):
        return list(dates)
    device = " ".join(names.get(name, "") for name in ("make", "model", "software"))
    if is_scanner(device, has_exposure=True):
        return list(dates)
    taken = {date.text for date in dates if _TAKEN.search(joined_name(date.name))}
    return [
        date for date in dates if not (date.text in taken and _COPY.search(joined_name(date.name)))
    ]


def has_exposure(tags: Iterable[int], packet: bytes | str) -> bool:
    """Whether EXIF or XMP says how a photo was exposed.

    tags: those in EXIF
    packet: XMP
    """
    packet = packet.encode() if isinstance(packet, str) else packet
    return any(tag in EXPOSURE_TAGS for tag in tags) or bool(_XMP_EXPOSURE.search(packet))


def is_scanner(name: str, *, has_exposure: bool = False) -> bool:
    """Whether a maker, model or program is that of a scanner.

    has_exposure: whether it wrote how the photo was exposed, as cameras do

    >>> is_scanner("Plustek OpticFilm 8100"), is_scanner("NIKON D70"), is_scanner("CanoScan 9000F")
    (True, False, True)
    """
    plain = without_accents(name.lower())
    always, devices = _scanners()
    return bool(always.search(plain) or (not has_exposure and devices.search(plain)))


@cache
def _scanners() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The names of what always scans, and of what scans if it wrote no exposure."""
    table = files(__package__).joinpath("scanners.txt").read_text(encoding="utf-8")
    always, devices = [], []
    for line in table.splitlines():
        makers, _, rest = line.partition(":")
        if not rest or line.startswith("#"):
            continue
        either = "|".join(re.escape(word.strip()) for word in rest.split(","))
        if makers == _ANY:
            always.append(either)
            continue
        maker = "|".join(re.escape(name.strip()) for name in makers.split("/"))
        if rest.strip() == _ALWAYS:
            always.append(rf"^(?:{maker})\b")
        end = "" if rest.strip() in (_ANY, _ALWAYS) else rf"(?=.*\b(?:{either}))"
        devices.append(rf"^(?=.*\b(?:{maker})\b){end}")
    return re.compile("|".join(always)), re.compile("|".join(devices), re.DOTALL)


_ANY, _ALWAYS = "*", "**"
