"""Find records that stand deep in an XML document, and photos within a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from copy import deepcopy

from lxml import etree

from photoparsl.archives.dates import local_name, may_be_photos, role_of
from photoparsl.archives.photo_files import has_image_suffix

_DEEPEST = 6  # levels of elements
_PHOTOS = ("{*}photo", "{*}photograph", "{*}picture")


def nested_records(
    root: etree._Element, names: Collection[str], describes: Callable[[etree._Element], bool]
) -> list[etree._Element]:
    """The outermost elements of one path, called like records, if there are several; else [].

    names: the bare names of records
    describes: whether an element is a date, an identifier or a title

    Each holds such an element, and nothing around them does: they would be parts of one record.
    """
    level: list[tuple[tuple[str, ...], etree._Element]] = [((), root)]
    for _ in range(_DEEPEST):
        level = [(path, c) for path, parent in level for c in parent.iterchildren(etree.Element)]
        if any(not len(child) and describes(child) for _, child in level):
            return []
        level = [((*path, local_name(child.tag)), child) for path, child in level]
        paths = defaultdict[tuple[str, ...], list[etree._Element]](list)
        for path, child in level:
            paths[path].append(child)
        for path, found in paths.items():
            if path[-1] in names and len(found) > 1 and all(map(_holds(describes), found)):
                return found
    return []


def entries_with_images(root: etree._Element) -> list[etree._Element]:
    """The children of a document if there are several of one name that each hold an image's URL.

    They may have no date, title or identifier.  An element that holds all others is left out.
    """
    level = root
    while len(level) == 1 and len(level[0]) > 1:
        level = level[0]
    children = [child for child in level.iterchildren(etree.Element) if len(child)]
    are_alike = len(children) > 1 and len({local_name(child.tag) for child in children}) == 1
    return children if are_alike and all(map(_holds_image, children)) else []


def _holds_image(element: etree._Element) -> bool:
    texts = (t for e in element.iter(etree.Element) for t in (e.text or "", *map(str, e.values())))
    links = (text.strip() for text in texts if text.strip()[:4].lower() == "http")
    return any(has_image_suffix(link.partition("?")[0].lower()) for link in links)


def photos_within(record: etree._Element) -> list[etree._Element]:
    """The photos that a record describes one by one; [] unless there are several, each with a date.

    The record's own texts are put into an element `inherited`, so that dates from there are
    `uncertain`.
    """
    photos = [photo for photo in record.iter(*_PHOTOS) if photo is not record and len(photo)]
    if len(photos) < 2:
        return []
    inner = set(photos)
    photos = [p for p in photos if inner.isdisjoint(p.iterancestors(*_PHOTOS))]
    if len(photos) < 2 or not all(map(_is_dated, photos)):
        return []
    own = [child for child in record.iterchildren(etree.Element) if not len(child)]
    for photo in photos:
        inherited = etree.Element("inherited")
        inherited.extend(map(deepcopy, own))
        photo.append(inherited)
    return photos


def _is_dated(photo: etree._Element) -> bool:
    return any(
        may_be_photos(role_of(local_name(child.tag))) for child in photo.iterchildren(etree.Element)
    )


def _holds(describes: Callable[[etree._Element], bool]) -> Callable[[etree._Element], bool]:
    return lambda element: any(map(describes, element.iter(etree.Element)))
