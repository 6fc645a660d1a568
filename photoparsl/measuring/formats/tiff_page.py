"""Read a TIFF's pages: their tags, and the positions of strips or tiles (TIFF 6.0, BigTIFF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from photoparsl.measuring.formats.format import damaged, truncated

# Tags
SUBFILE, WIDTH, LENGTH, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
FILL_ORDER, STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_COUNTS = 266, 273, 277, 278, 279
PLANAR, T4_OPTIONS, COLOUR_MAP, TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS = 284, 292, 320, 322, 323, 324
TILE_COUNTS, SUB_PAGES, INK_SET, EXTRA_SAMPLES, SAMPLE_FORMAT = 325, 330, 332, 338, 339
PREDICTOR, JPEG_TABLES, SUBSAMPLING, DNG = 317, 347, 530, 50706
COEFFICIENTS, REFERENCE = 529, 532  # of YCbCr, and its black and white

# Compressions
NOT_COMPRESSED, FAX, LZW, JPEG = (1,), (2, 3, 4), (5,), (7,)
DEFLATE, PACKBITS = (8, 32946), (32773,)

# Photometric interpretations
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR = 0, 1, 2, 3, 5, 6

_NO_PREDICTOR, _DIFFERENCES, _FLOAT_DIFFERENCES = 1, 2, 3
_PREDICTED_BITS = {_DIFFERENCES: {8, 16, 32, 64}, _FLOAT_DIFFERENCES: {16, 24, 32, 64}}
_FLOAT = 3  # a SAMPLE_FORMAT

_FRACTION = 5  # a type: two numbers of 32 bits
_JPEG_COEFFICIENTS = (0.299, 0.587, 0.114)  # those of TIFF without the tag, too
_JPEG_REFERENCE = (0, 255, 128, 255, 128, 255)

_SEPARATE = 2  # planes
_MOST_PAGES = 100  # that are read
_MOST_NUMBERS = 1_000_000  # in a tag: of strips or tiles
_LETTERS = {1: "B", 3: "H", 4: "I", 7: "B", 13: "I", 16: "Q", 18: "Q"}  # of types, for struct


@dataclass(frozen=True, slots=True)
class TiffPage:
    """An image within a TIFF.

    start: the position of its directory in the file
    tags: the whole numbers of each tag in use.  Fractions are given as numerators and denominators
        by turns
    next: the position of the next page's directory in the file (0: there is none)
    """

    start: int
    tags: dict[int, tuple[int, ...]]
    next: int

    def numbers(self, tag: int, *default: int) -> tuple[int, ...]:
        """A tag's numbers, or the default if it has none."""
        return self.tags.get(tag) or default

    def number(self, tag: int, default: int = 0) -> int:
        """A tag's first number, or the default if it has none."""
        return self.numbers(tag, default)[0]

    @property
    def bits(self) -> tuple[int, ...]:
        """The number of bits of each sample of a pixel."""
        bits, samples = self.numbers(BITS, 1), self.number(SAMPLES, 1)
        return bits * samples if len(bits) == 1 else bits[:samples]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.number(WIDTH), self.number(LENGTH)

    @property
    def planes(self) -> int:
        """The number of planes: that of samples if they are stored separately, else 1."""
        return self.number(SAMPLES, 1) if self.number(PLANAR) == _SEPARATE else 1

    @property
    def is_tiled(self) -> bool:
        """Whether the page has tiles instead of strips."""
        return TILE_WIDTH in self.tags

    @property
    def part_size(self) -> tuple[int, int]:
        """Width and height in pixels of a tile, or of a strip."""
        width, height = self.size
        if self.is_tiled:
            return self.number(TILE_WIDTH), self.number(TILE_LENGTH)
        return width, min(height, self.number(ROWS_PER_STRIP, height))

    @property
    def is_predictor_read(self) -> bool:
        """Whether libtiff undoes the page's predictor.  It ignores some, and refuses others."""
        predictor, bits = self.number(PREDICTOR, _NO_PREDICTOR), set(self.bits)
        if predictor == _NO_PREDICTOR:
            return True
        is_float = set(self.numbers(SAMPLE_FORMAT, 1)) == {_FLOAT}
        return (
            self.number(COMPRESSION, 1) in (*LZW, *DEFLATE)
            and self.number(PHOTOMETRIC) != YCBCR
            and len(bits) == 1
            and bits <= _PREDICTED_BITS.get(predictor, set())
            and (is_float or predictor != _FLOAT_DIFFERENCES)
        )

    @property
    def has_jpeg_colours(self) -> bool:
        """Whether the page's YCbCr is that of JPEG, as Pillow and libjpeg assume."""
        return self._is_about(COEFFICIENTS, _JPEG_COEFFICIENTS) and self._is_about(
            REFERENCE, _JPEG_REFERENCE
        )

    def _is_about(self, tag: int, expected: Sequence[float]) -> bool:
        """Whether a tag's fractions are missing, or the expected ones to a thousandth of these."""
        numbers = self.tags.get(tag, ())
        fractions = list(zip(numbers[::2], numbers[1::2], strict=False))
        return not fractions or (
            len(fractions) == len(expected)
            and all(
                bottom and abs(top / bottom - wanted) <= 0.001 * max(wanted, 1)
                for (top, bottom), wanted in zip(fractions, expected, strict=True)
            )
        )

    @property
    def parts(self) -> list[tuple[int, int]]:
        """Where each strip or tile starts in the file, and its bytes (0: the tag is missing)."""
        offsets = self.numbers(TILE_OFFSETS) or self.numbers(STRIP_OFFSETS)
        counts = self.numbers(TILE_COUNTS) or self.numbers(STRIP_COUNTS)
        missing = (0,) * (len(offsets) - len(counts))
        return list(zip(offsets, counts + missing, strict=False))


