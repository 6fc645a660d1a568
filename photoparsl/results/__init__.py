"""What comes of photos, and the run directory that keeps it: the only room that knows its files."""

from __future__ import annotations

from photoparsl.results.states import PilotState, RunState
from photoparsl.results.types import (
    Execution,
    Failure,
    Measurement,
    SliceResult,
    from_json,
    to_json,
)

__all__ = [
    "Execution",
    "Failure",
    "Measurement",
    "PilotState",
    "RunState",
    "SliceResult",
    "from_json",
    "to_json",
]
