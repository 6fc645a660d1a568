"""Recognise fields with a date in people's words by their names: `Date Description`.

All words are in lower case, without accents and spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DATE = (
    "dates?|dated|dating|years?|datum|datierung|jahr|datering|jaar|fecha|datacion|anno|ano|"
    "data(?=descri[zc]|testo|texto|testuale|indica|opis)|datazione|datacao|annee|datation|dato|aar|aarstal|datowanie|rok|datace|datovani"
)
_WORDS = (  # after a word for a date: elsewhere 'description' is that of the record
    "descriptions?|descr|s?beschreibung|(?:s?be)?beskriv(?:else|ning)|omschrijving|descripcion|"
    "descricao|descrizione|descriptive|descriptif|descriptiva|opis|opisowa|opisowo|popis|slovne|"
    "as(?:recorded|written|given|stated|published|printed|inscribed|found|entered|supplied|"
    "transcribed|catalogu?ed|shown|read|text)|as(?:in|on)(?:the)?(?:source|original|photo|record|item|"
    "catalogue?|print|negative)|"
    "statement|transcription|transcribed|literal|litteral|raw|textual|textuelle|testuale|narrative|"
    "phrase|wording|inwords|words|readable|humanreadable|verbal|s?freitext|s?text|fritext|fritekst|"
    "alstext|inworten|wortlaut|laut(?:quelle|vorlage)|enclair|entexte|entexto|enpalabras|libelle|"
    "texte|testo|texto|tekst|tekstueel|vrijetekst|tekstowo|slovy|s?angabe|(?:tal|tals)?uppgift|"
    "oplysning|opplysning|aanduiding|indication|indicacion|indicazione|indicacao"
)
_BEFORE = "raw|verbatim|textual|literal|readable|humanreadable|transcribed|narrative|descriptive"
_OF = (  # 'description of date', but 'description date' is the record's
    "(?:description|statement|transcription|wording|beschreibung|wortlaut|angabe|descripcion|"
    "descricao|descrizione|omschrijving|beskrivelse|beskrivning|indication|indicacion|indicazione)"
    "(?:of|des|der|zum|zur|de|du|dela|del|della|da|do|van|vande|vanhet|af|av)(?:the)?"
)
_AFTER_DATE = re.compile(rf"(?P<date>.*?(?:{_DATE}))(?:{_WORDS})[0-9]{{0,2}}")
_BEFORE_DATE = re.compile(rf"(?:{_BEFORE}|{_OF})(?P<date>(?:{_DATE}|datums|daten|datos).*)")
_FORMS = {"datums": "datum", "daten": "datum", "datos": "dato"}
# Anywhere in a name whose words all fit the photo's date
_DISPLAY = re.compile("display|presenting|expression|text|free|verbatim|string|label|statement")


@lru_cache(maxsize=4096)
def without_display(name: str) -> str:
    """A bare name without accents, and without words that say that its date is in people's words.

    >>> [without_display(name) for name in ("originaldatedescription", "descriptiondate")]
    ['originaldate', 'descriptiondate']
    """
    found = _AFTER_DATE.fullmatch(name) or _BEFORE_DATE.fullmatch(name)
    return _FORMS.get(found["date"], found["date"]) if found else name


@lru_cache(maxsize=4096)
def is_display(name: str) -> bool:
    """Whether a field of this bare name has the date in people's words, beside numbers."""
    return without_display(name) != name or bool(_DISPLAY.search(name))
