"""Recognise what an XML element, a column or a field holds by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from photoparsl.archives.dates.capture_dates import role_of_capture
from photoparsl.archives.dates.date_names import (
    LONGEST_NAME,
    is_flag_without_date,
    may_be_photos,
    role_of_bare,
    role_of_parent,
)
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.doubt_names import without_doubt
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.year_estimate import Certainty
from photoparsl.manifests import TITLES


@lru_cache(maxsize=4096)
def role_of(name: str) -> Role | None:
    """The role of the date in an element of this name, or None if the name means no date.

    >>> role_of("dcterms:created").name, role_of("Date").name, role_of("dateDigitized").name
    ('CREATED', 'DATE', 'SCAN')
    >>> role_of("vers (année)").name
    'DATE'
    """
    role = role_of_bare(joined_name(name))
    if may_be_photos(role) or role == Role.FLAG:
        return role
    return _role_without_doubt(name) or role


def _role_without_doubt(name: str) -> Role | None:
    """The role of a photo's date by its name without words of doubt, or None if it isn't one."""
    rest = joined_name(without_doubt(name))
    role = Role.DATE if rest == "an" != joined_name(name) else role_of_bare(rest)
    return role if may_be_photos(role) else None


def role_of_field(name: str, text: str) -> Role | None:
    """The role of the date in a field with this text: 'Date ca.' with '1912' holds a date.

    >>> role_of_field("Date ca.", "1912").name, role_of_field("Date ca.", "yes").name
    ('DATE', 'FLAG')
    """
    role = role_of_capture(joined_name(name), text) or role_of(name)
    if role in (Role.TAKEN, Role.CREATED) and _needs_date(name):
        return role if _FOUR_DIGITS.search(text) and read_date(text).span else None
    is_short = "?" in name and len(text.strip()) < _LONGEST_MARK
    is_mark = may_be_photos(role) and (
        is_short or not may_be_photos(role_of_bare(joined_name(name)))
    )
    if (is_mark or "±" in name or "+/-" in name) and not _YEAR.search(text):
        return Role.FLAG
    if role != Role.FLAG:
        is_other = not may_be_photos(role) or _is_remark(text)
        is_other &= not (_ESTIMATE.fullmatch(bare_name(name)) and _DIGIT.search(text))  # of a price
        if not is_other or not is_flag_without_date(bare_name(name)):
            return role
        return Role.RECORD if _WHOLE_DAY.fullmatch(text.strip()) else Role.FLAG
    if _WHOLE_DAY.fullmatch(text.strip()):
        return Role.RECORD  # CONTENTdm's 'dateca' is the day on which the record was made
    return (_role_without_doubt(name) if _FOUR_DIGITS.search(text) else None) or role


@lru_cache(maxsize=4096)
def _needs_date(name: str) -> bool:
    """Whether a field may hold a person or a place: 'Aufgenommen von', 'Production'."""
    bare, last = without_accents(bare_name(name)), _LAST_WORD.search(name.lower())
    is_before = last is not None and _BEFORE_A_PERSON.fullmatch(last[1])
    return bool((is_before and not _DATE_WORD.search(bare)) or _MAY_BE_A_PLACE.fullmatch(bare))


def _is_remark(text: str) -> bool:
    """Whether a text has no year, or words that can't be read as a date."""
    if not _YEAR.search(text):
        return True
    return bool(_WORDS.search(text)) and read_date(text).certainty == Certainty.UNREAD


def role_of_part(path: tuple[str, ...], text: str) -> Role | None:
    """The role of a part of a date, like 'begin', by the name of what it is in.

    None if that is no date.

    >>> [role_of_part((name, "begin"), "1863").name for name in ("date", "temporal")]
    ['DATE', 'UNCLEAR']
    """
    role, around = role_of(f"{path[-2]}.{path[-1]}"), role_of_parent(bare_name(path[-2]))
    is_made = role_of(path[-2]) == Role.CREATED and not _TEXT.fullmatch(bare_name(path[-1]))
    if role is None and is_made and re.search(r"\d{3}", text):
        role = Role.CREATED
    if role is None and _FOUR_DIGITS.search(text) and read_date(text).span:
        own = role_of(path[-2])  # 'taken': {'value': '1933'}; 'created' may be the record's
        role = own if own == Role.TAKEN else None
    if role is None and role_of(path[-2]) == Role.PERIOD and re.search(r"\d{3}", text):
        return Role.UNCLEAR
    return max(role, around or role) if role else None


@lru_cache(maxsize=4096)
def is_identifier(name: str) -> bool:
    """Whether an element of this bare name holds an identifier."""
    return bool(_IDENTIFIER.match(name))


def is_title(name: str) -> bool:
    """Whether an element of this bare name holds a title."""
    return name in _TITLES


