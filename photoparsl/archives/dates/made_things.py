"""Doubt the year in which a thing was made, where the photo's own date is empty beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.described_thing import is_of_image, is_photograph, is_picture
from photoparsl.archives.dates.element_names import joined_name, role_of
from photoparsl.archives.dates.plain_letters import without_accents

WITHOUT_OWN = "the photo's own date is empty beside it: it may be that of the thing shown"

OF_ITEM = "it is the item's that the photo shows"

OF_TYPE = "its record is of a type that is no picture's: it may be that of the thing shown"

OF_MAKER = "another field names who made the thing, whose date it may be"

_TYPE_OF_OBJECT = re.compile(  # not 'type', 'genre' or 'resource type'
    "(?:object|work|objectwork|artwork)types?|classifications?|objectclass(?:ification)?|"
    "objekt(?:art|typ|typen|bezeichnung)|(?:objekt)?(?:gattung|klassifikation)|sachgruppe|"
    "objectsoort|objectcategorie|soortobject|typed?objet|denomination|"
    "tipo(?:de|di)?(?:objeto|oggetto)|definizione|typobiektu|typobjektu|objekttype|genstandstype|"
    "gjenstandstype|objname|sakord|objektbenaemning|objektbenamning"
)
_ANY_TYPE = re.compile(
    r"(?:museum |physical |cultural |heritage |digital |archival )*(?:objects?|items?|records?|"
    r"works?|resources?|artworks?|artefacts?|artifacts?|materials?|documents?|dokumente?|archivalien?|objekte?|"
    r"objets?|objetos?|oggett[oi]|collections?|sammlung|other|unknown|various|n/?a|image)"
)

_ITEM = re.compile(
    "item|itemlabel|class|classlabel|instanceof|name|label|coords?|coordinates?|location|qid|"
    "wikidata|wikidataid"
)
_OBJECT = re.compile(
    "(?:painting|sculpture|statue|drawing|manuscript|gemalde|skulptur|zeichnung|handschrift|peinture|"
    "pintura|escultura|dipinto|scultura|schilderij|beeld|obje[ck]t|objet|objeto|oggetto|obiekt|gegenstand|artefact|artifact|voorwerp|foremal|"
    "genstand|gjenstand|predmet|przedmiot|item|thing)s?(?:name|namen|bezeichnung|naam|navn|namn)?"
)
_MAKER = re.compile(  # who made it
    "(?:painter|sculptor|architect|maler|bildhauer|architekt|peintre|sculpteur|pintor|escultor|pittore|"
    "scultore|schilder|beeldhouwer|malare|skulptor)s?|hersteller|produzent|manufacturers?|makers?|producers?|madeby|fabricants?|fabricantes?|"
    "fabbricante|produttore|costruttore|constructeur|constructor|productor|produtor|fabrikant|"
    "producent|tillverkare|produsent|produktor|vyrobce|wytworca|wykonawca|valmistaja|makes?|marken?|"
    "marques?|marca|firma"
)
_MADE = re.compile(
    "herst|fabri|manufact|made|produ[czkt]|vervaard|gemaakt|tillverk|tilvirk|vyrob|wykonan|"
    "realiz|execut|bouw|gebaut"
)


def beside_empty(
    dates: Sequence[DateCandidate], names: Iterable[str], types: Iterable[str] = ()
) -> list[DateCandidate]:
    """The dates of a record, with a doubt on those that may be of the thing that the photo shows.

    That is so for Wikidata's `inception` beside the item's name or class.  It is so, too, if the
    record has a field for the date of the photo, which is empty, and another date says when
    something was made, or stands beside the thing or its maker.

    names: the names of the record's fields, also of those that are empty
    types: what the record says that it describes.  A photograph's own date is no other thing's
    """
    names = list(names)
    if any(map(_ITEM.fullmatch, map(joined_name, names))):  # the inception of Wikidata's item
        dates = [replace(d, doubt=OF_ITEM) if _is_inception(d) else d for d in dates]
    has_own = any(date.role == Role.TAKEN for date in dates)
    if has_own or not any(map(_is_own, names)) or is_photograph(list(types)):
        return list(dates)
    is_beside = any(map(_names_thing, names))
    return [
        replace(date, doubt=date.doubt or WITHOUT_OWN) if _may_be(date, is_beside) else date
        for date in dates
    ]


def of_made_things(
    dates: Sequence[DateCandidate], fields: Iterable[tuple[str, str]]
) -> list[DateCandidate]:
    """The dates of a record, with a doubt on those of a thing that is no picture.

    That is so if its type is no picture's, or, without a type, if an object and its maker are
    named, and the date says when something was made.

    fields: the names and texts of the record's fields
    """
    kinds = [date for date in dates if date.role == Role.TYPE]
    if is_picture([kind.text for kind in kinds]):
        return list(dates)
    if any(map(_is_type_of_thing, kinds)):
        return [_doubted(date, OF_TYPE) for date in dates]
    named = [(what, text) for name, text in fields if text and (what := _maker_or_object(name))]
    if kinds or not {"maker", "object"} <= {w for w, text in named if not is_picture([text])}:
        return list(dates)
    return [_doubted(date, OF_MAKER) if _may_be(date, False) else date for date in dates]


def _is_type_of_thing(kind: DateCandidate) -> bool:
    names = (without_accents(joined_name(name)) for name in kind.name.split("/"))
    return any(map(_TYPE_OF_OBJECT.fullmatch, names)) and not _ANY_TYPE.fullmatch(kind.text.lower())


def _doubted(date: DateCandidate, doubt: str) -> DateCandidate:
    is_open = not date.user_rank and date.role in (Role.CREATED, Role.DATE)
    is_things = is_open and not is_of_image(date)
    return replace(date, doubt=date.doubt or doubt) if is_things else date


@lru_cache(maxsize=1024)
def _maker_or_object(name: str) -> str:
    """'maker' or 'object' if a field names one, else ''."""
    plain = without_accents(joined_name(name))
    if _OBJECT.fullmatch(plain):
        return "object"
    return "maker" if _MAKER.fullmatch(plain) else ""


def _is_inception(date: DateCandidate) -> bool:
    return joined_name(date.name) == "inception" and not date.user_rank


def _may_be(date: DateCandidate, is_beside: bool) -> bool:
    if date.user_rank or date.role not in (Role.CREATED, Role.DATE):
        return False
    return is_beside or bool(_MADE.search(without_accents(joined_name(date.name))))


@lru_cache(maxsize=1024)
def _is_own(name: str) -> bool:
    return role_of(name) == Role.TAKEN


@lru_cache(maxsize=1024)
def _names_thing(name: str) -> bool:
    return bool(_maker_or_object(name))
