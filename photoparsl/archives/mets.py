"""Find the items that a METS document describes one by one, like the pages of an album."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

_FILE_ID, _LINKS = "FILEID", "{http://www.w3.org/1999/xlink}"


def items_of_mets(root: etree._Element) -> list[etree._Element]:
    """An element for each division that has a description and files of its own, with these.

    The descriptions of the divisions around it are put into an element `inherited`, so that a date
    from there is `uncertain`.  Empty if fewer than two divisions are described.
    """
    sections = {str(s.get("ID")): s for s in root.iterchildren("{*}dmdSec")}
    if len(sections) < 2:
        return []
    pages = _pages(root)
    divisions = [d for d in root.iter("{*}div") if _described_by(d)]
    with_files = [(d, files) for d in divisions if (files := _files_of(d, pages))]
    if len({_described_by(d) for d, _ in with_files}) < 2:
        return []
    groups = list(root.iter("{*}fileGrp"))
    found = []
    for division, files in with_files:
        around = [name for d in division.iterancestors("{*}div") for name in _described_by(d)]
        item, inherited = etree.Element("mets"), etree.Element("inherited")
        item.extend(deepcopy(sections[n]) for n in _described_by(division) if n in sections)
        inherited.extend(deepcopy(sections[name]) for name in around if name in sections)
        item.append(inherited)
        item.extend(filter(len, (_group(group, files) for group in groups)))
        found.append(item)
    return found


def _group(group: etree._Element, files: set[str]) -> etree._Element:
    """A copy of a group of files with those of these identifiers that are directly in it."""
    copied = etree.Element(group.tag, {str(n): str(v) for n, v in group.items()})
    copied.extend(deepcopy(f) for f in group.iterchildren("{*}file") if f.get("ID") in files)
    return copied


def _described_by(division: etree._Element) -> tuple[str, ...]:
    return tuple(str(division.get("DMDID", "")).split())


def _files_of(division: etree._Element, pages: dict[str, list[etree._Element]]) -> set[str]:
    """The files of a division, and not of a division in it that has its own description."""
    files: set[str] = set()
    waiting = [division, *pages.get(str(division.get("ID")), [])]
    while waiting:
        inner = waiting.pop()
        files.update(str(f.get(_FILE_ID)) for f in inner.iterchildren("{*}fptr"))
        waiting += (d for d in inner.iterchildren("{*}div") if not _described_by(d))
        waiting += (
            page
            for d in inner.iterchildren("{*}div")
            if not _described_by(d)
            for page in pages.get(str(d.get("ID")), [])
        )
    return files


def _pages(root: etree._Element) -> dict[str, list[etree._Element]]:
    """The divisions to which links lead, like the pages of a chapter, by where the links start."""
    by_id = {str(d.get("ID")): d for d in root.iter("{*}div") if d.get("ID")}
    found: dict[str, list[etree._Element]] = {}
    for link in root.iter("{*}smLink"):
        page = by_id.get(str(link.get(f"{_LINKS}to")))
        if page is not None and page.find("{*}fptr") is not None:
            found.setdefault(str(link.get(f"{_LINKS}from")), []).append(page)
    return found
