"""Describes a report about an archive's records in lines for people."""

from __future__ import annotations

from pathlib import Path

from photoparsl.archives import (
    MEANINGS,
    Certainty,
    FieldDates,
    Report,
    Role,
    left_out_path,
    warnings_of,
)
from photoparsl.number_text import counted
from photoparsl.redact import archive_text, visible

_FIELDS_SHOWN = 10


def manifest_summary(report: Report, output: Path) -> str:
    """Return the counts of dates and of the records that were left out, with examples.

    report: the counts
    output: the manifest's file
    """
    output = output.resolve() if output.is_symlink() else output
    left_out = report.reasons.total()
    lines = [
        f"{counted(report.read, 'record')}: {counted(report.written, 'photo')}, "
        f"{left_out:,} left out",
        "Dates:",
    ]
    for certainty, count in sorted(report.dates.items(), key=_exact_first):
        lines.append(_line(certainty, count, report))
    if report.inexact:
        lines.append(
            f"  (inexact dates give no year; --fuzzy gives one to {report.inexact:,} of them)"
        )
    lines += _images(report)
    lines += _fields(report)
    lines += [f"Doubt: {sentence}" for sentence in warnings_of(report)]
    if left_out:
        lines.append(f"Left out, all in {left_out_path(output)}:")
        lines += [_line(reason, count, report) for reason, count in report.reasons.most_common()]
    if report.other_files:
        counts = report.other_files.most_common(_FIELDS_SHOWN)
        files = ", ".join(f"{_shown(ending)} ({count:,})" for ending, count in counts)
        lines.append(f"Passed over, all in {left_out_path(output)}: {files}")
    lines.append(
        f"Manifest: {output}, {counted(report.written, 'photo')}, {report.years:,} with a year"
    )
    return "\n".join(lines)


def _fields(report: Report) -> list[str]:
    """Return lines for the fields that gave dates, and for those that were passed over."""
    lines = []
    if report.taken:
        lines.append("Dates are from:")
        lines += _field_lines(report.taken)
    if report.passed_over:
        lines.append("Not taken as the photo's date (--date-column NAME takes one):")
        lines += _field_lines(report.passed_over)
    return lines


def _field_lines(fields: dict[tuple[str, Role], FieldDates]) -> list[str]:
    """Return a line for each field: its name, its role, its number of dates, and three dates."""
    lines = []
    ordered = sorted(fields.items(), key=lambda item: -item[1].count)
    for (name, role), dates in ordered[:_FIELDS_SHOWN]:
        examples = "  |  ".join(_shown(text)[:40] for text in dates.examples)
        lines.append(
            f"  {_shown(name)[:40]!r:30} {MEANINGS[role]:24} {dates.count:9,}   e.g. {examples}"
        )
    if (more := len(ordered) - _FIELDS_SHOWN) > 0:
        lines.append(f"  and {more} more fields")
    return lines


def _shown(text: str) -> str:
    return archive_text(text)


def _images(report: Report) -> list[str]:
    """Return a line about what gave the photos, and one about other columns that hold photos."""
    given = report.photos_from.most_common(_FIELDS_SHOWN)
    taken = ", ".join(f"{visible(name)[:80]} ({count:,})" for name, count in given)
    others = ", ".join(repr(visible(name)[:60]) for name in sorted(report.other_images))
    lines = [f"Photos from: {taken}"] if taken else []
    return (
        [*lines, f"  (photos are in {others} too: --image-column NAME takes these)"]
        if others
        else lines
    )


def _exact_first(item: tuple[Certainty, int]) -> tuple[bool, int]:
    """Return the sort key of a line: exact dates first, then the others by count."""
    certainty, count = item
    return certainty != Certainty.EXACT, -count


def _line(word: str, count: int, report: Report) -> str:
    """Return a line with a certainty or a reason, its count and examples."""
    examples = "  |  ".join(archive_text(text)[:100] for text in report.examples.get(word, ()))
    return f"  {word:20} {count:9,}   {f'e.g. {examples}' if examples else ''}".rstrip()
