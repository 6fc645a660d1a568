"""What an XML record says of a photo, by the names of its elements.

Dublin Core, with and without namespaces, MODS, DSpace's and Solr's `<field name=…>`, and what
resembles them: an element's name says what it is, in whatever case, together with a `type` or
`qualifier`.  docs/archives.md has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from photoparsl.archives.choose import ISSUED, MADE, PERIOD, PLAIN, Candidate
from photoparsl.archives.records import IMAGE_SUFFIXES, FieldNames


@dataclass(slots=True)
class Description:
    """The texts of one record: each kind in the order of the document."""

    dates: list[Candidate] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


def records(root: etree._Element, name: str = "") -> list[etree._Element]:
    """The records that a document holds: all elements called `name`, else as many as it seems.

    A document is one record unless the same element is repeated in it, each with elements of
    its own for a date, an identifier or a title.
    """
    if name:
        wanted = _bare(name)
        return [one for one in root.iter(etree.Element) if _local(one) == wanted]
    if _local(root) in _ONE_RECORD:
        return [root]
    for level in (root, *root.iterchildren(etree.Element)):
        children = [child for child in level.iterchildren(etree.Element) if len(child)]
        names = {_local(child) for child in children}
        if len(names) != 1 or not (len(children) > 1 or names <= _MANY):
            continue
        leaves = (child for child in level.iterchildren(etree.Element) if not len(child))
        if any(map(_speaks, leaves)) and not (len(children) > 1 and names <= _MANY):
            continue  # it is about this level itself
        if all(any(map(_speaks, child.iter(etree.Element))) for child in children):
            return children
    return [root]


def describe(record: etree._Element, names: FieldNames = FieldNames()) -> Description:
    """The record's dates, identifiers, titles and images; `names` go before the usual ones."""
    description = Description()
    for path, element, text in _texts(record):
        name = path[-1]
        _take_date(description, path, element, text, names)
        if _listed(names.identifier, path) if names.identifier else _IDENTIFIER.match(name):
            description.identifiers.append(text)
        if _listed(names.title, path) if names.title else name in _TITLES:
            description.titles.append(text)
        if _listed(names.image, path) if names.image else is_image(text, name):
            description.images.append(text)
    if not names.identifier:  # those first that say where the photo is, those last that can't
        description.identifiers.sort(key=lambda text: (not _is_file(text), text[:4] == "http"))
    return description


@lru_cache(maxsize=4096)
def rank_of(name: str) -> int | None:
    """How good a date an element of this name holds: MADE is best; None if it holds no such date.

    >>> rank_of("dcterms:created") == MADE, rank_of("Date") == PLAIN, rank_of("dateDigitized")
    (True, True, None)
    """
    name = _bare(name)
    if _NOT_THE_PHOTO.search(name):
        return None
    if _PERIOD.search(name):
        return PERIOD
    if not _DATE.search(name):
        return _ALONE.get(name)
    if _ISSUED.search(name):
        return ISSUED
    return MADE if _MADE.search(name) else PLAIN


def is_image(text: str, name: str = "") -> bool:
    """Whether the text is the URL of an image file, and not of a thumbnail."""
    if text[:4].lower() != "http" or "thumb" in name or " " in text:
        return False
    path = text.partition("?")[0].lower()
    return any(path.endswith(suffix) for suffix in IMAGE_SUFFIXES) and "thumb" not in path


def _take_date(
    description: Description,
    path: tuple[str, ...],
    element: etree._Element,
    text: str,
    names: FieldNames,
) -> None:
    if names.date:
        if place := _listed(names.date, path):
            description.dates.append(Candidate(place, text, path[-1], given=True))
        return
    rank = rank_of(path[-1])
    if rank is None:
        return
    point = element.get("point")
    mark = _MODS_DOUBT.get(element.get("qualifier", ""), "")
    if _MONTH.fullmatch(text) and _is_coded(element):
        text += "-00"  # a month for certain, and not the second of two years
    last = description.dates[-1] if description.dates else None
    if point == "end" and last and last.rank == rank:
        description.dates[-1] = Candidate(rank, f"{last.text}/{text}{mark}", path[-1])
    elif path[-1] == "latestdate" and last and last.name == "earliestdate":
        description.dates[-1] = Candidate(rank, f"{last.text}/{text}", path[-1])
    else:
        description.dates.append(Candidate(rank, text + mark, path[-1]))


def _is_coded(element: etree._Element) -> bool:
    """Whether the date says that it is written as W3CDTF, ISO 8601 or EDTF have it."""
    return any(re.search(r"w3c-?dtf|iso ?8601|edtf", str(v).lower()) for v in element.values())


def _texts(
    record: etree._Element,
) -> Iterator[tuple[tuple[str, ...], etree._Element, str]]:
    """Every text that may speak of the photo, with its element and the names that lead to it."""
    for path, element in _walk(record):
        if text := _text(element):
            yield path, element, text
        for name, value in element.items():
            if str(name).startswith(_DUBLIN_CORE):  # RDF may say it in attributes
                yield (*path, _bare(str(name))), element, " ".join(str(value).split())


