"""TIFF: which layouts Pillow reads rightly, and whether a file holds the bytes that it promises.

Pillow reads many more layouts than these, some of them without complaint and wrongly.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from photoparsl.errors import NotMeasurableError

# Tags
SUBFILE, WIDTH, LENGTH, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
FILL_ORDER, STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_COUNTS = 266, 273, 277, 278, 279
PLANAR, T4_OPTIONS, TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS = 284, 292, 322, 323, 324
TILE_COUNTS, SUB_PAGES, INK_SET, EXTRA_SAMPLES, SAMPLE_FORMAT = 325, 330, 332, 338, 339
JPEG_TABLES, SUBSAMPLING, DNG = 347, 530, 50706

NOT_COMPRESSED, FAX, JPEG, PACKBITS, DEFLATE = (1,), (2, 3, 4), (7,), (32773,), (8, 32946)
LZW = (5,)
_READ = (*NOT_COMPRESSED, *FAX, *LZW, *JPEG, *DEFLATE, *PACKBITS)
RGB, CMYK, YCBCR = 2, 5, 6
_SENSOR = (32803, 34892)
_REDUCED, _MASK = 1, 4
_SEPARATE = 2
_MOST_PAGES = 100  # that are looked at
_MOST_NUMBERS = 1_000_000  # in a tag: of strips or tiles
_SIZES = {1: "B", 3: "H", 4: "I", 7: "B", 13: "I", 16: "Q", 18: "Q"}  # of whole numbers


@dataclass(frozen=True, slots=True)
class Page:
    """An image within a TIFF: its tags that hold whole numbers, and where the next one is."""

    tags: dict[int, tuple[int, ...]]
    next: int

    def numbers(self, tag: int, *default: int) -> tuple[int, ...]:
        """A tag's numbers, or else the default."""
        return self.tags.get(tag) or default

    def number(self, tag: int, default: int = 0) -> int:
        """A tag's first number, or else the default."""
        return self.numbers(tag, default)[0]

    @property
    def bits(self) -> tuple[int, ...]:
        """The bits of each sample of a pixel."""
        given, samples = self.numbers(BITS, 1), self.number(SAMPLES, 1)
        return given * samples if len(given) == 1 else given[:samples]

    @property
    def size(self) -> tuple[int, int]:
        """Its width and its height."""
        return self.number(WIDTH), self.number(LENGTH)

    @property
    def planes(self) -> int:
        """Into how many planes its samples are separated."""
        return self.number(SAMPLES, 1) if self.number(PLANAR) == _SEPARATE else 1

    @property
    def part_size(self) -> tuple[int, int]:
        """The width and the height of a tile, or of a strip."""
        width, height = self.size
        if TILE_WIDTH in self.tags:
            return self.number(TILE_WIDTH), self.number(TILE_LENGTH)
        return width, min(height, self.number(ROWS_PER_STRIP, height))

    @property
    def parts(self) -> list[tuple[int, int]]:
        """Where each strip or tile starts, and of how many bytes it is; 0: it isn't said."""
        offsets = self.numbers(TILE_OFFSETS) or self.numbers(STRIP_OFFSETS)
        counts = self.numbers(TILE_COUNTS) or self.numbers(STRIP_COUNTS)
        missing = (0,) * (len(offsets) - len(counts))
        return list(zip(offsets, counts + missing, strict=False))


def first_page(body: bytes) -> Page:
    """The page that a TIFF is measured by."""
    return next(_pages(body))


def check(body: bytes) -> None:
    """Raise NotMeasurableError if the file was cut, or isn't read rightly."""
    pages = list(_pages(body))
    page = pages[0]
    if not (page.size[0] and page.size[1] and page.parts):
        raise NotMeasurableError("damaged-image", "its directory isn't complete")
    subs = [_page(body, at, _SIZE_TAGS) for at in page.numbers(SUB_PAGES)[:_MOST_PAGES] if at]
    _check_main(body, page, pages[1:], subs)
    problem = _not_read(page)
    if problem:
        raise NotMeasurableError("unsupported-image", problem)
    _check_parts(page, len(body))


def _check_main(body: bytes, page: Page, others: list[Page], subs: list[Page]) -> None:
    """Refuse what is measured by a small copy: raw files of cameras, and thumbnails first."""
    photometric = {p.number(PHOTOMETRIC) for p in chain([page], others, subs)}
    marked = body[8:10] == b"CR" or body[8:12] in (b"IIII", b"MMMM") or DNG in page.tags
    if marked or photometric & set(_SENSOR):
        raise NotMeasurableError("unsupported-image", "a camera's raw file")
    larger = any(_is_larger_copy(page, other) for other in others[:1])
    if page.number(SUBFILE) & _REDUCED or larger or any(s.size > page.size for s in subs):
        raise NotMeasurableError("unsupported-image", "its first page is a small copy of another")


def _is_larger_copy(page: Page, other: Page) -> bool:
    """Whether the other is twice as large or more, of the same shape."""
    if other.number(SUBFILE) & (_REDUCED | _MASK):
        return False
    (width, height), (wide, high) = page.size, other.size
    return wide >= 2 * width and high >= 2 * height and abs(wide * height - high * width) <= wide


