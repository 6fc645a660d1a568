"""Read numbers of any number of bits from the header of a JPEG XL."""

from __future__ import annotations

from photoparsl.measuring.formats.format import truncated


class BitReader:
    """Reads numbers of bits, the lowest first."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self, count: int) -> int:
        """The next number, of so many bits.  Raises NotMeasurableError beyond the end."""
        first, self._at = self._at, self._at + count
        if self._at > 8 * len(self._data):
            raise truncated("it ends in the middle of its header")
        parts = self._data[first // 8 : -(-self._at // 8)]
        return int.from_bytes(parts, "little") >> first % 8 & (1 << count) - 1

    def flag(self) -> bool:
        """Whether the next bit is set."""
        return bool(self.number(1))

    def choice(self, *choices: tuple[int, int]) -> int:
        """A number of one of four lengths: each with the least number, and the bits above it."""
        least, count = choices[self.number(2)]
        return least + self.number(count)

    def skip(self, count: int) -> None:
        """Pass over so many bits."""
        self.number(count)
