"""Read photos with the dates in them (IPTC, XMP, EXIF), beside them, and in their names.

Only dates of the picture are used, never those of its digitisation and its last change.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from PIL import Image, ImageFile, IptcImagePlugin, UnidentifiedImageError

from photoparsl.archives.dates import (
    FILE_NAME,
    FOLDER,
    DateCandidate,
    Device,
    Role,
    choose_photo_date,
    has_exposure,
    is_cameras,
)
from photoparsl.archives.kinds import Kind
from photoparsl.archives.photo_files import is_raw
from photoparsl.archives.photo_sidecars import dates_beside, xmp_dates
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.url_template import fill
from photoparsl.errors import error_text
from photoparsl.measuring import PILLOW_NAMES  # this import also tells Pillow of HEIF
from photoparsl.options import option, without_effect

_LOG = logging.getLogger(__name__)
_CHANGED, _DIGITIZED = 0x0132, 0x9004
_EXIF_FOLDER, _TAKEN, _DESCRIPTION, _XMP = 0x8769, 0x9003, 0x010E, 700
FILES = "files"  # what a record of a photo is from (`Record.photo_from`)
_IPTC_CREATED = (2, 55)
_MAKER = (0x010F, 0x0110, 0x0131)  # the tags Make, Model and Software
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error)


def read_embedded(
    files: Iterable[tuple[Path, str]], names: FieldNames = FieldNames()
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each photo, with the date and title in it.

    files: the photos, each with its path in the source
    names: `url`, a template of the photos' URLs, and `date_column`, which may name 'EXIF
        DateTimeOriginal', 'folder name' and the like
    """
    given = {
        "--title-column": names.title_column,
        "--identifier": names.identifier,
        "--image-column": names.image_column,
    }
    if unused := [option(flag) for flag, value in given.items() if value]:
        _LOG.warning("%s", without_effect(unused, "on photos without records"))
    for path, within in files:
        try:
            dates, title, device = _dates_and_title(path)
            dates = list(map(device.judged, dates + dates_beside(path)))
        except (*_BROKEN, Image.DecompressionBombError) as error:
            yield _unread(path, error)
            continue
        fields = {"photo": within, "stem": path.stem, "identifier": path.name}
        url = fill(names.url, fields) if names.url else str(path.absolute())
        ordered = [date for _, date in sorted(enumerate(dates), key=_by_trust)]
        choice = choose_photo_date(_with_source(path, within), ordered, names.date_column)
        texts = _texts(path, dates) if names.date_column and not choice.taken else ()
        yield Record(str(path), url, choice, path.name, title, photo_from=FILES, texts=texts)


def _unread(path: Path, error: Exception) -> Skipped:
    """What is said of a photo that can't be opened."""
    if not isinstance(error, UnidentifiedImageError):
        return Skipped(str(path), SkipReason.UNREADABLE_FILE, error_text(error))
    if not path.stat().st_size:
        return Skipped(str(path), SkipReason.EMPTY, "the file is empty")
    return Skipped(str(path), SkipReason.UNREADABLE_FILE, "its bytes aren't those of an image")


KIND = Kind("photos", "photos with dates in them")


class _Content(NamedTuple):
    """What a photo says of itself: its dates (people's first), its title, and what made it."""

    dates: list[DateCandidate]
    title: str
    device: Device


def _dates_and_title(path: Path) -> _Content:
    with _opened(path) as image:
        exif = image.getexif()
        iptc = {}
        if isinstance(image, ImageFile.ImageFile):
            iptc = IptcImagePlugin.getiptcinfo(image) or {}
        packet = image.info.get("xmp") or exif.get(_XMP) or b""
        xmp_created, xmp_taken, xmp_digitized = xmp_dates(packet)
        folder = exif.get_ifd(_EXIF_FOLDER)
        exif_taken, digitized = (_text(folder.get(tag, "")) for tag in (_TAKEN, _DIGITIZED))
        others = (
            (Role.SCAN, "EXIF DateTimeDigitized", digitized),
            (Role.RECORD, "EXIF DateTime", _text(exif.get(_CHANGED, ""))),
            (Role.SCAN, "XMP CreateDate", xmp_digitized),
        )
    texts = (
        ("IPTC DateCreated", _text(iptc.get(_IPTC_CREATED, b""))),
        ("XMP DateCreated", xmp_created),
        ("XMP DateTimeOriginal", xmp_taken),
        ("EXIF DateTimeOriginal", exif_taken),
    )
    dates = [DateCandidate(Role.TAKEN, text, name) for name, text in texts if text]
    if not dates:  # else they only say the same of every photo
        dates = [DateCandidate(role, text, name) for role, name, text in others if text]
    name = " ".join(_text(exif.get(tag, "")) for tag in _MAKER).strip()
    is_exposed = has_exposure((*folder, *exif), packet)
    device = Device(name, is_exposed, exif_taken or xmp_taken)
    return _Content(dates, " ".join(_text(exif.get(_DESCRIPTION, "")).split()), device)


def _opened(path: Path) -> Image.Image:
    """The photo as an image.  For a camera's raw file, an image that has only its EXIF."""
    if not is_raw(path):
        return Image.open(path, formats=PILLOW_NAMES)
    image = Image.new("L", (1, 1))
    body = path.read_bytes()
    start = b"II*\0" if body[:2] == b"II" else b"MM\0*"  # some makers have a mark of their own
    image.info["exif"] = b"Exif\0\0" + start + body[4:]
    return image


def _by_trust(numbered: tuple[int, DateCandidate]) -> tuple[bool, bool, int]:
    """The sort key by trust.

    People's dates come before cameras'.  Among each, dates beside the photo come before those in
    it.
    """
    number, date = numbered
    return is_cameras(date), "beside" not in date.name, number


def _texts(path: Path, dates: Iterable[DateCandidate]) -> tuple[tuple[str, str], ...]:
    """The texts that a user's name may stand for: a photo's dates, and names with a date."""
    names = ((FILE_NAME, path.stem), (FOLDER, path.absolute().parent.name))
    return (*((date.name, date.text) for date in dates), *names)


def _with_source(path: Path, within: str) -> PurePath:
    """The path in the source, with the name of the source's folder before it."""
    depth = len(PurePath(within).parts)
    return PurePath(*path.absolute().parts[-depth - 1 :])


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.replace("\0", "").strip()
