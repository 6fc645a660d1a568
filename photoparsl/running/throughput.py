"""How many photos a run has measured, and in what time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Throughput:
    """What was measured this time.

    done: photos that have ended, measured or failed
    failed: photos of them that failed
    seconds: wall time
    """

    done: int = 0
    failed: int = 0
    seconds: float = 0.0
