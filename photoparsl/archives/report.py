"""Counts of an archive's records, by result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.year_estimate import Certainty

MOST_FIELDS = 100  # fields that are counted; an archive may have any number


@dataclass(slots=True)
class Report:
    """Counts of records, by result.

    read: records, files and photos, including those that were left out
    written: photos in the manifest
    years: photos in the manifest with a year
    dates: records of each certainty
    reasons: records that were left out for each reason
    passed_over: records with a date that isn't taken as the photo's, for each field with such dates
    photos_from: photos in the manifest that each column or kind of record gave
    dates_from: photos in the manifest with a date from each column or element
    examples: up to three texts for each certainty (dates) and each reason (locations and details)
    """

    read: int = 0
    written: int = 0
    years: int = 0
    dates: Counter[Certainty] = field(default_factory=Counter)
    reasons: Counter[SkipReason] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    photos_from: Counter[str] = field(default_factory=Counter)
    dates_from: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def count(self, found: RecordOrSkipped, kept: RecordOrSkipped, year: int | None) -> None:
        """Count a record.

        found: the record that was read, or why there is none
        kept: the record in the manifest, or why it isn't there
        year: the photo's year in the manifest
        """
        self.read += 1
        if isinstance(found, Record):
            self.dates[found.estimate.certainty] += 1
            self._add_example(found.estimate.certainty, found.date)
            for name in found.passed_over:
                if name in self.passed_over or len(self.passed_over) < MOST_FIELDS:
                    self.passed_over[name] += 1
        if isinstance(kept, Skipped):
            self.reasons[kept.reason] += 1
            self._add_example(kept.reason, f"{kept.where}: {kept.detail}")
        else:
            self.written += 1
            self.years += year is not None
            self._count_fields(kept)

    def _count_fields(self, kept: Record) -> None:
        """Count where the photo and its date were found."""
        if kept.photo_from:
            self.photos_from[kept.photo_from] += 1
        if kept.date and kept.date_from:
            self.dates_from[kept.date_from] += 1

    def _add_example(self, word: str, text: str) -> None:
        """Keep the first three different texts for a certainty or a reason."""
        kept = self.examples.setdefault(word, [])
        if text and len(kept) < 3 and text not in kept:
            kept.append(text)
