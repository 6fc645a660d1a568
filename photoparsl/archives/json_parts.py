"""Let records of parts in JSON, as Drupal has them, inherit from the whole that they belong to."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from photoparsl.archives.json_text import repeated_key
from photoparsl.archives.parts import IDENTIFIERS, PARENTS

_LOG = logging.getLogger(__name__)


class JsonWholes:
    """The records of a list to which other records of the list may belong."""

    def __init__(self, items: Sequence[Any], name: str) -> None:
        """name: the list's URL or file, for a warning of parts whose whole isn't in the list."""
        objects = [item for item in items if isinstance(item, dict) and not repeated_key(item)]
        parts = [parent for item in objects if (parent := _value(item, PARENTS))]
        self._items = {_value(item, IDENTIFIERS): item for item in objects} if parts else {}
        if missing := len({parent for parent in parts if parent not in self._items}):
            _LOG.warning(
                "%s: records that others are parts of aren't there: %s; the parts inherit no dates "
                "from these",
                name,
                f"{missing:,}",
            )

    def of(self, item: Any) -> Mapping[str, Any]:
        """The record of the whole that an item belongs to, or empty if there is none."""
        parent = _value(item, PARENTS) if self._items and isinstance(item, dict) else ""
        whole = self._items.get(parent, {}) if parent else {}
        return {} if whole is item else whole


def is_part(item: Any) -> bool:
    """Whether a record names the whole that it belongs to."""
    return isinstance(item, dict) and bool(_value(item, PARENTS))


def _value(item: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first text or number in fields of these names: 31 in 'nid': [{'value': 31}]."""
    for name in names:
        value = item.get(name)
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(value, dict):
            value = value.get("target_id", value.get("value"))
        if isinstance(value, (str, int)) and str(value).strip():
            return str(value).strip()
    return ""