def _walk(record: etree._Element) -> Iterator[tuple[tuple[str, ...], etree._Element]]:
    """Every element that may speak of the photo itself, with the names that lead to it."""
    waiting: list[tuple[tuple[str, ...], etree._Element]] = [((), record)]
    while waiting:
        path, element = waiting.pop()
        local = _local(element)
        if path and _OTHERS.match(local):
            continue
        name = path[-1] if path and local in _VALUES else _named(element, local)
        if _DATE.search(name) and _NOT_THE_PHOTO.search(name):
            continue  # with all that is in it
        here = (*path, name)
        yield here, element
        waiting += [(here, child) for child in reversed(element) if isinstance(child.tag, str)]


def _named(element: etree._Element, local: str) -> str:
    """The element's name with what its attributes say of it: `<date type="created">`."""
    if not element.attrib:
        return local
    given = {etree.QName(name).localname.lower(): value for name, value in element.items()}
    if local in _GENERIC:
        local = _bare(str(given.get("name") or given.get("element") or local)[:_LONGEST_NAME])
    kinds = (given[kind] for kind in ("type", "qualifier", "refinement", "label") if kind in given)
    return local + "".join(_bare(str(kind)) for kind in kinds if len(kind) < _LONGEST_NAME)


def _text(element: etree._Element) -> str:
    text = element.text or element.get("content") or element.get("value") or ""
    if len(element):
        if not text.strip():
            return ""  # its elements speak for themselves
        text = " ".join(map(str, element.itertext()))  # text with markup in it
    return " ".join(str(text).split())


def _listed(wanted: Iterable[str], path: tuple[str, ...]) -> int:
    """The place of the first name that the path ends with, counted from 1; or 0."""
    for place, name in enumerate(wanted, start=1):
        steps = tuple(map(_bare, name.split("/")))
        if path[-len(steps) :] == steps:
            return place
    return 0


def _is_file(text: str) -> bool:
    """Whether it is called like an image file, or a URL of one."""
    return any(text.lower().endswith(suffix) for suffix in IMAGE_SUFFIXES)


def _speaks(element: etree._Element) -> bool:
    """Whether the element is a date, an identifier or a title."""
    name = _named(element, _local(element))
    return bool(rank_of(name) or _IDENTIFIER.match(name) or name in _TITLES)


def _local(element: etree._Element) -> str:
    return _bare(str(element.tag)[-_LONGEST_NAME:])


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """A name without namespace, prefix, case and punctuation.

    >>> _bare("{http://purl.org/dc/terms/}dateCopyrighted"), _bare("DC.Date-Created")
    ('datecopyrighted', 'datecreated')
    """
    name = name.rpartition("}")[2].lower()
    return re.sub(r"[^\w]|_", "", re.sub(r"^(dc|dcterms|dcq|mods|vra)[.:_]", "", name))


_DUBLIN_CORE = "{http://purl.org/dc/"
_LONGEST_NAME = 100  # characters: what is longer isn't a name that is known here
_IDENTIFIER = re.compile(
    r"identifier(?!doi|isbn|issn|oclc|lccn)|(?:id|file(?:name)?|recordidentifier|"
    r"(?:image|photo|object|item)(?:id|file|name|filename|number)?)$"
)
_TITLES = frozenset(("title", "caption", "titlemain", "headline", "titletitle"))
_ONE_RECORD = frozenset(("mods", "dc", "dublincore", "qualifieddc", "lido", "vra", "image"))
_MANY = frozenset(("record", "mods", "dc", "description", "item", "photo", "row", "doc"))
_GENERIC = frozenset(("field", "meta", "property", "dcvalue", "str", "arr", "element", "data"))
_OTHERS = re.compile(  # parts of a record that speak of others than the photo
    r"(relateditem|recordinfo|name|namepart|agent|creator|contributor|header|metshdr|amdsec|"
    r"admininfo|rights|provenance)$"
)
_VALUES = frozenset(("value", "text", "expression", "edtf", "string", "displaydate"))
_MONTH = re.compile(r"\d{4}-\d\d")
_MODS_DOUBT = {"approximate": "~", "questionable": "?"}
_DATE = re.compile(r"date|year|datum|fecha|jahr|ann[ée]e|^anno$|^data$")
_MADE = re.compile(r"creat|taken|photographed|made|original|exposed|shot|earliest|latest")
_ISSUED = re.compile(r"issued|publi|copyright")
_ALONE = dict.fromkeys(("created", "creation", "taken", "photographed"), MADE)
_ALONE |= dict.fromkeys(("issued", "published"), ISSUED)
_PERIOD = re.compile(r"^temporal|coveragetemp|^coverage$|^coveragedate|^period|^era$|chronolog")
_NOT_THE_PHOTO = re.compile(
    r"digit|scan|captur|submit|accept|accession|access|avail|modif|updat|upload|harvest|valid|"
    r"record|catalog|stamp|added|birth|death|born|died|embargo|chang|ingest|lastmod|acqui|donat|"
    r"spatial|place|geo|entered|review|export|received|file|print|process"
)
