"""Say in the path of a date in JSON what it is of, as the fields beside it tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from photoparsl.archives.dates.date_names import may_be_photos
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.element_names import bare_name, is_title, role_of
from photoparsl.archives.dates.kind_words import says_kind
from photoparsl.archives.dates.span_names import part_of_pair
from photoparsl.archives.dates.year_estimate import Certainty

_NAMES = ("period", "label", "name", "title", "description", "term", "verbatim")
_TEXTS_OF_DATE = (*_NAMES, "note", "notes", "remark", "remarks", "comment", "qualifier", "modifier")
LONGEST_LABEL = 100  # characters
# What the value of a date is, and not what the date is of: `{"type": "literal"}` of Omeka S
_DATA_TYPE = re.compile(
    r"literal|string|text|plain|value|uri|url|integer|number|year|g?year(?:month)?|date|date-?time|"
    r"timestamp|time|interval|(?:numeric|xsd?|edtf|resource|valuesuggest|customvocab|html|schema)\b.*|"
    r"https?://www\.w3\.org/.*"
)
_WHAT_DATES_ARE_OF = (
    "type", "typ", "kind", "role", "label", "event", "eventtype", "eventType", "event_type",
    "event_name", "event_type_name", "date_type", "dateType", "date_role", "dateRole", "date type",
    "association", "of", "about", "what", "concerning", "pertains_to", "relates_to", "relatesTo",
    "refers_to", "refersTo", "applies_to", "concerns", "meaning", "nature",
    "art", "tipo", "soort", "slag", "druh", "rodzaj", "ereignis", "ereignisart", "evento",
)  # fmt: skip
EVENT = re.compile("(?:object_?)?events?|ereignis(?:se)?|eventos?|eventi|timelines?|history")


def with_kind(path: tuple[str, ...], value: Mapping[str, Any]) -> tuple[str, ...]:
    """The path of a date or an event, with what it is of: `{"type": "built", "date": "1880"}`.

    What was published and has a title is a book or the like.
    """
    is_titled = any(is_title(bare_name(str(name))) for name in value)
    if path and is_titled and role_of(path[-1]) == Role.ISSUED:
        return (*path[:-1], "publications", path[-1])
    if not path or not (may_be_photos(role_of(path[-1])) or EVENT.fullmatch(path[-1].lower())):
        return path
    beside = (value.get(key) for key in _WHAT_DATES_ARE_OF)
    texts = (_text_of(kind) if isinstance(kind, dict) else kind for kind in beside)
    kinds = (k for k in texts if isinstance(k, str) and 0 < len(k) <= LONGEST_LABEL)
    named = (k for k in kinds if not _DATA_TYPE.fullmatch(k.lower()) and not _is_date(k))
    kind = next(named, "")
    is_doubt = not kind or role_of(f"date {kind}") in (None, Role.FLAG, Role.DATE)
    name = "event" if EVENT.fullmatch(path[-1].lower()) else path[-1]
    return path if is_doubt else (*path[:-1], f"{name} {kind}")


def name_of_text(path: tuple[str, ...], name: str, value: Mapping[str, Any]) -> str:
    """The name of a field in a date, by what it holds: 'display' for the date in words.

    >>> name_of_text(("date",), "period", {"start": "1911", "period": "ca. 1911"})
    'display'
    >>> name_of_text(("date",), "note", {"year": "1911", "note": "guess"})
    'date note'
    """
    if name == "time" and path and path[-1].startswith("event "):
        return "date"  # of museum-digital: {"time": {"time_name": "1926", "time_start": "1926"}}
    text = value[name]
    if not path or not isinstance(text, str) or not may_be_photos(role_of(path[-1])):
        return name
    name = name.removeprefix("time_") if path[-1] == "date" else name
    bare = bare_name(name)
    if bare in _TEXTS_OF_DATE:
        is_date = _is_date(text) and role_of(text) is None  # and no label: 'Date'
        return "display" if is_date else name if bare in _NAMES else f"date {name}"
    is_other = role_of(name) is not None or part_of_pair(f"date{bare}")[1] or says_kind(bare, text)
    has_numbers = any(part_of_pair(f"date{bare_name(str(key))}")[1] for key in value)
    return "display" if has_numbers and not is_other and _is_date(text) else name


def _is_date(text: str) -> bool:
    is_short = 0 < len(text) <= LONGEST_LABEL
    return is_short and read_date(text).certainty != Certainty.UNREAD


def _text_of(kind: Mapping[str, Any]) -> Any:
    """The text of a kind of date that is an object: Invenio's `{"id": "other"}`."""
    words = (kind.get(name) for name in ("text", "label", "name", "title", "value", "id"))
    found = (next(iter(word.values()), "") if isinstance(word, dict) else word for word in words)
    return next((word for word in found if isinstance(word, str) and word), "")
