"""Take records out of the groups that a list in JSON holds instead of records.

`{"results": [{"name": "single", "docs": [{...}, {...}]}]}` is a list of groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from photoparsl.archives.dates import bare_name, dates_in_json, is_image_name, is_title
from photoparsl.archives.image_columns import SAMPLE
from photoparsl.archives.json_lists import last_name, lists_in
from photoparsl.archives.table_rows import flat_row

_DEEPEST = 3  # groups within each other
_IMAGES = re.compile("(?:digital)?images|pictures|bilder|imagens|imagenes|immagini|media")


def without_groups(items: list[Any], name: str) -> tuple[list[Any], str]:
    """The items, where those of a list in a group stand for the group; and the list's name.

    An item without such a list stays.

    items: the items of a list
    name: the list's name

    >>> docs = [{"title": "A", "image": "a.jpg"}, {"title": "B", "image": "b.jpg"}]
    >>> items, name = without_groups([{"name": "single", "docs": docs}], "results")
    >>> items == docs, name
    (True, 'docs')
    """
    for _ in range(_DEEPEST):
        ways = _ways(items)
        if not ways:
            break
        if any(_with_one_image(item, ways[0]) for item in items):
            return [photo for i in items for photo in _with_one_image(i, ways[0]) or [i]], name
        items = [inner for item in items for inner in (_in_group(item, ways) or [item])]
        name = last_name(ways[0])
    return items, name


def _with_one_image(item: Any, way: str) -> list[dict[str, Any]]:
    """An object with a title or a date of its own, once for each of its images; else [].

    The images have no titles.  Each is then a photo with the object's date beside it.
    """
    is_of_images = isinstance(item, dict) and _IMAGES.fullmatch(bare_name(way))
    images = item.get(way) if is_of_images else None
    if not isinstance(images, list) or not all(isinstance(image, dict) for image in images):
        return []
    own = {name: value for name, value in item.items() if name != way}
    is_titled = any(is_title(bare_name(name)) for image in images for name in image)
    is_own = any(is_title(bare_name(name)) for name in own)
    is_own |= any(date.may_be_photos for date in dates_in_json(own))
    return [{**own, way: [image]} for image in images] if is_own and not is_titled else []


def _ways(items: Sequence[Any]) -> list[str]:
    """The ways to the lists of records in groups, or [] if the items are records themselves."""
    objects = [item for item in items if isinstance(item, dict)]
    groups = [lists for item in objects if (lists := dict(lists_in(item)))][:SAMPLE]
    found = {w: None for lists in groups for w, inner in lists.items() if _are_photos(w, inner)}
    ways = list(found)
    is_record = any(_has_image_outside(item, ways) for item in objects[:SAMPLE])
    return [] if is_record else ways


def _are_photos(way: str, items: Sequence[dict[str, Any]]) -> bool:
    """Whether most of a list's objects have an image, and a date or a title of their own."""
    sample = items[:SAMPLE]
    return 2 * sum(_is_photo(item, last_name(way)) for item in sample) >= len(sample)


def _is_photo(item: dict[str, Any], around: str) -> bool:
    row = flat_row(item, str)
    has_title = any(text and is_title(bare_name(name)) for name, text in row.items())
    is_described = has_title or any(d.may_be_photos for d in dates_in_json(item, around))
    return is_described and any(map(is_image_name, row.values()))


def _has_image_outside(item: dict[str, Any], ways: Sequence[str]) -> bool:
    row = flat_row(item, str)
    inner = tuple(way.removesuffix(".*") + "." for way in ways)
    return any(is_image_name(text) and not name.startswith(inner) for name, text in row.items())


def _in_group(item: Any, ways: Iterable[str]) -> list[Any]:
    """The items of the lists in a group, [] if it has none of them."""
    return [inner for way in ways for inner in _at(item, way)]


def _at(value: Any, way: str) -> list[Any]:
    for name in way.removesuffix(".*").split("."):
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, dict):
        return list(value.values()) if way.endswith(".*") else [value]
    return value if isinstance(value, list) else []
