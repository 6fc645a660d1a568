"""Requests at the same time: connections, memory and the clock of the time limits."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace

from photoparsl.fetching import fetch
from photoparsl.manifests import Photo
from tests.fetching.answers import PHOTO
from tests.fetching.conftest import PATIENT
from tests.fetching.faults import Faults
from tests.running.test_survival import until


def test_connections_are_kept_from_slice_to_slice(faults: Faults) -> None:
    for _ in range(3):
        photos = [Photo(row, f"{faults.url}/photo/{row}", 1900) for row in range(50)]
        assert all(f.body == PHOTO for f in fetch(photos, replace(PATIENT, connections=4)))
    assert faults.connections <= 4


def test_bytes_underway_are_bounded_and_every_photo_still_comes(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/large/{row}", 1900) for row in range(30)]
    limits = replace(PATIENT, connections=30, most_held_bytes=300_000)
    held = []
    tracemalloc.start()
    for fetched in fetch(photos, limits):
        assert len(fetched.body) == 200_000
        rooms = [tracemalloc.Filter(True, f"*/{room}.py") for room in ("open_requests", "transfer")]
        kept = tracemalloc.take_snapshot().filter_traces(rooms)
        held.append(sum(trace.size for trace in kept.traces))
    tracemalloc.stop()
    assert len(held) == 30
    assert max(held) < 1_000_000  # of 6 MB


def test_the_next_photos_are_requested_while_earlier_ones_are_decoded(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/together/{row}", 1900) for row in range(16)]
    coming = fetch(photos, replace(PATIENT, connections=8))
    for _ in range(8):
        assert next(coming).body == PHOTO
        time.sleep(0.1)  # decoding; and the others arrive
    until(lambda: faults.requests.total() > 10)
    assert len(list(coming)) == 8


def test_the_clock_stands_still_while_a_photo_is_decoded(faults: Faults) -> None:
    limits = replace(PATIENT, connections=2, total_seconds=2)
    photos = [Photo(row, f"{faults.url}/large/{row}", 1900) for row in range(5)]
    reasons = []
    for fetched in fetch(photos, limits):
        reasons.append(fetched.reason)
        time.sleep(1.1)  # twice that, if the clock ran, would be too long
    assert reasons == [""] * 5
