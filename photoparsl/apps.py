"""The Parsl apps: one task a slice.  As little as possible lives here.

A worker imports this module by its name, so photoparsl must be installed where it runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsl import python_app

from photoparsl.fetching import Limits
from photoparsl.manifests import Slice
from photoparsl.measuring.slice import measure_slice
from photoparsl.results import SliceResult


@python_app
def luminance(slice_: Slice) -> SliceResult:
    return measure_slice(slice_, ("luminance",))


@python_app
def measure(slice_: Slice, measures: Sequence[str], limits: Limits = Limits()) -> SliceResult:
    return measure_slice(slice_, measures, limits)
