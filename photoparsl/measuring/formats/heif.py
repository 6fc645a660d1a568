"""HEIF with HEVC, which phones write as HEIC.  This needs the extra `heic`.

The library libheif turns the image as the file says, and gives 8 bits of deeper ones.
"""

from __future__ import annotations

from typing import IO

from PIL import Image, ImageFile

from photoparsl.measuring.formats.avif import brands, check_coded_items
from photoparsl.measuring.formats.format import Format, kind_not_read

_NAME = "HEIF"
_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_CODED_IMAGE = b"hvc1"  # the type of an item that holds pixels


def is_heif(body: bytes) -> bool:
    """Whether a file begins like HEIF, which isn't AVIF."""
    return not brands(body).isdisjoint(_BRANDS)


def _register() -> None:
    """Let Pillow import the extra for the first such file."""
    Image.register_open(_NAME, _open, _begins_file)


def _begins_file(prefix: bytes) -> bool:
    return prefix[4:8] == b"ftyp" and prefix[8:12] in _BRANDS


def _open(file: IO[bytes], name: str | bytes) -> ImageFile.ImageFile:
    """Open an image, as Pillow does, with the extra, which takes this function's place."""
    import pi_heif  # noqa: PLC0415  large, and few archives have such files

    pi_heif.register_heif_opener(
        thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
    )
    open_heif, _ = Image.OPEN[_NAME]
    return open_heif(file, name)


HEIF = Format(
    name="HEIF",
    pillow_name=_NAME,
    begins=is_heif,
    check=lambda body: check_coded_items(body, _CODED_IMAGE),
    decoder_bytes=lambda image: 9,
    why_unidentified=kind_not_read("HEIF"),
    register=_register,
)
