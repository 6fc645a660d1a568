"""Doubt a year of which a text beside it says that something was built or copied in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import same_as_built
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.plain_letters import without_accents

_SHORTEST = 8  # characters of a text with a word and a year
_LONGEST = 2_000
_MADE = (  # and not opened or consecrated: of that there are photos
    "(?:re)?built|erected|constructed|founded|established|born|erbaut|gebaut|errichtet|gegrundet|"
    "fertiggestellt|geboren|construite?|batie?|edifiee?|erigee?|fondee?|construid[oa]|"
    "edificad[oa]|erigid[oa]|fundad[oa]|nacid[oa]|costruit[oa]|edificat[oa]|eretto|eretta|"
    "fondat[oa]|gebouwd|opgericht|gesticht|geboren|byggd|byggt|uppford|grundad|fodd|"
    "bygget|opført|grundlagt|født|oppført|zbudowan[aye]|wybudowan[aye]|wzniesion[aye]|zalozon[aye]|urodzon[aye]|"
    "postaven[aoy]?|vystaven[aoy]?|zalozen[aoy]?|narozen[aoy]?"
)
_COPIED = (
    "scan(?:ned)?|digiti[sz]ed|reproduced|repro(?:duktion|duction)?|copied|copy|reprint(?:ed)?|"
    "neuabzug|gescannt|digitalisiert|abfotografiert|numerisee?|digitalizad[oa]|digitalizzat[oa]|"
    "gescand|retirage|contretype|ristampa|facsimile|faksimile"
)
_WITHIN = r"\W+(?:(?:in|im|um|en|nel|no|i|v|w|ca?|circa|anno|year|jahre?|the|around|about)\W+){0,3}"


_OF_OTHERS = re.compile(
    rf"\b(?:{_MADE}){_WITHIN}(\d{{4}})\b|\b(\d{{4}})\W+(?:{_MADE})\b|"
    rf"\b(?:{_COPIED})\b[^.;\d]{{0,30}}\b(\d{{4}})\b"
)


def beside_texts(
    dates: list[DateCandidate], fields: Iterable[tuple[tuple[str, ...], str]]
) -> list[DateCandidate]:
    """The dates of a record, with a doubt on those in whose year another thing was made.

    fields: all fields of the record, each with its path and text
    """
    years = {year for d in dates if _is_open(d) for year in _YEAR.findall(d.text[:_LONGEST])}
    if not years:
        return dates
    telling = [(path, text) for path, text in fields for year in years if year in text]
    texts = {date.text for date in dates}
    for path, text in telling:
        if text in texts or not _SHORTEST <= len(text) <= _LONGEST:
            continue
        for year in years & _years_of_others(text):
            doubt = same_as_built(path[-1])
            dates = [replace(d, doubt=d.doubt or doubt) if _has(d, year) else d for d in dates]
    return dates


@lru_cache(maxsize=1024)
def _years_of_others(text: str) -> frozenset[str]:
    """The years in which something was built or copied, as a text says."""
    plain = without_accents(text.lower())
    if "photo" in plain and _PHOTO_TOO.search(plain):
        return frozenset()
    found = (years for years in _OF_OTHERS.findall(plain))
    return frozenset(year for years in found for year in years if year)


def _is_open(date: DateCandidate) -> bool:
    is_open = Role.TAKEN < date.role <= Role.UNCLEAR and date.end is None
    return is_open and not (date.user_rank or date.is_in_photo)


def _has(date: DateCandidate, year: str) -> bool:
    return _is_open(date) and year in date.text


_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_PHOTO_TOO = re.compile(r"photo(?:s|graph(?:ed)?)?\W+(?:\w+\W+)?\d{4}")
