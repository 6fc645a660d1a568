"""What a field beside a date says of its certainty."""

from __future__ import annotations

import re
from functools import lru_cache

from photoparsl.archives.dates.bare_remarks import lists_date
from photoparsl.archives.dates.calendars import doubt_of_calendar
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_names import is_known_flag
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.doubt_names import doubt_in_remark
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.names_beside import is_calendar_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.qualifier_columns import (
    is_mark,
    kind_of_qualifier,
    margin_of,
    says_copy_of_photo,
)
from photoparsl.archives.dates.remarks_on_others import says_of_another
from photoparsl.archives.dates.sure_remarks import is_sure_remark
from photoparsl.archives.dates.year_estimate import Certainty
from photoparsl.archives.dates.yes_or_no import NO, YES


def is_unknown_flag(flag: DateCandidate) -> bool:
    """Whether a field says that the date isn't known, as Flickr's `datetakenunknown` does."""
    return joined_name(flag.name).endswith("unknown") and _is_yes(flag.text)


def doubt_of_flag(flag: DateCandidate) -> Doubt:
    """The doubt that a field beside a date says.

    A text that isn't understood as sure is a doubt, but in a field that may be on anything else,
    like `prefix`: there only words of doubt count.

    >>> doubt_of_flag(DateCandidate(Role.FLAG, "yes", "date_is_approximate"))
    <Doubt.APPROXIMATE: '~'>
    >>> doubt_of_flag(DateCandidate(Role.FLAG, "ne", "jisté"))
    <Doubt.UNCERTAIN: '?'>
    >>> [doubt_of_flag(DateCandidate(Role.FLAG, text, "date note")).name
    ...  for text in ("laut Enkelin", "inscription verso")]
    ['NOT_UNDERSTOOD', 'NONE']
    """
    name = _plain_name(flag.name)
    text = flag.text.strip().lower()
    code = Doubt.UNCERTAIN if lists_date(flag.name, text) else _doubt_of_code(name, text)
    code = _doubt_of_qualifier(flag.name, text) if code is None else code
    if code is not None:
        return code
    is_own = name == "certainty" and text in _OWN_CERTAINTIES
    if name.endswith("unknown") or text in _EMPTY or is_own:
        return Doubt.NONE
    if is_calendar_name(name):
        return doubt_of_calendar(text)
    if _is_of_certainty(name):
        is_sure = _is_yes(text) or (is_sure_remark(text) and not NO.fullmatch(text))
        return Doubt.NONE if is_sure or _YEAR.search(text) else Doubt.UNCERTAIN
    if NO.fullmatch(text) and text != "0" and not is_known_flag(name):
        return Doubt.NOT_UNDERSTOOD  # 'no' to what is asked there
    return _doubt_of_value(name, text)


@lru_cache(maxsize=4096)
def _plain_name(name: str) -> str:
    return without_accents(joined_name(_YES_OR_NO.sub("", name).rpartition("/")[2]))


@lru_cache(maxsize=4096)
def _is_of_certainty(name: str) -> bool:
    return bool(_OF_CERTAINTY.search(name))


def doubt_of_remark(text: str) -> Doubt:
    """The doubt in a remark on a date.

    >>> [doubt_of_remark(text).name for text in ("", "um", "laut Enkelin", "auf der Rückseite")]
    ['NONE', 'APPROXIMATE', 'NOT_UNDERSTOOD', 'NONE']
    """
    return doubt_of_flag(DateCandidate(Role.FLAG, text, "date note"))


def _is_yes(text: str) -> bool:
    return bool(YES.fullmatch(text.strip().lower()))


def _doubt_of_code(name: str, text: str) -> Doubt | None:
    """The doubt of Flickr's granularity, or of Wikidata's precision of a time; None if it is none.

    7 is a century, 8 a decade, 9 a year.
    """
    if name.endswith("granularity") and text.isdigit():
        return Doubt.APPROXIMATE if text == "8" else Doubt.NONE
    if not (name.endswith("precision") and _WIKIDATAS.fullmatch(text)):
        return None
    if int(text) >= _YEAR_OF_WIKIDATA:
        return Doubt.NONE
    return {8: Doubt.DECADE, 7: Doubt.CENTURY}.get(int(text), Doubt.UNCERTAIN)


def _doubt_of_qualifier(name: str, text: str) -> Doubt | None:
    """The doubt of a column like `Reproduktion`, `Toleranz` or `vor/nach`; None if it is none."""
    if says_copy_of_photo(name, text):
        return Doubt.BEFORE
    if margin_of(name, text):
        return Doubt.APPROXIMATE
    is_of_mark = is_mark(text) or kind_of_qualifier(name) == "marks"
    return _doubt_of_words(text, is_of_date=True) if is_of_mark else None


def _doubt_of_value(name: str, text: str) -> Doubt:
    """The doubt that a text says in a field of doubt or of remarks, which has this bare name."""
    is_yes, is_no = _is_yes(text), bool(NO.fullmatch(text))
    is_scale = bool(_IS_SCALE.search(name))
    if is_scale and is_no:
        return Doubt.UNCERTAIN
    if is_no or is_sure_remark(text) or (is_scale and is_yes and text[0] != "1"):
        return Doubt.NONE
    if _APPROXIMATE.search(text) or (is_yes and _OF_CIRCA.search(name)):
        return Doubt.APPROXIMATE
    return _doubt_of_words(text, is_of_date=is_yes or not _MAY_BE_ON_OTHERS.fullmatch(name))


