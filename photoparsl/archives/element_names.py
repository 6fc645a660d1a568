"""Recognise what an XML element, a column or a field holds by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from photoparsl.archives.choose_date import Rank

LONGEST_NAME = 100  # characters; no known name is longer


@lru_cache(maxsize=4096)
def rank_of(name: str) -> Rank | None:
    """The rank of the date in an element of this name; None if it doesn't hold the photo's date.

    >>> rank_of("dcterms:created").name, rank_of("Date").name, rank_of("dateDigitized")
    ('CREATED', 'DATE', None)
    """
    name = bare_name(name)
    if _NOT_THE_PHOTOS.search(name):
        return None
    if _PERIOD.search(name):
        return Rank.PERIOD
    if not _DATE.search(name):
        return _WITHOUT_DATE.get(name)
    if _ISSUED.search(name):
        return Rank.ISSUED
    return Rank.CREATED if _CREATED.search(name) else Rank.DATE


def is_identifier(name: str) -> bool:
    """Whether an element of this bare name holds an identifier."""
    return bool(_IDENTIFIER.match(name))


def is_title(name: str) -> bool:
    """Whether an element of this bare name holds a title."""
    return name in _TITLES


def is_date_of_other(name: str) -> bool:
    """Whether an element of this bare name dates something else: the scan, the catalogue entry."""
    return bool(_DATE.search(name) and _NOT_THE_PHOTOS.search(name))


def place_in(names: Iterable[str], path: tuple[str, ...]) -> int:
    """The position, from 1, of the first name that `path` ends with; 0 if it ends with none.

    names: names of elements, or several joined with '/': 'originInfo/dateCreated'
    path: the bare names of an element and its parents, its own last
    """
    for place, name in enumerate(names, start=1):
        steps = tuple(map(bare_name, name.split("/")))
        if path[-len(steps) :] == steps:
            return place
    return 0


@lru_cache(maxsize=4096)
def bare_name(name: str) -> str:
    """A name without namespace, prefix, case and punctuation.

    >>> bare_name("{http://purl.org/dc/terms/}dateCopyrighted"), bare_name("DC.Date-Created")
    ('datecopyrighted', 'datecreated')
    """
    name = name.rpartition("}")[2].lower()
    return re.sub(r"[^\w]|_", "", re.sub(r"^(dc|dcterms|dcq|mods|vra)[.:_]", "", name))


_IDENTIFIER = re.compile(
    r"identifier(?!doi|isbn|issn|oclc|lccn)|(?:id|file(?:name)?|recordidentifier|"
    r"(?:image|photo|object|item)(?:id|file|name|filename|number)?)$"
)
_TITLES = frozenset(("title", "caption", "titlemain", "headline", "titletitle"))
_DATE = re.compile(r"date|year|datum|fecha|jahr|ann[ée]e|^anno$|^data$")
_CREATED = re.compile(r"creat|taken|photographed|made|original|exposed|shot|earliest|latest")
_ISSUED = re.compile(r"issued|publi|copyright")
_WITHOUT_DATE = {
    "created": Rank.CREATED,
    "creation": Rank.CREATED,
    "taken": Rank.CREATED,
    "photographed": Rank.CREATED,
    "issued": Rank.ISSUED,
    "published": Rank.ISSUED,
}
_PERIOD = re.compile(r"^temporal|coveragetemp|^coverage$|^coveragedate|^period|^era$|chronolog")
_NOT_THE_PHOTOS = re.compile(
    r"digit|scan|captur|submit|accept|accession|access|avail|modif|updat|upload|harvest|valid|"
    r"record|catalog|stamp|added|birth|death|born|died|embargo|chang|ingest|lastmod|acqui|donat|"
    r"spatial|place|geo|entered|review|export|received|file|print|process"
)
