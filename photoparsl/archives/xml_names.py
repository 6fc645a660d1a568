"""Name an XML element by what it holds: by its tag, its attributes, and what happened."""

from __future__ import annotations

import re

from lxml import etree

from photoparsl.archives.dates import (
    LONGEST_NAME,
    Role,
    is_thing,
    joined_name,
    role_of,
    role_of_bare,
    says_another_thing,
)
from photoparsl.archives.marc import name_in_marc


def name_of(element: etree._Element, local: str) -> str:
    """The element's bare name with its type: 'datecreated' for `<date type="created">`.

    local: the bare name of the element's tag

    >>> name_of(etree.fromstring('<unitdate label="Bridge opened">1912</unitdate>'), "unitdate")
    'unitdatebridgeopened'
    """
    if local in ("subfield", "controlfield"):
        return name_in_marc(element, local)
    if local in ("event", "context") and (kind := _kind_of_event(element)):
        return "event" + kind
    if local in _TIMES and (parent := element.getparent()) is not None:
        return _TIMES[local] if _kind_of_event(parent) else local
    if local == "dateset":
        return local + _kind_of_set(element)
    local = _OF_ITALY.get(local, local)
    if not element.attrib:
        return local
    values = {etree.QName(name).localname.lower(): str(v) for name, v in element.items()}
    if local in _GENERIC or (local in _PAIRS and "value" in values and not len(element)):
        named = next((values[name] for name in _NAMES if values.get(name)), local)
        local = joined_name(named[:LONGEST_NAME])
    kinds = [values[name] for name in _KIND_ATTRIBUTES if name in values]
    kinds = [kind for kind in kinds if not _DOUBT.fullmatch(kind.strip().lower())]
    kinds += [values["use"]] if local == "filegrp" and "use" in values else []
    name = local + "".join(joined_name(kind) for kind in kinds if len(kind) < LONGEST_NAME)
    label = values.get("displaylabel", "")
    return _with_label(name, local, label) if 0 < len(label) < LONGEST_NAME else name


def _with_label(name: str, local: str, label: str) -> str:
    """The name, with the element's label if it holds dates.  The label may say whose date it is."""
    if local != "origininfo" and role_of(local) is None:
        return name
    role = role_of_bare(f"date{joined_name(label)}")
    if says_another_thing(label, "") or is_thing([label]):
        return f"{name}building" if role in (None, Role.OTHER) else name + joined_name(label)
    return name if role == Role.OTHER and local != "origininfo" else name + joined_name(label)


def _kind_of_set(dates: etree._Element) -> str:
    """The type that all dates in a set of VRA Core have, or '' if they have several."""
    kinds = {joined_name(str(date.get("type", ""))) for date in dates.iterchildren("{*}date")}
    return kinds.pop() if len(kinds) == 1 else ""


def _kind_of_event(event: etree._Element) -> str:
    """What happened at an event, as a bare name: 'herstellung', or '' if it isn't said.

    In LIDO its eventType says so, in K-samsök the type and the label of a context.  LIDO writes a
    concept's identifier before its terms, and an identifier without words says nothing.
    """
    for kind in event.iterchildren("{*}eventType", "{*}contextLabel", "{*}event"):
        terms = (kind, *kind.iter("{*}term", "{*}prefLabel"))
        names = list(filter(None, map(_name_in_concept, terms)))
        identifiers = filter(None, map(_name_in_concept, kind.iter("{*}conceptID")))
        coded = [_EVENTS_OF_LIDO.get(name, name) for name in identifiers]
        for name in names or coded:
            return name
    return ""


def _name_in_concept(element: etree._Element) -> str:
    """The bare name of a term or an identifier, which may be a URI."""
    return joined_name(str(element.text or "").strip().rpartition("/")[2][:LONGEST_NAME])


_EVENTS_OF_LIDO = {"lido00007": "production", "lido00012": "creation"}  # its vocabulary's codes
_TIMES = {"fromtime": "datefrom", "totime": "dateto", "timelabel": "datetext"}  # of K-samsök
_OF_ITALY = {"dtsi": "datestart", "dtsf": "dateend"}  # of the catalogues of Italy (ICCD)
_GENERIC = frozenset(
    (
        "field", "meta", "property", "dcvalue", "str", "arr", "element", "data",
        "date", "tdate", "int", "long", "float", "double", "bool", "lst",  # Solr's
    )
)  # fmt: skip
_PAIRS = frozenset(  # generic if they have a name and a value
    ("metadata", "metadatum", "entry", "attribute", "attr", "param", "parameter", "prop", "pair",
     "item", "tag", "metadatafield", "metadataentry", "keyvalue", "value"),
)  # fmt: skip
_NAMES = ("name", "element", "key", "property", "itemprop", "term", "label")
_KIND_ATTRIBUTES = (
    "type", "datetype", "qualifier", "refinement", "label", "eventtype", "event", "role",
    "datechar", "category", "kind", "refersto", "of", "nature", "meaning", "localtype", "purpose",
    "subtype",
)  # fmt: skip
_DOUBT = re.compile(r"approximate|inferred|questionable|circa|ca\.?|uncertain|estimated|exact")
