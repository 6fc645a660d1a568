"""JPEG XL.  This needs the extra `jxl`.

The extra's own plugin for Pillow decodes a file when it opens it.  So this module opens it, by the
header alone, and calls the extra's decoder once the limits have been checked.  The decoder turns
the image as the file says, and gives 8 bits of deeper colours, rounded down.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import brotli
from PIL import Image, ImageFile

from photoparsl.measuring.formats.boxes import outer_boxes
from photoparsl.measuring.formats.format import Format, damaged, unsupported
from photoparsl.measuring.formats.jpeg import JPEG
from photoparsl.measuring.formats.jxl_header import (
    CODESTREAM,
    CONTAINER,
    JxlHeader,
    read_header,
)
from photoparsl.measuring.upright import turned

_NAME = "JPEG XL"
_MOST_METADATA = 16_000_000  # bytes of EXIF or XMP, unpacked
_EXIF_START, _TIFF = b"Exif\0\0", (b"II*\0", b"MM\0*")


class JxlFile(ImageFile.ImageFile):
    """A JPEG XL that is opened by its header.  `load_jxl` decodes its pixels."""

    format = _NAME
    format_description = _NAME

    def _open(self) -> None:
        body = self.fp.read() if self.fp else b""
        self.header = read_header(body)
        self._size = self.header.size
        self._mode = _mode_of(self.header)
        for name, content in _metadata(body):
            self.info[name] = content
        self.tile = []


def is_jxl(body: bytes) -> bool:
    """Whether a file begins like JPEG XL."""
    return body.startswith((CODESTREAM, CONTAINER))


def _mode_of(header: JxlHeader) -> str:
    if header.is_grey and header.bits > 8:
        return "I;16"
    colours = "L" if header.is_grey else "RGB"
    if not header.has_alpha:
        return colours
    alpha = "a" if header.is_multiplied else "A"
    return colours + alpha


def _check(body: bytes) -> None:
    if problem := read_header(body).problem:
        raise unsupported(f"JPEG XL: {problem}")


def load_jxl(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode the pixels.  Raises NotMeasurableError if they aren't those of the header."""
    header = read_header(body)
    is_jpeg, data, profile = _decoded(body)
    if is_jpeg:
        decoded = _decoded_jpeg(data, header)
        image.info |= {key: decoded.info[key] for key in ("icc_profile",) if key in decoded.info}
    else:
        if profile and not header.is_srgb:
            image.info["icc_profile"] = profile
        width, height = image.size
        if len(data) != width * height * _bytes_of(image.mode):
            raise damaged("it has other pixels than its header says")
        decoded = Image.frombytes(image.mode, image.size, data)
    image.im = decoded.im


def _decoded(body: bytes) -> tuple[bool, bytes, bytes]:
    """Whether the file holds a JPEG, then that JPEG or the pixels, and the colour profile."""
    from pillow_jxl import Decoder  # noqa: PLC0415  few archives have such files

    try:
        is_jpeg, _, data, profile = Decoder(num_threads=0)(body)[:4]
    except BaseException as error:
        # The decoder's own error, in Rust, for what it doesn't expect is no Exception.
        if not isinstance(error, RuntimeError) and type(error).__name__ != "PanicException":
            raise
        raise damaged("its codes end too early, or contradict each other") from error
    return is_jpeg, bytes(data), bytes(profile)


def _decoded_jpeg(data: bytes, header: JxlHeader) -> Image.Image:
    """The image of the JPEG that the file was made from and still holds without loss."""
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as jpeg:
        if jpeg.size != (header.width, header.height):
            raise damaged("it has other pixels than its header says")
        JPEG.load(jpeg, data)
        upright = turned(jpeg, header.orientation)
        upright.info = jpeg.info
        return upright


def _bytes_of(mode: str) -> int:
    return 2 if mode == "I;16" else len(mode)


def _metadata(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield EXIF and XMP under Pillow's names.  A codestream without boxes has none."""
    if not body.startswith(CONTAINER):
        return
    for box, start, end in outer_boxes(body):
        name, content = box, body[start : min(end, start + _MOST_METADATA)]
        if box == b"brob":  # packed, after its name
            name, content = content[:4], _unpacked(content[4:])
        if name == b"Exif" and len(content) > 4:
            # Before it is a number, by how much later it begins. Some programs leave that out.
            before = 4 + int.from_bytes(content[:4], "big")
            yield "exif", _EXIF_START + content[0 if content.startswith(_TIFF) else before :]
        elif name == b"xml " and content:
            yield "xmp", content


def _unpacked(content: bytes) -> bytes:
    """What Brotli has packed, or empty if it is damaged or too long."""
    try:
        plain: bytes = brotli.Decompressor().process(
            content, output_buffer_limit=_MOST_METADATA + 1
        )
    except brotli.error:
        return b""
    return plain if len(plain) <= _MOST_METADATA else b""


def _decoder_bytes(image: ImageFile.ImageFile) -> float:
    extra = image.header.extra if isinstance(image, JxlFile) else 0
    return 16 + 8.0 * extra  # measured: 6 in all for colours


JXL = Format(
    name=_NAME,
    pillow_name=_NAME,
    begins=is_jxl,
    check=_check,
    load=load_jxl,
    decoder_bytes=_decoder_bytes,
    register=lambda: Image.register_open(_NAME, JxlFile, is_jxl),
)
