"""Read the dates within photos: IPTC, XMP and EXIF.

Only the date of the picture is used, never those of its digitisation and its last change.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from PIL import Image, IptcImagePlugin

from photoparsl.archives.choose_date import choose_date
from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_roles import Role
from photoparsl.archives.kinds import Kind
from photoparsl.archives.markup import UnreadableError, read_xml
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.url_template import fill
from photoparsl.measuring import PILLOW_NAMES

_EXIF_FOLDER, _TAKEN, _DESCRIPTION, _XMP = 0x8769, 0x9003, 0x010E, 700
FILES = "files"  # what a record of a photo is from (`Record.photo_from`)
_IPTC_CREATED = (2, 55)
_XMP_CREATED = "{http://ns.adobe.com/photoshop/1.0/}DateCreated"
_XMP_TAKEN = "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal"
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error)


def read_embedded(
    files: Iterable[tuple[Path, str]], names: FieldNames = FieldNames()
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each photo, with the date and title in it.

    files: the photos, each with its path in the source
    names: only `url` is used: a template of the photos' URLs
    """
    for path, within in files:
        try:
            dates, title = _dates_and_title(path)
        except (*_BROKEN, Image.DecompressionBombError) as error:
            detail = str(error) or type(error).__name__
            yield Skipped(str(path), SkipReason.UNREADABLE_FILE, detail)
            continue
        fields = {"photo": within, "stem": path.stem, "identifier": path.name}
        url = fill(names.url, fields) if names.url else str(path.absolute())
        yield Record(str(path), url, choose_date(dates), path.name, title, photo_from=FILES)


KIND = Kind("photos", "photos with dates in them")


def _dates_and_title(path: Path) -> tuple[list[DateCandidate], str]:
    """A photo's dates, first those of people and then those of cameras; and its title."""
    with Image.open(path, formats=PILLOW_NAMES) as image:
        exif = image.getexif()
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
        xmp_created, xmp_taken = _xmp_dates(image.info.get("xmp") or exif.get(_XMP) or b"")
        exif_taken = _text(exif.get_ifd(_EXIF_FOLDER).get(_TAKEN, ""))
    texts = (
        ("IPTC DateCreated", _text(iptc.get(_IPTC_CREATED, b""))),
        ("XMP DateCreated", xmp_created),
        ("XMP DateTimeOriginal", xmp_taken),
        ("EXIF DateTimeOriginal", exif_taken),
    )
    dates = [
        DateCandidate(Role.TAKEN, text, name, place)
        for place, (name, text) in enumerate(texts, 1)
        if text
    ]
    return dates, " ".join(_text(exif.get(_DESCRIPTION, "")).split())


def _xmp_dates(packet: bytes | str) -> tuple[str, str]:
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


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.replace("\0", "").strip()
