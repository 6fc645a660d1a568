"""What photoparsl knows about an image format, in one declaration a format."""

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
    """Whether the file can hold so many pixels: the format sets no limit."""
    return True


def _pixels(image: ImageFile.ImageFile) -> int:
    return image.width * image.height


def _no_bytes(image: ImageFile.ImageFile) -> float:
    return 0.0


def _why_unidentified(body: bytes) -> NotMeasurableError | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """An image format that is read; all that photoparsl does for it beyond calling Pillow.

    The functions raise NotMeasurableError where a file is cut, damaged, or of a kind whose
    pixels Pillow would get wrong.  `body` is the whole file.

    name: in messages, like "JPEG"
    pillow_name: Pillow's name for it
    suffixes: names of files end so, by which photos are found in a folder
    begins: whether a file begins as one of this format does
    check: check the file before Pillow opens it
    load: decode the pixels of an image that Pillow has opened
    mode: Pillow's name for the pixels that the file itself holds, before `load`
    can_hold: whether the file is large enough for this many pixels
    decoded_pixels: how many pixels the decoder makes
    decoder_bytes: memory in bytes a pixel that decoding takes beside the image
    why_unidentified: why Pillow can't open the file, if there is more to say than that
    """

    name: str
    pillow_name: str
    begins: Callable[[bytes], bool]
    suffixes: tuple[str, ...] = ()
    check: Callable[[bytes], None] = _check_nothing
    load: Callable[[ImageFile.ImageFile, bytes], None] = _load
    mode: Callable[[ImageFile.ImageFile], str] = _mode
    can_hold: Callable[[bytes, int], bool] = _hold_any_number
    decoded_pixels: Callable[[ImageFile.ImageFile], int] = _pixels
    decoder_bytes: Callable[[ImageFile.ImageFile], float] = _no_bytes
    why_unidentified: Callable[[bytes], NotMeasurableError | None] = _why_unidentified


def raw_mode(image: ImageFile.ImageFile) -> str:
    """Pillow's name for how the file lays out a pixel's bytes, like "RGB;16B"."""
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
    """A `why_unidentified` for formats whose rarer kinds Pillow doesn't read."""

    def why(body: bytes) -> NotMeasurableError:
        return unsupported(f"{name}, of a kind that isn't read")

    return why
