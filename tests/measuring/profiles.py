"""Colour profiles that tests make: a matrix and a power, as in Adobe RGB; the power; inks."""

from __future__ import annotations

import struct

# X, Y and Z of the primaries, adapted to D50
ADOBE = (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)
PROPHOTO = (0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03135, 0.00009, 0.82489)
WIDE = (0.71610, 0.25821, 0.0), (0.10093, 0.72494, 0.05178), (0.14719, 0.01685, 0.77340)
APPLE = (0.47566, 0.25515, 0.01844), (0.33977, 0.67254, 0.11346), (0.14876, 0.07231, 0.69301)
SPACES = {
    "adobe": (ADOBE, 2.2),
    "prophoto": (PROPHOTO, 1.8),
    "wide": (WIDE, 2.2),
    "apple": (APPLE, 1.8),
}

Matrix = tuple[tuple[float, float, float], ...]


def icc_profile(primaries: Matrix, gamma: float, name: str = "A space of tests") -> bytes:
    """An ICC profile, version 2, for RGB; for grey if there are no primaries."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    tags = _described(name)
    if primaries:
        for letter, primary in zip(b"rgb", primaries, strict=True):
            tags[bytes([letter]) + b"XYZ"] = _xyz(primary)
            tags[bytes([letter]) + b"TRC"] = curve
    else:
        tags[b"kTRC"] = curve
    return _profile(tags, b"mntr" + (b"RGB " if primaries else b"GRAY") + b"XYZ ")


INKS = ((-28.0, -18.0, -26.0), (-30.0, 34.0, -2.0), (-4.0, -3.0, 40.0), (-34.0, 0.0, 0.0))


def cmyk_profile() -> bytes:
    """An ICC profile, version 2, for CMYK: each ink adds its share of `INKS` to L*, a* and b*."""
    lut = b"mft2" + bytes(4) + bytes((4, 3, 2, 0))
    lut += struct.pack(">9i", *(65536 * (place in (0, 4, 8)) for place in range(9)))
    lut += struct.pack(">HH", 2, 2) + struct.pack(">8H", *(0, 65535) * 4)
    for corner in range(16):
        inks = [corner >> 3 - place & 1 for place in range(4)]
        lightness, a, b = (
            start + sum(ink * of_ink[axis] for ink, of_ink in zip(inks, INKS, strict=True))
            for axis, start in enumerate((100.0, 0.0, 0.0))
        )
        lut += struct.pack(
            ">3H", round(lightness * 652.8), round((a + 128) * 256), round((b + 128) * 256)
        )
    lut += struct.pack(">6H", *(0, 65535) * 3)
    return _profile({**_described("Inks of tests"), b"A2B0": lut}, b"prtrCMYKLab ")


def _described(name: str) -> dict[bytes, bytes]:
    text = name.encode() + b"\0"
    described = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    return {b"desc": described, b"cprt": b"text" + bytes(4) + b"none\0", b"wtpt": _xyz(_D50)}


def _profile(tags: dict[bytes, bytes], kind: bytes) -> bytes:
    """A profile of tags; `kind` is its class, its space and the space that it leads to."""
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, body in tags.items():
        table += tag + struct.pack(">II", start + len(data), len(body))
        data += body + bytes(-len(body) % 4)
    head = struct.pack(">I", start + len(data)) + bytes(4) + struct.pack(">I", 0x02200000)
    head += kind + bytes(12) + b"acsp" + bytes(28) + _xyz(_D50)[8:]
    return head.ljust(128, b"\0") + table + data


_D50 = (0.9642, 1.0, 0.8249)


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))
