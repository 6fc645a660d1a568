"""Photos that carry their dates in themselves: IPTC, XMP and EXIF.

What counts is the date of the picture.  The dates of digitisation and of the last change, which
the same formats have, are never taken.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from PIL import Image, IptcImagePlugin

from photoparsl.archives.choose import Candidate, choose
from photoparsl.archives.markup import UnreadableError, read_xml
from photoparsl.archives.records import FieldNames, LeftOut, Record, RecordOrSkipped, fill
from photoparsl.measuring import PILLOW_NAMES

_EXIF_FOLDER, _TAKEN, _DESCRIPTION, _XMP = 0x8769, 0x9003, 0x010E, 700
_IPTC_CREATED = (2, 55)
_XMP_CREATED = "{http://ns.adobe.com/photoshop/1.0/}DateCreated"
_XMP_TAKEN = "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal"
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error)


def read_embedded(
    files: Iterable[tuple[Path, str]], names: FieldNames = FieldNames()
) -> Iterator[RecordOrSkipped]:
    """The photos, each given with its path in the source, by what they say themselves."""
    for path, within in files:
        try:
            dates, title = _dates(path)
        except (*_BROKEN, Image.DecompressionBombError) as error:
            yield LeftOut(str(path), "unreadable-file", str(error) or type(error).__name__)
            continue
        dated, date = choose(dates)
        fields = {"photo": within, "stem": path.stem, "identifier": path.name}
        url = fill(names.url, fields) if names.url else str(path.absolute())
        yield Record(str(path), url, dated, date, path.name, title)


def _dates(path: Path) -> tuple[list[Candidate], str]:
    """The dates a photo carries, and its title: what people wrote comes before what cameras did."""
    with Image.open(path, formats=PILLOW_NAMES) as image:
        exif = image.getexif()
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
        created, taken = _xmp_dates(image.info.get("xmp") or exif.get(_XMP) or b"")
        exif_taken = exif.get_ifd(_EXIF_FOLDER).get(_TAKEN, "")
    texts = (_text(iptc.get(_IPTC_CREATED, b"")), created, taken, _text(exif_taken))
    dates = [Candidate(rank, text, given=True) for rank, text in enumerate(texts, 1) if text]
    return dates, " ".join(_text(exif.get(_DESCRIPTION, "")).split())


def _xmp_dates(packet: bytes | str) -> tuple[str, str]:
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
    """What the packet says of a property: an element's text, or an attribute."""
    for element in root.iter(etree.Element):
        if value := element.get(name) or (element.text if element.tag == name else None):
            return str(value)
    return ""


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.replace("\0", "").strip()
