"""TIFF: accept only layouts that Pillow decodes rightly, and files that aren't cut.

Pillow reads many more layouts, but decodes some of them wrongly without an error.
"""

from __future__ import annotations

from PIL import ImageFile

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.formats.format import (
    Format,
    damaged,
    kind_not_read,
    unsupported,
)
from photoparsl.measuring.formats.palettes import check_indices
from photoparsl.measuring.formats.sixteen_bits import has_16_bit_samples, load_16_bits
from photoparsl.measuring.formats.tiff_page import (
    BITS,
    BLACK_IS_ZERO,
    CMYK,
    COLOUR_MAP,
    COMPRESSION,
    DEFLATE,
    DNG,
    EXTRA_SAMPLES,
    FAX,
    FILL_ORDER,
    INK_SET,
    JPEG,
    LZW,
    NOT_COMPRESSED,
    PACKBITS,
    PALETTE,
    PHOTOMETRIC,
    RGB,
    SAMPLE_FORMAT,
    SAMPLES,
    SUBFILE,
    SUBSAMPLING,
    TILE_LENGTH,
    TILE_WIDTH,
    YCBCR,
    TiffPage,
    read_pages,
    read_sub_pages,
)  # fmt: skip
from photoparsl.measuring.formats.tiff_parts import check_parts
from photoparsl.measuring.formats.tiff_strips import prepare_strips
from photoparsl.reasons import Reason

_STARTS = (b"II*\0", b"MM\0*", b"MM*\0", b"II+\0")
_READ = (*NOT_COMPRESSED, *FAX, *LZW, *JPEG, *DEFLATE, *PACKBITS)
_SENSOR = (32803, 34892)  # photometric interpretations of cameras' raw levels
HOW_TO_READ_RAW = "luminance:preview and such measure the preview in it"
_REDUCED, _MASK = 1, 4  # bits of SUBFILE


def _check(body: bytes) -> None:
    """Check that the file isn't cut, and that Pillow decodes its layout rightly."""
    pages = list(read_pages(body))
    page = pages[0]
    subs = read_sub_pages(body, page)
    if _is_raw(body, page, [*pages[1:], *subs]):
        raise unsupported(f"a camera's raw file: {HOW_TO_READ_RAW}")
    if not (page.size[0] and page.size[1] and page.parts):
        raise damaged("its directory isn't complete")
    _check_first_page(page, pages[1:], subs)
    problem = _layout_problem(page)
    if problem:
        raise unsupported(problem)
    colours = len(page.numbers(COLOUR_MAP))
    if page.number(PHOTOMETRIC) == PALETTE and (not colours or colours % 3):
        raise damaged(f"a palette of {colours} numbers")
    check_parts(page, len(body))


def _check_first_page(page: TiffPage, others: list[TiffPage], subs: list[TiffPage]) -> None:
    """Refuse thumbnails: a first page that is a small copy of the photo.

    others: the pages after the first
    subs: the pages within the first
    """
    larger = any(_is_larger_copy(page, other) for other in others[:1])
    if page.number(SUBFILE) & _REDUCED or larger or any(s.size > page.size for s in subs):
        raise unsupported("its first page is a small copy of another")


def is_camera_raw(body: bytes) -> bool:
    """Whether a TIFF is a camera's raw file.  Raises NotMeasurableError where it is cut."""
    page, *others = read_pages(body)
    return _is_raw(body, page, [*others, *read_sub_pages(body, page)])


def _is_raw(body: bytes, page: TiffPage, others: list[TiffPage]) -> bool:
    """Whether the first page, another or the file's start is marked as a raw file's."""
    marked = body[8:10] == b"CR" or body[8:12] in (b"IIII", b"MMMM") or DNG in page.tags
    return marked or any(p.number(PHOTOMETRIC) in _SENSOR for p in (page, *others))


def _is_larger_copy(page: TiffPage, other: TiffPage) -> bool:
    """Whether the other page has the same shape and at least twice the width and height."""
    if other.number(SUBFILE) & (_REDUCED | _MASK):
        return False
    (width, height), (wide, high) = page.size, other.size
    return wide >= 2 * width and high >= 2 * height and abs(wide * height - high * width) <= wide


