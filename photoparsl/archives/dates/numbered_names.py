"""Join what has the same number in its name: `Date 2`, `Date 2 type`, `dates/1/label`."""

from __future__ import annotations

import re
from functools import lru_cache

from photoparsl.archives.dates.date_names import is_flag_without_date, may_be_photos
from photoparsl.archives.dates.element_names import bare_name, role_of
from photoparsl.archives.dates.names_beside import is_kind_name

_LONGEST = 60  # characters of a name
_NUMBERED = re.compile(
    r"(?P<before>[^\W\d].*?)(?:(?<=[^\W\d_])|[ _./#()\[-]+|[ _.]n[o°]\.? ?)"
    r"(?P<number>\d{1,2})[\])]?"
    r"[ _./-]*(?P<after>[^\d]*)"
)
_LETTERED = re.compile(  # not after words of languages in which 'a' means 'to'
    r"(?P<before>(?:[^\W\d_]+[ _.-]+)*?"
    r"(?:dates?|years?|jahre?|datum|datierung|datering|jaar|jaartal)"
    r"(?:[ _.-]+(?:taken|photographed|made|created))?)"
    r"[ _.-]*[ _.([-](?P<number>[a-d])\)?(?:[ _./-]+(?P<after>[^\d]*))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(  # '1. Datum', '2nd date'
    r"(?P<before>)(?P<number>\d{1,2})(?:\.|[.]?[ºª°]|st|nd|rd|th|er|re|e|ère|ème)[ _-]*"
    r"(?<=[\W_])(?P<after>[^\W\d][^\d]*)",
    re.IGNORECASE,
)


def without_number(name: str) -> str:
    """The name without its letter or its number as an ordinal: 'Year' for 'Year A'."""
    return name if _NUMBERED.fullmatch(name) else numbered(name)[0]


@lru_cache(maxsize=4096)
def numbered(name: str) -> tuple[str, str]:
    """The name without its number, if it is then that of a date or of what stands beside one.

    Also the number, as text, or ''.  The name of a date stays as it is.

    >>> numbered("Date 2 type"), numbered("dates/0/label"), numbered("Date 1"), numbered("Route 66")
    (('Date type', '2'), ('dates label', '0'), ('Date 1', '1'), ('Route 66', ''))
    >>> numbered("Year B"), numbered("2. Datum"), numbered("1st date note"), numbered("Data a")
    (('Year', 'b'), ('Datum', '2'), ('date note', '1'), ('Data a', ''))
    """
    if len(name) > _LONGEST:
        return name, ""
    if own := _LETTERED.fullmatch(name) or _ORDINAL.fullmatch(name):
        plain = f"{own['before'] or ''} {own['after'] or ''}".strip(" _./-")
        is_dates = may_be_photos(role_of(plain)) or is_flag_without_date(bare_name(plain))
        is_dates = is_dates or is_kind_name(bare_name(plain))
        return (plain, own["number"].lower()) if is_dates else (name, "")
    found = _NUMBERED.fullmatch(name)
    if found is None:
        return name, ""
    plain = f"{found['before']} {found['after'] or ''}".strip(" _./-")
    if is_kind_name(bare_name(plain)) or is_flag_without_date(bare_name(plain)):
        return plain, found["number"]
    if may_be_photos(role_of(name)):
        return name, found["number"]
    role = role_of(plain)
    return (plain, found["number"]) if role is not None else (name, "")
