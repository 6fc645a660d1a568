"""The process that reads an archive for the app, so that its reading can be ended at any time.

It is given a `Choice` as JSON on standard input.  It writes lines of JSON to standard output: how
many records it has read so far, and at last what was found.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping

from photoparsl.app.choice import Choice
from photoparsl.app.preview_answer import preview_answer
from photoparsl.library import folder_of_run, preview

_SECONDS = 0.3  # between two lines about progress


class _RecordCounter:
    """Writes how many records were read."""

    def __init__(self) -> None:
        self._records, self._written = 0, time.monotonic()

    def count(self, records: int) -> None:
        self._records += records
        if time.monotonic() - self._written > _SECONDS:
            self._written = time.monotonic()
            _write({"records": self._records})


def main() -> None:
    """Read what standard input names, and write what was found."""
    choice = Choice.of(json.loads(sys.stdin.buffer.read()))
    run = folder_of_run(choice.source, **choice.of_run)
    count = _RecordCounter().count
    found = preview(choice.source, run_dir=run, **choice.options, count_records=count)
    _write({"found": preview_answer(found, choice, run)})


def _write(line: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
