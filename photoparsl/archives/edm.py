"""Find the works in a document of the Europeana Data Model (EDM), and the images in other RDF."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from photoparsl.archives.dates import Certainty, read_date
from photoparsl.archives.photo_files import has_image_suffix


def works_of_edm(root: etree._Element) -> list[etree._Element]:
    """Return an element for each work of a document with several works.

    The element has the work's ProvidedCHO, the Aggregation and Proxy that refer to it, and the
    resources and time spans that these refer to.  The list is empty if the document has fewer than
    two works.
    """
    works = list(root.iterchildren("{*}ProvidedCHO"))
    if len(works) < 2:
        return []
    by_name = {_about(element): element for element in root.iterchildren(etree.Element)}
    about: dict[str, list[etree._Element]] = {}
    for element in root.iterchildren("{*}Aggregation", "{*}Proxy"):
        for reference in element.iterchildren("{*}aggregatedCHO", "{*}proxyFor"):
            about.setdefault(_resource(reference), []).append(element)
    found = []
    for work in works:
        own = [work, *about.get(_about(work), [])]
        names = {_resource(child) for element in own for child in element}
        referred = [by_name[name] for name in sorted(names) if name and name in by_name]
        whole = etree.Element("work")
        others = (e for e in referred if e not in own and not _is_work(e))
        whole.extend(map(deepcopy, (*own, *others)))
        found.append(whole)
    return found


def resources_of_rdf(root: etree._Element) -> list[etree._Element]:
    """Return the elements of an RDF document that describe images or their files, if all do.

    root: of a document that isn't of EDM, nor of XMP
    """
    if etree.QName(root).localname != "RDF":
        return []
    resources = list(root.iterchildren(etree.Element))
    names = {etree.QName(resource).localname.lower() for resource in resources}
    has_names = all(map(_about, resources))
    return resources if len(resources) > 1 and has_names and names <= _IMAGES else []


def about_image(element: etree._Element) -> str:
    """The URL or the name of the image that an element of RDF is about, or ''."""
    about = _about(element)
    path = re.split("[?#]", about)[0].lower()
    return about if has_image_suffix(path) else ""


def span_at(record: etree._Element, reference: str) -> str:
    """The years of the time span that EDM refers to, or '' if it isn't in the record."""
    spans = (span for span in record.iter("{*}TimeSpan") if reference in span.values())
    return next(filter(None, map(span_text, spans)), "")


def is_own_element(span: etree._Element) -> bool:
    """Whether a time span is one that other elements refer to.

    Only the elements that refer to it say of what it is.
    """
    return bool(_about(span))


def span_text(span: etree._Element) -> str:
    """The years of an EDM time span: its label, else its begin and end, else ''."""
    labels = [" ".join((label.text or "").split()) for label in span.iterfind("{*}prefLabel")]
    readable = (label for label in labels if read_date(label).certainty != Certainty.UNREAD)
    if label := next(filter(None, readable), ""):
        return label
    begin, end = ((span.findtext(f"{{*}}{name}") or "").strip() for name in ("begin", "end"))
    return f"{begin}/{end}" if begin or end else next(iter(labels), "")


def _is_work(element: etree._Element) -> bool:
    return etree.QName(element).localname == "ProvidedCHO"


def _about(element: etree._Element) -> str:
    return str(element.get(f"{_RDF}about", ""))


def _resource(element: etree._Element) -> str:
    return str(element.get(f"{_RDF}resource", ""))


_IMAGES = frozenset(
    ("description", "image", "stillimage", "photograph", "photo", "imageobject", "visualartwork")
)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
