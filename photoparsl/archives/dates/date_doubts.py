"""Why a date is uncertain although its text isn't.  The summary has these sentences."""

from __future__ import annotations

from collections.abc import Sequence

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_roles import Role

MAY_BE_RECORDS = "may be the record's or the scan's"
MAY_BE_SCANS = "another date, of 1995 or later, may be the scan's"
MAY_BE_IMAGES = "it may be that of the digital image: the object's own date is empty"
DENIED = "another field says that the date isn't known"
IS_DEFAULT = "programs write this day where no date is known"
SHORT_YEAR = "its year has two digits, and was completed by the table's other years"
IS_SHOWN = "it is of what the photo shows, which may be older than the photo"
IS_UPLOAD = "the record has the same time as that of its upload, scan or last change"
IS_PUBLISHED = "it is when it was published; the field for the photo's own date is empty"
IS_SEVERAL = "one record has several of them: is it several photos, whose list isn't known?"
DISAGREES = "another field disagrees"
OF_EVENT = "the field beside it says that it is of another event"
BESIDE_NAMELESS = "the next column, which has no name, has another date: is it a span?"
OF_OFFICE = "another field names a person or an office, whose time it may be"
IN_OTHERS = "its name, or that of what it is in, doesn't say that it is the photo's"


def of_kind_not_known(name: str) -> str:
    """The doubt of a date whose kind, in a field of this name, isn't understood as the photo's."""
    return f"what {name!r} says beside it isn't understood as the photo's"


def beside_thing(name: str) -> str:
    """The doubt of a date beside a field of this name, which names a building or the like."""
    return f"the field {name!r} names a building, a car or the like, whose date it may be"


def of_row(name: str) -> str:
    """The doubt of a date in a record about what a field of this name says, and no photo."""
    return f"the record is of what {name!r} says, whose date it may be, and names no photographer"


def same_as_built(name: str) -> str:
    """The doubt of a date in whose year something was built or copied, as this field says."""
    return f"{name!r} says that something was built, copied or born in this year"


def not_sure(name: str) -> str:
    """The doubt of a date beside a remark, in a field of this name, that isn't understood."""
    return f"what {name!r} says beside it isn't understood as sure"


def doubt_of_fields(taken: Sequence[DateCandidate]) -> str:
    """Why the fields that gave a date make it uncertain, or '' if they don't."""
    if doubt := next((candidate.doubt for candidate in taken if candidate.doubt), ""):
        return doubt
    if any(candidate.read_as for candidate in taken):
        return SHORT_YEAR
    if any(date.role == Role.UNCLEAR and not date.user_rank for date in taken):
        return IN_OTHERS
    return IS_SHOWN if any(candidate.is_of_what_is_shown for candidate in taken) else ""
