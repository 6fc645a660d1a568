"""The strips and tiles of a TIFF.  Pillow fills those that lack bytes with other pixels."""

from __future__ import annotations

from photoparsl.measuring.formats.format import damaged, truncated
from photoparsl.measuring.formats.tiff_page import COMPRESSION, NOT_COMPRESSED, TiffPage


def check_parts(page: TiffPage, size: int) -> None:
    """Check that every strip or tile exists, is whole, and is within the file.

    size: the file's length in bytes
    """
    (width, height), (across, down) = page.size, page.part_size
    if not (across and down):
        raise damaged("its strips or tiles have no size")
    expected = -(-width // across) * -(-height // down) * page.planes
    parts = page.parts
    if len(parts) < expected:
        raise damaged(f"it has {len(parts)} of {expected} strips or tiles")
    plain = page.number(COMPRESSION, 1) in NOT_COMPRESSED
    if plain and len(parts) > expected:  # Pillow would put the others over the first ones
        raise damaged(f"it has {len(parts)} strips or tiles, where {expected} are the whole")
    bits = sum(page.bits) if page.planes == 1 else page.bits[0]
    needed = -(-across * bits // 8) if plain else 1
    for number, (at, count) in enumerate(parts[:expected]):
        rows = down
        if not page.is_tiled:
            rows = min(down, height - number % -(-height // down) * down)
        if not at or (not count and not (plain and expected == 1)):
            raise damaged(f"strip or tile {number} has no bytes")
        if at + max(count, needed * rows if plain else 1) > size:
            raise truncated(f"strip or tile {number} goes beyond its end")
        if plain and 0 < count < needed * rows:
            raise damaged(f"strip or tile {number} is too short")
        if plain and at <= page.start < at + needed * rows:
            raise damaged(f"strip or tile {number} lies over the directory")
