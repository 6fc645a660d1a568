"""JSON, as the interfaces of archives answer it: page after page, by expressions of one's own.

JMESPath says where things are.  One reader with a few expressions serves every archive, where
a module for each would follow each archive's changes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import jmespath
from jmespath.exceptions import JMESPathError

from photoparsl.archives.choose import Candidate, choose
from photoparsl.archives.describe import rank_of
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.records import (
    FieldNames,
    LeftOut,
    Record,
    RecordOrSkipped,
    fields_of,
    fill,
    fill_all,
)
from photoparsl.errors import ManifestError
from photoparsl.redact import visible

_ITEMS = "results || data || items || records || response.docs || objectIDs || photos || @"


@dataclass(frozen=True, slots=True)
class Pages:
    """How to go on from an answer.

    `next` is an expression for the next page's URL, or for an object of parameters that lead
    there; `page` is a parameter that counts pages; `each` is a template for the URL of an
    item's own answer.  All may be empty.
    """

    next: str = ""
    page: str = ""
    each: str = ""


def read_answers(
    url: str, first: Any, harvest: Harvest, names: FieldNames, pages: Pages = Pages()
) -> Iterator[RecordOrSkipped]:
    """The items of the answer `first`, which came from `url`, and of those that follow it.

    Raises ManifestError for an expression that isn't one, and where there are no items.
    """
    answer, seen = first, {url}
    while True:
        items = _search(names.record or _ITEMS, answer, "--record")
        if not isinstance(items, list):
            shown = visible(url)
            raise ManifestError(f"{shown}: has no list of items; say with --record where it is")
        for number, item in enumerate(items, start=1):
            yield _item(f"{url}#{number}", item, harvest, names, pages)
        following = _next(url, answer, pages) if items else ""
        if not following or following in seen:
            return
        seen.add(following)
        url = following
        try:
            answer = harvest.get_json(url)
        except MissingError as error:
            raise ManifestError(f"the next page is missing: {error}") from error


def _item(
    where: str, item: Any, harvest: Harvest, names: FieldNames, pages: Pages
) -> RecordOrSkipped:
    fields = _fields(item)
    if pages.each:
        where = fill(pages.each, fields)
        try:
            item = harvest.get_json(where)
        except MissingError as error:
            return LeftOut(where, "missing", str(error))
        fields = _fields(item)
    if not isinstance(item, dict):
        return LeftOut(where, "not-an-item", f"expected an object, found {str(item)[:60]!r}")
    identifier = _found(names.identifier or ("identifier", "id"), item, "--identifier")
    url = _url(item, fields, identifier, names)
    dated, date = choose(_dates(item, names))
    title = _found(names.title or ("title", "label"), item, "--title")
    return Record(where, url, dated, date, identifier, title)


def _url(item: Any, fields: dict[str, str], identifier: str, names: FieldNames) -> str:
    image = _found(names.image, item, "--image") if names.image else ""
    if names.url:
        wanted = dict.fromkeys(fields_of(names.url), "")  # what an item doesn't have is empty
        return fill_all(names.url, {**wanted, **fields, "identifier": identifier, "image": image})
    return image.partition("#")[0]


def _dates(item: Any, names: FieldNames) -> list[Candidate]:
    if names.date:
        texts = (_found((name,), item, "--date") for name in names.date)
        return [Candidate(rank, text, given=True) for rank, text in enumerate(texts, 1) if text]
    ranks = ((rank_of(name), text, name) for name, text in _fields(item).items())
    return [Candidate(rank, text, name) for rank, text, name in ranks if rank and text]


def _found(expressions: tuple[str, ...], item: Any, option: str) -> str:
    """The first of the expressions that gives a text; of a list, its first."""
    for expression in expressions:
        if text := plain_text(_search(expression, item, option)):
            return text
    return ""


def plain_text(value: Any) -> str:
    """Plain text of what may be a list, a number, or HTML with parts that aren't shown."""
    if isinstance(value, list):
        return next(filter(None, map(plain_text, value)), "")
    if value is None or isinstance(value, (bool, dict)):
        return ""
    text = _UNSHOWN.sub(" ", str(value)[:_LONGEST])
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _fields(item: Any) -> dict[str, str]:
    """What a template may use: the item's own texts, or all of an item that is one."""
    if not isinstance(item, dict):
        return {"item": plain_text(item)}
    return {name: text for name, value in item.items() if (text := plain_text(value))}


def _next(url: str, answer: Any, pages: Pages) -> str:
    """The next page's URL, or nothing."""
    if pages.page:
        asked = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        number = asked.get(pages.page) or "1"
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise ManifestError(
                f"{url}: its {pages.page} is {number[:60]!r} and not a number, so that --page "
                "can't count on; --next may say how the next page is found"
            )
        return _with(url, {pages.page: int(number) + 1})
    if not pages.next:
        return ""
    found = _search(pages.next, answer, "--next")
    if isinstance(found, dict):
        given = {name: value for name, value in found.items() if value is not None}
        return _with(url, given) if given else ""
    return urljoin(url, found) if isinstance(found, str) and found else ""


def _with(url: str, parameters: dict[str, Any]) -> str:
    parts = urlsplit(url)
    kept = [(n, v) for n, v in parse_qsl(parts.query, True) if n not in parameters]
    return urlunsplit(parts._replace(query=urlencode([*kept, *parameters.items()])))


def _search(expression: str, value: Any, option: str) -> Any:
    try:
        return jmespath.search(expression, value)
    except JMESPathError as error:
        words = str(error).splitlines()[0].partition(", for expression")[0].rstrip(": ")
        raise ManifestError(
            f"{option}: {expression!r} is no JMESPath expression: {words}"
        ) from error


_LONGEST = 5_000  # characters of a text that are looked at
_UNSHOWN = re.compile(
    r"<(div|span)[^>]*display:\s*none[^>]*>.*?</\1>|<(script|style)\b.*?</\2>", re.I | re.S
)
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
