"""OutcomeCounts: counts how many photos were measured and how many failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from photoparsl.results.slice_result import SliceResult


@dataclass(slots=True)
class OutcomeCounts:
    """Counts the outcomes of photos, slice by slice.

    measured: how many photos were measured
    undated: how many of these have no year
    reasons: how many photos failed, by the reason of the failure
    missing: how many measured photos have no value, by the measure's name
    """

    measured: int = 0
    undated: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """How many photos failed."""
        return self.reasons.total()

    @property
    def ended(self) -> int:
        """How many photos were measured or failed."""
        return self.measured + self.failed

    def add(self, result: SliceResult, rows: range | None = None) -> None:
        """Count a slice's photos; with `rows`, only those in these rows of the manifest."""
        measurements, failures = result.measurements, result.failures
        if rows is not None and not (rows.start <= result.start and result.stop <= rows.stop):
            measurements = tuple(m for m in measurements if m.row in rows)
            failures = tuple(f for f in failures if f.row in rows)
        self.measured += len(measurements)
        self.undated += sum(m.year is None for m in measurements)
        self.reasons.update(f.reason for f in failures)
        for measurement in measurements:
            if measurement.missing:
                self.missing.update(measurement.missing.keys())

    def counted(
        self, results: Iterable[SliceResult], rows: range | None = None
    ) -> Iterator[SliceResult]:
        """Yield the same results, and count each."""
        for result in results:
            self.add(result, rows)
            yield result
