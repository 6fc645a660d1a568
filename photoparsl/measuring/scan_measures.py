"""What a file tells of the scan: the device, the program, the coding.  They cost nothing.

A measure raises NoValueError for a file that doesn't tell it.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from photoparsl.errors import NoValueError
from photoparsl.measuring.colour_profile import profile_name
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.measure import built_in
from photoparsl.measuring.photo_file import PhotoFile
from photoparsl.redact import visible

_MAKE, _MODEL, _SOFTWARE = 0x010F, 0x0110, 0x0131
_BITS = 258  # TIFF's tag
_LONGEST = 60  # characters of a part of `scan`
_PNG_DEPTH = 24  # the byte in a PNG that holds its bits
_SAMPLINGS = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (1, 2): "4:4:0", (4, 1): "4:1:1"}


@built_in(version=1, in_all=False)
def device(photo: DecodedPhoto) -> str:
    """The camera or scanner: EXIF's make and model, the make once."""
    make, model = (_text(photo.file, tag) for tag in (_MAKE, _MODEL))
    if model.casefold().startswith(make.casefold()):
        make = ""
    if name := f"{make} {model}".strip():
        return name
    raise NoValueError("the file names no camera or scanner")


@built_in(version=1, in_all=False)
def software(photo: DecodedPhoto) -> str:
    """The program that wrote the file, by its EXIF."""
    if name := _text(photo.file, _SOFTWARE):
        return name
    raise NoValueError("the file names no program")


@built_in(version=1, in_all=False)
def profile(photo: DecodedPhoto) -> str:
    """The name of the embedded colour profile, like 'Adobe RGB (1998)'."""
    return profile_name(photo.file)


@built_in(version=1, in_all=False)
def resolution(photo: DecodedPhoto) -> float:
    """The scan's resolution across in pixels per inch, as the file says it."""
    density = photo.file.info.get("dpi")
    if isinstance(density, tuple) and density and float(density[0]) > 1:
        return float(density[0])
    raise NoValueError("the file gives no resolution")


@built_in(version=1, in_all=False)
def bit_depth(photo: DecodedPhoto) -> int:
    """Bits of a level in the file: 8 in most, 16 in some TIFF and PNG, 1 in bilevel scans."""
    if photo.file.format == "PNG" and len(photo.file.head) > _PNG_DEPTH:
        return photo.file.head[_PNG_DEPTH]
    bits = photo.file.tags.get(_BITS)
    if photo.file.format == "TIFF":
        return int(bits[0]) if isinstance(bits, tuple) and bits else 1
    if photo.file.format in ("JPEG", "WEBP", "GIF"):
        return 8
    raise NoValueError(
        f"the bit depth can't be read from {photo.file.format or 'an image without a file'}"
    )


@built_in(version=1, in_all=False)
def jpeg_tables(photo: DecodedPhoto) -> str:
    """Eight letters and digits that stand for JPEG's quantisation tables.

    They are the beginning of the SHA-256 of the tables' numbers, in the order of the components,
    each as two bytes.  Files of one program at one quality have the same.
    """
    return _tables_digest(_jpeg(photo.file))


@built_in(version=1, in_all=False)
def jpeg_quality(photo: DecodedPhoto) -> int:
    """JPEG's quality, 1 to 100, on the scale of the IJG's program.

    The quality whose standard table differs least from the first component's table (sum of absolute
    differences).  Of several such qualities, it is the highest.
    """
    table = _jpeg(photo.file)[0]
    differences = np.abs(_standard_tables() - np.array(table)).sum(axis=1, dtype=np.int64)
    return int(np.flatnonzero(differences == differences.min())[-1]) + 1


@built_in(version=1, in_all=False)
def subsampling(photo: DecodedPhoto) -> str:
    """JPEG's sampling of colour: '4:4:4' is full, '4:2:0' a quarter, or 'grey' of one component."""
    _jpeg(photo.file)
    components = photo.file.components
    if len(components) < 3:
        return "grey"
    across, down = components[0][1:3]
    if any(component[1:3] != (1, 1) for component in components[1:3]):
        return "other"
    return _SAMPLINGS.get((across, down), "other")


@built_in(version=1, in_all=False)
def progressive(photo: DecodedPhoto) -> int:
    """1 for a progressive JPEG, 0 for another."""
    _jpeg(photo.file)
    return int(bool(photo.file.info.get("progressive")))


@built_in(version=1, in_all=False)
def scan(photo: DecodedPhoto) -> str:
    """Device, program, format, JPEG's tables and profile in one text, to compare scans by."""
    file = photo.file
    parts = [_text(file, tag)[:_LONGEST] for tag in (_MODEL, _SOFTWARE)]
    parts.append(file.format)
    if file.format == "JPEG":
        parts.append(_tables_digest(_jpeg(file)))
    try:
        parts.append(profile_name(file)[:_LONGEST])
    except NoValueError:
        parts.append("no profile")
    return "; ".join(part for part in parts if part)


def _text(file: PhotoFile, tag: int) -> str:
    """A text of the EXIF, without what can't be seen, or '' if there is none."""
    found = file.exif.get(tag, "")
    if not isinstance(found, str):
        return ""
    return str(visible(" ".join(found.replace("\0", " ").split()))[:100])


def _jpeg(file: PhotoFile) -> list[tuple[int, ...]]:
    """JPEG's quantisation tables in the order of the components."""
    if file.format not in ("JPEG", "MPO") or not file.quantization:
        raise NoValueError("the file isn't a JPEG")
    numbers = [component[3] for component in file.components] or sorted(file.quantization)
    return [tuple(file.quantization[number]) for number in numbers if number in file.quantization]


def _tables_digest(tables: list[tuple[int, ...]]) -> str:
    data = b"".join(struct.pack(">64H", *table) for table in tables)
    return hashlib.sha256(data).hexdigest()[:8]


@lru_cache(maxsize=1)
def _standard_tables() -> npt.NDArray[np.int64]:
    """The IJG's luminance tables of the qualities 1 to 100: an array of shape (100, 64)."""
    scales = [5000 // quality if quality < 50 else 200 - 2 * quality for quality in range(1, 101)]
    tables = (np.array(_STANDARD) * np.array(scales)[:, np.newaxis] + 50) // 100
    clipped: npt.NDArray[np.int64] = tables.clip(1, 255)
    return clipped


# The table for luminance of the JPEG standard (ITU-T T.81, annex K), row by row
_STANDARD = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
