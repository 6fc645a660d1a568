"""Hear a remark by which the year beside it may not be the photo's: it is a later photo, a copy.

'Photo of a painting', 'Aufnahme aus späterer Zeit', 'the date is that of the gift'.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from photoparsl.archives.dates.beside_words import words_of
from photoparsl.archives.dates.date_names import may_be_photos
from photoparsl.archives.dates.described_thing import is_thing
from photoparsl.archives.dates.element_names import bare_name
from photoparsl.archives.dates.kind_words import role_by_words
from photoparsl.archives.dates.plain_letters import without_accents

_LONGEST = 400  # characters of a text that is searched
_PHOTO = (
    r"(?:photo(?:graph(?:ie|y)?)?|foto(?:grafi\w*)?|bild|aufnahme|cliche|picture|"
    r"snimek|zdjecie|opname)"
)
_LATER = (
    "later|modern|present-day|current|recent|contemporary|spatere[rns]?|jungere[rns]?|neuere|"
    "heutige|moderne|posterieure?|plus recente?|actuelle|posterior|reciente|actual|successiva|"
    "recente|attuale|latere|senare|nyare|senere|nyere|pozniejsze|wspolczesne|pozdejsi|soucasna"
)
_AFTERWARDS = (
    "later|afterwards|spater|(?:aus|von|in) (?:spaterer|jungerer|neuerer|heutiger) zeit|plus tard|"
    "plus tardive|posterieure?|mas tarde|posterior|piu tardi|successiva|mais tarde|van later|"
    "senare|senere|pozniej|pozniejsze|pozdeji"
)
_PICTURE = (
    "painting|drawing|print|engraving|lithograph|etching|postcard|poster|map|photograph|photo|"
    "picture|gemaldes?|zeichnung|druck(?:es|s)?|stich(?:es|s)?|postkarte|fotos?|fotografie|"
    "peinture|tableau|dessin|gravure|estampe|pintura|cuadro|dibujo|grabado|dipinto|disegno|"
    "incisione|schilderij|tekening|prent|malning|teckning|maleri|tegning|obrazu|rysunku|kresby"
)
_OF = (
    "(?:of|from|von|vom|einer|eines|der|des|d'une?|de|du|de la|di un|di una|del|della|van een|"
    "van|av|af|z)"
)
_END = r"(?=$|[^\w\s]| (?:of|by|from|in|on|von|aus|de|du|di|van|av|af|z)\b)"
_IS = "(?: (?:is|was|ist|war|est|es|e|aufgenommen|taken|made))?"
_MUCH = "(?:much |many years |years |viel |jahre |etwas |weit )?"
_SEARCHED = re.compile(
    rf"\b(?:{_LATER}) {_PHOTO}{_END}|\b{_PHOTO}{_IS},? {_MUCH}(?:{_AFTERWARDS})\b|"
    rf"\b{_PHOTO} {_OF} (?:(?:an?|the|old|ein(?:es|er)|alten?|une?|la|le) ){{0,2}}"
    rf"(?:{_PICTURE}){_END}|"
    r"^(?:copied|copy|reproduced|reproduction|rephotographed|kopie|repro\w*|copie|copia) "
    r"(?:from|of|nach|von|d'apres|de|di|da)\b|"
    rf"\b(?:photographed|taken|fotografiert|aufgenommen) {_MUCH}(?:later|spater)\b"
)
_HAS_PHOTO = re.compile(
    "cop[iy]|kopi|repro|photo|foto|bild|aufn|auf?genom|cliche|picture|snimek|zdjecie|opname|taken"
)
_HAS_DATE = re.compile("dat[aeiou]|year|jahr|fecha|ano|anno|jaar|rok|annee")
_LINK = (
    r"(?:is|was|are|refers? to|relates? to|of|ist|war|bezieht sich auf|gilt fur|meint|des|der|vom|"
    r"est|de|du|correspond a|es|corresponde a|del|della|e|si riferisce a|refere-se a|van|betreft|"
    r"ar|avser|er|gaelder|gjelder|to|jest|dotyczy|je|tyka se)"
)
_ARTICLES = (
    r"(?:(?:that|those|the|das|die|der|des|dem|den|jene[sr]?|celle|celui|de|du|la|le|el|los|of|von|"
    r"vom|van|het|quella|quello|della|del|di|da|do|na|av|af|for|only|its|when|l'|nur) ?)*"
)
_WRITTEN = re.compile(  # 'date is given on the back'
    r"(?:\w+ )?(?:given|printed|stamped|copied|written|gedruckt|gestempelt|imprime|impres[oa]|"
    r"stampat[oa]) (?:on|in|at|by|auf|im|sur|au|en|sul)\b|known|photo|foto|negativ|aufnahme"
)
_EVENT = re.compile("event|ereignis|evenement|evento|gebeurtenis|handelse|wydarzeni|udalost")


def may_not_be_photos(name: str, text: str) -> bool:
    """Whether a remark or a description says that the year beside it may not be the photo's.

    >>> [may_not_be_photos(name, text) for name, text in (("Notes", "Photo of a painting"),
    ...  ("Anmerkung", "Datum ist das der Schenkung"), ("Notes", "Dated on the back"))]
    [True, True, False]
    """
    if not is_photo_remark(name) or len(text) > _LONGEST:
        return False
    plain = without_accents(text.lower())
    is_later = _HAS_PHOTO.search(plain) and _SEARCHED.search(plain)
    return bool(is_later) or (bool(_HAS_DATE.search(plain)) and _is_date_of_another(plain))


@lru_cache(maxsize=4096)
def is_photo_remark(name: str) -> bool:
    """Whether a field of this name has remarks on anything, or describes a photo."""
    return without_accents(bare_name(name)) in _names()


@cache
def _names() -> frozenset[str]:
    words = (*words_of("bare"), *words_of("described"))
    return frozenset(re.sub(r"[\W_]", "", word) for word in words)


def _is_date_of_another(plain: str) -> bool:
    """Whether a text says that the date is that of something else: 'date is of the event'."""
    for found in _date_is().finditer(plain):
        rest = plain[found.end() :]
        if _WRITTEN.match(rest):
            continue
        words = " ".join(re.findall(r"[^\W\d_]+", rest)[:2])
        role = role_by_words(words.replace(" ", ""))
        is_others = role is not None and not may_be_photos(role)
        if is_others or _EVENT.match(rest) or is_thing([words]):
            return True
    return False


@cache
def _date_is() -> re.Pattern[str]:
    dates = (
        "date|datum|datierung|year|jahr|jahreszahl|fecha|ano|data|anno|datering|jaar|dato|rok|annee"
    )
    return re.compile(rf"\b(?:{dates})(?: (?:given|shown|here|angegeben))? {_LINK} {_ARTICLES}")
