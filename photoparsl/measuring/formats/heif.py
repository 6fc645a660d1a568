"""HEIF with HEVC, which phones write as HEIC.  This needs the extra `heic`.

The library libheif turns the image as the file says, and gives 8 bits of deeper ones.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from photoparsl.measuring.formats.avif import brands, check_coded_items
from photoparsl.measuring.formats.format import Format, kind_not_read

_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_CODED_IMAGE = b"hvc1"  # the type of an item that holds pixels
HOW_TO_READ = "pip install 'photoparsl[heic]' lets photoparsl read it"


def is_heif(body: bytes) -> bool:
    """Whether a file begins like HEIF, which isn't AVIF."""
    return not brands(body).isdisjoint(_BRANDS)


def readable() -> tuple[Format, ...]:
    """The format; empty without the extra."""
    return (HEIF,) if find_spec("pi_heif") else ()


def _check(body: bytes) -> None:
    """Check a file, and have Pillow open such files."""
    _register_opener()
    check_coded_items(body, _CODED_IMAGE)


@cache
def _register_opener() -> None:
    import pi_heif  # noqa: PLC0415  an extra, and large: few archives have such files

    pi_heif.register_heif_opener(
        thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
    )


HEIF = Format(
    name="HEIF",
    pillow_name="HEIF",
    suffixes=(".heic", ".heif", ".hif"),
    begins=is_heif,
    check=_check,
    decoder_bytes=lambda image: 9,
    why_unidentified=kind_not_read("HEIF"),
)
