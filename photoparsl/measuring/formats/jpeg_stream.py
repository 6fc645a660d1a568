"""Feed the bytes of a JPEG to one of Pillow's decoders, and see which bytes it uses at once."""

from __future__ import annotations

from typing import Any

READ_AHEAD = b"\xfe" * 8  # as many as libjpeg reads ahead. More would hide missing bytes


class JPEGStream:
    """One of Pillow's decoders, and the bytes that it got but hasn't used yet."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self._unused: bytes | memoryview = b""
        self._finished = False

    def feed(self, piece: bytes | memoryview) -> None:
        """Feed the bytes to the decoder.  Raises OSError if it can't decode them."""
        if self._finished or not piece:
            return
        given = bytes(self._unused) + piece if self._unused else piece
        used, error = self._decoder.decode(given)
        if error < 0:
            raise OSError("broken data stream")
        self._finished = used < 0
        self._unused = given[used:]

    def skips(self, piece: bytes) -> bool:
        """Feed the bytes one by one.  Return whether the decoder uses each at once.

        While libjpeg needs more bytes for a pixel, it uses several at once.
        """
        is_skipped = True
        for at in range(len(piece)):
            self.feed(piece[at : at + 1])
            is_skipped = is_skipped and not self._unused
        return is_skipped

    def feed_to_finish(self, piece: bytes) -> int:
        """Feed the bytes one by one.  Return how many the image's last pixel needs.

        The result is `len(piece) + 1` if it needs more bytes than these.
        """
        for at in range(len(piece)):
            if self._finished:
                return at
            self.feed(piece[at : at + 1])
        return len(piece) if self._finished else len(piece) + 1

    def feed_until_skipped(self, piece: bytes) -> int:
        """Feed the bytes one by one.  Return how many the scan's last pixel needs.

        After a scan's last pixel, libjpeg skips each byte at once, in search of a marker.  Before
        it, libjpeg collects several bytes.  The result is `len(piece) + 1` if bytes that follow
        `piece` aren't skipped.
        """
        needed = 0
        for at in range(len(piece)):
            self.feed(piece[at : at + 1])
            if self._unused:
                needed = at + 1
        for at in range(len(READ_AHEAD)):
            self.feed(READ_AHEAD[at : at + 1])
            if self._unused:
                return len(piece) + 1
        return needed
