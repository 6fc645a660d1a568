"""Cuts off the part of programs and libraries that only debuggers read.

The program `strip` isn't installed on every access point, and it moves other parts of a file, which
breaks some libraries.  This module moves nothing.
"""

from __future__ import annotations

import struct
from pathlib import Path

_MAGIC = b"\x7fELF\x02\x01"  # of 64 bits, the lowest byte first
_TABLES = struct.Struct("<QQ")  # where the program headers and the section headers begin
_SHAPES = struct.Struct("<HHHHH")  # a program header's size, their number, then sections'
_SEGMENT = struct.Struct("<QQQQ")  # offset, two addresses, and size in the file
_TABLES_AT, _SHAPES_AT, _SEGMENT_AT = 0x20, 0x36, 8


def drop_symbols(path: Path) -> None:
    """Cut off what follows the last loaded segment: section headers and debugging symbols.

    The loader uses program headers only (System V ABI, chapter 5).  A file that isn't 64-bit ELF
    stays as it is.
    """
    data = bytearray(path.read_bytes())
    if not data.startswith(_MAGIC):
        return
    headers, _ = _TABLES.unpack_from(data, _TABLES_AT)
    size, number, *_ = _SHAPES.unpack_from(data, _SHAPES_AT)
    end = headers + size * number
    for place in range(headers, end, size):
        offset, _, _, length = _SEGMENT.unpack_from(data, place + _SEGMENT_AT)
        end = max(end, offset + length)
    _TABLES.pack_into(data, _TABLES_AT, headers, 0)
    _SHAPES.pack_into(data, _SHAPES_AT, size, number, 0, 0, 0)
    path.write_bytes(data[:end])
