"""The tables of image formats: those that photoparsl reads, and those that it only names.

A format that is read has its endings in `files/image_endings.py`, and isn't in `_UNREAD`.
"""

from __future__ import annotations

import re
from importlib import import_module

from photoparsl.files import DECODERS, READABLE_FORMATS
from photoparsl.measuring.formats.avif import brands
from photoparsl.measuring.formats.format import Format
from photoparsl.measuring.formats.heif import is_heif
from photoparsl.measuring.formats.jxl import is_jxl
from photoparsl.measuring.formats.raw_preview import is_raw
from photoparsl.measuring.formats.tiff import HOW_TO_READ_RAW


def _format_of(module: str) -> Format:
    """The format that a module declares under its own name in capitals, as Pillow knows it."""
    found: Format = getattr(import_module(f"{__package__}.{module}"), module.upper())
    found.register()
    return found


FORMATS = tuple(map(_format_of, READABLE_FORMATS))

# Formats that aren't read: the first bytes, their position in the file, and the format's name
_UNREAD = (
    (b"MM\0+", 0, "a BigTIFF in big-endian order"),
    (b"\0\0\1\0", 0, "an icon (ICO)"),
    (b"\0\0\2\0\0\0\0\0", 0, "Targa"),
    (b"\0\0\2\0", 0, "a cursor (CUR)"),
    (b"icns", 0, "an icon (ICNS)"),
    (b"II\xbc", 0, "JPEG XR"),
    (b"8BPS", 0, "Photoshop"),
    (b"gimp xcf", 0, "GIMP"),
    (b"%!PS", 0, "PostScript"),
    (b"\xc5\xd0\xd3\xc6", 0, "PostScript"),
    (b"%PDF", 0, "PDF"),
    (b"AT&TFORM", 0, "DjVu"),
    (b"DICM", 128, "DICOM"),
    (b"SIMPLE  =", 0, "FITS"),
    (b"v/1\1", 0, "OpenEXR"),
    (b"#?RADIANCE", 0, "Radiance HDR"),
    (b"#?RGBE", 0, "Radiance HDR"),
    (b"DDS ", 0, "DirectDraw"),
    (b"qoif", 0, "QOI"),
    (b"\x97JB2\r\n", 0, "JBIG2"),
    (b"\x8aMNG", 0, "MNG"),
    (b"\x8bJNG", 0, "JNG"),
    (b"BPG\xfb", 0, "BPG"),
    (b"FLIF", 0, "FLIF"),
    (b"\x0a\x05\x01", 0, "PCX"),
    (b"\x01\xda", 0, "SGI"),
    (b"\x59\xa6\x6a\x95", 0, "a Sun raster"),
    (b"\xd7\xcd\xc6\x9a", 0, "WMF"),
    (b" EMF", 40, "EMF"),
    (b"/* XPM */", 0, "XPM"),
    (b"PF\n", 0, "a portable float map (PFM)"),
    (b"PF4\n", 0, "a portable float map (PFM)"),
    (b"\xabKTX 11\xbb\r\n\x1a\n", 0, "a texture (KTX)"),
    (b"\xabKTX 20\xbb\r\n\x1a\n", 0, "a texture (KTX)"),
    (b"PVR\3", 0, "a texture (PVR)"),
    (b"\x13\xab\xa1\x5c", 0, "a texture (ASTC)"),
    (b"FUJIFILMCCD-RAW", 0, "a camera's raw file (RAF)"),
    (b"IIRO", 0, "a camera's raw file (ORF)"),
    (b"IIRS", 0, "a camera's raw file (ORF)"),
    (b"MMOR", 0, "a camera's raw file (ORF)"),
    (b"IIU\0", 0, "a camera's raw file (RW2)"),
    (b"FOVb", 0, "a camera's raw file (X3F)"),
    (b"\0MRM", 0, "a camera's raw file (MRW)"),
    (b"HEAPCCDR", 6, "a camera's raw file (CRW)"),
    (b"ARRI", 0, "a camera's raw file (ARI)"),
)

# For Image.open, which otherwise tries formats for which Pillow starts other programs.
PILLOW_NAMES = tuple(format_.pillow_name for format_ in FORMATS)


def recognised_format(body: bytes) -> Format | None:
    """The format of a file, by its first bytes, or None if it isn't one of FORMATS."""
    return next((format_ for format_ in FORMATS if format_.begins(body)), None)


def unread_format(body: bytes) -> str:
    """The name of the unread format whose first bytes the file has, or empty if none has them."""
    for start, at, name in _UNREAD:
        if body.startswith(start, at):
            return name
    named = brands(body)
    if body[8:12] == b"crx " and named:
        return "a camera's raw file (CR3)"
    if is_heif(body):
        return "HEIC or HEIF"
    if is_jxl(body):
        return "JPEG XL"
    return "SVG" if _is_svg(body[:4096]) else ""


def how_to_read(body: bytes) -> str:
    """What lets photoparsl read a file of an unread format, or empty if nothing does."""
    if is_raw(body):
        return HOW_TO_READ_RAW
    reads = {"heif": is_heif, "jxl": is_jxl}
    return next(
        (DECODERS[m].how_to_install for m, is_format in reads.items() if is_format(body)), ""
    )


def _is_svg(head: bytes) -> bool:
    """Whether the file is an SVG, which may begin with a declaration and comments."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and (
        re.search(rb"<(\w{1,20}:)?svg[\s>/]", text) is not None and b"<html" not in text
    )
