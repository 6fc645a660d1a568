"""Read the records of an OAI-PMH 2.0 repository in Dublin Core.

Only the verb ListRecords and the resumption token are needed; `description` reads the records like
those in files.  Existing OAI-PMH clients have their own HTTP client, without pauses or a cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

from lxml import etree

from photoparsl.archives.choose_date import choose_date
from photoparsl.archives.description import describe
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.kinds import UrlKind
from photoparsl.archives.markup import UnreadableError, read_xml
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.url_template import fill_all
from photoparsl.errors import IncompleteError, ManifestError
from photoparsl.redact import visible

_OAI = "{http://www.openarchives.org/OAI/2.0/}"


def is_oai(url: str) -> bool:
    """Whether the URL is an OAI-PMH request."""
    return "verb" in parse_qs(urlsplit(url).query, keep_blank_values=True)


def read_oai(url: str, harvest: Harvest, options: ReadOptions) -> Iterator[RecordOrSkipped]:
    """Yield each record of a repository, from all its lists.

    url: the repository's URL, which may include the set and the metadata format
    harvest: fetches the lists
    options: in the template `names.url`, `{oai}` is the record's identifier in the protocol, and
        `{local}` is the part after its last colon

    Raises ManifestError if the repository answers with an error or something else than OAI-PMH, and
    IncompleteError if the resumption token has expired.
    """
    base = url.partition("?")[0]
    given = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    parameters = {"verb": "", "metadataPrefix": "oai_dc", **given} | {"verb": "ListRecords"}
    query = "&".join(f"{name}={quote(value, safe=':')}" for name, value in parameters.items())
    tokens: set[str] = set()
    while True:
        root = _answer(f"{base}?{query}", harvest)
        for record in root.iter(f"{_OAI}record"):
            yield _read_record(record, base, options.names)
        token = next((e.text or "" for e in root.iter(f"{_OAI}resumptionToken")), "").strip()
        if not token:
            return
        if token in tokens:
            raise ManifestError(f"{base}: returns the same list repeatedly")
        tokens.add(token)
        query = f"verb=ListRecords&resumptionToken={quote(token, safe='')}"


KIND = UrlKind("oai", "an OAI-PMH repository", is_oai, read_oai)


def _answer(url: str, harvest: Harvest) -> etree._Element:
    shown = visible(url)
    try:
        root = read_xml(harvest.get(url))
    except (MissingError, UnreadableError) as error:
        raise ManifestError(f"{shown}: isn't an OAI-PMH answer: {error}") from error
    if root.tag != f"{_OAI}OAI-PMH":
        raise ManifestError(f"{shown}: isn't an OAI-PMH answer but <{etree.QName(root).localname}>")
    for refusal in root.iter(f"{_OAI}error"):
        code, text = visible(refusal.get("code", "")), " ".join((refusal.text or "").split())
        if code == "badResumptionToken":
            raise IncompleteError(
                f"{shown}: the repository no longer accepts its resumption token; the same command "
                "with --refresh begins again"
            )
        if code != "noRecordsMatch":
            raise ManifestError(f"{shown}: the repository answers {code}: {text}")
    return root


def _read_record(record: etree._Element, base: str, names: FieldNames) -> RecordOrSkipped:
    header = record.find(f"{_OAI}header")
    oai = (record.findtext(f"{_OAI}header/{_OAI}identifier") or "").strip()
    where = f"{base}#{oai}"
    metadata = record.find(f"{_OAI}metadata")
    if (header is not None and header.get("status") == "deleted") or metadata is None:
        return Skipped(where, SkipReason.DELETED, "the repository has deleted it")
    description = describe(metadata, names)
    identifier, url = description.identifier, description.image_url
    if names.url:
        local = oai.rpartition(":")[2]
        url = fill_all(names.url, {"identifier": identifier, "oai": oai, "local": local})
    dates = choose_date(description.dates)
    return Record(
        where, url, dates, identifier or oai, description.title, photo_from="OAI-PMH records"
    )
