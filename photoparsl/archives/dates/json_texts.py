"""Find the texts in a record of JSON, each with the names that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from photoparsl.archives.dates import wikidata_times
from photoparsl.archives.dates.json_date_kinds import LONGEST_LABEL, name_of_text, with_kind
from photoparsl.archives.dates.plain_texts import plain_text

_LABELS = ("label", "name", "key", "field", "property", "term", "element", "linktype")
_OWN_TEXT = ("@value", "$", "#text", "$t")  # of an object of JSON-LD, and of an element of XML
_VALUES = ("value", "text", "values", "content", "@value")
_DEEPEST = 8  # levels of JSON within each other: Linked Art has so many
_MOST_FIELDS = 2_000  # of a record in JSON


def texts_in_json(item: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts in a record of JSON, each with the names that lead to it.

    Of a list of objects with a label and a value each, the labels are the names, as in Omeka's
    `element_texts`.

    >>> list(texts_in_json({"metadata": [{"key": "dc.date", "value": "1912"}]}))
    [(('metadata', 'dc.date'), '1912')]
    """
    return islice(_texts(item, (), 0), _MOST_FIELDS)


def _texts(value: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict) and (time := wikidata_times.time_of_wikidata(value)):
        yield wikidata_times.path_of_time(path), time
    elif isinstance(value, dict) and path and wikidata_times.is_sparql_term(value):
        yield path, value["value"]
    elif isinstance(value, dict) and depth < _DEEPEST:
        path = with_kind(path, value)
        for name, inner in value.items():
            is_own = path and name in _OWN_TEXT
            yield from _texts(
                inner, path if is_own else (*path, name_of_text(path, str(name), value)), depth + 1
            )
    elif isinstance(value, list):
        for inner in value if depth < _DEEPEST else ():
            label, text = _labelled(inner)
            if label:
                yield from _texts(text, (*path, label), depth + 1)
            else:
                yield from _texts(inner, path, depth + 1)
    elif path and (text := str(value) if isinstance(value, bool) else plain_text(value)):
        yield path, text


def _labelled(value: Any) -> tuple[str, Any]:
    """The label and the value of an object that has no other relevant field, else ''."""
    if not isinstance(value, dict):
        return "", None
    name = next((value[key] for key in _LABELS if key in value), None)
    text = next((value[key] for key in _VALUES if key in value), None)
    if isinstance(name, dict):
        name = name.get("name")
    is_label = isinstance(name, str) and 0 < len(name) <= LONGEST_LABEL
    return (str(name), text) if is_label and text is not None else ("", None)
