"""Read a JPEG XL's header: its size, its bands, and what decoding can't be trusted with.

Sources: ISO/IEC 18181-1 (codestream: annex D), 18181-2 (the boxes that may be round it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from photoparsl.measuring.formats.bit_reader import BitReader
from photoparsl.measuring.formats.boxes import outer_boxes
from photoparsl.measuring.formats.format import truncated, unsupported

CODESTREAM = b"\xff\x0a"
CONTAINER = b"\0\0\0\x0cJXL \r\n\x87\n"
MOST_EXTRA = 8  # bands besides those of colours, each of which takes memory

_WHOLE, _PART = b"jxlc", b"jxlp"  # boxes that hold the codestream, or a part after a number
_HEAD = 16_384  # bytes of the codestream, in which its header is
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))  # of width to height
_ALPHA, _SPOT, _BLACK, _COLOUR_FILTER = 0, 2, 4, 5  # kinds of extra bands
_RED_GREEN_BLUE, _GREY = 0, 1  # colour spaces
_D65, _SRGB_PRIMARIES, _SRGB_CURVE = 1, 1, 13
_HALF = 16  # bits of a number of a spot colour

_SIZES = ((1, 9), (1, 13), (1, 18), (1, 30))  # the least of each choice, and the bits above it
_DEPTHS = ((8, 0), (10, 0), (12, 0), (1, 6))
_ENUM = ((0, 0), (1, 0), (2, 4), (18, 6))


@dataclass(frozen=True, slots=True)
class JxlHeader:
    """A JPEG XL's header.

    width, height: the size in pixels, as it is coded
    orientation: how it is turned to be upright: 1 to 8, as in EXIF
    is_grey: whether its only colour is grey
    bits: the bits of a level
    extra: how many bands it has besides those of its colours
    has_alpha: whether one of them is alpha
    is_multiplied: whether its colours are multiplied by alpha
    is_srgb: whether its colours are sRGB, so that no profile is needed
    problem: why the decoder can't be trusted with it, or '' if it can
    """

    width: int
    height: int
    orientation: int
    is_grey: bool
    bits: int
    extra: int
    has_alpha: bool
    is_multiplied: bool
    is_srgb: bool
    problem: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, upright."""
        turned = self.orientation > 4
        return (self.height, self.width) if turned else (self.width, self.height)


