"""What a field beside a date says of its certainty."""

from __future__ import annotations

import re
from collections.abc import Iterable

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_names import without_accents
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.described_thing import is_thing
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.doubt_names import doubt_in_remark
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.name_doubts import says_another_thing
from photoparsl.archives.dates.year_estimate import Certainty


def is_unknown_flag(flag: DateCandidate) -> bool:
    """Whether a field says that the date isn't known, as Flickr's `datetakenunknown` does."""
    return joined_name(flag.name).endswith("unknown") and _is_yes(flag.text)


def doubt_of_flag(flag: DateCandidate) -> Doubt:
    """The doubt that a field beside a date says.

    A text that isn't understood is a doubt if the field's name says doubt or certainty.  In a field
    of remarks it isn't.

    >>> doubt_of_flag(DateCandidate(Role.FLAG, "yes", "date_is_approximate"))
    <Doubt.APPROXIMATE: '~'>
    >>> doubt_of_flag(DateCandidate(Role.FLAG, "ne", "jisté"))
    <Doubt.UNCERTAIN: '?'>
    """
    name = without_accents(joined_name(flag.name.rpartition("/")[2]))
    text = flag.text.strip().lower()
    if name.endswith("granularity"):
        return Doubt.APPROXIMATE if text == "8" else Doubt.NONE
    if name.endswith("precision") and (number := _WIKIDATAS.fullmatch(text)):
        return _doubt_of_precision(int(number[0]))
    is_own = name == "certainty" and text in _OWN_CERTAINTIES
    if name.endswith("unknown") or text in _EMPTY or is_own:
        return Doubt.NONE
    if _OF_CERTAINTY.search(name):
        is_sure = _is_yes(text) or (_SURE.fullmatch(text) and not _NO.fullmatch(text))
        return Doubt.NONE if is_sure or _YEAR.search(text) else Doubt.UNCERTAIN
    return _doubt_of_value(name, text)


def is_of_another_year(flag: DateCandidate, dates: Iterable[DateCandidate]) -> bool:
    """Whether a remark is about another thing's year, which no date beside it has."""
    years = re.findall(r"\d{4}", flag.text)
    is_beside = any(year in date.words for year in years for date in dates)
    return bool(years) and not is_beside and _says_of_another(flag.text)


def doubt_of_remark(text: str) -> Doubt:
    """The doubt in words beside a date that may say anything else."""
    return doubt_of_flag(DateCandidate(Role.FLAG, text, "date note"))


def _is_yes(text: str) -> bool:
    return bool(_YES.fullmatch(text.strip().lower()))


def _doubt_of_precision(number: int) -> Doubt:
    """The doubt of Wikidata's precision of a time: 7 is a century, 8 a decade, 9 a year."""
    if number >= _YEAR_OF_WIKIDATA:
        return Doubt.NONE
    return {8: Doubt.DECADE, 7: Doubt.CENTURY}.get(number, Doubt.UNCERTAIN)


def _doubt_of_value(name: str, text: str) -> Doubt:
    """The doubt that a text says in a field of doubt or of remarks, which has this bare name."""
    is_yes, is_no = _is_yes(text), bool(_NO.fullmatch(text))
    is_scale = bool(_IS_SCALE.search(name))
    if is_scale and is_no:
        return Doubt.UNCERTAIN
    is_sure = is_no or _SURE.fullmatch(text) or (is_scale and is_yes and text[0] != "1")
    if is_sure or ("method" in name and _DOCUMENTED.search(text)):
        return Doubt.NONE
    if _APPROXIMATE.search(text) or (is_yes and _OF_CIRCA.search(name)):
        return Doubt.APPROXIMATE
    return _doubt_of_words(text, is_remark=bool(_IS_REMARK.search(name)) and not is_yes)


def _doubt_of_words(text: str, *, is_remark: bool) -> Doubt:
    """The doubt in the words beside a date.

    is_remark: whether they may say anything else, so that only words of doubt count
    """
    if span := _WIDE.fullmatch(text):
        return Doubt.DECADE if span["decade"] else Doubt.CENTURY
    if _OF_YEARS.search(text):
        return Doubt.APPROXIMATE
    certainty = read_date(f"{text} 1912").certainty
    if certainty in _DOUBTS:
        return _DOUBTS[certainty]
    if certainty not in (Certainty.UNREAD, Certainty.EXACT) or not is_remark:
        return Doubt.UNCERTAIN
    if doubt := doubt_in_remark(text):
        return doubt
    is_doubted = _DOUBTFUL.search(text) or _GUESSED_BY.search(without_accents(text))
    return Doubt.UNCERTAIN if is_doubted or _says_of_another(text) else Doubt.NONE


def _says_of_another(text: str) -> bool:
    """Whether a remark says that the date is that of a building or the like.

    >>> _says_of_another("date of the house"), _says_of_another("in front of the church")
    (True, False)
    """
    is_date_of = _DATE_OF.match(text) and is_thing([text])
    return bool(is_date_of) or says_another_thing(text, "")


