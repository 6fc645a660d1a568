"""Read the dates in files beside a photo: XMP of Lightroom and the like, Google Takeout's JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_roles import Role
from photoparsl.archives.markup import UnreadableError, read_xml

MOST_BYTES = 4_000_000  # of a file beside a photo
_TAKEOUT = ".supplemental-metadata"  # Google cuts a name at 46 characters, and adds '.json'
_LONGEST_TAKEOUT = 46
_XMP_CREATED = "{http://ns.adobe.com/photoshop/1.0/}DateCreated"
_XMP_TAKEN = "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal"


def dates_beside(photo: Path) -> list[DateCandidate]:
    """The dates in the files beside a photo.

    Raises OSError for a file that can't be read.
    """
    found: list[tuple[str, str]] = []
    for path in (photo.with_name(f"{photo.name}.xmp"), photo.with_suffix(".xmp")):
        if data := _content(path):
            created, taken = xmp_dates(data)
            found += [("XMP DateCreated beside", created), ("XMP DateTimeOriginal beside", taken)]
            break
    for name in (photo.name, f"{photo.name}{_TAKEOUT}"[:_LONGEST_TAKEOUT]):
        if data := _content(photo.with_name(f"{name}.json")):
            found.append(("Google Takeout beside", _taken_in_takeout(data)))
            break
    return [DateCandidate(Role.TAKEN, text, name) for name, text in found if text]


def xmp_dates(packet: bytes | str) -> tuple[str, str]:
    """`DateCreated` and `DateTimeOriginal` in a packet of XMP; '' for one that is missing."""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet:
        return "", ""
    try:
        root = read_xml(packet)
    except UnreadableError:
        return "", ""
    return _value(root, _XMP_CREATED), _value(root, _XMP_TAKEN)


def _value(root: etree._Element, name: str) -> str:
    """The value of a property of XMP, which may be an element or an attribute; '' if missing."""
    for element in root.iter(etree.Element):
        if value := element.get(name) or (element.text if element.tag == name else None):
            return str(value)
    return ""


def _content(path: Path) -> bytes:
    """The content of a small file; empty if there is none."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return b""
    return path.read_bytes()


def _taken_in_takeout(data: bytes) -> str:
    """When a photo was taken, by the JSON that Google Photos exports; '' if it doesn't say."""
    try:
        seconds = float(json.loads(data)["photoTakenTime"]["timestamp"])
        taken = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return ""
    return f"{taken:%Y-%m-%d %H:%M:%S}"
