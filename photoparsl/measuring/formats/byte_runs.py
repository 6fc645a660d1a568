"""Find runs of one byte value, which an incomplete download leaves in a file."""

from __future__ import annotations

LONG_END = 32  # bytes of one value at the end of codes: few encoders write them
HOLE = 64  # bytes of zeros or ones within lossy codes, which few encoders write


def ends_in_run(codes: bytes) -> bool:
    """Whether `codes` end in 32 bytes or more of one value."""
    return len(codes) - len(codes.rstrip(codes[-1:])) >= LONG_END


def has_hole(codes: bytes, length: int = HOLE) -> bool:
    """Whether `length` bytes of 0x00, or as many of 0xFF, stand in a row within `codes`."""
    return any(bytes([value]) * length in codes for value in (0x00, 0xFF))
