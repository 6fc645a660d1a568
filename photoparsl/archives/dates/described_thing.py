"""Tell by a record's types whether it describes a building, whose image is the photo.

Such a record says when the building was made, not when it was photographed.  The file
described_things.txt has the types in each language: add those of yours there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_names import role_of_parent
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.element_names import bare_name
from photoparsl.archives.dates.plain_letters import without_accents

LONGEST_TYPE = 100  # characters. A longer text is a description
OF_EUROPEANA = "IMAGE"  # the type of every digital image there, also of that of a building

_TYPES = re.compile(
    r"(?:object|work|objectwork|artwork|item|resource|record|asset)types?|hastype|classifications?|"
    r"(?:object|museum)?(?:klassifikation|klassifizierung|gattung)|objectclass(?:ification)?|genre|genreform|"
    r"typeof(?:object|resource|work)|objekt(?:art|typ|typen|bezeichnung)|sachgruppe|"
    r"objectsoort|objectcategorie|soortobject|typed?objet|typedoeuvre|denomination|"
    r"tipo(?:de|di)?(?:objeto|obra|oggetto|opera)|definizione|typobiektu|typobjektu|"
    r"basisofrecord|objname|objekttype|genstandstype|gjenstandstype|sakord|objektbenaemning|objektbenamning|"
    "тип(?:объекта|обєкта|предмета|материала)|вид(?:объекта|обєкта|предмета)|eserturu|nesneturu|"
    "targytipus|esine(?:tyyppi|luokka)|tip(?:ul)?(?:de)?obiect|ειδοςαντικειμενου|סוגפריט"
)
_WITHIN = re.compile("term|concept|preflabel|label|value|text|name|type|conceptid|[a-z]{2}")
_OF_PLACES = re.compile("subject|place|location|coverage|spatial")
_OF_IMAGE = re.compile("image|photo|picture|foto|bild")
_SPECIMEN = re.compile("specimen|material ?sample")
_PHOTOGRAPHS = without_accents(
    "photo|foto|negativ|negatif|daguerr|ambrotyp|tintype|фото|снимок|негатив|світлин|светлин|fenykep|"
    "valokuva|φωτογραφ|αρνητικ|תצלום|צילום|사진|写真|寫真|照片|صورة"
)
_PHOTOGRAPH = re.compile(_PHOTOGRAPHS)
_PICTURE = re.compile(
    f"{_PHOTOGRAPHS}|открытк|листівк|kartpostal|kepeslap|postikort|גלויה|絵葉書|明信片|slide|diapos|transparenc|image|picture|"
    "bild|postcard|postkarte|carte|card|print|grafi|graphi|gravure|grabado|incision|engrav|etching|"
    "stich|litho|drawing|zeichnung|dessin|dibujo|disegno|paint|gemalde|malerei|peint|pintura|"
    "dipint|aquarel|watercol|poster|plakat|affiche|map|plan|model|maquette|album|book|film|tekening|"
    "schilderij|prent|kaart|teckning|tegning|malning|maleri|rysunek|obraz|kresba|malba|grafika"
)

_OF_PICTURES = re.compile(  # words that alone don't tell whether a record is a building's
    r"stereo|albumen|collodion|gelatin|silver|glass ?plate|glasplat|platte|plaque|plate|glas$|"
    r"lantern|autochrome|calotyp|cyanotyp|polaroid|snapshot|abzug|abzuge|tirage|epreuve|positi[vf]|"
    r"portrait|portrat|ritratt|retrat|view|vues?\b|ansicht|vedut|vista|visual|contact|cliche|prova|"
    r"stampa|kopi|copy|copia|repro|panoram|scan|still|digital|microf|facsimil|poster|ephemera|aerial|"
    r"luftauf|aufnahm|kuva|odbitk|zdjec|snim|otisk|fenykep|pohled|ambrot|carte|cdv|lamina|estampa"
)


def role_of_type(path: tuple[str, ...], text: str) -> Role | None:
    """TYPE if a field says what the record describes, else None.

    path: the field's name, the last, and those of what it is in, within the record

    >>> role_of_type(("objectType",), "Church"), role_of_type(("monument", "worktype"), "church")
    (<Role.TYPE: 13>, None)
    """
    is_short = len(text) <= LONGEST_TYPE and text != OF_EUROPEANA
    return Role.TYPE if is_short and _says_type(path) else None


@lru_cache(maxsize=1024)
def _says_type(path: tuple[str, ...]) -> bool:
    names = [bare_name(name) for name in path]
    while _WITHIN.fullmatch(names[-1]) and any(map(_is_type, names[:-1])):
        names.pop()
    if not _is_type(names[-1]):
        return False
    around = [role_of_parent(name) for name in names[:-1]]
    if names[-1] in ("type", "typ", "tipo"):  # may be that of anything
        return not any(around) and not any(map(_OF_PLACES.search, names))
    return all(role in (None, Role.UNCLEAR, Role.TAKEN) for role in around)


def without_things(
    dates: list[DateCandidate], types: Iterable[DateCandidate]
) -> list[DateCandidate]:
    """Return the dates of a record, which may describe a building.

    If it does, dates that may be the building's get the role OTHER.

    types: what the record says that it describes
    """
    kinds = list(types)
    is_specimen = any(map(_is_specimen, kinds))  # Darwin Core: it was collected, not photographed
    if not is_specimen and not is_thing([kind.text for kind in kinds]):
        return dates
    return [replace(date, role=Role.OTHER) if _is_things(date) else date for date in dates]


def _is_specimen(kind: DateCandidate) -> bool:
    is_basis = bare_name(kind.name.rpartition("/")[2]) == "basisofrecord"
    return is_basis and bool(_SPECIMEN.search(kind.text.lower()))


def _is_things(date: DateCandidate) -> bool:
    is_open = not date.user_rank and Role.TAKEN < date.role <= Role.UNCLEAR
    return is_open and not is_of_image(date)


def is_of_image(date: DateCandidate) -> bool:
    """Whether a date is that of an image, by its field's own name: 'Image Date' of a building."""
    return bool(_OF_IMAGE.search(bare_name(date.name.rpartition("/")[2])))


