"""Decode a file's bytes to a photo's pixels, or give the reason why that isn't possible."""

from __future__ import annotations

import io
import re
import struct
import zlib

from PIL import Image, ImageFile, UnidentifiedImageError

from photoparsl.errors import NotMeasurableError
from photoparsl.fetching import Limits
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.formats import (
    PILLOW_NAMES,
    Format,
    how_to_read,
    recognised_format,
    unread_format,
)
from photoparsl.measuring.formats.byte_runs import ends_in_run
from photoparsl.measuring.formats.format import damaged, truncated, unsupported
from photoparsl.measuring.formats.other_files import describe
from photoparsl.measuring.formats.quiet_libtiff import silence_libtiff
from photoparsl.measuring.formats.raw_preview import find_preview, is_raw
from photoparsl.measuring.pixels import (
    bytes_of_pixel,
    converted_bytes_of_pixel,
    has_profiled_inks,
)
from photoparsl.measuring.upright import ORIENTATION, turned
from photoparsl.reasons import Reason

silence_libtiff()
Image.MAX_IMAGE_PIXELS = None  # `Limits.most_pixels` is the limit. Pillow mustn't warn before it

# Errors that Pillow's decoders raise for damaged input. They have no narrower common base.
_PILLOWS_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
    RuntimeError, AssertionError, EOFError, struct.error, zlib.error,
)  # fmt: skip
# In Pillow's messages: bytes of the file, which may be a secret, and what tells of a lost end
_QUOTATION = re.compile(r"""[\s:(]*(?<![A-Za-z])b?['"].*""", re.DOTALL)
_UNREAD_BYTES = re.compile(r" \(-?[0-9]+ bytes not processed\)")  # in Pillow's buffer, not the file
_ERROR_NUMBER = re.compile(r"(?:decoder|codec|encoder) error -?[0-9]+.*", re.DOTALL)
_WORDS_OF_A_CUT = ("truncated", "Truncated", "EOF", "not enough image data")


def decode(body: bytes, limits: Limits = Limits(), *, previews: bool = False) -> DecodedPhoto:
    """Decode a file's bytes.  Of an animation or several pages, the first is decoded.

    previews: whether a camera's raw file is decoded to the preview of full size in it

    Raises NotMeasurableError, with the reason, if the file can't be decoded or exceeds the limits
    of pixels or memory.  These are checked by the header, before memory is allocated.
    """
    if previews and is_raw(body):
        return _decoded_preview(body, limits)
    format_ = _readable_format(body)
    try:
        _check_whole(format_, body)
        image = Image.open(io.BytesIO(body), formats=PILLOW_NAMES)
        _check_size(image, body, format_, limits)
        mode = format_.mode(image)
        format_.load(image, body)
        photo = DecodedPhoto(image, len(body), body[:32])
        photo.mode = mode
        return photo
    except UnidentifiedImageError as error:
        raise _unidentified(format_, body) from error
    except MemoryError as error:
        detail = "more than the memory holds"
        raise NotMeasurableError(Reason.TOO_MANY_PIXELS, detail) from error
    except _PILLOWS_ERRORS as error:
        raise _undecodable(error, body) from error


def _decoded_preview(body: bytes, limits: Limits) -> DecodedPhoto:
    """Decode the preview in a raw file.  If it has no orientation, turn it as the raw file says."""
    preview = find_preview(body)
    photo = decode(preview.body, limits)
    if not photo.file.exif.get(ORIENTATION):
        photo.image = photo.profiled = turned(photo.image, preview.orientation)
    photo.is_preview = True
    return photo


def _readable_format(body: bytes) -> Format:
    format_ = recognised_format(body)
    if format_ is not None:
        return format_
    if name := unread_format(body):
        raise unsupported(": ".join(filter(None, (f"{name} isn't read", how_to_read(body)))))
    raise NotMeasurableError(Reason.NOT_AN_IMAGE, describe(body))


def _check_whole(format_: Format, body: bytes) -> None:
    try:
        format_.check(body)
    except (struct.error, IndexError) as error:
        raise truncated("it ends in the middle of its structure") from error


def _check_size(image: ImageFile.ImageFile, body: bytes, format_: Format, limits: Limits) -> None:
    pixels = image.width * image.height
    problem = ""
    if pixels > limits.most_pixels:
        problem = f"at most {limits.most_pixels:,}"
    elif not format_.can_hold(body, pixels):
        problem = f"{len(body):,} bytes can't hold them"
    elif (needed := _memory_bytes(image, format_)) > limits.most_memory_bytes:
        problem = (
            f"they need {needed / 1e6:,.0f} MB of memory; at most "
            f"{limits.most_memory_bytes / 1e6:,.0f}"
        )
    if problem:
        size = f"{image.width} x {image.height} pixels"
        raise NotMeasurableError(Reason.TOO_MANY_PIXELS, f"{size}; {problem}")


def _memory_bytes(image: ImageFile.ImageFile, format_: Format) -> float:
    """The peak memory in bytes while the image is decoded, turned and converted."""
    image_bytes = bytes_of_pixel(image.mode)
    turned = image_bytes if "exif" in image.info else 0
    converted = converted_bytes_of_pixel(image.mode, has_transparent="transparency" in image.info)
    kept = image_bytes if has_profiled_inks(image) else 0
    besides = max(format_.decoder_bytes(image), turned, converted + kept)
    return format_.decoded_pixels(image) * (image_bytes + besides)


def _unidentified(format_: Format, body: bytes) -> NotMeasurableError:
    """The error for a file that begins like this format but that Pillow can't open."""
    if error := format_.why_unidentified(body):
        return error
    if ends_in_run(body):
        return truncated("it ends in a run of identical bytes: the end is missing")
    return damaged(f"its header, or a check sum there, isn't that of {format_.name}")


def _undecodable(error: Exception, body: bytes) -> NotMeasurableError:
    """The error for a file that Pillow can't decode, by Pillow's message or the file's end."""
    message = str(error) or type(error).__name__
    detail = _UNREAD_BYTES.sub("", _QUOTATION.sub("", message))
    detail = _ERROR_NUMBER.sub("", detail) or "its header or its codes can't be read"
    if any(word in detail.lower() for word in ("unsupported", "unknown")):
        return unsupported(detail)
    if any(words in detail for words in _WORDS_OF_A_CUT) or ends_in_run(body):
        return truncated(detail)
    return damaged(detail)
