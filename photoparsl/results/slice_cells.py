"""The lists of JSON in a slice's text: an outcome each, or a part."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Mapping
from typing import Any

from photoparsl.manifests import DIGEST_LETTERS
from photoparsl.results.execution import Execution, PartialExecution
from photoparsl.results.fields import dataclass_of
from photoparsl.results.slice_result import Failure, Measurement
from photoparsl.results.value import Missing, is_thumbnail


def measurements_in(
    lines: list[list[Any]], photos: list[list[str]] | None, measures: Mapping[str, int], shift: int
) -> Iterator[Measurement]:
    """Yield the measurements in a slice's text of format 2.

    lines: the list `measurements`
    photos: the list `photos`, or None if the lines have digests and stamps before the values
    measures: the slice's measures, in the order of the values
    shift: is added to all row numbers
    """
    if photos is None:  # at first, format 2 had digests and stamps before the values
        photos = [line[2:4] for line in lines]
        lines = [[*line[:2], *line[4:]] for line in lines]
    thumbnails = [name for name in measures if is_thumbnail(name)]
    for (row, url, *cells), (packed, stamp, *pictures) in zip(lines, photos, strict=True):
        values: dict[str, Any] = dict(zip(measures, cells, strict=True))
        for name, picture in zip(thumbnails, pictures, strict=False):
            values[name] = picture if type(values[name]) is int else values[name]
        missing: dict[str, Missing] = {}
        if list in map(type, cells):
            missing = {name: Missing(*why) for name, why in values.items() if type(why) is list}
        if None in cells:
            values = {name: value for name, value in values.items() if value is not None}
        if missing:
            values |= dict.fromkeys(missing)
        known = unpacked(packed)
        digest, mark = known[:DIGEST_LETTERS], known[DIGEST_LETTERS:]
        yield Measurement(row + shift, url, None, values, stamp, None, digest, missing, mark)


def failures_in(lines: list[list[Any]], shift: int) -> Iterator[Failure]:
    """Yield the failures in a slice's text of format 2.

    lines: the list `failures`
    shift: is added to all row numbers
    """
    for row, url, reason, detail, *packed in lines:
        mark = unpacked(packed[0]) if packed else ""
        yield Failure(row + shift, url, None, reason, detail, None, mark)


def partial_execution_of(fields: dict[str, Any], shift: int) -> PartialExecution:
    """Return an execution from its object in the list `parts`.

    shift: is added to all row numbers
    """
    return PartialExecution(
        execution=dataclass_of(Execution, fields["execution"]),
        rows=tuple((start + shift, stop + shift) for start, stop in fields["rows"]),
        measures=tuple(fields["measures"]),
        photos=fields["photos"],
    )


def packed(letters: str) -> str:
    """Return hexadecimal digits in base64 without its padding: 22 characters for a digest."""
    return b2a_base64(bytes.fromhex(letters), newline=False).decode().rstrip("=")


def unpacked(packed: str) -> str:
    """Return the hexadecimal digits that `packed` wrote."""
    return a2b_base64(packed + "=" * (-len(packed) % 4)).hex() if packed else ""
