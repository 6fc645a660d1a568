"""Turn an image as its EXIF says."""

from __future__ import annotations

from PIL import Image

ORIENTATION = 0x0112  # a tag
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TURNED = ("TIFF", "JPEG XL")  # formats whose images are upright: by Pillow, by the decoder


def upright(image: Image.Image) -> Image.Image:
    """The image turned as its EXIF says.  Unchanged if the EXIF is broken."""
    if "exif" not in image.info or image.format in _TURNED:
        return image
    try:
        orientation = image.getexif().get(ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, RuntimeError):
        return image
    return turned(image, orientation)


def turned(image: Image.Image, orientation: object) -> Image.Image:
    """The image turned as an orientation of EXIF, 1 to 8, says.

    Any other number leaves it unchanged.
    """
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)
