"""Open a manifest's file and decompress it.  Recognise files that aren't manifests."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from photoparsl.errors import ManifestError, read_problem
from photoparsl.files import open_regular
from photoparsl.manifests.text_lines import HEAD, encoding_of

_GZIP = b"\x1f\x8b"
_OTHER_KINDS = (
    (
        rb"PK\x03\x04",
        "a spreadsheet's own file (xlsx, ods) or a ZIP archive: save it as CSV, or "
        "'photoparsl manifest' makes a manifest of it",
    ),
    (rb"\xd0\xcf\x11\xe0", "an old spreadsheet's own file (xls): save it as CSV"),
    (_GZIP, "compressed twice: decompress it once"),
    (rb"BZh\d|\xfd7zXZ|\x28\xb5\x2f\xfd", "compressed with another program than gzip"),
    (rb"ARROW1|FEA1", "Arrow or Feather: save it as Parquet or CSV"),
    (rb"SQLite format 3", "a database: save its table as CSV"),
    (rb"%PDF", "a PDF document"),
    (rb"\xff\xd8\xff|\x89PNG|GIF8|II\*\0|MM\0\*", "a photo and not a list of photos"),
    (rb"(?is)\s*<(?:!doctype html|html|head|body|script|!--)", "a web page: is its address right?"),
    (
        rb"\s*<[?!a-zA-Z]",
        "XML: 'photoparsl manifest' makes a manifest of records where its name ends in .xml",
    ),
    (
        rb'\s*(?:\{\s*"|\[\s*[{"]|[\[{]\s*[\]}]\s*$)',
        "JSON: 'photoparsl manifest' makes a manifest of it where its name ends in .json, or in "
        ".jsonl if each line is a record",
    ),
)


@contextmanager
def open_file(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open the file for reading.  Decompress it if it is compressed with gzip.

    Raises ManifestError, which calls the file `name`, if it can't be opened or read in the context.
    """
    with refuse_unreadable(path, name), open_regular(path) as file:
        yield decompressed(file)


@contextmanager
def refuse_unreadable(path: Path, name: str) -> Iterator[None]:
    """Raise ManifestError for a file that can't be opened or read in the context.

    An error about another file, which is used in the same context, is raised as it is.
    """
    try:
        yield
    except gzip.BadGzipFile as error:
        is_other = str(error).startswith("Not a gzipped file")  # its first bytes were gzip's
        after = "something else follows the end of what is compressed; compress the file anew"
        problem = f"{name}: can't be read: {after}" if is_other else read_problem(error, name)
        raise ManifestError(problem) from error
    except (OSError, EOFError, zlib.error) as error:
        if str(getattr(error, "filename", None) or path) != str(path):
            raise
        raise ManifestError(read_problem(error, name)) from error


def decompressed(file: BinaryIO) -> BinaryIO:
    """The file itself, or its decompressed content if it is compressed with gzip."""
    is_zipped = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    return cast("BinaryIO", gzip.GzipFile(fileobj=file)) if is_zipped else file


def other_kind(file: BinaryIO) -> str:
    """Describe the file if it isn't a text, or '' for a text.  Sets the file's position to 0."""
    head = file.read(HEAD)
    file.seek(0)
    encoding, mark = encoding_of(head)
    text = head[mark:]
    if encoding != "utf-8":
        text = text.decode(encoding, "replace").encode("utf-8", "replace")
    for pattern, kind in _OTHER_KINDS:
        if re.match(pattern, text):
            return kind
    return "no text: it holds NUL bytes" if b"\0\0" in text else ""
