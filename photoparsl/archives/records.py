"""What a source gives: records, what was left out and why, and how names are found in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from photoparsl.archives.dated import UNDATED, Dated
from photoparsl.errors import ManifestError
from photoparsl.redact import visible

IMAGE_SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".gif", ".webp", ".bmp", ".jp2", ".jpx")
)


@dataclass(frozen=True, slots=True)
class Record:
    """One photo: its place, its date as text and as read, and where the record was found.

    Without a place (`url`) it says what is known of a photo that couldn't be found.  `origin` is
    the web's that the place came from (`origins`), or empty for this machine.
    """

    where: str
    url: str
    dated: Dated = Dated(UNDATED)
    date: str = ""
    identifier: str = ""
    title: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that gives no photo: a word for the reason, and a sentence."""

    where: str
    reason: str
    detail: str


RecordOrSkipped = Record | LeftOut


@dataclass(frozen=True, slots=True)
class FieldNames:
    """What a person says of a source's names, where the usual ones don't fit.

    `date`, `identifier`, `title` and `image` are elements, columns or expressions, the best
    first; `url` is a template for the photo's place, and `record` what holds one record.
    """

    date: tuple[str, ...] = ()
    identifier: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    image: tuple[str, ...] = ()
    record: str = ""
    url: str = ""


def fill(template: str, fields: Mapping[str, str]) -> str:
    """The template with the fields in their places: `{name}`, `{name[3]}` or `{name[0:4]}`.

    In a URL the fields are escaped.  Raises ManifestError for a field that there isn't.

    >>> fill("http://a.example/{id[0:4]}/{id}r.jpg", {"id": "apf1 7"})
    'http://a.example/apf1/apf1%207r.jpg'
    """
    is_url = template[:4].lower() == "http"

    def filled(found: re.Match[str]) -> str:
        if found["name"] not in fields:
            known = ", ".join(f"{{{name}}}" for name in fields)
            raise ManifestError(f"--url: {found[0]} is unknown; known are {visible(known)}")
        text = fields[found["name"]]
        if found["first"] is not None:
            first, last = found["first"], found["last"]
            start = int(first) if first else None
            stop = (int(last) if last else None) if found["colon"] else (start or 0) + 1 or None
            text = text[start:stop]
        return quote(text, safe="/:@!$&'()*+,;=~") if is_url else text

    return _FIELD.sub(filled, template)


def fill_all(template: str, fields: Mapping[str, str]) -> str:
    """The filled template; or nothing where a field that it uses is empty."""
    empty = any(not fields.get(name, "?") for name in fields_of(template))
    return "" if empty else fill(template, fields)


def fields_of(template: str) -> set[str]:
    """The names of the fields that a template uses."""
    return {found["name"] for found in _FIELD.finditer(template)}


_FIELD = re.compile(r"\{(?P<name>\w+)(?:\[(?P<first>-?\d*)(?P<colon>:?)(?P<last>-?\d*)\])?\}")
