"""The values in documents of IIIF's Presentation API, in the forms of versions 2 and 3."""

from __future__ import annotations

from typing import Any

from photoparsl.archives.dates import plain_text
from photoparsl.archives.json_text import RepeatedKey, repeated_key


def first_texts(value: Any) -> list[str]:
    """The texts of a value in its first language.

    Version 2 has `@value`, version 3 has languages.
    """
    if isinstance(value, dict):
        if "@value" in value:
            return first_texts(value["@value"])
        return next((texts for texts in map(first_texts, value.values()) if texts), [])
    if isinstance(value, list):
        return [text for part in value for text in first_texts(part)]
    return [str(value)] if isinstance(value, (str, int)) and str(value).strip() else []


def all_texts(value: Any) -> list[str]:
    """The texts of a value in all its languages."""
    if isinstance(value, dict) and "@value" not in value:
        return [text for part in value.values() for text in first_texts(part)]
    return first_texts(value)


def kind_of(resource: dict[str, Any]) -> str:
    """The type of a resource in lower case, without a prefix: 'manifest'."""
    kind = resource.get("type") or resource.get("@type") or ""
    return str(kind).rpartition(":")[2].lower()


def identity_of(resource: dict[str, Any]) -> str:
    """The URL that identifies a resource, or '' if it has none."""
    identity = resource.get("id") or resource.get("@id")
    return identity if isinstance(identity, str) else ""


def list_of(value: Any) -> list[Any]:
    """The value if it is a list, else a list that holds the value."""
    return value if isinstance(value, list) else [] if value is None else [value]


def objects_in(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, or the value if it is one."""
    return [part for part in list_of(value) if isinstance(part, dict)]


def key_twice(resource: dict[str, Any]) -> str:
    """A key that a manifest, or an object in it, has twice.

    In a collection, only its own keys count.
    """
    is_checked = isinstance(resource, RepeatedKey) or kind_of(resource) == "manifest"
    return repeated_key(resource) if is_checked else ""


def label_of(resource: dict[str, Any]) -> str:
    """The first text of its label, or an empty one."""
    return plain_text(next(iter(first_texts(resource.get("label"))), ""))