def _not_read(page: Page) -> str:
    """What about the page's layout Pillow wouldn't do rightly."""
    compression, photometric = page.number(COMPRESSION, 1), page.number(PHOTOMETRIC)
    bits, extra = page.bits, page.numbers(EXTRA_SAMPLES)
    colours = {RGB: 3, YCBCR: 3, CMYK: 4}.get(photometric, 1)
    problems = {
        f"its compression is of number {compression}": compression not in _READ,
        "nothing says which level is white": PHOTOMETRIC not in page.tags
        and compression not in FAX,
        "its bits are in reverse order": page.number(FILL_ORDER, 1) == 2
        and max(bits) > (8 if compression in NOT_COMPRESSED else 1),
        "its fax codes are in tiles": compression in FAX and TILE_WIDTH in page.tags,
        "its planes are separate": page.planes > 1 and not _are_read_separately(page),
        "nothing says what its fourth sample is": photometric == RGB
        and page.number(SAMPLES, 1) > colours
        and (not extra or max(extra) > 2),
        "16-bit colours are multiplied by their alpha": max(bits) > 8 and 1 in extra,
        "its inks aren't those of CMYK": photometric == CMYK and page.number(INK_SET, 1) != 1,
        "its colours are subsampled": photometric == YCBCR
        and compression in NOT_COMPRESSED
        and page.numbers(SUBSAMPLING, 2, 2) != (1, 1),
        "its colours are compressed by JPEG": compression in JPEG
        and (photometric not in (1, RGB, CMYK, YCBCR) or len(extra) > 0 or page.planes > 1),
        "signed levels of 8 bits": 2 in page.numbers(SAMPLE_FORMAT) and max(bits) <= 8,
    }
    return next((problem for problem, is_so in problems.items() if is_so), "")


def _are_read_separately(page: Page) -> bool:
    """Whether Pillow puts separate planes together rightly."""
    samples = page.number(SAMPLES, 1)
    allowed = {RGB: (3, 4), CMYK: (4,)}.get(page.number(PHOTOMETRIC), ())
    return samples in allowed and set(page.bits) == {8}


def _check_parts(page: Page, size: int) -> None:
    """Every strip or tile must be there, and within the file."""
    (width, height), (across, down) = page.size, page.part_size
    if not (across and down):
        raise NotMeasurableError("damaged-image", "its strips or tiles have no size")
    expected = -(-width // across) * -(-height // down) * page.planes
    parts = page.parts
    if len(parts) < expected:
        detail = f"it has {len(parts)} of {expected} strips or tiles"
        raise NotMeasurableError("damaged-image", detail)
    plain = page.number(COMPRESSION, 1) in NOT_COMPRESSED
    bits = sum(page.bits) if page.planes == 1 else page.bits[0]
    needed = -(-across * bits // 8) if plain else 1
    for number, (at, count) in enumerate(parts[:expected]):
        rows = down
        if TILE_WIDTH not in page.tags:
            rows = min(down, height - number % -(-height // down) * down)
        if not at or (not count and not (plain and expected == 1)):
            raise NotMeasurableError("damaged-image", f"strip or tile {number} has no bytes")
        if at + max(count, needed * rows if plain else 1) > size:
            raise NotMeasurableError("truncated", f"strip or tile {number} goes beyond its end")
        if plain and 0 < count < needed * rows and expected > 1:
            raise NotMeasurableError("damaged-image", f"strip or tile {number} is too short")


def _pages(body: bytes) -> Iterator[Page]:
    form, wide = ("<" if body[:2] == b"II" else ">"), body[2:4] in (b"+\0", b"\0+")
    (at,) = struct.unpack_from(form + ("Q" if wide else "I"), body, 8 if wide else 4)
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MOST_PAGES:
        seen.add(at)
        try:
            page = _page(body, at, _SIZE_TAGS if len(seen) > 1 else _KNOWN_TAGS)
        except struct.error as error:
            if len(seen) == 1:
                detail = "its directory goes beyond its end"
                raise NotMeasurableError("truncated", detail) from error
            return
        yield page
        at = page.next


def _page(body: bytes, at: int, wanted: frozenset[int]) -> Page:
    form, wide = ("<" if body[:2] == b"II" else ">"), body[2:4] in (b"+\0", b"\0+")
    (count,) = struct.unpack_from(form + ("Q" if wide else "H"), body, at)
    at += 8 if wide else 2
    tags: dict[int, tuple[int, ...]] = {}
    for start in range(at, at + min(count, 4096) * (20 if wide else 12), 20 if wide else 12):
        tag, kind, length = struct.unpack_from(form + ("HHQ" if wide else "HHI"), body, start)
        letter = _SIZES.get(kind, "")
        if not letter or tag not in wanted:
            continue
        if length > _MOST_NUMBERS:
            raise NotMeasurableError("damaged-image", f"{length:,} numbers in its tag {tag}")
        value, room = start + (12 if wide else 8), 8 if wide else 4
        if length * struct.calcsize("<" + letter) > room:
            (value,) = struct.unpack_from(form + ("Q" if wide else "I"), body, value)
        tags[tag] = struct.unpack_from(f"{form}{length}{letter}", body, value)
    (following,) = struct.unpack_from(
        form + ("Q" if wide else "I"), body, at + count * (20 if wide else 12)
    )
    return Page(tags, following)


_SIZE_TAGS = frozenset({SUBFILE, WIDTH, LENGTH, PHOTOMETRIC})
_KNOWN_TAGS = _SIZE_TAGS | {
    BITS, COMPRESSION, FILL_ORDER, STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_COUNTS, PLANAR,
    T4_OPTIONS, TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS, TILE_COUNTS, SUB_PAGES, INK_SET,
    EXTRA_SAMPLES, SAMPLE_FORMAT, JPEG_TABLES, SUBSAMPLING, DNG,
}  # fmt: skip