def codestream_parts(body: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of each part of the codestream.

    Raises NotMeasurableError if a box goes beyond the file's end, or none holds codes.
    """
    if not body.startswith(CONTAINER):
        yield 0, len(body)
        return
    found = False
    for name, start, end in outer_boxes(body):
        if name in (_WHOLE, _PART):
            found = True
            yield start + (4 if name == _PART else 0), end
    if not found:
        raise truncated("it holds no pixels' data")


def read_header(body: bytes) -> JxlHeader:
    """Return the header of a JPEG XL.

    Raises NotMeasurableError if the file ends within it, or it holds too many bands.
    """
    head = b""
    for start, end in codestream_parts(body):
        head += body[start : min(end, start + _HEAD - len(head))]
        if len(head) >= _HEAD:
            break
    if not head.startswith(CODESTREAM):
        raise truncated("its codes don't begin like JPEG XL's")
    bits = BitReader(head[2:])
    width, height = _size(bits)
    if bits.flag():  # all that follows is as in most files
        return JxlHeader(
            width, height, 1, is_grey=False, bits=8, extra=0, has_alpha=False,
            is_multiplied=False, is_srgb=True, problem="",
        )  # fmt: skip
    orientation, animated = _extra_fields(bits) if bits.flag() else (1, False)
    depth, is_float = _depth(bits)
    bits.flag()  # whether 16 bits suffice for the decoder's buffers
    extra = bits.choice((0, 0), (1, 0), (2, 4), (1, 12))
    if extra > MOST_EXTRA:
        raise unsupported(f"{extra:,} bands besides its colours; at most {MOST_EXTRA}")
    kinds = [_extra_band(bits) for _ in range(extra)]
    bits.flag()  # whether the colours are coded as XYB
    is_srgb, is_grey = _colours(bits)
    alphas = [multiplied for kind, multiplied in kinds if kind == _ALPHA]
    inked = any(kind in (_BLACK, _COLOUR_FILTER) for kind, _ in kinds)
    problems = {
        "an animation": animated,
        "levels of floats, or of more than 16 bits": is_float or depth > 16,
        "colours of a printer's inks, or of a camera's sensor": inked,
        "grey and alpha of more than 8 bits": is_grey and bool(alphas) and depth > 8,
    }
    return JxlHeader(
        width, height, orientation, is_grey, depth, extra, bool(alphas),
        bool(alphas) and alphas[0], is_srgb,
        next((text for text, is_so in problems.items() if is_so), ""),
    )  # fmt: skip


def _size(bits: BitReader) -> tuple[int, int]:
    """Width and height."""
    in_eights = bits.flag()

    def side() -> int:
        return 8 * (1 + bits.number(5)) if in_eights else bits.choice(*_SIZES)

    return _with_ratio(bits, side)


def _with_ratio(bits: BitReader, side: Callable[[], int]) -> tuple[int, int]:
    height, ratio = side(), bits.number(3)
    if not ratio:
        return side(), height
    across, down = _RATIOS[ratio - 1]
    return height * across // down, height


def _extra_fields(bits: BitReader) -> tuple[int, bool]:
    """The orientation, and whether it is an animation."""
    orientation = 1 + bits.number(3)
    if bits.flag():
        _size(bits)  # at which it is meant to be shown
    if bits.flag():
        _preview_size(bits)
    if animated := bits.flag():
        bits.choice((100, 0), (1000, 0), (1, 10), (1, 30))
        bits.choice((1, 0), (1001, 0), (1, 8), (1, 10))
        bits.choice((0, 0), (0, 3), (0, 16), (0, 32))
        bits.flag()
    return orientation, animated


def _preview_size(bits: BitReader) -> None:
    in_eights = bits.flag()
    eights = ((16, 0), (32, 0), (1, 5), (33, 9))
    pixels = ((1, 6), (65, 8), (321, 10), (1345, 12))
    _with_ratio(bits, lambda: bits.choice(*(eights if in_eights else pixels)))


def _depth(bits: BitReader) -> tuple[int, bool]:
    """The bits of a level, and whether it is a float."""
    if not bits.flag():
        return bits.choice(*_DEPTHS), False
    depth = bits.choice((32, 0), (16, 0), (24, 0), (1, 6))
    bits.number(4)
    return depth, True


def _extra_band(bits: BitReader) -> tuple[int, bool]:
    """The kind of a band, and whether colours are multiplied by it."""
    if bits.flag():
        return _ALPHA, False
    kind = bits.choice(*_ENUM)
    _depth(bits)
    bits.choice((0, 0), (3, 0), (4, 0), (1, 3))  # how much smaller it is
    bits.skip(8 * bits.choice((0, 0), (0, 4), (16, 5), (48, 10)))  # its name
    multiplied = kind == _ALPHA and bits.flag()
    if kind == _SPOT:
        bits.skip(4 * _HALF)
    if kind == _COLOUR_FILTER:
        bits.choice((1, 0), (0, 2), (3, 4), (19, 8))
    return kind, multiplied


def _colours(bits: BitReader) -> tuple[bool, bool]:
    """Whether the colours are sRGB, or grey on its curve, and whether they are grey."""
    if bits.flag():
        return True, False
    has_profile, space = bits.flag(), bits.choice(*_ENUM)
    if has_profile or space not in (_RED_GREEN_BLUE, _GREY) or bits.choice(*_ENUM) != _D65:
        return False, space == _GREY
    if space == _RED_GREEN_BLUE and bits.choice(*_ENUM) != _SRGB_PRIMARIES:
        return False, False
    is_power = bits.flag()
    return not is_power and bits.choice(*_ENUM) == _SRGB_CURVE, space == _GREY
