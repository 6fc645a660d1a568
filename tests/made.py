"""Results as a worker would give them, for what needs many and no photos."""

from __future__ import annotations

from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import versions
from photoparsl.results import Execution, Failure, Measurement, SliceResult


def photo(row: int) -> Photo:
    return Photo(row, f"http://photos.example/{row}.jpg", 1860 + row % 142)


def slice_of(start: int, stop: int) -> Slice:
    return Slice(tuple(photo(row) for row in range(start, stop)))


def result_of(slice_: Slice, failed: tuple[int, ...] = (), seconds: float = 1.5) -> SliceResult:
    return SliceResult(
        start=slice_.start,
        stop=slice_.stop,
        digest=slice_.digest,
        measures=versions(["luminance"]),
        measurements=tuple(
            Measurement(p.row, p.url, p.year, {"luminance": (p.row % 997) / 997})
            for p in slice_.photos
            if p.row not in failed
        ),
        failures=tuple(
            Failure(p.row, p.url, p.year, "http-404", "the server answered 404")
            for p in slice_.photos
            if p.row in failed
        ),
        execution=Execution("node1.example.edu", "example.edu", 1.7e9, seconds),
    )
