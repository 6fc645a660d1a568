"""Judge fields called 'negative' and 'print', which hold dates, numbers, or anything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.plain_letters import without_accents


def role_of_copy(name: str, text: str) -> Role | None:
    """The role of a date in a field called 'negative' or 'print'.

    None if the field is called otherwise, or holds no date.  A negative's date is UNCLEAR, since it
    may be the negative's number.

    >>> role_of_copy("Negativ", "1905").name, role_of_copy("Print", "8x10")
    ('UNCLEAR', None)
    """
    role = _role_in_name(name)
    return role if role and read_date(text).span else None


@lru_cache(maxsize=4096)
def _role_in_name(name: str) -> Role | None:
    bare = without_accents(joined_name(name))
    role = Role.UNCLEAR if _NEGATIVE.fullmatch(bare) else None
    return Role.PRINT if _PRINT.fullmatch(bare) else role


def is_negatives(date: DateCandidate) -> bool:
    """Whether a date is that of a field called 'negative'."""
    return bool(_NEGATIVE.fullmatch(without_accents(joined_name(date.name))))


def with_negatives(dates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """Return the dates of a record.  If it has a print's date, the negative's is the photo's."""
    has_print = any(date.role == Role.PRINT for date in dates)
    return [
        replace(date, role=Role.TAKEN) if has_print and _is_unclear(date) else date
        for date in dates
    ]


def _is_unclear(date: DateCandidate) -> bool:
    return date.role == Role.UNCLEAR and is_negatives(date)


_NEGATIVE = re.compile("negativ|negative|negatif|negativo|negatief|negativet|negatyw")
_PRINT = re.compile(
    "print|abzug|tirage|stampa|afdruk|positivado|odbitka|kopia|copia|kopie|aftryk|avtryck"
)
