"""Counts of an archive's records, by result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from photoparsl.archives.dates import (
    LONGEST_NAME,
    Certainty,
    DateCandidate,
    DateChoice,
    Role,
    UnknownDates,
    is_spreadsheet_day,
)
from photoparsl.archives.photo_files import ending
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.manifests import FIRST_YEAR

MOST_FIELDS = 100  # fields that are counted. An archive may have any number
MOST_EXAMPLES = 3
LONGEST_ENDING = 12  # characters of a file's ending
LONGEST_FOLDER = 40  # characters of a folder's name

_WITHOUT_YEARS = (Certainty.UNDATED, Certainty.UNREAD)
_NO_RECORDS = {SkipReason.OTHER_FILE, SkipReason.EXCLUDED, SkipReason.HIDDEN}
_OF_SYSTEMS = (".DS_Store", "Thumbs.db", "thumbs.db", "ehthumbs.db", "desktop.ini")


@dataclass(slots=True)
class FieldDates:
    """The dates of one field.

    count: its dates, of which some may say that no date is known
    examples: up to three of them
    """

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Count a date."""
        self.count += 1
        if len(self.examples) < MOST_EXAMPLES and text not in self.examples:
            self.examples.append(text)


@dataclass(slots=True)
class Report:
    """Counts of records, by result.

    read: records, files and photos, including those that were left out
    written: photos in the manifest
    years: photos in the manifest with a year
    inexact: photos without a year that `fuzzy` gives one
    dates: records of each certainty, but for those that were left out for another reason
    reasons: records that were left out for each reason
    places_from: photos in the manifest that each column or kind of record gave
    by_name: those among them that were found by their files' names
    dates_from: photos in the manifest with a date from each column or element
    other_files: files and folders that aren't read, by kind (`kind_passed_over`)
    other_images: columns that hold photos too, and aren't read
    taken: the fields that gave dates, each with its role
    passed_over: the fields with dates that aren't taken as the photo's
    doubts: photos whose year is uncertain for another reason than the date's text, by field and
        reason
    spreadsheet_days: photos dated to the days that a spreadsheet makes of the years 1826 to 2030
    before_photography: photos with a year before 1826
    tables: the tables that were read
    unknown: the fields of records without a date
    examples: up to three texts for each certainty (dates), reason (locations, details) and doubt
    """

    read: int = 0
    written: int = 0
    years: int = 0
    inexact: int = 0
    dates: Counter[Certainty] = field(default_factory=Counter)
    reasons: Counter[SkipReason] = field(default_factory=Counter)
    places_from: Counter[str] = field(default_factory=Counter)
    by_name: Counter[str] = field(default_factory=Counter)
    dates_from: Counter[str] = field(default_factory=Counter)
    other_files: Counter[str] = field(default_factory=Counter)
    other_images: set[str] = field(default_factory=set)
    taken: dict[tuple[str, Role], FieldDates] = field(default_factory=dict)
    passed_over: dict[tuple[str, Role], FieldDates] = field(default_factory=dict)
    doubts: Counter[tuple[str, str]] = field(default_factory=Counter)
    spreadsheet_days: int = 0
    before_photography: int = 0
    tables: list[Path] = field(default_factory=list)
    unknown: UnknownDates = field(default_factory=UnknownDates)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def count(
        self,
        found: RecordOrSkipped,
        kept: RecordOrSkipped,
        year: int | None,
        fuzzy_year: int | None = None,
    ) -> None:
        """Count a record.

        found: the record that was read, or why there is none
        kept: the record in the manifest, or why it isn't there
        year: the photo's year in the manifest
        fuzzy_year: the year that it would have with `fuzzy`
        """
        if isinstance(found, Skipped) and found.reason in _NO_RECORDS:
            self._count_file(found)
            return
        self.read += 1
        is_out = isinstance(kept, Skipped) and not kept.reason.is_of_date
        if isinstance(found, Record) and not is_out:
            self.dates[found.estimate.certainty] += 1
            self.inexact += year is None and fuzzy_year is not None
            self._add_example(found.estimate.certainty, found.date)
            self._count_dates(found.dates)
            if found.estimate.certainty in _WITHOUT_YEARS:
                self.unknown.add(found.cells.items() or found.texts)
        if isinstance(kept, Skipped):
            self.reasons[kept.reason] += 1
            detail = kept.detail.removeprefix(f"{kept.where}: ")
            self._add_example(kept.reason, f"{kept.where}: {detail}")
        else:
            self.written += 1
            self.years += year is not None
            self._count_fields(kept)

    @property
    def photos_from(self) -> Counter[str]:
        """Photos that each column or kind of record gave, by its name and how files were found."""
        return Counter({f"{n}{self._by_name(n)}": count for n, count in self.places_from.items()})

    @property
    def is_undated(self) -> bool:
        """Whether no record has a date with a year."""
        return not any(count for c, count in self.dates.items() if c not in _WITHOUT_YEARS)

    @property
    def incomplete(self) -> str:
        """A sentence that says why a harvest ended early, or '' if it didn't."""
        if not self.reasons[SkipReason.INCOMPLETE]:
            return ""
        why = next(iter(self.examples[SkipReason.INCOMPLETE]))
        return f"the archive wasn't read to its end: {why}; the same command goes on from there"

    def _by_name(self, origin: str) -> str:
        """How many photos of this origin were found by their files' names, as a clause."""
        count = self.by_name[origin]
        share = f" {count:,} of them" if count < self.places_from[origin] else ""
        return f",{share} by the files' names" if count else ""

    def _count_file(self, skipped: Skipped) -> None:
        """Count a file or folder that isn't read, by its kind."""
        kind = kind_passed_over(skipped)
        is_new = kind not in self.other_files
        self.other_files["others" if is_new and len(self.other_files) >= MOST_FIELDS else kind] += 1

    def _count_fields(self, kept: Record) -> None:
        """Count where the photo and its date were found."""
        if kept.photo_from:
            self.places_from[kept.photo_from] += 1
            self.by_name[kept.photo_from] += kept.is_by_name
        self.other_images.update(kept.other_images)
        if kept.date and kept.date_from:
            self.dates_from[kept.date_from] += 1

    def _count_dates(self, dates: DateChoice) -> None:
        """Count the fields that gave a date, and those that were passed over."""
        for candidate in dates.taken:
            _add(self.taken, candidate)
        for candidate in dates.passed_over:
            _add(self.passed_over, candidate)
        if dates.doubt:
            self.doubts[next(map(_name, dates.taken), ""), dates.doubt] += 1
            self._add_example(dates.doubt, dates.doubt_text)
        if dates.estimate.certainty == Certainty.EXACT:
            year = dates.estimate.year or 0
            self.before_photography += year < FIRST_YEAR
            self.spreadsheet_days += year in (1904, 1905) and is_spreadsheet_day(dates.text)

    def _add_example(self, word: str, text: str) -> None:
        """Keep the first three different texts for a certainty or a reason."""
        kept = self.examples.setdefault(word, [])
        if text and len(kept) < MOST_EXAMPLES and text not in kept:
            kept.append(text)


