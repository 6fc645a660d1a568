"""PreviewReading: reads an archive in a process of its own, and knows how far it is."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

from photoparsl.app.choice import Choice

_LOST = (
    "The reading ended early, perhaps because this machine has too little memory. Try again, or "
    "choose a smaller folder."
)
_COMMAND = (sys.executable, "-P", "-m", "photoparsl.app.preview_process")


class PreviewReading:
    """Reads an archive in a process of its own, and knows how far it is.

    choice: what is read, and how
    """

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self._records, self._began = 0, time.monotonic()
        self._found: dict[str, Any] | None = None
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for the app, which then ends it
        )
        self._thread = threading.Thread(target=self._read, name="preview", daemon=True)
        self._thread.start()

    def answer(self) -> dict[str, Any]:
        """How far it is, or what was found, for the page."""
        seconds = int(time.monotonic() - self._began)
        return {
            "choice": self.choice.answer,
            "records": self._records,
            "seconds": seconds,
            "found": self._found,
        }

    def end(self) -> None:
        """End the process."""
        with suppress(OSError):
            self._process.kill()
        self._thread.join()

    def _read(self) -> None:
        """Read the lines that the process writes, until it has ended."""
        found = None
        with self._process as process:
            assert process.stdin
            assert process.stdout
            with suppress(OSError):  # it has ended already
                process.stdin.write(json.dumps(self.choice.answer).encode())
                process.stdin.close()
            for line in process.stdout:
                with suppress(ValueError):  # it was ended within the line
                    values = json.loads(line)
                    self._records = values.get("records", self._records)
                    found = values.get("found", found)
        self._found = found or {"choice": self.choice.answer, "problem": _LOST}
