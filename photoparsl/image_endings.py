"""The endings of images' names, by which addresses tell that they lead to an image."""

from __future__ import annotations

IMAGE_ENDINGS = (  # of the formats in `photoparsl/measuring/formats/`, as a test checks
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi", ".pjpeg", ".pjp"),
    *(".png", ".tif", ".tiff", ".gif", ".webp", ".bmp"),
    *(".jp2", ".jpx", ".jpf", ".j2k", ".j2c", ".jpc"),
    *(".ppm", ".pgm", ".pbm", ".pnm"),
    *(".avif", ".heic", ".heif", ".hif", ".jxl"),
)
UNREAD_ENDINGS = (".djv", ".djvu", ".pdf", ".ptif", ".svg")  # of pictures that aren't read


def endings_pattern(*endings: str) -> str:
    """Return a regular expression for names' endings, in lower case.

    >>> endings_pattern(".tif", ".tiff")
    '\\\\.(?:tiff|tif)'
    """
    longest_first = sorted(endings, key=lambda ending: (-len(ending), ending))
    return rf"\.(?:{'|'.join(ending[1:] for ending in longest_first)})"