def kind_passed_over(skipped: Skipped) -> str:
    """The kind of a file or folder that isn't read: 'excluded', or by its name.

    A folder's kind is its name with a slash.  Files of Macs and Windows have their own kinds, other
    hidden files have one, and all others are of their ending's.

    >>> [kind_passed_over(Skipped(f"a/{name}", SkipReason.HIDDEN, "")) for name in
    ...  ("@eaDir/", "._1.jpg", ".DS_Store", ".nomedia", "Thumbs.db", "a.MP4", "Makefile")]
    ['@eaDir/', '._*', '.DS_Store', 'hidden', 'Thumbs.db', '.mp4', 'without an ending']
    """
    if skipped.reason == SkipReason.EXCLUDED:
        return "excluded"
    name = PurePath(skipped.where).name
    if skipped.where.endswith("/"):
        return f"{name[:LONGEST_FOLDER]}/"
    if name in _OF_SYSTEMS:
        return name
    if name.startswith("."):
        return "._*" if name.startswith("._") else "hidden"
    return ending(PurePath(name))[:LONGEST_ENDING] or "without an ending"


def _name(candidate: DateCandidate) -> str:
    return candidate.name[:LONGEST_NAME]


def _add(fields: dict[tuple[str, Role], FieldDates], candidate: DateCandidate) -> None:
    key = (_name(candidate), candidate.role)
    if key in fields or len(fields) < MOST_FIELDS:
        fields.setdefault(key, FieldDates()).add(candidate.words[:LONGEST_NAME])
