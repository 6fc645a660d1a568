"""Parse JSON, in which an object may have the same key twice: Python's parser keeps only the last.

Which of the two values is meant isn't known, and one may be a photo or a year.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


class RepeatedKey(dict[str, Any]):
    """An object that has a key twice, with different values.  It holds the last one.

    key: the key
    """

    key = ""


def parse_record(text: str | bytes) -> Any:
    """Parse the JSON of one record.

    Raises ValueError with a sentence if it isn't JSON, or an object in it has a key twice.
    """
    record, found = _parse(text)
    if found:
        raise ValueError(key_problem(found[0].key))
    return record


def parse_lines(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield each object of JSON Lines, or the error of its line, with the line's number from 1."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = parse_record(line)
        except ValueError as error:
            yield number, str(error)
        else:
            yield number, record if isinstance(record, dict) else "isn't a JSON object"


def parse_document(text: str | bytes) -> Any:
    """Parse the JSON of many records.  Those in lists may have an object that is a `RepeatedKey`.

    Raises ValueError with a sentence if it isn't JSON, or an object outside of lists has a key
    twice.
    """
    document, found = _parse(text)
    if found and (key := _outside_lists(document)):
        raise ValueError(key_problem(key))
    return document


def repeated_key(value: Any) -> str:
    """A key that an object in a value of JSON has twice, or '' if there is none."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, RepeatedKey):
            return inner.key
        if isinstance(inner, (dict, list)):
            waiting += inner.values() if isinstance(inner, dict) else inner
    return ""


def key_problem(key: str) -> str:
    """The sentence about an object that has this key twice."""
    return f"an object has the key {key[:60]!r} twice, with different values"


def _parse(text: str | bytes) -> tuple[Any, list[RepeatedKey]]:
    found: list[RepeatedKey] = []

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) == len(pairs):
            return fields
        for key, value in pairs:
            if fields[key] != value:
                found.append(RepeatedKey(fields))
                found[-1].key = key
                return found[-1]
        return fields

    try:
        return json.loads(text, object_pairs_hook=object_of), found
    except (ValueError, RecursionError) as error:
        if "integer string conversion" in str(error):  # Python's own words about it
            raise ValueError("a number has too many digits") from error
        raise ValueError(f"isn't JSON: {error}") from error


def _outside_lists(value: Any) -> str:
    """A key that an object outside of lists has twice, or '' if there is none."""
    if isinstance(value, RepeatedKey):
        return value.key
    inside = value.values() if isinstance(value, dict) else ()
    return next(filter(None, map(_outside_lists, inside)), "")  # as deep as the parser allows
