"""The role of a date by a field beside it that says of what the date is: `Date type`, `Event`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_flags import doubt_of_remark
from photoparsl.archives.dates.date_names import (
    LONGEST_NAME,
    may_be_photos,
    role_of_bare,
    role_of_words,
    without_accents,
)
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.element_names import joined_name

# Names of fields that say of what the date beside them is; a pattern of whole names.
_KIND_NAMES = (
    r"(?:date|year|dating)s?(?:type|kind|role|event|category)|eventofdate|"
    r"(?:type|kind|role|category)of(?:the)?(?:date|year|dating)|"
    r"datums?(?:art|typ|typus|type|rolle|soort)|datierungs(?:art|typ)|artde[sr](?:datums|datierung)|"
    r"(?:type|nature|role)de(?:la)?dat(?:e|ation)|tipod[ei](?:la|lla)?(?:fecha|datacion|data|datazione|datacao)|"
    r"tipo(?:fecha|data)|(?:soort|type|typ)datum|dat(?:o|erings)type?|typ(?:av|e?af|e)dat(?:um|o)|"
    r"(?:rodzaj|typ)dat(?:y|owania)|(?:druh|typ)dat(?:a|ace|ovani)|"
    r"events?(?:type|kind)?|ereignis(?:typ|art)?|typed?evenement|evenement|(?:tipo(?:de)?)?evento|"
    r"gebeurtenis(?:type)?|handelse(?:typ)?|hændelse(?:stype)?|hendelse(?:stype)?|"
    r"(?:typ)?wydarzeni[ea]|(?:typ)?udalosti?"
)
# Words of such fields, as they begin, by role; beside the words above.
_KIND_WORDS = {
    Role.UNCLEAR: "copyright",
    Role.RECORD: "accession|purchas|achat|ankauf|gift|donat|schenk|compra|acquist|adquis|"
    "aquisi|verwerv|aankoop|forvarv|erhverv|ervervelse|nabyc|nabyt|zakup|prirustek|registr|erwerb|"
    "zugang|nakup|koupe|zakoup|dar$|don$|dono$|donacio|sale|auction|loan|bequest|legs|harvest|catalog",
    Role.OTHER: "construct|constru|built|build|erbau|bau|costruzion|budow|stavb|vystavb|bouw|bygg|"
    "exhibit|ausstell|exposicion|esposizion|exposicao|tentoonstell|utstall|udstill|utstill|wystaw|"
    "vystav|restor|restaur|renov|demol|demoli|abriss|found|grundung|consecr|weihe|inaugur|opening|"
    "depict|subject|shown|broadcast|performance|design|entwurf",
    Role.SCAN: "scan|digit|numeris|skan|sken",
    Role.PRINT: "print|abzug|tirage|tiratge|stampa|afdruk|odbitk|otisk|kopi|cop(?:y|ia|ie)",
    Role.LIFE: "birth|death|geburt|naissance|nacimiento|nascita|narozen|urodz",
}

_NAMES = re.compile(_KIND_NAMES)
_EVENTS = re.compile("ev.*|ereignis|gebeurtenis|h(?:a|ae|e)ndelse|hændelse|wydarzenie|udalost")
_WORDS = {role: re.compile(pattern) for role, pattern in _KIND_WORDS.items()}
_DATE_OF = re.compile(  # 'Data de aquisição', 'date of purchase'
    "(?:date|datum|fecha|data|dato|rok|jahr|annee|year)(?:of|des|der|de|do|da|di|du|van|af|av)"
    "(?:the|la|l)?(?=.{3})"
)
_SHARED = ("single", "exact", "day", "month", "year", "calendar", "gregorian", "point", "instant")


def says_kind(name: str, text: str) -> bool:
    """Whether a field of this bare name says of what the date beside it is.

    A field called `Event` does so only if its text is one word that is understood: it may be a
    photo's subject.

    >>> says_kind("datumsart", "Erwerb"), says_kind("event", "Wedding"), says_kind("event", "Sale")
    (True, False, True)
    """
    if not _is_kind(name) or not _is_event(name):
        return _is_kind(name)
    word = without_accents(joined_name(text))
    is_known = any(known.match(word) for known in _WORDS.values())
    return len(text.split()) == 1 and (is_known or may_be_photos(role_of_bare(f"date{word}")))


@lru_cache(maxsize=4096)
def _is_kind(name: str) -> bool:
    return len(name) <= LONGEST_NAME and bool(_NAMES.fullmatch(without_accents(name)))


def _is_event(name: str) -> bool:
    return bool(_EVENTS.fullmatch(without_accents(name)))


def role_of_kind(text: str) -> Role | None:
    """The role of a date whose kind is this text, or None if the words aren't known.

    >>> [role_of_kind(text) for text in ("photographed", "Erwerb", "inclusive", "zzz")]
    [<Role.TAKEN: 1>, <Role.RECORD: 9>, <Role.DATE: 3>, None]
    """
    words = _DATE_OF.sub("", without_accents(joined_name(text)))
    if not words or len(words) > LONGEST_NAME:
        return None
    if words in _SHARED:
        return Role.DATE
    if found := next((role for role, known in _WORDS.items() if known.match(words)), None):
        return found
    role = role_of_bare(f"date{words}")
    return role if may_be_photos(role) else role_of_words(words)


def of_kinds(
    dates: list[DateCandidate], kinds: Sequence[DateCandidate]
) -> tuple[list[DateCandidate], Doubt]:
    """Return the dates with the role that the fields beside them say, and the doubt that is left.

    A date whose own name says its role keeps that.  The dates are uncertain if two of these fields
    disagree, or if their words aren't known.  They are uncertain, too, if the words say that the
    date isn't the photo's and no date takes that role, such as one that the user named.

    dates: the dates
    kinds: the fields beside them, whose words say which kind of date it is
    """
    if not kinds:
        return dates, Doubt.NONE
    roles = {role_of_kind(kind.text) for kind in kinds}
    role = roles.pop()
    if role == Role.OTHER and _is_event(joined_name(kinds[0].name)):
        return dates, Doubt.UNCERTAIN  # the photo may show the exhibition
    if roles or role is None:
        return dates, doubt_of_remark(kinds[0].text) or Doubt.UNCERTAIN
    if role in (Role.CREATED, Role.DATE):
        return dates, Doubt.NONE
    changed = [_with_role(date, role) for date in dates]
    is_used = changed != dates or any(date.role == Role.TAKEN for date in dates)
    is_doubted = not may_be_photos(role) and not is_used
    return changed, Doubt.UNCERTAIN if is_doubted else Doubt.NONE


def _with_role(date: DateCandidate, role: Role) -> DateCandidate:
    is_open = date.role in (Role.DATE, Role.UNCLEAR) and not date.user_rank
    return replace(date, role=role) if is_open else date
