"""The image formats by the endings of their files' names: those that are read, and others.

To add a format, add its endings to `FORMATS`, and its module to `photoparsl/measuring/formats/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class NeededPackage:
    """A package that photoparsl needs to read a format, and works without.

    name: as pip names it
    module: the module of the package
    """

    name: str
    module: str

    @property
    def how_to_install(self) -> str:
        """Return the end of a sentence: what lets photoparsl read the format."""
        return f"'python3 -m pip install {self.name}' lets photoparsl read it"


FORMATS: Mapping[str, tuple[str, ...]] = {  # endings by modules of `photoparsl/measuring/formats/`
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi", ".pjpeg", ".pjp"),
    "png": (".png",),
    "tiff": (".tif", ".tiff"),
    "gif": (".gif",),
    "webp": (".webp",),
    "bmp": (".bmp",),
    "jpeg2000": (".jp2", ".jpx", ".jpf", ".j2k", ".j2c", ".jpc"),
    "ppm": (".ppm", ".pgm", ".pbm", ".pnm"),
    "avif": (".avif",),
    "heif": (".heic", ".heif", ".hif"),
    "jxl": (".jxl",),
}
DECODERS = {  # of the formats that need one
    "heif": NeededPackage("pi-heif", "pi_heif"),
    "jxl": NeededPackage("pillow-jxl-plugin", "pillow_jxl"),
}
IMAGE_ENDINGS = tuple(ending for endings in FORMATS.values() for ending in endings)
RAW_ENDINGS = (".nef", ".cr2", ".arw", ".dng", ".pef", ".srw", ".orf", ".rw2")  # with previews
UNREAD_ENDINGS = (".djv", ".djvu", ".pdf", ".ptif", ".svg")  # of pictures that aren't read
UNREAD_PHOTOS = {  # what files in a folder are that are passed over by their endings
    **dict.fromkeys(FORMATS["heif"], f"HEIC: {DECODERS['heif'].how_to_install}"),
    **dict.fromkeys(FORMATS["jxl"], f"JPEG XL: {DECODERS['jxl'].how_to_install}"),
    **dict.fromkeys((".psd", ".psb"), "Photoshop"),
    **dict.fromkeys((".cr3", ".crw", ".raf"), "raw"),
    ".djvu": "DjVu",
}


def _is_readable(module: str) -> bool:
    return module not in DECODERS or find_spec(DECODERS[module].module) is not None


READABLE_FORMATS = tuple(
    module for module in FORMATS if _is_readable(module)
)  # with what is installed
READABLE_ENDINGS = tuple(ending for module in READABLE_FORMATS for ending in FORMATS[module])


def endings_pattern(*endings: str) -> str:
    """Return a regular expression for names' endings, in lower case.

    >>> endings_pattern(".tif", ".tiff")
    '\\\\.(?:tiff|tif)'
    """
    longest_first = sorted(endings, key=lambda ending: (-len(ending), ending))
    return rf"\.(?:{'|'.join(ending[1:] for ending in longest_first)})"
