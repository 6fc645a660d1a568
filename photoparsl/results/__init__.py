"""The outcomes of photos, and the run directory that stores them.

Only this package knows the files of a run directory.
"""

from __future__ import annotations

from photoparsl.results.slice_result import Execution, Failure, Measurement, SliceResult
from photoparsl.results.slice_text import from_json, to_json
from photoparsl.results.states import PilotState, RunState
from photoparsl.results.value import Missing, Value, ValueKind

__all__ = [
    "Execution",
    "Failure",
    "Measurement",
    "Missing",
    "PilotState",
    "RunState",
    "SliceResult",
    "Value",
    "ValueKind",
    "from_json",
    "to_json",
]
