"""Find the photos in a finding aid in EAD, with the dates and titles that they inherit."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree


def items_of_finding_aid(root: etree._Element) -> list[etree._Element]:
    """The components of a finding aid that have a digital object, else those of the level 'item'.

    A component without a date or title inherits those of the nearest component around it.  They are
    put into an element `inherited`, so that an inherited date is `uncertain`.  Empty if the
    document isn't a finding aid.
    """
    if etree.QName(root).localname.lower() != "ead":
        return []
    components = [c for c in root.iter(etree.Element) if _COMPONENT.fullmatch(_local(c))]
    with_object = [c for c in components if _own(c, "dao", "daogrp", "daoset")]
    items = with_object or [c for c in components if c.get("level") == "item"]
    for item in items:
        inherited = etree.Element("inherited")
        for names in _INHERITED:
            if not _own(item, *names):
                around = (_own(parent, *names) for parent in item.iterancestors())
                inherited.extend(map(deepcopy, next(filter(None, around), [])))
        item.append(inherited)
    return items


def _own(component: etree._Element, *names: str) -> list[etree._Element]:
    """The elements of these names that describe a component itself, and not a part of it."""
    found = []
    for child in component.iterchildren(etree.Element):
        inner = child.iter(etree.Element) if _local(child) == "did" else [child]
        found += [element for element in inner if _local(element) in names]
    return found


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


_COMPONENT = re.compile(r"c(?:0[1-9]|1[0-2])?")
_INHERITED = (("unitdate", "unitdatestructured"), ("unittitle",))