def is_thing(types: Sequence[str]) -> bool:
    """Whether types are those of a building or the like, and none is that of a picture.

    >>> is_thing(["Pfarrkirche"]), is_thing(["church", "photographs"]), is_thing(["vase"])
    (True, False, False)
    """
    plain = [without_accents(text.lower()) for text in types]
    return any(map(_things().search, plain)) and not any(map(_PICTURE.search, plain))


@cache
def words_of_things() -> list[str]:
    """The words for types of things without accents.  '-' is before those that end longer words."""
    table = files(__package__).joinpath("described_things.txt").read_text(encoding="utf-8")
    return [
        without_accents(word.strip())
        for line in table.splitlines()
        if line.strip() and not line.startswith("#")
        for word in line.partition(":")[2].split(",")
    ]


@cache
def _things() -> re.Pattern[str]:
    words = words_of_things()
    ends = "|".join(sorted({re.escape(word[1:]) for word in words if word[0] == "-"}))
    whole = "|".join(sorted({re.escape(word) for word in words if word[0] != "-"}))
    return re.compile(rf"\b(?:\w*(?:{ends})|(?:{whole})(?:e?s)?)\b")


def is_picture(types: Sequence[str]) -> bool:
    """Whether one of the types is that of a picture of any kind.

    >>> is_picture(["Glasplatte"]), is_picture(["Tool"])
    (True, False)
    """
    plain = [without_accents(text.lower()) for text in types]
    return any(_PICTURE.search(text) or _OF_PICTURES.search(text) for text in plain)


def is_photograph(types: Sequence[str]) -> bool:
    """Whether one of the types is that of a photograph.  An image may be of anything.

    >>> is_photograph(["Fotografie"]), is_photograph(["Image"])
    (True, False)
    """
    return any(_PHOTOGRAPH.search(without_accents(text.lower())) for text in types)


def _is_type(name: str) -> bool:
    plain = without_accents(name)
    return plain in ("type", "typ", "tipo") or bool(_TYPES.fullmatch(plain))
