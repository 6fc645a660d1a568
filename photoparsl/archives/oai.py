"""OAI-PMH 2.0: the records of a repository in Dublin Core, list after list.

The protocol is one verb and one token here, and the records are what `describe` reads anyway;
the clients there are bring an HTTP client of their own, which is neither slow nor kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

from lxml import etree

from photoparsl.archives.choose import choose
from photoparsl.archives.describe import describe, is_image
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.markup import UnreadableError, read_xml
from photoparsl.archives.records import FieldNames, LeftOut, Record, RecordOrSkipped, fill_all
from photoparsl.errors import IncompleteError, ManifestError
from photoparsl.redact import visible

_OAI = "{http://www.openarchives.org/OAI/2.0/}"


def read_oai(
    url: str, harvest: Harvest, names: FieldNames = FieldNames()
) -> Iterator[RecordOrSkipped]:
    """The records of the repository at `url`, which may say the set and the format already.

    A template may use `{oai}`, the record's identifier in the protocol, and `{local}`, what
    follows its last colon.  Raises ManifestError for what the repository refuses.
    """
    base = url.partition("?")[0]
    asked = parse_qs(urlsplit(url).query)
    wanted = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    wanted |= {name: values[0] for name, values in asked.items()} | {"verb": "ListRecords"}
    query = "&".join(f"{name}={quote(value, safe=':')}" for name, value in wanted.items())
    tokens: set[str] = set()
    while True:
        root = _answer(f"{base}?{query}", harvest)
        for record in root.iter(f"{_OAI}record"):
            yield _record(record, base, names)
        token = next((e.text or "" for e in root.iter(f"{_OAI}resumptionToken")), "").strip()
        if not token:
            return
        if token in tokens:
            raise ManifestError(f"{base}: gives the same list again and again")
        tokens.add(token)
        query = f"verb=ListRecords&resumptionToken={quote(token, safe='')}"


def _answer(url: str, harvest: Harvest) -> etree._Element:
    shown = visible(url)
    try:
        root = read_xml(harvest.get(url))
    except (MissingError, UnreadableError) as error:
        raise ManifestError(f"{shown}: is no OAI-PMH answer: {error}") from error
    if root.tag != f"{_OAI}OAI-PMH":
        raise ManifestError(f"{shown}: is no OAI-PMH answer, but <{etree.QName(root).localname}>")
    for refusal in root.iter(f"{_OAI}error"):
        code, words = visible(refusal.get("code", "")), " ".join((refusal.text or "").split())
        if code == "badResumptionToken":
            raise IncompleteError(
                f"{shown}: the repository has forgotten where the harvest was; the same command "
                "with --refresh begins again"
            )
        if code != "noRecordsMatch":
            raise ManifestError(f"{shown}: the repository answers {code}: {words}")
    return root


def _record(record: etree._Element, base: str, names: FieldNames) -> RecordOrSkipped:
    header = record.find(f"{_OAI}header")
    oai = (record.findtext(f"{_OAI}header/{_OAI}identifier") or "").strip()
    where = f"{base}#{oai}"
    metadata = record.find(f"{_OAI}metadata")
    if (header is not None and header.get("status") == "deleted") or metadata is None:
        return LeftOut(where, "deleted", "the repository has it no more")
    description = describe(metadata, names)
    identifier = next(iter(description.identifiers), "")
    images = description.images + [text for text in description.identifiers if is_image(text)]
    url = next(iter(images), "")
    if names.url:
        local = oai.rpartition(":")[2]
        url = fill_all(names.url, {"identifier": identifier, "oai": oai, "local": local})
    dated, date = choose(description.dates)
    title = next(iter(description.titles), "")
    return Record(where, url, dated, date, identifier or oai, title)
