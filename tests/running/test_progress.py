"""Progress moves by photos, also while a slice takes long."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from photoparsl.fetching import Limits
from photoparsl.requesting import RunOptions
from photoparsl.running import Reporter, execute_here, open_request
from tests.conftest import ROWS, Archive


class Seen(Reporter):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.done = 0
        self.shown: list[int] = []

    def add(self, done: int, failed: int) -> None:
        self.done += done

    def underway(self, photos: int) -> None:
        self.shown.append(self.done + photos)


def test_photos_of_a_slice_are_shown_before_it_ends(
    slow: Archive,
    tmp_path: Path,
) -> None:
    seen = Seen()
    options = RunOptions(
        run_dir=tmp_path / "run", slice_size=ROWS // 2, limits=Limits(connections=2)
    )
    with open_request(options, str(slow.manifest), seen) as request:
        execute_here(request, seen, lambda stop: nullcontext())
    assert seen.done == ROWS
    assert [n for n in seen.shown if n % (ROWS // 2)], seen.shown
    assert max(seen.shown) <= ROWS
