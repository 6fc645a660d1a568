"""What became of an archive's records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.year_estimate import Certainty


@dataclass(slots=True)
class Report:
    """What became of the records.

    read: how many records, files and photos were read or left out
    written: how many photos are in the manifest
    years: how many of these have a year
    dates: how many records there are of each certainty
    reasons: how many were left out for each reason
    photos_from: how many photos in the manifest each column or kind of record gave
    dates_from: how many of these have a date from each column or element
    examples: the first texts of dates for each certainty, and where the first were left out for
        each reason
    """

    read: int = 0
    written: int = 0
    years: int = 0
    dates: Counter[Certainty] = field(default_factory=Counter)
    reasons: Counter[SkipReason] = field(default_factory=Counter)
    photos_from: Counter[str] = field(default_factory=Counter)
    dates_from: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def count(self, found: RecordOrSkipped, kept: RecordOrSkipped, year: int | None) -> None:
        """Count a record, and what became of it.

        found: what was read
        kept: the record as it is in the manifest, or why it isn't there
        year: the photo's in the manifest
        """
        self.read += 1
        if isinstance(found, Record):
            self.dates[found.estimate.certainty] += 1
            self._add_example(found.estimate.certainty, found.date)
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
