"""Says why no record of an archive gave a photo, and what to do."""

from __future__ import annotations

from photoparsl.archives.record import SkipReason
from photoparsl.archives.report import Report
from photoparsl.number_text import counted
from photoparsl.options import option
from photoparsl.redact import visible

_SHOWN = 5  # reasons
_REMEDIES = {
    SkipReason.NOT_ON_THE_WEB: "these records may name URLs only; for files of this machine give a "
    "template of their paths, like " + option("--url", "'photos/{identifier}.jpg'"),
    SkipReason.REFUSED_ADDRESS: f"{option('--allow-private')} lets them name private addresses",
    SkipReason.OUTSIDE: "they may name files below the folder of the template only, which "
    f"{option('--url')} gives",
}
# The photo's place wasn't found in these records, so that another field may hold it.
_WITHOUT_PLACE = {
    SkipReason.NO_PHOTO,
    SkipReason.NO_RECORD,
    SkipReason.NOT_A_ROW,
    SkipReason.NOT_AN_ITEM,
    SkipReason.BAD_PLACE,
}


def why_no_photos(report: Report, naming: str) -> str:
    """Return a sentence on an archive none of whose records gave a photo.

    naming: how to name the field of the photos, for records in which none was found
    """
    if report.tables and not report.reasons:
        names = ", ".join(visible(str(table)) for table in report.tables[:_SHOWN])
        return f"{names} {'has' if len(report.tables) == 1 else 'have'} no rows below the header"
    reason = next((reason for reason, _ in report.reasons.most_common(1)), None)
    remedy = _REMEDIES.get(reason, "") if reason else ""
    what = "no record names a photo that may be used" if remedy else "no record gives a photo"
    if reason is None or reason in _WITHOUT_PLACE:
        remedy = naming
    example = next(iter(report.examples.get(reason, ())), "") if reason else ""
    like = f", like {visible(example)}" if example else ""
    return f"{what} ({left_out_text(report)}{like}){f': {remedy}' if remedy else ''}"


def left_out_text(report: Report) -> str:
    """How many records were left out, for which reasons.

    >>> from collections import Counter
    >>> left_out_text(Report(reasons=Counter({SkipReason.NO_PHOTO: 1200})))
    '1,200 records left out: 1,200 no-photo'
    """
    if not report.reasons:
        return f"nothing {'else ' if SkipReason.EXCLUDED in report.other_files else ''}left out"
    counts = report.reasons.most_common(_SHOWN)
    total = report.reasons.total()
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in counts)
    return f"{counted(total, 'record')} left out: {reasons}"
