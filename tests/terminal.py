"""Runs a program in a terminal of its own, and returns what it shows there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])")


@dataclass(frozen=True)
class Shown:
    """What a program showed.

    code: its exit code
    raw: all that it wrote, as UTF-8
    """

    code: int
    raw: str

    @property
    def text(self) -> str:
        """What it wrote, without the terminal's sequences."""
        return _SEQUENCE.sub("", self.raw)

    @property
    def lines(self) -> list[str]:
        """Its lines, also those that were replaced."""
        return re.split(r"[\r\n]+", self.text)


def in_terminal(
    command: Sequence[str | Path],
    folder: Path,
    typed: str = "",
    *,
    columns: int = 60,
    environment: Mapping[str, str] | None = None,
) -> Shown:
    """Run a program until it ends.

    folder: the one that it is started in
    typed: what is typed, before it reads it
    environment: variables that it has besides this process's; COLUMNS and LINES aren't set
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        command,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=folder,
        env={**kept, "TERM": "xterm", **(environment or {})},
        start_new_session=True,
    )
    os.close(follower)
    os.write(leader, typed.encode())
    written = b""
    while True:
        try:
            written += os.read(leader, 1 << 16)
        except OSError:  # the other end is closed
            break
    os.close(leader)
    return Shown(process.wait(timeout=60), written.decode())
