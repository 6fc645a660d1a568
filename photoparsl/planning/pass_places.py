"""Tells which photos of a pass are measured, where a place stands in several rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from photoparsl.manifests import EarlierOutcome
from photoparsl.planning.repeats import NO_ROW, Repeats
from photoparsl.results import Failure, Measurement, SliceResult

_OF_FAILURE = 1  # the state of a failed photo that is tried again


class PassPlaces:
    """Tells which rows of a pass wait for the outcome of an earlier row with their place.

    A row waits if both rows have the same digest of the bytes, and values of the same measures.
    Then the outcome of the earlier row is right for it too.

    repeats: the rows whose places stand in several rows
    """

    def __init__(self, repeats: Repeats = Repeats()) -> None:
        self._repeats = repeats
        # For each place, the last of its rows that is measured: its number, its state (`_state`),
        # and a hash of the digest of its bytes.
        self._rows = np.full(repeats.place_count, NO_ROW, np.uint32)
        self._states = np.zeros(repeats.place_count, np.int64)
        self._digests = np.zeros(repeats.place_count, np.int64)

    @property
    def has_repeats(self) -> bool:
        """Whether a place stands in several rows, so that there are more rows than photos."""
        return len(self._repeats) > 0

    def concern(self, rows: range) -> bool:
        """Whether one of these rows has a place that other rows have too."""
        return self._repeats.has_any(rows)

    def to_measure(
        self, result: SliceResult, photos: Mapping[int, EarlierOutcome | None]
    ) -> Iterator[int]:
        """Yield the rows of a slice that this pass has to measure.

        result: the slice's result so far
        photos: what the run has of each photo in the pass, by the photo's row
        """
        if not self.concern(range(result.start, result.stop)):
            yield from photos
            return
        for outcome in result.outcomes:
            if outcome.row not in photos:
                continue
            if (place := self._repeats.place_of(outcome.row)) is not None:
                names = {(name, result.measures[name]) for name in _names(outcome)}
                state = _state(outcome, names, photos[outcome.row])
                if state and self._rows[place] != NO_ROW and self._states[place] == state:
                    continue
                self._rows[place], self._states[place] = outcome.row, state
                digest = "" if isinstance(outcome, Failure) else outcome.digest
                self._digests[place] = hash(digest) if digest else 0
            yield outcome.row

    def has_changed(self, row: int, digest: str) -> bool:
        """Whether a measured photo had another digest before."""
        place = self._repeats.place_of(row)
        if place is None or self._rows[place] != row:
            return False
        return bool(self._digests[place]) and hash(digest) != self._digests[place]


def _names(outcome: Measurement | Failure) -> Collection[str]:
    return outcome.values.keys() if isinstance(outcome, Measurement) else ()


def _state(
    outcome: Measurement | Failure, names: Collection[tuple[str, int]], known: EarlierOutcome | None
) -> int:
    """A hash of what the run has of a photo, and of what it lacks.

    It is 0 if the photo's bytes aren't known.
    """
    if isinstance(outcome, Failure):
        return _OF_FAILURE
    lacking = (known.lacks, known.mark) if known else None
    return hash((outcome.digest, frozenset(names), lacking)) if outcome.digest else 0
