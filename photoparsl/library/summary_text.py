"""Describes a report about an archive's records in lines for people."""

from __future__ import annotations

from pathlib import Path

from photoparsl.archives import Certainty, Report, left_out_path
from photoparsl.redact import visible, without_secrets

_FIELDS_SHOWN = 10
_SAME_WITH_FUZZY = {Certainty.EXACT, Certainty.UNDATED, Certainty.UNREAD}


def manifest_summary(report: Report, output: Path, *, fuzzy: bool) -> str:
    """Return the counts of dates and of the records that were left out, with examples.

    report: the counts
    output: the manifest's file
    fuzzy: whether inexact dates gave a year
    """
    output = output.resolve() if output.is_symlink() else output
    left_out = report.reasons.total()
    lines = [f"{report.read:,} records: {report.written:,} photos, {left_out:,} left out", "Dates:"]
    for certainty, count in sorted(report.dates.items(), key=_exact_first):
        lines.append(_line(certainty, count, report))
    if not fuzzy and report.dates.keys() - _SAME_WITH_FUZZY:
        lines.append("  (inexact dates give no year; with --fuzzy they do)")
    lines += _passed_over(report)
    lines += _images(report)
    if left_out:
        lines.append(f"Left out, all in {left_out_path(output)}:")
        lines += [_line(reason, count, report) for reason, count in report.reasons.most_common()]
    lines.append(f"Manifest: {output}, {report.written:,} photos, {report.years:,} with a year")
    return "\n".join(lines)


def _passed_over(report: Report) -> list[str]:
    """Return a sentence about the dates that weren't taken, if there are any."""
    fields = [
        f"{visible(without_secrets(name))[:60]!r} ({count:,})"
        for name, count in report.passed_over.most_common(_FIELDS_SHOWN)
    ]
    if not fields:
        return []
    more = len(report.passed_over) - len(fields)
    names = ", ".join(fields) + (f" and {more} more" if more else "")
    return [
        f"Not taken as the photo's date, as their names say more than that: {names}",
        "  (--date NAME takes one)",
    ]


def _images(report: Report) -> list[str]:
    """Return a line about what gave the photos, and one about columns that hold photos too."""
    given = report.photos_from.most_common(_FIELDS_SHOWN)
    taken = ", ".join(f"{visible(name)[:80]} ({count:,})" for name, count in given)
    others = ", ".join(repr(visible(name)[:60]) for name in sorted(report.other_images))
    lines = [f"Photos from: {taken}"] if taken else []
    return (
        [*lines, f"  (photos are in {others} too: --image NAME takes these)"] if others else lines
    )


def _exact_first(item: tuple[Certainty, int]) -> tuple[bool, int]:
    """Return the sort key of a line: exact dates first, then the others by count."""
    certainty, count = item
    return certainty != Certainty.EXACT, -count


def _line(word: str, count: int, report: Report) -> str:
    """Return a line with a certainty or a reason, its count and examples."""
    examples = "  |  ".join(
        visible(without_secrets(text))[:100] for text in report.examples.get(word, ())
    )
    return f"  {word:20} {count:9,}   {f'e.g. {examples}' if examples else ''}".rstrip()