def _doubt_of_words(text: str, *, is_of_date: bool) -> Doubt:
    """The doubt in the words beside a date, which may say anything else if not `is_of_date`."""
    if span := _WIDE.fullmatch(text):
        return Doubt.DECADE if span["decade"] else Doubt.CENTURY
    if _OF_YEARS.search(text):
        return Doubt.APPROXIMATE
    certainty = read_date(f"{text} 1912").certainty
    if certainty in _DOUBTS:
        return _DOUBTS[certainty]
    if certainty not in (Certainty.UNREAD, Certainty.EXACT):
        return Doubt.UNCERTAIN
    is_season = certainty == Certainty.EXACT and _SEASON.fullmatch(text)
    return doubt_in_remark(text) or _doubt_of_others(text, is_of_date=is_of_date and not is_season)


def _doubt_of_others(text: str, *, is_of_date: bool) -> Doubt:
    """The doubt of words beside a date of which none means a certain doubt."""
    if is_of_date:
        return Doubt.NOT_UNDERSTOOD
    is_doubtful = _DOUBTFUL.search(text) or says_of_another(text)
    return Doubt.UNCERTAIN if is_doubtful else Doubt.NONE


_DOUBTS = {
    Certainty.APPROXIMATE: Doubt.APPROXIMATE,
    Certainty.BEFORE: Doubt.BEFORE,
    Certainty.AFTER: Doubt.AFTER,
}
_EMPTY = ("", "-", "nan", "null")
_YEAR = re.compile(r"\d{4}")
_YEAR_OF_WIKIDATA = 9
_WIKIDATAS = re.compile(r"\d|1[0-4]")
_YES_OR_NO = re.compile(r"\W*\(\w+\W{1,3}\w+\)\W*$")  # 'Date sure (y/n)'
_OF_CERTAINTY = re.compile(  # at the end of a name, or before a word for a date
    "(?:(?<!un)(?<!in)certain|exact|(?<!im)precise|(?<!un)known|(?<!un)sure|confirmed|(?<!un)verified|(?<!in)certaine|"
    "(?<!un)sicher|gesichert|(?<!in)cert[ao]|(?<!in)ciert[ao]|segur[ao]|(?<!on)zeker|"
    "(?<!o)sakert?|(?<!u)sikkert?|(?<!nie)pewn[aey]|(?<!ne)jist[aey]|"
    "(?<!ne)sigur|(?<!epa)varma|biztos|kesin|(?<!не)точно|確実|确定|"
    r"(?:attest|aver|confirm|verifi|garanti|prouv)ee?|(?:attested|(?<!un)documented|guaranteed)|"
    r"belegt|bestatigt|verifiziert|uberpruft|(?:confirmad|verificad|comprobad|comprovad|confermat|"
    r"accertat|verificat)[ao]|bevestigd|gecontroleerd|bekrafta[dt]|bekraeftet|bekreftet|"
    r"potwierdzon[aey]|potvrzen[aoe]|overen[aoe])(?:date|datum|dato|data)?$"
)
_IS_SCALE = re.compile("(?<!un)certainty$|confidence|accuracy|reliability|sicherheit$")
_MAY_BE_ON_OTHERS = re.compile(  # without a word for a date: 'prefix' may be that of a name
    "zusatz|est|pre|post|prefix|prafix|prefixe|prefijo|prefisso|prefixo|voorvoegsel|suffix|modifier|qualifier|precision|schatzung|estimation|estimate|stima|"
    "estimacion|estimativa|schatting|uppskattning|odhad"
)
_SEASON = re.compile(  # read as a part of the year: 'late spring'
    r"(?!(?:publi|issue|copyright|copr|cop|original|creat|data?\b|date|made|year))"
    r"[^\W\d_]+\.?(?: [^\W\d_]+\.?)?"
)
_OWN_CERTAINTIES = ("range", "before", "after", "undated", "unread")  # of our manifests
_APPROXIMATE = re.compile(
    r"approx|aprox|circa|\bca?\.|^ca?$|^~$|environ|ungef|etwa|about|estimat|geschätzt"
)
_OF_CIRCA = re.compile(
    "^est$|appro|apro|circa|ca$|ungef|schatz|stim|uppskat|odhad|szacun|prib|^kb$|^noin$|yaklas|прибл|пример|推"
)
_WIDE = re.compile(
    r"(?P<decade>(?:the )?decade|jahrzehnt|d[ée]cennie|d[ée]cada|decennio|decennium)|"
    r"(?:the )?century|jahrhundert|si[èe]cle|siglo|secolo|s[ée]culo|eeuw"
)
_OF_YEARS = re.compile(
    r"(?:±|\+ ?/?-+|\bplus[ /-]minus) ?\d|^\d+ (?:years|jahre|ans|años|anni|jaar)$"
)
_DOUBTFUL = re.compile(
    r"\?|low|doubt|uncertain|unsure|unclear|guess|infer|probabl|possib|presum|assum|attribut|"
    r"unsicher|vermut|wohl|incert|inciert|dud[oa]|century|decade|jahrhundert|jahrzehnt|siècle|"
    r"siglo|secolo|before|after|between|unverif|unconfirm|tentativ|disputed|to be checked"
)
