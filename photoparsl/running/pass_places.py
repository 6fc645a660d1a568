"""Tells which photos of a pass are asked for, where a place stands in several rows."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping

import numpy as np

from photoparsl.manifests import Known
from photoparsl.results import Failure, Measurement, SliceResult
from photoparsl.running.repeats import NO_ROW, Repeats, SharedRows

_OF_FAILURE = 1  # the state of a failed photo that is tried again


class PassPlaces:
    """Tells which rows of a pass wait for the outcome of an earlier row with their place.

    A row does if the run has the same of both: the same digest of the bytes, and values of the same
    measures.  Then what the earlier row gets is right for it too.  If the earlier row lacks nothing
    (its pass was killed, perhaps), what it has is.

    repeats: the rows whose places stand in several rows
    wanted: the version of each measure of the run
    """

    def __init__(
        self, repeats: Repeats = Repeats(), wanted: Mapping[str, int] | None = None
    ) -> None:
        self._repeats, self._wanted = repeats, wanted or {}
        # Of the last row of each place that doesn't wait: its number, its state, a hash of the
        # digest, whether it is asked for, and whether it has all measures.
        self._rows = np.full(repeats.place_count, NO_ROW, np.uint32)
        self._states = np.zeros(repeats.place_count, np.int64)
        self._digests = np.zeros(repeats.place_count, np.int64)
        self._are_asked = np.zeros(repeats.place_count, np.bool_)
        self._are_whole = np.zeros(repeats.place_count, np.bool_)
        self._waiting, self._ready = (array("I"), array("I")), (array("I"), array("I"))

    def concern(self, rows: range) -> bool:
        """Whether the place of any of these rows stands in several rows."""
        return self._repeats.has_any(rows)

    def to_ask(self, result: SliceResult, photos: Mapping[int, Known | None]) -> Iterator[int]:
        """Yield the rows of a slice that are asked for, of those of the pass.

        result: what the run has of the slice
        photos: of each row of the pass, what the run has of its photo
        """
        if not self.concern(range(result.start, result.stop)):
            yield from photos
            return
        for outcome in result.outcomes:
            place, is_of_pass = self._repeats.place_of(outcome.row), outcome.row in photos
            if place is None:
                if is_of_pass:
                    yield outcome.row
                continue
            known = photos.get(outcome.row)
            names = {(name, result.measures[name]) for name in _names(outcome)}
            if is_of_pass and self._waits(place, outcome, names, known):
                continue
            if is_of_pass or isinstance(outcome, Measurement):
                self._rows[place], self._are_asked[place] = outcome.row, is_of_pass
                self._states[place] = _state(outcome, names, known)
                self._are_whole[place] = names.issuperset(self._wanted.items())
                digest = "" if isinstance(outcome, Failure) else outcome.digest
                self._digests[place] = hash(digest) if digest else 0
            if is_of_pass:
                yield outcome.row

    def has_changed(self, row: int, digest: str) -> bool:
        """Whether a photo that was asked for had another digest before."""
        place = self._repeats.place_of(row)
        if place is None or self._rows[place] != row or not self._are_asked[place]:
            return False
        return bool(self._digests[place]) and hash(digest) != self._digests[place]

    def waiting(self) -> SharedRows:
        """The rows so far that wait for one that is asked for."""
        return _shared(self._waiting)

    def ready(self) -> SharedRows:
        """The rows so far that can take over an outcome that is there."""
        return _shared(self._ready)

    def _waits(
        self,
        place: int,
        outcome: Measurement | Failure,
        names: set[tuple[str, int]],
        known: Known | None,
    ) -> bool:
        """Whether the row waits for the earlier one of its place; if so, keep them both."""
        if self._rows[place] == NO_ROW:
            return False
        if self._are_asked[place]:
            fits = self._states[place] == _state(outcome, names, known)
            kept = self._waiting
        else:
            kept = self._ready
            if known is None:
                fits = bool(self._are_whole[place])
            else:
                whole = _state(outcome, self._completed(names, known), None)
                fits = not known.mark and self._states[place] == whole
        if fits and self._states[place]:
            kept[0].append(outcome.row)
            kept[1].append(int(self._rows[place]))
        return bool(fits and self._states[place])

    def _completed(self, names: set[tuple[str, int]], known: Known) -> set[tuple[str, int]]:
        """The measures, with their versions, once those that the photo lacks are added."""
        added = {name: self._wanted.get(name, 1) for name in known.lacks}
        return set((dict(names) | added).items())


def _names(outcome: Measurement | Failure) -> Collection[str]:
    return outcome.values.keys() if isinstance(outcome, Measurement) else ()


def _state(
    outcome: Measurement | Failure, names: Collection[tuple[str, int]], known: Known | None
) -> int:
    """A hash of what the run has of a photo, and asks of it; 0 if its bytes aren't known."""
    if isinstance(outcome, Failure):
        return _OF_FAILURE
    asked = (known.lacks, known.mark) if known else None
    return hash((outcome.digest, frozenset(names), asked)) if outcome.digest else 0


def _shared(pairs: tuple[array[int], array[int]]) -> SharedRows:
    rows, firsts = (np.array(numbers, np.uint32) for numbers in pairs)
    return SharedRows(rows, firsts)
