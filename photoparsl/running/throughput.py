"""Throughput: how many photos a run has measured, and in what time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Throughput:
    """What was measured since the run began or was resumed.

    done: how many photos were measured or failed
    failed: how many of these failed
    seconds: wall time
    unchanged: how many photos are unchanged, as their servers say
    unchecked: how many photos couldn't be checked, as their servers don't tell, or don't answer
    untried: how many photos were to be fetched and weren't, since the run was stopped or a slice
        was given up
    """

    done: int = 0
    failed: int = 0
    seconds: float = 0.0
    unchanged: int = 0
    unchecked: int = 0
    untried: int = 0
