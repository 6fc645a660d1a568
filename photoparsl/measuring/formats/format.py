"""The type of an image format's declaration, and the errors for damaged files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import ImageFile

from photoparsl.errors import NotMeasurableError
from photoparsl.reasons import Reason


def _check_nothing(body: bytes) -> None:
    """Accept every file: the format has nothing to check before Pillow opens it."""


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    """Have Pillow decode the pixels."""
    image.load()


def _mode(image: ImageFile.ImageFile) -> str:
    return image.mode


def _hold_any_number(body: bytes, pixels: int) -> bool:
    """Return True: the format sets no limit of pixels for a file's size."""
    return True


def _pixels(image: ImageFile.ImageFile) -> int:
    return image.width * image.height


def _no_bytes(image: ImageFile.ImageFile) -> float:
    return 0.0


def _register_nothing() -> None:
    """Pillow knows the format."""


def _why_unidentified(body: bytes) -> NotMeasurableError | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """An image format that photoparsl reads, with its checks in addition to Pillow's.

    The functions raise NotMeasurableError if a file is cut, damaged, or of a kind that Pillow would
    decode wrongly.  Their argument `body` is the whole file.

    name: its name in messages, such as "JPEG"
    pillow_name: Pillow's name of the format
    begins: tells whether a file begins like this format
    media_type: under which browsers show its files, or '' if they don't
    check: checks the file before Pillow opens it
    load: decodes the pixels of an image that Pillow has opened
    mode: gives Pillow's mode of the pixels in the file, before `load`
    can_hold: tells whether the file is large enough for this many pixels
    decoded_pixels: gives the number of pixels that the decoder makes
    decoder_bytes: gives the bytes of memory that decoding needs for each pixel besides the image
    why_unidentified: gives the error for a file that Pillow can't open, or None for the usual one
    register: tells Pillow how it opens the format, if it doesn't know it
    """

    name: str
    pillow_name: str
    begins: Callable[[bytes], bool]
    media_type: str = ""
    check: Callable[[bytes], None] = _check_nothing
    load: Callable[[ImageFile.ImageFile, bytes], None] = _load
    mode: Callable[[ImageFile.ImageFile], str] = _mode
    can_hold: Callable[[bytes, int], bool] = _hold_any_number
    decoded_pixels: Callable[[ImageFile.ImageFile], int] = _pixels
    decoder_bytes: Callable[[ImageFile.ImageFile], float] = _no_bytes
    why_unidentified: Callable[[bytes], NotMeasurableError | None] = _why_unidentified
    register: Callable[[], None] = _register_nothing


def raw_mode(image: ImageFile.ImageFile) -> str:
    """Pillow's name for the layout of a pixel's bytes in the file, such as "RGB;16B"."""
    arguments = image.tile[0].args if image.tile else ""
    return str(arguments[0] if isinstance(arguments, tuple) else arguments)


def truncated(detail: str) -> NotMeasurableError:
    """The error for a file whose end is missing."""
    return NotMeasurableError(Reason.TRUNCATED, detail)


def damaged(detail: str) -> NotMeasurableError:
    """The error for a file whose bytes contradict each other."""
    return NotMeasurableError(Reason.DAMAGED_IMAGE, detail)


def unsupported(detail: str) -> NotMeasurableError:
    """The error for a kind of image that isn't read."""
    return NotMeasurableError(Reason.UNSUPPORTED_IMAGE, detail)


def kind_not_read(name: str) -> Callable[[bytes], NotMeasurableError]:
    """Make a `why_unidentified` for a format of which Pillow doesn't read all kinds."""

    def why(body: bytes) -> NotMeasurableError:
        return unsupported(f"{name}, of a kind that isn't read")

    return why