_DOUBTS = {
    Certainty.APPROXIMATE: Doubt.APPROXIMATE,
    Certainty.BEFORE: Doubt.BEFORE,
    Certainty.AFTER: Doubt.AFTER,
}
_EMPTY = ("", "-", "nan", "null")
_YEAR = re.compile(r"\d{4}")
_YEAR_OF_WIKIDATA = 9
_WIKIDATAS = re.compile(r"\d|1[0-4]")
_YES = re.compile(
    r"y|yes|true|t|1|1\.0|x|on|ja|oui|s[iíì]|sim|tak|ano|wahr|vrai|verdadero|verdadeiro|vero|waar|"
    r"sant|sand|sann|prawda|pravda|да"
)
_SURE = re.compile(
    r"0\.0|none|exact|exactly|certain|sure|known|high|confirmed|verified|secure|day|month|year|"
    r"genau|exakt|exact[aeo]|esatt[ao]|precis[aeo]?|dokładn[aey]|přesn[áéý]|alt[ao]|haute|élevée|"
    r"hoog|hög|høj|høy|wysok[ai]|vysok[áý]|tag|monat|jahr|jour|mois|année|d[ií]a|mes|año|giorno|"
    r"mese|anno|dag|maand|jaar|mês|ano|år|måned|månad|dzień|rok|den|měsíc|"
    r"sicher|gesichert|hoch|certo|s[uû]r|100 ?%?|(\d+) ?(?:/|of|von|sur|de|su) ?\1"
)
_NO = re.compile(
    r"n|no|false|f|0|0\.0|off|nein|non|nee|nej|nei|nie|ne|n[aã]o|falsch|faux|falso|onwaar|falskt?|"
    r"usann?d?|fałsz|nepravda|нет"
)
_OF_CERTAINTY = re.compile(  # at the end of a name, or before a word for a date
    "(?:(?<!un)(?<!in)certain|exact|(?<!un)known|(?<!un)sure|confirmed|(?<!un)verified|(?<!in)certaine|"
    "(?<!un)sicher|gesichert|(?<!in)cert[ao]|(?<!in)ciert[ao]|segur[ao]|(?<!on)zeker|"
    "(?<!o)sakert?|(?<!u)sikkert?|(?<!nie)pewn[aey]|(?<!ne)jist[aey])(?:date|datum|dato|data)?$"
)
_DOCUMENTED = re.compile("inscri|written|signed|dated|document|archiv|caption|stamp|record|direct")
_IS_SCALE = re.compile("(?<!un)certainty$|confidence|accuracy|reliability|sicherheit$")
_IS_REMARK = re.compile(
    "type|remarks?|notes?$|observa|osserva|uwag|poznamk|anteckning|^not[ae]s?|comments?|kommentar|bem[ae]*rkn?n?ing|bemærkning|bemerkung|anmerkung|"
    "anmarkning|merknad|zusatz|nota|remarque|opmerking|prefix|suffix|qualifi|modifier|status|"
    r"^precision$|source|basis|quelle|grundlage|evidence|reason|base|fuente|fonte|bron|grond|kilde|"
    r"kalla|zdroj|zrodlo|podstaw|begrundung|justification|dated(?:by|from)|datingby|howdated|datiert"
)
_OWN_CERTAINTIES = ("range", "before", "after", "undated", "unread")  # of our manifests
_APPROXIMATE = re.compile(
    r"approx|aprox|circa|\bca?\.|^ca?$|^~$|environ|ungef|etwa|about|estimat|geschätzt"
)
_OF_CIRCA = re.compile("appro|apro|circa|ca$|ungef|geschatzt|estim|prib")
_WIDE = re.compile(
    r"(?P<decade>(?:the )?decade|jahrzehnt|d[ée]cennie|d[ée]cada|decennio|decennium)|"
    r"(?:the )?century|jahrhundert|si[èe]cle|siglo|secolo|s[ée]culo|eeuw"
)
_OF_YEARS = re.compile(
    r"(?:±|\+ ?/?-+|\bplus[ /-]minus) ?\d|^\d+ (?:years|jahre|ans|años|anni|jaar)$"
)
_DATE_OF = re.compile(
    r"(?:(?:the|das|le|la|el|il|het|o) )?(?:date|year|datum|jahr|ann[ée]e|fecha|a[ñn]o|data|anno|"
    r"jaar|ano|[åa]r(?:tal)?|rok|construction|opening|foundation|bau)\b"
)
_GUESSED_BY = re.compile(  # what people guess a date by
    r"cloth|costume|dress|fashion|hair|style|by car|vehicle|model of|memor(?!ial)|recollect|"
    r"hearsay|oral|remember|recall|apparent|appear|looks|age of|compar|context|similar|"
    r"kleid|tracht|mode\b|frisur|stil\b|erinner|mundlich|aussehen|vergleich|alter de|ahnlich|"
    r"vetement|coiffure|souvenir|oui[ -]dire|d'apres|comparaison|ropa|vestid|vestuario|peinado|"
    r"recuerdo|oral|abit[io]\b|abbigliamento|ricord|roupa|lembran|kleding|kledij|herinner|mondeling|"
    r"klader|minne|muntlig|toj\b|klaer|erindring|mundtlig|ubrani|odziez|pamie|oblecen|vzpom"
)
_DOUBTFUL = re.compile(
    r"\?|low|doubt|uncertain|unsure|unclear|guess|infer|probabl|possib|presum|assum|attribut|"
    r"unsicher|vermut|wohl|incert|inciert|dud[oa]|century|decade|jahrhundert|jahrzehnt|siècle|"
    r"siglo|secolo|before|after|between|unverif|unconfirm|tentativ|disputed|to be checked"
)
