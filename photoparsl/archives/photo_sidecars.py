"""Read the dates in files beside a photo: XMP of Lightroom and the like, Google Takeout's JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from photoparsl.archives.dates import IS_UPLOAD, DateCandidate, Role
from photoparsl.archives.json_text import parse_record
from photoparsl.archives.markup import UnreadableError, read_xml
from photoparsl.files import IrregularFileError, read_regular

MOST_BYTES = 4_000_000  # of a file beside a photo
_TAKEOUT = ".supplemental-metadata"  # Google cuts a name at 46 characters, and adds '.json'
_LONGEST_TAKEOUT = 46
_NUMBERED = re.compile(r"(.+)(\(\d{1,3}\))")
_EDITED = re.compile(  # as Google writes it in the user's language
    r"-(?:edited|effects|bearbeitet|modifi[eé]e?|editad[oa]|modificat[oa]|bewerkt|redigerad|"
    r"redigeret|redigert|edytowane|upraveno)$",
    re.IGNORECASE,
)
TAKEOUT = "Google Takeout beside"
_TAKEOUT_TIMES = ("photoTakenTime", "creationTime")  # the second is that of the upload
_SOON = timedelta(days=1)  # Google writes the time of the upload where it knows no other
_XMP_DATES = (
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated",
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal",
    "{http://ns.adobe.com/xap/1.0/}CreateDate",
)


def dates_beside(photo: Path) -> list[DateCandidate]:
    """The dates in the files beside a photo.

    Raises OSError for a file that can't be read.
    """
    found: list[tuple[str, str]] = []
    doubt = digitized = ""
    for path in (photo.with_name(f"{photo.name}.xmp"), photo.with_suffix(".xmp")):
        if data := _content(path):
            created, taken, digitized = xmp_dates(data)
            found += [("XMP DateCreated beside", created), ("XMP DateTimeOriginal beside", taken)]
            break
    if data := next(filter(None, map(_content, _takeout_files(photo))), b""):
        time, upload = (_time_in_takeout(data, name) for name in _TAKEOUT_TIMES)
        found.append((TAKEOUT, f"{time:%Y-%m-%d %H:%M:%S}" if time else ""))
        is_upload = time and upload and abs(time - upload) <= _SOON
        doubt = IS_UPLOAD if is_upload else ""
    dates = [
        DateCandidate(Role.TAKEN, text, name, doubt=doubt if name == TAKEOUT else "")
        for name, text in found
        if text
    ]
    if digitized and not dates:
        return [DateCandidate(Role.SCAN, digitized, "XMP CreateDate beside")]
    return dates


def _takeout_files(photo: Path) -> Iterator[Path]:
    """Where Google Takeout puts the JSON of a photo, the likeliest first.

    The number of a second file of a name stands behind the ending: 'a.jpg(1).json' is of
    'a(1).jpg'.  An edited photo has that of the original.
    """
    original = photo.with_name(_EDITED.sub("", photo.stem) + photo.suffix)
    for own in dict.fromkeys((photo, original)):
        numbered = _NUMBERED.fullmatch(own.stem)
        name = f"{numbered[1]}{own.suffix}" if numbered else own.name
        number = numbered[2] if numbered else ""
        whole = f"{name}{_TAKEOUT}"
        cut = range(min(len(whole), _LONGEST_TAKEOUT), len(name) - 1, -1)
        yield from (own.with_name(f"{whole[:length]}{number}.json") for length in cut)


def is_takeout(path: Path) -> bool:
    """Whether a JSON file is one that Google Photos exports for a photo."""
    try:
        return b'"photoTakenTime"' in _content(path)
    except OSError:  # which reading it reports
        return False


def xmp_dates(packet: bytes | str) -> tuple[str, str, str]:
    """`DateCreated`, `DateTimeOriginal` and `CreateDate` of XMP, each '' if missing."""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet:
        return "", "", ""
    try:
        root = read_xml(packet)
    except UnreadableError:
        return "", "", ""
    created, taken, digitized = (_value(root, name) for name in _XMP_DATES)
    return created, taken, digitized


def _value(root: etree._Element, name: str) -> str:
    """The value of a property of XMP, which may be an element or an attribute, or '' if missing."""
    for element in root.iter(etree.Element):
        if value := element.get(name) or (element.text if element.tag == name else None):
            return str(value)
    return ""


def _content(path: Path) -> bytes:
    """The content of a small file, or empty if there is none."""
    try:
        return read_regular(path, MOST_BYTES) if path.is_file() else b""
    except IrregularFileError:  # what reads the folder's files lists it
        return b""


def _time_in_takeout(data: bytes, name: str) -> datetime | None:
    """A time in the JSON that Google Photos exports, or None if it doesn't say."""
    try:
        seconds = float(parse_record(data)[name]["timestamp"])
        time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (ValueError, LookupError, TypeError, OverflowError):
        return None
    return time if seconds else None  # 0 is what it writes without a date
