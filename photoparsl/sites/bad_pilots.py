"""Counts pilots that do no work, and limits how many more are submitted."""

from __future__ import annotations

import time
from collections.abc import Mapping

from parsl.jobs.states import JobState, JobStatus

from photoparsl.sites.pilot_endings import last_words

BAD_SECONDS = 3600  # after which a bad pilot no longer counts against new ones
BAD_IN_A_ROW = 3  # bad pilots while no manager is connected, after which the run ends

_BAD_STATES = (JobState.FAILED, JobState.MISSING, JobState.HELD)


class NoPilotWorksError(Exception):
    """Set as the executor's error when pilots fail in a row and no manager is connected."""


class BadPilots:
    """Counts the blocks whose pilot failed, is held, or ended before its manager connected.

    max_blocks: the most pilots at a time
    most_bad: the most bad pilots within BAD_SECONDS.  At this number no pilot is submitted
        (default: 2 * max_blocks + BAD_IN_A_ROW)
    """

    def __init__(self, max_blocks: int, most_bad: int = 0) -> None:
        self.most_bad = most_bad or 2 * max_blocks + BAD_IN_A_ROW
        self._in_a_row = min(BAD_IN_A_ROW, max_blocks + 1)
        self._bad: list[JobStatus] = []
        self._since: dict[str, float] = {}  # by block: when it was first seen to be bad
        self._bad_before = 0  # blocks that were bad when a manager was last connected

    def update(self, status: Mapping[str, JobStatus]) -> None:
        """Record the status of all blocks."""
        bad = {block: job for block, job in status.items() if job.state in _BAD_STATES}
        for block in bad:
            self._since.setdefault(block, time.monotonic())
        self._bad = list(bad.values())

    def allowed(self) -> int:
        """Return how many more pilots may be submitted now."""
        late = time.monotonic() - BAD_SECONDS
        return max(0, self.most_bad - sum(since > late for since in self._since.values()))

    def new(self) -> int:
        """Return how many pilots have become bad since a manager was last connected."""
        return len(self._bad) - self._bad_before

    def reset(self) -> None:
        """Restart the count of bad pilots in a row, because a manager is connected."""
        self._bad_before = len(self._bad)

    def is_hopeless(self) -> bool:
        """Whether so many pilots were bad in a row that the run should end."""
        return self.new() >= self._in_a_row

    def __str__(self) -> str:
        """Return a sentence with the reason why the last pilot was bad."""
        last = self._bad[-1]
        output = (last.stderr_summary or last.stdout_summary or "").strip()
        why = last.message
        if last.state is JobState.MISSING and output:  # Parsl's message only says that it ended
            why = last_words(output)
        where = f"; its errors are in {last.stderr_path}" if last.stderr_path else ""
        return f"no pilot works: {len(self._bad)} are bad; the last one: {why}{where}"