def is_path(name: str) -> bool:
    """Whether a name is that of a field and of what it is in, with dots between.

    >>> is_path("artifact.production.fromYear"), is_path("dc.date.issued")
    (True, False)
    """
    return bool(_PATH.fullmatch(name)) and not _PREFIX.match(name.lower())


def without_dots(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path with names taken apart that are paths themselves: `production.fromYear`.

    A whole name that says whose a date is, or how certain, stays: Adlib's `production.date.start`.
    """
    is_known = role_of(path[-1]) not in (None, Role.OTHER) or is_flag_without_date(
        bare_name(path[-1])
    )
    if "." not in path[-1] or is_known:
        return path
    return tuple(n for name in path for n in (name.split(".") if is_path(name) else [name]))


def rank_in(names: Iterable[str], path: tuple[str, ...]) -> int:
    """The position, from 1, of the first name that `path` ends with, or 0 if it ends with none.

    names: names of elements, or several joined with '/': 'originInfo/dateCreated'
    path: the bare names of an element and its parents, its own last
    """
    for rank, name in enumerate(names, start=1):
        steps = tuple(map(bare_name, name.split("/")))
        if path[-len(steps) :] == steps:
            return rank
    return 0


@lru_cache(maxsize=4096)
def bare_name(name: str) -> str:
    """A name without namespace, prefix, case and punctuation.

    >>> bare_name("{http://purl.org/dc/terms/}dateCopyrighted"), bare_name("DC.Date-Created")
    ('datecopyrighted', 'datecreated')
    """
    return joined_name(re.sub(r"^[\w.-]+:(?=\w)", "", name.rpartition("}")[2]))


@lru_cache(maxsize=4096)
def local_name(tag: object) -> str:
    """The bare name of an element with this tag, or the end of a long name.

    >>> local_name("{http://purl.org/dc/elements/1.1/}date")
    'date'
    """
    return bare_name(str(tag)[-LONGEST_NAME:])


@lru_cache(maxsize=4096)
def joined_name(name: str) -> str:
    """A name without case and punctuation.  Only prefixes of schemas like Dublin Core are removed.

    >>> joined_name("dcterms:created"), joined_name("dctermsCreated"), joined_name("scan:date")
    ('created', 'created', 'scandate')
    """
    name = name.rpartition("}")[2].lower().replace("\u0131", "i")  # the dotless i of Turkish
    return re.sub(r"[\W_]", "", _PREFIX.sub("", name))


_YEAR = re.compile(r"\d{3}")
_DIGIT = re.compile(r"\d")
_ESTIMATE = re.compile(  # 'yes' there is on the date
    "sch(?:ä|ae)tzung|estimat(?:e|ed|ion)|stima|estimaci[oó]n|estimativa|schatting|uppskattning|"
    "odhad"
)
_LONGEST_MARK = 6  # 'x' or 'no' in 'Year ?' beside 'Year'
_LAST_WORD = re.compile(r"([^\W\d_]+)[\W\d_]*$")
_BEFORE_A_PERSON = re.compile(  # or a place, or what something was made of
    "by|from|to|at|von|bis|durch|par|por|pel[oa]|dal?|van|door|a[vf]|przez|od|tot"
)
_DATE_WORD = re.compile("dat[aeou]|year|jahr|ann|fecha|jaar|rok|aar|zeit|tid")
_MAY_BE_A_PLACE = re.compile("vervaardiging|herstellung|production|produktion|ontstaan")
_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_TEXT = re.compile("value|text|string|free|expression")  # names that don't say that it is a date
_WORDS = re.compile(r"[^\W\d]{2,} [^\W\d]{2,}")
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")
# 'field' is Drupal's, 'ca_objects' CollectiveAccess's, 'CreDateCreated' EMu's, 'dctermsCreated'
# Europeana's
_PREFIX = re.compile(
    r"^(?:(?:ca_objects|dublin ?core|dc|dcterms|dcq|mods|vra|field_edtf|field|edtf)[.:_]|"
    r"dcterms(?=[a-z])|cre(?=date|earliestdate|latestdate))"
)
_IDENTIFIER = re.compile(
    r"identifier(?!doi|isbn|issn|oclc|lccn)|(?:id|unitid|file(?:name)?|recordidentifier|"
    r"(?:image|photo|object|item)(?:id|file|name|filename|number)?|(?:bild)?datei(?:name)?)$"
)
_TITLES = frozenset(
    (
        "title", "caption", "titlemain", "headline", "titletitle", "unittitle",
        "unittitleinherited", "titlename", "titel", "titre", "titulo", "titolo", "tittel", "tytul",
        "nazev", "titlephoto", "phototitle", "objecttitle", "itemtitle", "worktitle",
        *TITLES,
    )
)  # fmt: skip
