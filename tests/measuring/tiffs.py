"""TIFFs by their own numbers: any tags, any order of bytes, any number of pages."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np

from tests.measuring.hostile import Pixels, scene

Value = int | Sequence[int]
Tags = Mapping[int, Value]

WIDTH, LENGTH = 96, 64
FRACTIONS = (529, 532)  # tags


def tiff(*pages: tuple[Tags, bytes], order: str = "<", big: bool = False) -> bytes:
    """A TIFF of pages, each with its tags and its one strip's bytes.

    The values of a tag of fractions are numerators and denominators by turns.
    """
    body = bytearray(b"II" if order == "<" else b"MM")
    body += struct.pack(order + ("HHHQ" if big else "HI"), *((43, 8, 0, 0) if big else (42, 0)))
    link = 8 if big else 4
    for tags, codes in pages:
        strip = len(body)
        body += codes + b"\0" * (len(codes) % 2)
        entries: dict[int, Sequence[int]] = {
            tag: value if isinstance(value, Sequence) else (value,) for tag, value in tags.items()
        }
        entries.setdefault(273, (strip,))
        entries.setdefault(279, (len(codes),))
        link = _append(body, entries, link, order, big=big)
    return bytes(body)


def _append(
    body: bytearray, entries: Mapping[int, Sequence[int]], link: int, order: str, *, big: bool
) -> int:
    """Append a directory; return where the place of the next is to be written."""
    offset, room = ("Q", 8) if big else ("I", 4)
    written = []
    for tag, values in sorted(entries.items()):
        is_long = max(values) > 65535 or tag in (273, 279, 330, *FRACTIONS)
        kind, letter = (4, "I") if is_long else (3, "H")
        length = len(values)
        if tag in FRACTIONS:
            kind, length = 5, length // 2
        packed = struct.pack(f"{order}{len(values)}{letter}", *values)
        if len(packed) > room:
            place = len(body)
            body += packed
            packed = struct.pack(order + offset, place)
        count = struct.pack(order + "HH" + offset, tag, kind, length)
        written.append(count + packed.ljust(room, b"\0"))
    body[link : link + room] = struct.pack(order + offset, len(body))
    body += struct.pack(order + ("Q" if big else "H"), len(written)) + b"".join(written)
    body += b"\0" * room
    return len(body) - room


def tags(photometric: int, bits: Sequence[int], **more: Value) -> dict[int, Value]:
    """The tags of a page of 96 x 64 pixels; more of them by name, as `_284=2`."""
    known: dict[int, Value] = {
        256: WIDTH, 257: LENGTH, 258: tuple(bits), 259: 1, 262: photometric, 277: len(bits),
        278: LENGTH,
    }  # fmt: skip
    return known | {int(name[1:]): value for name, value in more.items()}


def levels(kind: str, *bands: Pixels) -> bytes:
    """Bands from 0 to 1, interleaved, as numbers of this kind of numpy's."""
    stacked = np.stack(bands, axis=-1)
    if np.dtype(kind).kind != "f":
        stacked = np.rint(stacked * np.iinfo(kind).max)
    return stacked.astype(kind).tobytes()


def bands() -> tuple[Pixels, Pixels, Pixels]:
    """Red, green and blue of the scene."""
    red, green, blue = np.moveaxis(scene(), 2, 0)
    return red, green, blue


def luma() -> Pixels:
    """The scene in grey."""
    grey: Pixels = scene() @ (0.299, 0.587, 0.114)
    return grey
