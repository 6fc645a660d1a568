"""The role of a date by a field beside it that says of what the date is: `Date type`, `Event`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import of_kind_not_known
from photoparsl.archives.dates.date_flags import doubt_of_remark
from photoparsl.archives.dates.date_names import may_be_photos
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.doubt_names import doubt_in_name
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.kind_words import role_of_kind
from photoparsl.archives.dates.names_beside import is_event_name
from photoparsl.archives.dates.qualifier_columns import asks_of_what

_OPEN = (Role.DATE, Role.UNCLEAR)  # roles of dates whose own names don't say whose they are


def of_kinds(dates: Sequence[DateCandidate], kinds: Sequence[DateCandidate]) -> list[DateCandidate]:
    """Return the dates with the roles and the doubts that the fields beside them say.

    A field with a number in its name, as `Date 2 type`, is on the dates with this number; one
    without, on those without, or on all if each has a number.

    dates: the dates
    kinds: the fields beside them, whose words say which kind of date it is
    """
    numbers = {kind.number for kind in kinds}
    is_any = not any(date.number == "" for date in dates)
    found = []
    for date in dates:
        number = "" if is_any and date.number not in numbers else date.number
        own = [kind for kind in kinds if kind.number == number]
        is_other_open = any(d.number == date.number and d.role in _OPEN for d in dates)
        is_meant = not (is_other_open and date.role == Role.TAKEN)
        found.append(_of_kind(date, own) if own and is_meant else date)
    return found


def _of_kind(date: DateCandidate, kinds: Sequence[DateCandidate]) -> DateCandidate:
    """The date with the role that the fields beside it say.

    A date whose own name says its role keeps that.  The date is uncertain if two of these fields
    disagree, or if their words aren't known.  It is uncertain, too, if the words say that it isn't
    the photo's, and its name or the user says that it is.
    """
    roles = {role_of_kind(kind.text) for kind in kinds}
    roles -= {Role.DATE} if len(roles) > 1 else set()
    role, kind = roles.pop(), kinds[0]
    is_of_any = is_event_name(joined_name(kind.name)) and role == Role.OTHER
    if roles or is_of_any or asks_of_what(kind.name):
        return _unknown(date, kind)  # the photo may show the exhibition
    doubts = (doubt_of_remark(k.text) if role is None else doubt_in_name(k.text) for k in kinds)
    beside = max(date.doubt_beside, *doubts, key=list(Doubt).index)
    if beside is Doubt.NOT_UNDERSTOOD:
        return _unknown(date, kind)
    date = date if beside is date.doubt_beside else replace(date, doubt_beside=beside)
    if role is None or role in (Role.CREATED, Role.DATE):
        return date
    if date.role in _OPEN and not date.user_rank:
        return replace(date, role=role)
    is_photos = may_be_photos(role) or (date.role == Role.TAKEN and not date.user_rank)
    return date if is_photos or not date.may_be_photos else _unknown(date, kind)


def _unknown(date: DateCandidate, kind: DateCandidate) -> DateCandidate:
    """The date with a doubt: what a field beside it says of its kind isn't known."""
    return replace(date, doubt=of_kind_not_known(kind.name), doubt_text=kind.text)
