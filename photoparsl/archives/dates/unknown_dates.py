"""Find the fields that look like dates, though their names don't say that they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_fields import candidate_at
from photoparsl.archives.dates.date_names import role_of_words
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.element_names import bare_name, is_identifier
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.short_years import is_short_date
from photoparsl.manifests import FIRST_YEAR

MOST_RECORDS = 1_000  # that are looked at
MOST_FIELDS = 200
MOST_EXAMPLES = 3

_LONGEST = 40  # characters of a text that looks like a date
_YEAR = re.compile(r"\D*(?<!\d)(1[89]\d\d|20[0-2]\d)(?!\d)\D*")
_NO_DATES = re.compile(
    "width|height|breite|hohe|hoehe|largeur|hauteur|ancho|alto|larghezza|altezza|size|pixels?|bytes|length|number|nr|page|lat.*|lon.*|url|"
    r".*(?:rights|attribution|licen[cs]|credit|copyright|citation|rechte|lizenz|nutzung|droits|"
    r"schutz|sperrfrist|embargo|protection|expir|gemeinfrei|publicdomain|protecci[oó]n|"
    r"derechos|diritti|direitos|licenz|quell?en|accession|acquisition|provenance|provenienz).*"
)
_OF_OTHERS = re.compile(  # in names: 'Donated in', 'Pfarrer seit', 'event_time' without its kind
    r"\b(?:donated|donor|given|gift|bequest|received|bought|purchased?|loan(?:ed)?|sold|inkom|"
    r"gekauft|erhalten|geschenk|spende|gespendet|don|don[ée]|offert|achet[ée]|donado|comprado|"
    r"donato|comprato|doado|dar|event|ehitus\w*|uzcel\w*|pastat\w*|digit\w*)(?:\b|(?=_))|"
    r"\b(?:od|seit|since|depuis|desde|dal|sedan|siden)\s*$"
)
_OF_ANOTHER = re.compile(  # in texts: 'Given 1975', 'Gift of A. Bell, 1980', 'Built 1890'
    rf"(?i)©|\b(?:{date_words.OF_ANOTHER}|gift|given|bequest|bequeathed|purchase|loan|copyright|"
    r"licen[cs]ed?|schenkung|geschenk|nachlass|ankauf|leihgabe|don|legs|achat|donaci[oó]n|compra|"
    r"legado|dono|donazione|lascito|acquisto|doa[cç][aã]o|schenking|legaat|aankoop|g[aå]va|gave|dar)\b"
)


@dataclass(slots=True)
class _Texts:
    """The texts of a field: how many, how many look like dates, and three of these."""

    count: int = 0
    dates: int = 0
    examples: list[str] = field(default_factory=list)


class UnknownDates:
    """The fields of records without a date."""

    def __init__(self) -> None:
        self._fields: dict[str, _Texts] = {}
        self._records = 0

    def add(self, texts: Iterable[tuple[str, str]]) -> None:
        """Check which texts of a record without a date look like dates.

        texts: the record's texts, each with its field's name
        """
        self._records += 1
        for name, text in texts if self._records <= MOST_RECORDS else ():
            if not text.strip() or (name not in self._fields and len(self._fields) >= MOST_FIELDS):
                continue
            found = self._fields.setdefault(name, _Texts())
            found.count += 1
            if _looks_like_date(name, text.strip()):
                found.dates += 1
                if len(found.examples) < MOST_EXAMPLES and text not in found.examples:
                    found.examples.append(text.strip())

    def respell(self, names: Mapping[str, str]) -> None:
        """Name the fields as the archive writes them, where `names` has their names."""
        self._fields = {names.get(name, name): texts for name, texts in self._fields.items()}

    @property
    def names(self) -> list[str]:
        """The names of the fields, in the order in which they were found."""
        return list(self._fields)

    def likely(self) -> list[tuple[str, list[str]]]:
        """The fields of which most texts look like dates, each with examples.

        Those with several different dates come first, then the fullest: a date that all records
        share is hardly the photos'.
        """
        found = [(n, f) for n, f in self._fields.items() if f.dates and 2 * f.dates >= f.count]
        found.sort(key=lambda pair: (-min(len(pair[1].examples), 2), -pair[1].dates))
        return [(n, f.examples) for n, f in found]

    def advised(self) -> str:
        """The field to take the dates from, or '' if several may be, or one date is in all rows."""
        several = [name for name, examples in self.likely() if len(examples) > 1]
        if len(several) == 1:
            return several[0]
        is_alone = len(self.likely()) == 1 and self._records == 1
        return self.likely()[0][0] if is_alone else ""


def _looks_like_date(name: str, text: str) -> bool:
    bare = bare_name(name.rpartition(".")[2])
    if (
        len(text) > _LONGEST
        or text.startswith("/")
        or is_identifier(bare)
        or _NO_DATES.fullmatch(bare)
        or _OF_OTHERS.search(name.lower())
        or role_of_words(without_accents(bare)) is not None
        or _OF_ANOTHER.search(text)
    ):
        return False
    candidate = candidate_at(tuple(name.split(".")), text)
    if candidate is not None and candidate.role < Role.TYPE:
        return False  # its name says whose date it is
    if is_short_date(text):
        return True
    estimate, this_year = read_date(text), date.today().year
    years = [year for year in (estimate.earliest, estimate.latest) if year is not None]
    if years:
        return min(years) >= FIRST_YEAR and max(years) <= this_year
    return _YEAR.fullmatch(text) is not None
