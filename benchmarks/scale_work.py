"""What a worker does in `scale.py`: no photo is fetched, the numbers are made up at once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace

from parsl import python_app

from photoparsl.fetching import Limits
from photoparsl.manifests import Slice
from photoparsl.measuring import versions
from photoparsl.results import Execution, Failure, Measurement, SliceResult

SECONDS_A_PHOTO = 0.1


@python_app
def generated(slice_: Slice, measures: Sequence[str], limits: Limits, *more: object) -> SliceResult:
    return made_up(slice_)


@python_app
def slept(slice_: Slice, measures: Sequence[str], limits: Limits, *more: object) -> SliceResult:
    """Takes as long as photos from afar do, without a processor."""
    began = time.time()
    time.sleep(SECONDS_A_PHOTO * len(slice_.photos))
    result = made_up(slice_)
    return replace(
        result, execution=replace(result.execution, started=began, seconds=time.time() - began)
    )


@python_app
def nothing() -> None:
    return None


def made_up(slice_: Slice) -> SliceResult:
    """A value for every photo, but a failure for one in a hundred: from its place alone."""
    measurements, failures = [], []
    for p in slice_.photos:
        number = hashlib.blake2b(p.url.encode(), digest_size=24).digest()
        if number[0] < 3:
            detail = "the server answered 404"
            failures.append(Failure(p.row, p.url, p.year, "http-404", detail, p.span))
            continue
        value = int.from_bytes(number[:6], "big") / 2**48
        stamp = number.hex()[:43] + "="
        measurements.append(Measurement(p.row, p.url, p.year, {"luminance": value}, stamp, p.span))
    return SliceResult(
        start=slice_.start,
        stop=slice_.stop,
        digest=slice_.digest,
        measures=versions(["luminance"]),
        measurements=tuple(measurements),
        failures=tuple(failures),
        execution=Execution(
            f"node{slice_.start % 40}.example.edu", "example.edu", 1.7e9, 5.0, 10**7
        ),
    )
