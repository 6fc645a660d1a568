"""Read the pages of a list in an archive's JSON, one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import jmespath
from jmespath.exceptions import JMESPathError

from photoparsl.archives.dates import Role, dates_in_json
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.json_dropped import hide_dropped
from photoparsl.archives.json_groups import without_groups
from photoparsl.archives.json_lists import (
    last_name,
    lists_in_words,
    only_list_of_images,
    records_by_name,
)
from photoparsl.archives.read_options import Paging, ReadOptions
from photoparsl.archives.record import Skipped, SkipReason
from photoparsl.errors import ManifestError
from photoparsl.options import option
from photoparsl.redact import in_sentence

MOST_EMPTY = 50  # pages in a row without an item
MOST_GAPS = 2  # numbered pages in a row that the server doesn't give

_LISTS = (  # where known interfaces have the list
    "photos.photo", "photoset.photo", "results", "data", "items", "records", "response.docs",
    "objectIDs", "photos", "query.pages", "query.pages.*", "@",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JsonPage:
    """A page of a list.

    url: the URL or file that it came from
    items: the items of the list
    name: the list's name, or '' if it has none
    dropped: objects that aren't in the list since they have a key twice
    """

    url: str
    items: list[Any]
    name: str = ""
    dropped: tuple[Skipped, ...] = ()

    def without_groups(self) -> JsonPage:
        """Return the page with the records of each group in the place of groups of records."""
        items, name = without_groups(self.items, self.name)
        return replace(self, items=items, name=name)


def read_pages(
    url: str, document: Any, harvest: Harvest, options: ReadOptions
) -> Iterator[JsonPage | Skipped]:
    """Yield the pages of a list, and a `Skipped` for each page that can't be had.

    A page that repeats the items of an earlier one ends the list.  If pages have numbers, a page
    that can't be had is passed over.  Two such pages in a row end the list.

    url: the URL or file that the first page came from
    document: the first page
    harvest: fetches the further pages
    options: `names.record` and `paging` hold the expressions

    Raises ManifestError for an invalid expression, and if the first page has no list.
    """
    paging, urls, contents = options.paging, {url}, set()
    gaps: list[tuple[str, MissingError]] = []
    answer, empty = document, 0
    while True:
        try:
            answer = document if len(urls) == 1 else harvest.get_json(url)
            next_url = _next_url(url, answer, paging)
            page = _page(url, answer, options, has_next=bool(paging.next_page and next_url))
            items = page.items
        except MissingError as error:
            if len(urls) == 1:
                raise ManifestError(str(error)) from error
            if error.reason == SkipReason.UNANSWERED:
                harvest.forget(url)
            gaps.append((url, error))
            if not paging.page or len(gaps) == MOST_GAPS or _has_ended(error):
                yield from _end(gaps, paging)
                return
            url = _next_url(url, None, paging)
            urls.add(url)
            continue
        yield from (*page.dropped, *(gap.skipped(place) for place, gap in gaps))
        gaps, empty = [], 0 if items else empty + 1
        content = hash(json.dumps(items))
        if (items and content in contents) or empty == MOST_EMPTY:
            what = "repeats the items of an earlier page" if items else "is empty, as others before"
            yield Skipped(url, SkipReason.REPEATED, what)
            return
        contents.add(content)
        yield page
        if not next_url or next_url == url or not (items or paging.next_page):
            return
        if next_url in urls:
            yield Skipped(url, SkipReason.REPEATED, f"leads back to {in_sentence(next_url)}")
            return
        url = next_url
        urls.add(url)


def search(expression: str, value: Any, option: str) -> Any:
    """What the expression finds in the value.

    Raises ManifestError, which names the option, for an invalid expression.
    """
    try:
        return jmespath.search(expression, value)
    except JMESPathError as error:
        problem = str(error).splitlines()[0].partition(", for expression")[0].rstrip(": ")
        raise ManifestError(
            f"{option}: {expression!r} isn't a JMESPath expression: {problem}"
        ) from error


def _page(url: str, answer: Any, options: ReadOptions, *, has_next: bool) -> JsonPage:
    """The page with its items.  Raises MissingError if it has no list of them."""
    names = [options.names.record] if options.names.record else _LISTS
    found = [search(name, answer, "--record") for name in names]
    answer, dropped = hide_dropped(url, answer, options.names.record, found)
    found = [search(name, answer, "--record") for name in names] if dropped else found
    lists = [
        JsonPage(url, items, last_name(name), dropped)
        for name, items in zip(names, found, strict=True)
        if isinstance(items, list)
    ]
    if lists:
        page = next((page for page in lists if page.items), lists[0])
        return page if options.names.record else page.without_groups()
    if has_next and options.names.record and found == [None]:
        return JsonPage(url, [])
    if not options.names.record and isinstance(answer, dict):
        page = _found(url, answer)
        if page.items:
            return page.without_groups()
    detail = (
        f"{in_sentence(url)}: has no list of items; give its expression with {option('--record')}"
    )
    raise MissingError(detail, SkipReason.UNANSWERED)


def _found(url: str, answer: dict[str, Any]) -> JsonPage:
    """The records in a document whose list has no known name, or None if it has none.

    Raises MissingError if there are several lists.
    """
    for name, images in only_list_of_images(answer).items():
        return JsonPage(url, images, name)
    lists = records_by_name(answer)
    if len(lists) > 1:
        several = f"{in_sentence(url)}: has several lists: {lists_in_words(lists)}"
        detail = f"{several}; choose one with {option('--record')}"
        raise MissingError(detail, SkipReason.UNANSWERED)
    for name, items in lists.items():
        return JsonPage(url, items, last_name(name))
    if any(date.role < Role.TYPE for date in dates_in_json(answer)):
        return JsonPage(url, [answer])  # a document of one record
    whole = answer.get("object")  # of Europeana's interface for one record
    return JsonPage(url, [whole] if isinstance(whole, dict) else [])


def _has_ended(error: MissingError) -> bool:
    """Whether the harvest requests no further documents."""
    return error.reason == SkipReason.INCOMPLETE


def _end(gaps: list[tuple[str, MissingError]], paging: Paging) -> Iterator[Skipped]:
    """Yield the `Skipped` for the first page that couldn't be had, and all that follow.

    Yield none if the pages have numbers and the server says that they don't exist: the list ended.
    """
    if not (paging.page and all(error.is_absent for _, error in gaps)):
        url, error = gaps[0]
        yield error.end_of_list(url)


def _next_url(url: str, answer: Any, paging: Paging) -> str:
    """The URL of the page that follows `answer`, which came from `url`, or ''."""
    if name := paging.page:
        number = parse_qs(urlsplit(url).query).get(name, ["1"])[-1]
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise ManifestError(
                f"{in_sentence(url)}: expected a number in the parameter {name!r} for "
                f"{option('--page')}, "
                f"found {number[:60]!r}; {option('--next')} may find the next page"
            )
        return _with_parameters(url, {name: int(number) + 1})
    if not paging.next_page:
        return ""
    found = search(paging.next_page, answer, "--next")
    if isinstance(found, dict):
        parameters = {name: value for name, value in found.items() if value is not None}
        return _with_parameters(url, parameters) if parameters else ""
    return urljoin(url, found) if isinstance(found, str) and found else ""


def _with_parameters(url: str, parameters: dict[str, Any]) -> str:
    parts = urlsplit(url)
    kept = [(n, v) for n, v in parse_qsl(parts.query, True) if n not in parameters]
    return urlunsplit(parts._replace(query=urlencode([*kept, *parameters.items()])))
