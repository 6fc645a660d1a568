"""Find the records in an XML document, and the texts in a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from photoparsl.archives.dates import (
    bare_name,
    is_date_of_other,
    is_identifier,
    is_title,
    local_name,
    may_be_photos,
    names_thing,
    role_of,
)
from photoparsl.archives.edm import (
    about_image,
    is_own_element,
    resources_of_rdf,
    span_at,
    span_text,
    works_of_edm,
)
from photoparsl.archives.finding_aids import items_of_finding_aid
from photoparsl.archives.mets import items_of_mets
from photoparsl.archives.nested_records import entries_with_images, nested_records, photos_within
from photoparsl.archives.vra import name_in_vra, photos_of_vra
from photoparsl.archives.xml_names import name_of


class Text(NamedTuple):
    """One text in a record.

    path: the bare names of the elements that lead to it in the record, the outermost first
    element: the element that holds it
    text: the text, on one line
    is_link: whether it is a URL in an attribute of the element
    """

    path: tuple[str, ...]
    element: etree._Element
    text: str
    is_link: bool = False


def find_records(root: etree._Element, name: str = "") -> list[etree._Element]:
    """The records in a document: all elements called `name`.  Without a name, the likely elements.

    Those are repeated elements of one name that each contain a date, an identifier or a title.  If
    there are none, the document is one record.  A record that describes several photos one by one,
    like an album in METS, becomes several.
    """
    if name:
        bare = bare_name(name)
        return [element for element in root.iter(etree.Element) if local_name(element.tag) == bare]
    return [photo for record in _records(root) for photo in _photos_in(record)]


def _photos_in(record: etree._Element) -> list[etree._Element]:
    """The photos that a record describes one by one; else the record."""
    local = local_name(record.tag)
    if local == "vra":
        return photos_of_vra(record)
    if local == "mets":
        return items_of_mets(record) or [record]
    return photos_within(record) or [record]


def _records(root: etree._Element) -> list[etree._Element]:
    if local_name(root.tag) in _ONE_RECORD:
        return [root]
    if is_oai_answer(root):
        return oai_records(root)
    if items := items_of_finding_aid(root) or works_of_edm(root) or resources_of_rdf(root):
        return items
    for level in (root, *filter(len, root.iterchildren(etree.Element))):
        children = [child for child in level.iterchildren(etree.Element) if len(child)]
        names = {local_name(child.tag) for child in children}
        if len(names) != 1 or not (len(children) > 1 or names <= _RECORDS):
            continue
        leaves = (child for child in level.iterchildren(etree.Element) if not len(child))
        if any(map(_describes, leaves)) and not (len(children) > 1 and names <= _RECORDS):
            continue  # the level itself is the record
        if all(any(map(_describes, child.iter(etree.Element))) for child in children):
            return children
    return nested_records(root, _RECORDS, _describes) or _entries(root)


def _entries(root: etree._Element) -> list[etree._Element]:
    """The entries of a document that each hold an image, unless it has a date or title itself."""
    own = (child for child in root.iterchildren(etree.Element) if not len(child))
    return [root] if any(map(_describes, own)) else entries_with_images(root) or [root]


def is_oai_answer(root: etree._Element) -> bool:
    """Whether a document is an answer of OAI-PMH, with any namespace."""
    return etree.QName(root).localname == "OAI-PMH"


def oai_records(root: etree._Element) -> list[etree._Element]:
    """The records of an answer of OAI-PMH, with any namespace."""
    paths = [f"{{*}}{verb}/{{*}}record" for verb in ("ListRecords", "GetRecord")]
    return [record for path in paths for record in root.iterfind(path)]


def is_deleted(record: etree._Element) -> bool:
    """Whether a record of OAI-PMH says that it has been deleted."""
    header = record.find("{*}header")
    return header is not None and header.get("status") == "deleted"


def texts_in(record: etree._Element) -> Iterator[Text]:
    """Yield the texts in a record that may be about the photo, in the document's order."""
    for path, element in _walk(record):
        if path[-1] == "timespan" and len(path) > 1 and may_be_photos(role_of(path[-2])):
            if span := span_text(element):
                yield Text(path[:-1], element, span)
        elif text := _text(element):
            yield Text(path, element, text)
        if len(path) < 3 and (image := about_image(element)):
            yield Text((*path, "file"), element, image, is_link=image[:4].lower() == "http")
        for name, value in element.items():
            plain = " ".join(str(value).split())
            if str(name).startswith(_DUBLIN_CORE):  # RDF may have them as attributes
                yield Text((*path, bare_name(str(name))), element, plain)
            elif str(name).rpartition("}")[2] in _LINKS:
                if span := span_at(record, plain) if may_be_photos(role_of(path[-1])) else "":
                    yield Text(path, element, span)
                elif plain[:4].lower() == "http":
                    yield Text(path, element, plain, is_link=True)


