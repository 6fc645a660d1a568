"""Read the records of an OAI-PMH 2.0 repository in Dublin Core.

Only the verb ListRecords and the resumption token are needed.  `description` reads the records like
those in files.  Existing OAI-PMH clients have their own HTTP client, without pauses or a cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

from lxml import etree

from photoparsl.archives.dates import choose_date
from photoparsl.archives.description import describe
from photoparsl.archives.harvest import Harvest, MissingError, first_error
from photoparsl.archives.kinds import UrlKind
from photoparsl.archives.oai_answers import (
    NO_RECORDS,
    ListOfRecords,
    RefusedTokenError,
    identifier_of,
    list_at,
)
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.url_template import fill_all
from photoparsl.archives.xml_records import is_deleted
from photoparsl.errors import ManifestError
from photoparsl.redact import in_sentence

MOST_EMPTY = 50  # lists in a row without a record. A repository may give new tokens for ever


def is_oai(url: str) -> bool:
    """Whether the URL is an OAI-PMH request."""
    return "verb" in parse_qs(urlsplit(url).query, keep_blank_values=True)


def read_oai(url: str, harvest: Harvest, options: ReadOptions) -> Iterator[RecordOrSkipped]:
    """Yield each record of a repository, from all its lists.

    If the repository doesn't accept a resumption token of a list in the cache, all lists are
    fetched again.  Records that were read before are then passed over.

    url: the repository's URL, which may include the set and the metadata format
    harvest: fetches the lists
    options: in the template `names.url`, `{oai}` is the record's identifier in the protocol, and
        `{local}` is the part after its last colon

    Raises ManifestError if the repository answers first with an error or something else than
    OAI-PMH, and IncompleteError if it doesn't answer.
    """
    lists = _Lists(url, harvest)
    try:
        yield from lists.read(options.names)
    except RefusedTokenError:
        before = lists.identifiers()
        harvest.refresh()
        yield from lists.read(options.names, before)


KIND = UrlKind("oai", "an OAI-PMH repository", is_oai, read_oai)


class _Lists:
    """The lists of a repository."""

    def __init__(self, url: str, harvest: Harvest) -> None:
        self._base = url.partition("?")[0]
        given = dict(parse_qsl(urlsplit(url).query))
        usual = {} if "resumptionToken" in given else {"metadataPrefix": "oai_dc"}
        self._first = {"verb": "", **usual, **given} | {"verb": "ListRecords"}
        self._own = {n: v for n, v in given.items() if n not in _PARAMETERS}
        self._harvest = harvest
        self._urls: list[str] = []  # of the lists that were read

    def read(
        self, names: FieldNames, before: frozenset[str] | None = None
    ) -> Iterator[RecordOrSkipped]:
        """Yield the records of all lists.

        before: identifiers of records that are passed over, or None on the first reading

        Raises RefusedTokenError on the first reading, if the token was in the cache.
        """
        url, token = self._url(self._first), ""
        is_kept, empty = False, 0
        tokens: set[str] = set()
        lists: set[int] = set()  # the hashes of the lists' identifiers
        self._urls = []
        while True:
            found = self._list_at(url, is_first=not token, may_restart=is_kept and before is None)
            if isinstance(found, Skipped):
                yield found
                return
            if found.problem == NO_RECORDS and not token:
                raise ManifestError(f"{in_sentence(url)}: {NO_RECORDS}")
            is_kept = self._harvest.is_from_cache
            self._urls.append(url)
            identifiers = tuple(map(identifier_of, found.records))
            if any(identifiers) and hash(identifiers) in lists:
                yield Skipped(url, SkipReason.REPEATED, "repeats the records of an earlier list")
                return
            lists.add(hash(identifiers))
            for record, identifier in zip(found.records, identifiers, strict=True):
                if not before or identifier not in before:
                    yield from _read_record(record, identifier, self._base, names)
            for lost in found.lost:
                where = f"{self._base}#{lost}"
                problem = f"{in_sentence(url)}: {found.problem}"
                yield Skipped(where, SkipReason.NOT_WELL_FORMED, problem)
            token = found.token
            empty = 0 if found.records or found.lost else empty + 1
            if not token:
                return
            if token in tokens or empty == MOST_EMPTY:
                what = "an earlier token" if token in tokens else f"no record {empty} times"
                yield Skipped(url, SkipReason.REPEATED, f"answers {what}")
                return
            tokens.add(token)
            url = self._url({**self._own, "verb": "ListRecords", "resumptionToken": token})

    def _list_at(self, url: str, *, is_first: bool, may_restart: bool) -> ListOfRecords | Skipped:
        """Return the list at a URL, or why the lists end before it.

        is_first: whether it is the first, without which there is no manifest
        may_restart: whether RefusedTokenError is raised for a refused token
        """
        try:
            return list_at(url, self._harvest)
        except RefusedTokenError as error:
            if may_restart:
                raise
            detail = f"{in_sentence(url)}: the repository doesn't accept its resumption token"
            if is_first:
                raise ManifestError(detail) from error
            return MissingError(detail, SkipReason.INCOMPLETE).end_of_list(url)
        except MissingError as error:
            if is_first:
                raise first_error(error) from error
            return error.end_of_list(url)

    def identifiers(self) -> frozenset[str]:
        """The identifiers of the records in the lists that were read, which are in the cache."""
        lists = (list_at(url, self._harvest).records for url in self._urls)
        return frozenset(identifier_of(record) for records in lists for record in records)

    def _url(self, parameters: dict[str, str]) -> str:
        safe = "" if "resumptionToken" in parameters else ":"
        return f"{self._base}?{urlencode(parameters, safe=safe, quote_via=quote)}"


def _read_record(
    record: etree._Element, oai: str, base: str, names: FieldNames
) -> Iterator[RecordOrSkipped]:
    metadata = record.find("{*}metadata")
    where = f"{base}#{oai}"
    if is_deleted(record) or metadata is None:
        yield Skipped(where, SkipReason.DELETED, "the repository has deleted it")
        return
    description = describe(metadata, names)
    identifier, urls = description.identifier, description.image_urls
    if names.url:
        local = oai.rpartition(":")[2]
        urls = [fill_all(names.url, {"identifier": identifier, "oai": oai, "local": local})]
    found = Record(
        where,
        "",
        choose_date(description.dates),
        identifier or oai,
        description.title,
        photo_from="OAI-PMH records" + description.of_sizes * (not names.url),
        other_images=() if names.url or names.image_column else description.other_images,
        texts=description.undated_texts(metadata),
    )
    yield from (replace(found, url=url) for url in urls)


# Parameters of the protocol. Others in the repository's URL stay in every request.
_PARAMETERS = ("verb", "metadataPrefix", "set", "from", "until", "identifier", "resumptionToken")
