"""What a file is, by its first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_READ = (
    (b"\xff\xd8\xff", 0, "JPEG"),
    (b"\x89PNG\r\n\x1a\n", 0, "PNG"),
    (b"II*\0", 0, "TIFF"),
    (b"MM\0*", 0, "TIFF"),
    (b"MM*\0", 0, "TIFF"),
    (b"II+\0", 0, "TIFF"),
    (b"GIF87a", 0, "GIF"),
    (b"GIF89a", 0, "GIF"),
    (b"\xff\x4f\xff\x51", 0, "JPEG2000"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", 0, "JPEG2000"),
    (b"Pf\n", 0, "PPM"),
)
_UNREAD = (
    (b"MM\0+", 0, "a BigTIFF in big-endian order"),
    (b"\0\0\1\0", 0, "an icon (ICO)"),
    (b"\0\0\2\0\0\0\0\0", 0, "Targa"),
    (b"\0\0\2\0", 0, "a cursor (CUR)"),
    (b"icns", 0, "an icon (ICNS)"),
    (b"\xff\x0a", 0, "JPEG XL"),
    (b"JXL ", 4, "JPEG XL"),
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
_BMP = re.compile(rb"BM.{4}(\0{4}|.{8}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0)", re.DOTALL)
_PNM = re.compile(rb"P[1-7]\s+(#|\d|[A-Z]+ )")
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_STARTS = (("BMP", _BMP), ("PPM", _PNM), ("WEBP", _WEBP))
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, and whether it is read."""

    name: str
    is_read: bool


def kind_of(body: bytes) -> Kind | None:
    """The kind of image that `body` begins as; None: it is none."""
    for names, are_read in ((_READ, True), (_UNREAD, False)):
        for start, at, name in names:
            if body.startswith(start, at):
                return Kind(name, are_read)
    if body[4:8] == b"ftyp":
        return _kind_of_boxes(body)
    if _is_svg(body[:4096]):
        return Kind("SVG", is_read=False)
    return next((Kind(name, is_read=True) for name, start in _STARTS if start.match(body)), None)


def _is_svg(head: bytes) -> bool:
    """Whether it is an SVG, which may begin with a declaration and with comments."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and (
        re.search(rb"<(\w{1,20}:)?svg[\s>/]", text) is not None and b"<html" not in text
    )


def _kind_of_boxes(body: bytes) -> Kind | None:
    """AVIF and HEIF name their kinds in a box `ftyp`, as videos do."""
    brands = body[8 : min(256, int.from_bytes(body[:4], "big"))]
    named = {brands[at : at + 4] for at in range(0, len(brands), 4) if at != 4}
    if named & _AVIF:
        return Kind("AVIF", is_read=True)
    if brands[:4] == b"crx ":
        return Kind("a camera's raw file (CR3)", is_read=False)
    if named & _HEIF:
        return Kind("HEIC or HEIF", is_read=False)
    return None