def _walk(record: etree._Element) -> Iterator[tuple[tuple[str, ...], etree._Element]]:
    """Yield the elements that may be about the photo itself, each with its path of bare names."""
    waiting: list[tuple[tuple[str, ...], str, etree._Element]] = [((), "", record)]
    while waiting:
        path, parent, element = waiting.pop()
        local = local_name(element.tag)
        if local == "relateditem" and element.get("type") == "original":  # of a copy, in MODS
            own = element.iterchildren("{*}originInfo")
            waiting += [((*path, "originalitem"), local, child) for child in own]
            continue
        if local == "header" and parent == "record":  # of OAI-PMH
            stamps = element.iterchildren("{*}datestamp")
            waiting += [((*path, "header"), local, child) for child in stamps]
            continue
        if path and _is_others(local, path[-1] if len(path) > 1 else ""):
            continue
        is_in_list = parent == "arr" and not element.get("name")
        is_value = path and (local in _VALUES or is_in_list) and may_be_photos(role_of(path[-1]))
        name = path[-1] if is_value else name_of(element, local)
        if path == ("vra",):
            name = name_in_vra(record, name)
        elif local == "timespan" and len(path) == 1 and is_own_element(element):
            name = "temporal"
        here = (*path, name)
        yield here, element
        if path and is_date_of_other(name):
            continue  # the dates in it aren't the photo's either
        if len(element):
            inner = (child for child in reversed(element) if isinstance(child.tag, str))
            waiting += [(here, local, child) for child in inner]


def _text(element: etree._Element) -> str:
    text = element.text or element.get("content") or element.get("value") or _tei_date(element)
    if len(element):
        is_whole = is_date_of_other(name_of(element, local_name(element.tag)))
        if not text.strip() and not is_whole:
            return ""  # only the elements in it have texts
        text = " ".join(map(str, element.itertext()))  # a text that contains markup
    return " ".join(str(text).split())


def _tei_date(element: etree._Element) -> str:
    """The date in the attributes of an element of TEI: `when`, or the ends of a span, else ''."""
    ends = [
        next(filter(None, map(element.get, names)), "")
        for names in (("notBefore", "from"), ("notAfter", "to"))
    ]
    return element.get("when") or ("/".join(end or ".." for end in ends) if any(ends) else "")


def _describes(element: etree._Element) -> bool:
    """Whether the element is a date, an identifier or a title."""
    name = name_of(element, local_name(element.tag))
    return may_be_photos(role_of(name)) or is_identifier(name) or is_title(name)


@lru_cache(maxsize=4096)
def _is_others(local: str, parent: str) -> bool:
    """Whether an element isn't about the photo, or is an item of its own.

    local: the bare name of its tag
    parent: the name of the element that it is in, or '' directly in the record.  A building has a
        name
    """
    is_others = _ABOUT_OTHERS.match(local) and not (parent and names_thing(parent))
    return bool(is_others or _COMPONENT.fullmatch(local))


_LINKS = ("resource", "href", "url", "src")  # attributes, of RDF, XLink and TEI
_COMPONENT = re.compile(r"c(?:0[1-9]|1[0-2])")  # of a finding aid
_DUBLIN_CORE = "{http://purl.org/dc/"
_ONE_RECORD = frozenset(("mods", "dc", "dublincore", "qualifieddc", "lido", "vra", "image", "mets"))
_RECORDS = frozenset(
    ("record", "mods", "mets", "vra", "dc", "description", "item", "photo", "row", "doc")
)
_ABOUT_OTHERS = re.compile(  # elements that aren't about the photo
    r"(relateditem|recordinfo|name|namepart|agent|creator|contributor|header|metshdr|amdsec|"
    r"admininfo|rights|provenance)$"
)
_VALUES = frozenset(("value", "text", "expression", "edtf", "string", "display", "displaydate"))
