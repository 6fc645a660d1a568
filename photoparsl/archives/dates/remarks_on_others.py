"""Tell a remark on a date from one on the year of a print, a gift, a building or the rights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.described_thing import is_thing
from photoparsl.archives.dates.kind_words import role_of_kind
from photoparsl.archives.dates.name_doubts import says_another_thing


def without_years(flag: DateCandidate, dates: Sequence[DateCandidate]) -> DateCandidate | None:
    """A field of doubt without the dates that it repeats: 'verso' for 'verso: 1912' beside 1912.

    None if it is about another thing's year, which no date beside it has: 'given 1988'.
    """
    years = re.findall(r"\d{4}", flag.text)
    if years and not any(year in date.words for year in years for date in dates):
        plain = re.sub(r"\d+", " ", flag.text).strip(" .,;:/-()")
        is_others = role_of_kind(plain) in (Role.RECORD, Role.SCAN, Role.PRINT, Role.LIFE)
        is_others |= bool(_RIGHTS.match(flag.text))
        return None if is_others or says_of_another(flag.text) else flag
    text = flag.text
    for date in sorted((d.text for d in dates if d.text.strip()), key=len, reverse=True):
        text = text.replace(date, " ")
    for year in {year for year in years if any(year in date.words for date in dates)}:
        text = text.replace(year, " ")
    return flag if text == flag.text else replace(flag, text=text.strip(" .,;:/-()"))


def says_of_another(text: str) -> bool:
    """Whether a remark says that the date is that of a building or the like.

    >>> says_of_another("date of the house"), says_of_another("in front of the church")
    (True, False)
    """
    is_date_of = _DATE_OF.match(text) and is_thing([text])
    return bool(is_date_of) or says_another_thing(text, "")


_RIGHTS = re.compile(r"\W*(?:©|\(c\)|copyright|all rights|rights)", re.IGNORECASE)
_DATE_OF = re.compile(
    r"(?:(?:the|das|le|la|el|il|het|o) )?(?:date|year|datum|jahr|ann[ée]e|fecha|a[ñn]o|data|anno|"
    r"jaar|ano|[åa]r(?:tal)?|rok|construction|opening|foundation|bau)\b"
)
