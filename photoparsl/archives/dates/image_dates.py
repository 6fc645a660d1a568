"""Let an object's earlier date go before the day on which a digital camera took its image."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from photoparsl.archives.dates.clock_times import is_recent
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import MAY_BE_IMAGES, MAY_BE_SCANS
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.described_thing import is_photograph, is_picture
from photoparsl.archives.dates.element_names import role_of

_OWN = (Role.TAKEN, Role.CREATED, Role.DATE)


def without_days_of_images(
    dates: Sequence[DateCandidate], types: Sequence[DateCandidate]
) -> list[DateCandidate]:
    """The dates of a record.  A date taken of 1995 or later in its images may be the scan's.

    It is if the object has an earlier date, which is doubted unless the record is that of a
    photograph.  In the record of something else, like a vase, the image is the photo.

    types: what the record says that it describes
    """
    kinds = [kind.text for kind in types]
    late = [d for d in dates if d.is_in_images and d.role == Role.TAKEN and is_recent(d.text)]
    early = [d for d in dates if d.role <= Role.PERIOD and not d.is_in_images and _is_early(d)]
    if not late or not early or (kinds and not is_picture(kinds)):
        return list(dates)
    doubt = "" if is_photograph(kinds) else MAY_BE_SCANS
    scans = [replace(d, role=Role.SCAN) if d in late else d for d in dates]
    return [replace(d, doubt=d.doubt or doubt) if d in early else d for d in scans]


def beside_empty_dates(dates: Sequence[DateCandidate], names: Iterable[str]) -> list[DateCandidate]:
    """The dates of a record, with a doubt on a recent one of its images if its own date is empty.

    names: those of the record's own fields, also of the empty ones
    """
    has_own = any(date.may_be_photos and not date.is_in_images for date in dates)
    if has_own or not any(role_of(name) in _OWN for name in names):
        return list(dates)
    return [
        replace(date, doubt=date.doubt or MAY_BE_IMAGES)
        if date.is_in_images and date.role == Role.TAKEN and is_recent(date.text)
        else date
        for date in dates
    ]


def _is_early(date: DateCandidate) -> bool:
    estimate = read_date(date.text or date.end or "")
    return bool(estimate.span or estimate.latest) and not is_recent(date.text or date.end or "")
