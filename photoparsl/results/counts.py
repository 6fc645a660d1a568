"""How many photos were measured and how many failed: the only counter of outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from photoparsl.results.slice_result import SliceResult


@dataclass(slots=True)
class OutcomeCounts:
    """Counts the outcomes of photos, slice by slice.

    measured: photos that have a measurement
    undated: those of them without a year
    reasons: failed photos, by the reason of their failure
    missing: measured photos without a value, by the measure's name
    """

    measured: int = 0
    undated: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """Photos that have a failure."""
        return self.reasons.total()

    @property
    def ended(self) -> int:
        """Photos that have either."""
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
        """The same results, each counted as it passes."""
        for result in results:
            self.add(result, rows)
            yield result