def _layout_problem(page: TiffPage) -> str:
    """Why Pillow would decode the page's layout wrongly, or empty if it decodes it rightly."""
    compression, photometric = page.number(COMPRESSION, 1), page.number(PHOTOMETRIC)
    bits, extra = page.bits, page.numbers(EXTRA_SAMPLES)
    colours = {RGB: 3, YCBCR: 3, CMYK: 4}.get(photometric, 1)
    problems = {
        f"its compression is of number {compression}": compression not in _READ,
        "its levels are stored as differences that aren't read": not page.is_predictor_read,
        "nothing says which level is white": PHOTOMETRIC not in page.tags
        and compression not in FAX,
        "its bits are in reverse order": page.number(FILL_ORDER, 1) == 2
        and max(bits) > (8 if compression in NOT_COMPRESSED else 1),
        "its fax codes are in tiles": compression in FAX and page.is_tiled,
        "its planes are separate": page.planes > 1 and not _are_read_separately(page),
        "nothing says what its fourth sample is": photometric == RGB
        and page.number(SAMPLES, 1) > colours
        and (not extra or max(extra) > 2),
        "16-bit colours are multiplied by their alpha": max(bits) > 8 and 1 in extra,
        "its inks aren't those of CMYK": photometric == CMYK and page.number(INK_SET, 1) != 1,
        "its colours are subsampled": photometric == YCBCR
        and compression in NOT_COMPRESSED
        and page.numbers(SUBSAMPLING, 2, 2) != (1, 1),
        "its YCbCr isn't that of JPEG": photometric == YCBCR
        and compression in (*NOT_COMPRESSED, *JPEG)
        and not page.has_jpeg_colours,
        "its colours are compressed by JPEG": compression in JPEG
        and (
            photometric not in (BLACK_IS_ZERO, RGB, CMYK, YCBCR)
            or len(extra) > 0
            or page.planes > 1
        ),
        "signed levels of 8 bits": 2 in page.numbers(SAMPLE_FORMAT) and max(bits) <= 8,
    }
    return next((problem for problem, is_so in problems.items() if is_so), "")


def _are_read_separately(page: TiffPage) -> bool:
    """Whether Pillow combines the page's separate planes rightly."""
    samples = page.number(SAMPLES, 1)
    allowed = {RGB: (3, 4), CMYK: (4,)}.get(page.number(PHOTOMETRIC), ())
    return samples in allowed and set(page.bits) == {8}


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    prepare_strips(image, body)
    if has_16_bit_samples(image):
        load_16_bits(image, body)
    else:
        image.load()
    if image.mode in ("P", "PA"):
        check_indices(image, len(getattr(image, "tag_v2", {})[COLOUR_MAP]) // 3)
    if image.mode == "I":
        least = image.getextrema()[0]
        if isinstance(least, int) and least < 0:
            raise NotMeasurableError(Reason.UNKNOWN_RANGE, f"levels from {least} on")


def _mode(image: ImageFile.ImageFile) -> str:
    tags = getattr(image, "tag_v2", {})
    if tags.get(PHOTOMETRIC) == YCBCR and image.mode == "RGB":
        return "YCbCr"
    if image.mode == "I" and tags.get(BITS, (32,))[0] == 16:
        return "I;16"
    return image.mode


def _decoded_pixels(image: ImageFile.ImageFile) -> int:
    """The number of pixels that are decoded: the image's, or a tile's if that is larger."""
    tags = getattr(image, "tag_v2", {})
    of_tile = int(tags.get(TILE_WIDTH, 0)) * int(tags.get(TILE_LENGTH, 0))
    return max(image.width * image.height, of_tile)


TIFF = Format(
    name="TIFF",
    pillow_name="TIFF",
    media_type="image/tiff",
    begins=lambda body: body.startswith(_STARTS),
    check=_check,
    load=_load,
    mode=_mode,
    decoded_pixels=_decoded_pixels,
    decoder_bytes=lambda image: 4,
    why_unidentified=kind_not_read("TIFF"),
)
