"""OutcomeCounts: counts how many photos were measured and how many failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from photoparsl.reasons import Reason
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.value import Missing

_OF_MEASURES = (Reason.NO_VALUE, Reason.MEASURE_ERROR)  # a measure's own answers


@dataclass(slots=True)
class OutcomeCounts:
    """Counts the outcomes of photos, slice by slice.

    measured: how many photos were measured
    untried: how many were measured, and lack a measure that hasn't been tried on them yet.  These
        don't count as measured
    undated: how many photos with a measurement have no year
    reasons: how many photos failed, by the reason of the failure
    missing: how many measured photos have no value, by the measure's name
    lacking: how many measured photos have no value since they couldn't be measured again when the
        measure was added, by `measure: reason`
    """

    measured: int = 0
    untried: int = 0
    undated: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    lacking: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """How many photos failed."""
        return self.reasons.total()

    @property
    def ended(self) -> int:
        """How many photos were measured or failed."""
        return self.measured + self.failed

    @property
    def with_outcome(self) -> int:
        """How many photos were measured by at least one measure, or failed."""
        return self.ended + self.untried

    def add(self, result: SliceResult, rows: range | None = None) -> None:
        """Count a slice's photos.  With `rows`, count only those in these rows of the manifest."""
        measurements, failures = result.measurements, result.failures
        if rows is not None and not (rows.start <= result.start and result.stop <= rows.stop):
            measurements = tuple(m for m in measurements if m.row in rows)
            failures = tuple(f for f in failures if f.row in rows)
        self.measured += len(measurements)
        self.undated += sum(m.year is None for m in measurements)
        self.reasons.update(f.reason for f in failures)
        for measurement in measurements:
            if measurement.missing:
                self._add_missing(measurement.missing)

    def _add_missing(self, missing: Mapping[str, Missing]) -> None:
        """Count the measures that a photo has no value of."""
        is_untried = False
        for name, why in missing.items():
            if why.reason == Reason.UNTRIED:
                is_untried = True
                continue
            self.missing[name] += 1
            if why.reason not in _OF_MEASURES:
                self.lacking[f"{name}: {why.reason}"] += 1
        self.untried += is_untried
        self.measured -= is_untried

    def counted(
        self, results: Iterable[SliceResult], rows: range | None = None
    ) -> Iterator[SliceResult]:
        """Yield the same results, and count each."""
        for result in results:
            self.add(result, rows)
            yield result
