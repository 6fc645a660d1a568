"""GIF: check the first image's codes and palette indices.  Make the area around it transparent."""

from __future__ import annotations

from PIL import Image, ImageFile

from photoparsl.measuring.formats.format import Format, damaged
from photoparsl.measuring.formats.palettes import check_indices

_MOST_BLOCKS = 1_000_000
_IMAGE, _EXTENSION, _END = b",!;"


def _check(body: bytes) -> None:
    """Follow the blocks to the end of the first image's codes, which is an empty block."""
    at = _first_image(body)
    _after_blocks(body, at + 11 + _palette_size(body[at + 9]))


def _first_image(body: bytes) -> int:
    """Where the header of the first image starts."""
    at = 13 + _palette_size(body[10])
    for _ in range(_MOST_BLOCKS):
        if body[at] == _IMAGE:
            return at
        if body[at] == _END:
            raise damaged("it holds no image")
        if body[at] != _EXTENSION:
            raise damaged("its blocks can't be followed")
        at = _after_blocks(body, at + 2)
    raise damaged("it has too many blocks")


def _palette_size(flags: int) -> int:
    """The size in bytes of the palette that the flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(body: bytes, at: int) -> int:
    for _ in range(_MOST_BLOCKS):
        if not body[at]:
            return at + 1
        at += 1 + body[at]
    raise damaged("it has too many blocks")


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode the first frame.  The area that it doesn't cover is transparent, as in browsers."""
    box = image.tile[0].extents if image.tile else None
    image.load()
    # An image has a palette of its own, or else that of the file.
    palette_size = _palette_size(body[_first_image(body) + 9]) or _palette_size(body[10])
    is_covered = box is None or box == (0, 0, *image.size)
    frame = image if is_covered else image.crop(box)
    check_indices(frame, palette_size // 3, image.info.get("transparency"))
    if box is None or is_covered or "transparency" in image.info:
        return
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(frame.convert("RGB"), box[:2])
    image.im, image._mode, image.palette = canvas.im, "RGB", None


GIF = Format(
    name="GIF",
    pillow_name="GIF",
    media_type="image/gif",
    begins=lambda body: body.startswith((b"GIF87a", b"GIF89a")),
    check=_check,
    load=_load,
    mode=lambda image: "P",
    # LZW needs at least 12 bits for 4,096 pixels.
    can_hold=lambda body, pixels: pixels <= len(body) * 8 * 4096 / 12,
)
