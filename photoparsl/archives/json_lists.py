"""Find the list of records in a document in JSON, whatever it is called and wherever it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from photoparsl.archives.dates import (
    bare_name,
    dates_in_json,
    is_identifier,
    is_image_name,
    is_title,
)
from photoparsl.archives.image_columns import SAMPLE, ImageColumns
from photoparsl.archives.table_rows import flat_row

_DEEPEST = 6  # objects within each other
_DEEPEST_OF_IMAGES = 3
_DESCRIBED = 2  # of a date, an image, and a name: what a record has at least
_SHOWN = 5


class InList(NamedTuple):
    """What a list tells about each of its items.

    images: the fields of images that were found by what they hold
    whole: the record of what the item is a part of: its date and title are those of a part without
    around: the list's name
    """

    images: ImageColumns = ImageColumns()
    whole: Mapping[str, Any] = {}
    around: str = ""


def records_by_name(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The lists in a document of which half of the objects describe photos, with the way to each.

    They have two of these: a date that may be the photo's, an image, and a title or an identifier.
    Records differ: one may have no image, another no date.  Empty if the document has these itself.

    >>> works = [{"id": 1, "date": "1911", "image": None}, {"id": 2, "image": "b.jpg"}]
    >>> list(records_by_name({"count": 2, "found": {"works": works}}))
    ['found.works']
    """
    own = {name: value for name, value in document.items() if not isinstance(value, (dict, list))}
    if _traits(own) >= _DESCRIBED:
        return {}
    found = dict(lists_in(document))
    lists = {name: items for name, items in found.items() if _are_records(name, items)}
    return {} if _is_record_with_dates(document, lists) else lists


def only_list_of_images(answer: dict[str, Any], depth: int = 0) -> dict[str, list[Any]]:
    """The only list whose items have images, with its name as the key, else {}.

    answer: the object in which it is looked for, and in the objects within that
    """
    found: list[tuple[str, list[Any]]] = []
    for name, value in answer.items():
        if isinstance(value, dict) and depth < _DEEPEST_OF_IMAGES:
            found += only_list_of_images(value, depth + 1).items()
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            texts = (flat_row(item, str).items() for item in value[:SAMPLE])
            if all(any(is_image_name(text) for _, text in row) for row in texts) and len(value) > 1:
                found.append((name, value))
    return dict(found) if len(found) == 1 else {}


def _is_record_with_dates(
    document: dict[str, Any], lists: Mapping[str, Sequence[dict[str, Any]]]
) -> bool:
    """Whether a document with a name and an image has lists of its dates or makers alone.

    The objects in these have neither an image nor an identifier or a title.
    """
    row = flat_row(document, str)
    outside = {n: text for n, text in row.items() if not n.startswith(tuple(lists))}
    is_named = any(_is_named(name) for name in document)
    has_image = any(map(is_image_name, outside.values()))
    items = [flat_row(item, str) for items in lists.values() for item in items[:SAMPLE]]
    return is_named and has_image and not any(map(_is_others, items))


def _is_named(name: str) -> bool:
    return is_identifier(bare_name(name)) or is_title(bare_name(name))


def _is_others(row: Mapping[str, str]) -> bool:
    """Whether an object in a list has an image, an identifier or a title of its own."""
    return any(map(is_image_name, row.values())) or any(
        _is_named(name) or bare_name(name) in _KEYS for name, text in row.items() if text
    )


def lists_in_words(lists: Mapping[str, Sequence[Any]]) -> str:
    """The lists with their lengths, for a message.

    >>> lists_in_words({"works": [{}, {}]})
    "'works' of 2"
    """
    first = list(lists.items())[:_SHOWN]
    return ", ".join(f"{name!r} of {len(items):,}" for name, items in first)


def last_name(way: str) -> str:
    """The last name in the path that leads to a list.

    >>> last_name("found.works"), last_name("works.*"), last_name("@")
    ('works', 'works', '')
    """
    return way.removesuffix(".*").rpartition(".")[2].strip("@[]*")


def lists_in(
    value: dict[str, Any], path: tuple[str, ...] = (), depth: int = 0
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The lists of several objects in an object, and the objects whose fields are all objects.

    A list of one object is taken as that object.
    """
    for name, held in value.items():
        here = (*path, name)
        is_single = isinstance(held, list) and len(held) == 1 and isinstance(held[0], dict)
        inner = held[0] if is_single else held
        items = list(inner.values()) if isinstance(inner, dict) else inner
        if isinstance(items, list) and len(items) > 1 and all(isinstance(i, dict) for i in items):
            yield ".".join(here) + (".*" if isinstance(inner, dict) else ""), items
        if isinstance(inner, dict) and depth < _DEEPEST:
            yield from lists_in(inner, here, depth + 1)


def _are_records(name: str, items: list[dict[str, Any]]) -> bool:
    sample, around = items[:SAMPLE], last_name(name)
    described = [item for item in sample if _traits(item, around) >= _DESCRIBED]
    return len(described) > 1 and 2 * len(described) >= len(sample)


def _traits(item: dict[str, Any], around: str = "") -> int:
    """How many of a date, an image, and a title or identifier an object has.

    around: the name of what it is in, like 'exhibitions', whose dates aren't the photos'
    """
    row = flat_row(item, str)
    names = [bare_name(name.rpartition(".")[2]) for name, text in row.items() if text]
    has_date = any(date.may_be_photos for date in dates_in_json(item, around))
    has_name = any(is_identifier(name) or is_title(name) or name in _NAMES for name in names)
    return has_date + any(map(is_image_name, row.values())) + has_name


_KEYS = ("objectnumber", "accessionnumber", "uuid", "uri", "key", "slug")
_NAMES = ("name", "label", *_KEYS)
