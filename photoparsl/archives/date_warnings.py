"""What may be wrong with the dates of an archive, in sentences."""

from __future__ import annotations

import shlex

from photoparsl.archives.dates import Certainty
from photoparsl.archives.record import SkipReason
from photoparsl.archives.report import Report
from photoparsl.number_text import counted
from photoparsl.options import option
from photoparsl.redact import archive_text, visible

_SHOWN = 5
_MANY = 3  # dates that hardly lie together by chance


def warnings_of(report: Report) -> list[str]:
    """Sentences about what may be wrong with the dates.  They can be shown to everyone."""
    exact = report.dates[Certainty.EXACT]
    sentences = [
        f"{counted(count, 'date')} of {archive_text(name)[:40]!r} taken as uncertain: "
        f"{archive_text(reason)}{_example(report.examples.get(reason, []))}"
        for (name, reason), count in report.doubts.most_common(_SHOWN)
    ]
    if report.spreadsheet_days >= _MANY and report.spreadsheet_days * 2 > exact:
        which = "all" if report.spreadsheet_days == exact else f"{report.spreadsheet_days:,} of"
        sentences.append(
            f"{which} {exact:,} exact dates lie between December 1904 and July 1905: a spreadsheet "
            "makes such days of years"
        )
    if count := report.reasons[SkipReason.OTHER_DATE]:
        example = archive_text(report.examples[SkipReason.OTHER_DATE][0])
        sentences.append(
            f"{counted(count, 'record')} of a photo that another record has say another date; the "
            f"first was taken, e.g. {example}"
        )
    likely = report.unknown.likely()[:_SHOWN] if report.is_undated else []
    if likely:
        fields = "; ".join(f"{_shown(name)} ({', '.join(map(_shown, e))})" for name, e in likely)
        name = report.unknown.advised()
        takes = option("--date-column", shlex.quote(visible(name)) if name else "NAME")
        which = "it" if name else "the one that you know to be the photo's"
        sentences.append(
            "no field's name says that it holds the photo's date; these look like dates: "
            f"{fields}: {takes} takes {which}"
        )
    if early := report.before_photography:
        years = counted(early, "exact year is", "exact years are")
        sentences.append(f"{years} before 1826, when the first photograph was taken")
    return sentences


def _example(texts: list[str]) -> str:
    return f", e.g. {_shown(texts[0])}" if texts else ""


def _shown(text: str) -> str:
    return repr(archive_text(text)[:40])
