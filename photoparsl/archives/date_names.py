"""Recognise the names of fields that hold the photo's date.

A name is taken only if every word in it is known to fit the photo's date.  A list of other dates
(scans, uploads, births) would never be complete: each archive and language has words of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from photoparsl.archives.choose_date import Rank

LONGEST_NAME = 100  # characters; no known name is longer


@lru_cache(maxsize=4096)
def rank_of_bare(name: str) -> Rank | None:
    """The rank of the date in a field of this bare name.

    OTHER if the name means a date, but not clearly the photo's; None if it means no date.

    >>> [rank_of_bare(name).name for name in ("aufnahmedatum", "date", "datedeversement")]
    ['CREATED', 'DATE', 'OTHER']
    >>> rank_of_bare("dateiname"), rank_of_bare("aufnahmeort")
    (None, None)
    """
    name = without_accents(name)
    if len(name) > LONGEST_NAME:  # the time for a long name might be long
        return None
    if _PERIODS.fullmatch(name):
        return Rank.PERIOD
    if _PHOTOS_DATE.fullmatch(name):
        if _ISSUED.search(name):
            return Rank.ISSUED
        return Rank.CREATED if _CREATED.search(name) else Rank.DATE
    if _WITHOUT_DATE.fullmatch(name):
        return Rank.ISSUED if _ISSUED.search(name) else Rank.CREATED
    return Rank.OTHER if _ANY_DATE.search(name) and not _NO_DATE.search(name) else None


def is_date_of_other(name: str) -> bool:
    """Whether what an element of this bare name holds is the date of something else.

    A mere list of dates isn't, nor is an event's date in LIDO, which may be the photo's.

    >>> is_date_of_other("datedigitized"), is_date_of_other("indexingdatesset")
    (True, False)
    """
    return rank_of_bare(name) == Rank.OTHER and not _CONTAINERS.search(name)


def is_about_other(name: str) -> bool:
    """Whether the dates in an element of this bare name are those of something else.

    >>> is_about_other("scan"), is_about_other("numérisation"), is_about_other("origininfo")
    (True, True, False)
    """
    return bool(_OTHER_PARENTS.fullmatch(without_accents(name)))


def without_accents(text: str) -> str:
    """The text with plain letters: 'annee' for 'année'."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


# All words are in lower case and without accents.  They are matched whole, one after the other.
_DATE_WORDS = (
    # English
    "date dates dated year years "
    # German, Dutch
    "datum datierung jahr datering jaar "
    # French
    "annee lannee datation "
    # Spanish, Portuguese, Italian
    "fecha ano anos datacion data datazione anno anni datacao "
    # Polish
    "rok datowanie"
)
_CREATED_WORDS = (
    "created creation taken photographed made original exposed exposure shot shooting "
    "earliest latest production produced manufacture execution executed "
    "aufnahme aufnahmen aufgenommen entstehung entstehungs entstanden herstellung herstellungs "
    "fotografiert opname vervaardiging vervaardigd gemaakt gefotografeerd "
    "prise prises vue vues photographie photographiee realisation "
    "toma tomada creacion realizacion fotografiada ejecucion "
    "scatto scattata ripresa ripreso creazione realizzazione esecuzione "
    "criacao tirada realizacao wykonania powstania"
)
_ISSUED_WORDS = (
    "issue issued publish published publication copyright copyrighted "
    "erscheinung erscheinungs veroffentlichung veroffentlichungs parution publicacion "
    "pubblicazione publicacao publicatie publikacji"
)
_NEUTRAL_WORDS = (  # words beside these that don't make it another date
    # what it dates
    "photo photos photograph photographs photographic picture image images negative negatives unit "
    "object item work artwork foto fotos fotografie bild negativ negativs fotografia "
    "fotografii zdjecia negatif negativo cliche origin "
    # its form, or its part
    "display text free normal normalized normalised formatted string value label range single "
    "inclusive bulk sort facet edtf iso iso8601 w3c w3cdtf marc none time indexing "
    "period xs xsd gyear start end begin beginning ending first last from "
    "early late min max "
    # its doubt
    "approx approximate approximately circa ca estimated est inferred questionable exact probable "
    # small words
    "when was of the "
    # names of schemes, and the ends of names in Solr
    "dublin core dc dcterms mods exif iptc xmp photoshop dt dts dtsi dtsim ssi ssim tsi tsim tesim"
)

_ENDS = "to von bis debut fin inicio inizio fine tot od do"
_ARTICLES = "de du des der die das la le les del di da do dos della dello dell het van"


def _one_of(words: str) -> str:
    return "|".join(sorted(set(words.split()), key=len, reverse=True))


_KNOWN = _one_of(f"{_DATE_WORDS} {_CREATED_WORDS} {_ISSUED_WORDS} {_NEUTRAL_WORDS} prisedevue")
# Articles and ends only stand after a word for a date: 'Todesdatum' isn't 'to des', and
# 'date_del' isn't 'date' with an article.
_PHOTOS_DATE = re.compile(
    rf"(?:{_KNOWN})*?(?:{_one_of(_DATE_WORDS)})"
    rf"(?:(?:{_one_of(_ARTICLES)}){{0,2}}(?:{_KNOWN}|{_one_of(_ENDS)}))*?[0-9]{{0,2}}"
)
_CREATED = re.compile(_one_of(_CREATED_WORDS))
_ISSUED = re.compile(_one_of(_ISSUED_WORDS))
_WITHOUT_DATE = re.compile(
    "(?:when|photo|was)*(?:created|creation|taken|photographed|issued|published|aufgenommen)"
    "|(?:aufnahme|entstehungs|herstellungs)(?:zeit|zeitpunkt|zeitraum)"
    "|aufnahme|entstehung|entstanden|cronologia"
)
_PERIODS = re.compile(
    "(?:subject|time|historical|date)?"
    "(?:temporal|coverage|coveragetemporal|coveragedate|period|periodo|era|chronology|"
    "chronologicalcoverage|temporalcoverage|chronologicalperiod|timeperiod)"
)
_ANY_DATE = re.compile(
    r"^(?:date|dated|datum|fecha|annee|data(?:d|e|i|s|u|w|z)|year|jahr)|^an[nñ]?o(?:de|di|da)"
    r"|(?:date|dates|datum|jahr|year|years|fecha|annee|jaar|datierung)(?:$|[0-9]|de|di|du|of|der)"
)
_NO_DATE = re.compile(  # files, databases, and words that end like a date
    r"^datei(?:$|en|name|pfad|typ|format|gro|endung|nummer|nr|link|url|s$)|^datenb|^datent|"
    r"^datens|^datab|^datas(?:e|o|tr)|^yearbook|^dateline|candidate|mandate"
)
_OTHER_PARENTS = re.compile(
    r"scan(?:s|ning|info)?|digiti[sz]ation|digitali[sz]ation|digitalisierung|numerisation|"
    r"digitali[sz]aci?[ao]o?n?|digitalizzazione|upload|ingest|versement|mise?enligne|"
    r"birth|death|naissance|geburt|tod|nascita|nacimiento|nascimento|life|biography|"
    r"accession|acquisition|erwerbung|exhibitions?|ausstellung(?:en)?|restoration|licen[sc]e"
)
_CONTAINERS = re.compile(r"(?:info|list|group|set|wrap|wrapper)$|^eventdate$")