def first_page(body: bytes) -> TiffPage:
    """The page that a TIFF is measured by."""
    return next(read_pages(body))


def read_pages(body: bytes) -> Iterator[TiffPage]:
    """The pages.  The first has all tags that are used here, the others only those of their size.

    Raises NotMeasurableError where the first one's directory goes beyond the end.
    """
    order, big = _kind(body)
    (at,) = struct.unpack_from(order + ("Q" if big else "I"), body, 8 if big else 4)
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MOST_PAGES:
        seen.add(at)
        try:
            page = _read_page(body, at, _SIZE_TAGS if len(seen) > 1 else _USED_TAGS)
        except struct.error as error:
            if len(seen) == 1:
                raise truncated("its directory goes beyond its end") from error
            return
        yield page
        at = page.next


def read_sub_pages(body: bytes, page: TiffPage) -> list[TiffPage]:
    """The sub-pages of a page, with only the tags of their size."""
    offsets = page.numbers(SUB_PAGES)[:_MOST_PAGES]
    return [_read_page(body, at, _SIZE_TAGS) for at in offsets if at]


def _kind(body: bytes) -> tuple[str, bool]:
    """The byte order, in the notation of struct, and whether the file is a BigTIFF."""
    return ("<" if body[:2] == b"II" else ">"), body[2:4] in (b"+\0", b"\0+")


def _read_page(body: bytes, at: int, wanted: frozenset[int]) -> TiffPage:
    order, big = _kind(body)
    (count,) = struct.unpack_from(order + ("Q" if big else "H"), body, directory := at)
    at += 8 if big else 2
    tags: dict[int, tuple[int, ...]] = {}
    for start in range(at, at + min(count, 4096) * (20 if big else 12), 20 if big else 12):
        tag, kind, length = struct.unpack_from(order + ("HHQ" if big else "HHI"), body, start)
        letter = _LETTERS.get(kind, "")
        if kind == _FRACTION:
            letter, length = "I", 2 * length
        if not letter or tag not in wanted:
            continue
        if length > _MOST_NUMBERS:
            raise damaged(f"{length:,} numbers in its tag {tag}")
        offset, room = start + (12 if big else 8), 8 if big else 4
        if length * struct.calcsize("<" + letter) > room:
            (offset,) = struct.unpack_from(order + ("Q" if big else "I"), body, offset)
        tags[tag] = struct.unpack_from(f"{order}{length}{letter}", body, offset)
    (following,) = struct.unpack_from(
        order + ("Q" if big else "I"), body, at + count * (20 if big else 12)
    )
    return TiffPage(directory, tags, following)


_SIZE_TAGS = frozenset({SUBFILE, WIDTH, LENGTH, PHOTOMETRIC})
_USED_TAGS = _SIZE_TAGS | {
    BITS, COMPRESSION, FILL_ORDER, STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_COUNTS, PLANAR,
    T4_OPTIONS, COLOUR_MAP, TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS, TILE_COUNTS, SUB_PAGES, INK_SET,
    EXTRA_SAMPLES, SAMPLE_FORMAT, PREDICTOR, JPEG_TABLES, SUBSAMPLING, DNG,
    COEFFICIENTS, REFERENCE,
}  # fmt: skip
