"""Templates of photos' URLs: `https://archive.example/{identifier[0:4]}/{identifier}.jpg`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from photoparsl.errors import ManifestError
from photoparsl.options import option
from photoparsl.redact import visible

_FIELD = re.compile(
    r"\{(?P<name>[^{}\[\]]+)(?:\[(?P<first>-?\d*)(?P<colon>:?)(?P<last>-?\d*)\])?\}"
)


def fill(template: str, fields: Mapping[str, str]) -> str:
    """Replace the template's fields by their values: `{name}`, `{name[3]}` or `{name[0:4]}`.

    Values are escaped if the template is a URL.  Raises ManifestError if `fields` lacks a name.

    >>> fill("http://a.example/{id[0:4]}/{id}r.jpg", {"id": "apf1 7"})
    'http://a.example/apf1/apf1%207r.jpg'
    """
    is_url = template[:4].lower() == "http"

    def field_text(found: re.Match[str]) -> str:
        name = _name(found["name"], fields)
        if name not in fields:
            known = ", ".join(f"{{{name}}}" for name in fields)
            raise ManifestError(
                f"{option('--url')}: {found[0]} is unknown; known are {visible(known)}"
            )
        text = _part(fields[name], found)
        return quote(text, safe="/:@!$&'()*+,;=~") if is_url else text

    return _FIELD.sub(field_text, template)


def fill_all(template: str, fields: Mapping[str, str]) -> str:
    """Do the same as `fill`, but return '' if a field that the template names is empty."""
    names = (_name(name, fields) for name in fields_of(template))
    is_incomplete = any(not fields.get(name, "?") for name in names)
    return "" if is_incomplete else fill(template, fields)


@lru_cache(maxsize=64)
def fields_of(template: str) -> frozenset[str]:
    """The names of the fields in a template."""
    return frozenset(found["name"] for found in _FIELD.finditer(template))


def _name(name: str, fields: Mapping[str, str]) -> str:
    """A name as the fields have it: columns of tables are in lower case."""
    return name if name in fields else name.lower()


def _part(text: str, found: re.Match[str]) -> str:
    """The part of the text that the brackets select, as in Python: a character or a slice."""
    if found["first"] is None:
        return text
    start = int(found["first"]) if found["first"] else None
    if found["colon"]:
        return text[start : int(found["last"]) if found["last"] else None]
    return text[start : (start or 0) + 1 or None]
