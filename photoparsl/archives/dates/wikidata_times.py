"""Find times in JSON as Wikidata writes them: `{"time": "+1923-05-00T00:00:00Z", "precision": 10}`.

`wiki_dates` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.element_names import bare_name, role_of

_TIME = re.compile(r"[+-]\d{4,16}-\d\d-\d\dT[\d:]+Z")
_JULIAN = "Q1985786"  # Wikidata's name of the calendar
_TERMS = ("uri", "bnode", "literal", "typed-literal")
_OF_TERM = {"type", "value", "datatype", "xml:lang"}
_AROUND = ("value", "datavalue", "mainsnak")


def time_of_wikidata(value: Mapping[str, Any]) -> str:
    """The text of a time, with its precision and calendar, or '' if an object is none.

    >>> time_of_wikidata({"time": "+1923-05-00T00:00:00Z", "precision": 10})
    '+1923-05-00T00:00:00Z/10'
    """
    time, precision = str(value.get("time", "")), str(value.get("precision", ""))
    if not _TIME.fullmatch(time) or not re.fullmatch(r"\d{1,2}", precision):
        return ""
    calendar = " Julian" if str(value.get("calendarmodel", "")).endswith(_JULIAN) else ""
    about = " about" if value.get("before") or value.get("after") else ""
    return f"{time}/{precision}{calendar}{about}"


def is_sparql_term(value: Mapping[str, Any]) -> bool:
    """Whether an object is a value in an answer of SPARQL: `{"type": "literal", "value": "1912"}`.

    >>> is_sparql_term({"type": "literal", "value": "8"}), is_sparql_term({"value": "8"})
    (True, False)
    """
    is_term = value.get("type") in _TERMS and value.keys() <= _OF_TERM
    return is_term and isinstance(value.get("value"), str)


def path_of_time(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of the date that has this time as its value, else the path with `time`."""
    while path and path[-1] in _AROUND:
        path = path[:-1]
    return path if path and role_of(path[-1]) else (*path, "time")


def role_of_time(name: str, text: str) -> Role | None:
    """Return DATE if the field is called `time` and holds a time of Wikidata, else None."""
    return Role.DATE if bare_name(name) == "time" and _TIME.match(text) else None
