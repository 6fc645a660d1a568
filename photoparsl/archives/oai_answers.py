"""Read one answer of an OAI-PMH repository."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from lxml import etree

from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.markup import UnreadableError, read_xml
from photoparsl.archives.record import SkipReason
from photoparsl.archives.web_pages import web_page
from photoparsl.archives.xml_records import is_oai_answer, oai_records
from photoparsl.redact import in_sentence, visible


@dataclass(frozen=True, slots=True)
class ListOfRecords:
    """One answer to ListRecords.

    records: its records
    token: the resumption token of the next list, or '' if this is the last
    lost: the identifiers of records that can't be read, since the answer is ill-formed
    problem: why they can't be read, or '' for a well-formed answer
    """

    records: list[etree._Element]
    token: str
    lost: tuple[str, ...] = ()
    problem: str = ""


NO_RECORDS = "the repository has no records of this set and these dates (noRecordsMatch)"


class RefusedTokenError(Exception):
    """Raised when the repository doesn't accept a resumption token."""


def list_at(url: str, harvest: Harvest) -> ListOfRecords:
    """The list at a URL.  An answer that is none isn't kept.

    Raises MissingError, and RefusedTokenError.
    """
    data = harvest.get(url)
    try:
        root = read_xml(data)
    except UnreadableError as error:
        harvest.forget(url)
        token = _TOKEN.search(data)
        records, lost = _whole_records(data)
        if b"OAI-PMH" in data[:2000] and token:
            return ListOfRecords(records, _plain(token[1]), lost or (url,), str(error))
        page = web_page(data)
        raise _no_answer(url, f" but {page}" if page else f": {error}") from error
    if not is_oai_answer(root):
        harvest.forget(url)
        raise _no_answer(url, f" but {web_page(data) or f'<{etree.QName(root).localname}>'}")
    for refusal in root.iterfind("{*}error"):
        if refusal.get("code") == "noRecordsMatch":
            return ListOfRecords([], "", problem=NO_RECORDS)
        harvest.forget(url)
        if refusal.get("code") == "badResumptionToken":
            raise RefusedTokenError
        code, text = visible(refusal.get("code", "")), " ".join((refusal.text or "").split())
        raise MissingError(f"{in_sentence(url)}: the repository answers {code}: {visible(text)}")
    token_text = root.findtext("{*}ListRecords/{*}resumptionToken") or ""
    return ListOfRecords(oai_records(root), token_text.strip())


def _no_answer(url: str, what: str) -> MissingError:
    detail = f"{in_sentence(url)}: isn't an OAI-PMH answer{what}"
    return MissingError(detail, SkipReason.NOT_WELL_FORMED)


def _whole_records(data: bytes) -> tuple[list[etree._Element], tuple[str, ...]]:
    """The well-formed records of an ill-formed answer, and the identifiers of the others."""
    opening = _OPENING.search(data)
    records: list[etree._Element] = []
    lost: list[str] = []
    prefix = opening[1] if opening else b""
    first, last = b"<%srecord>" % prefix, b"</%srecord>" % prefix
    before, after = b"<%sListRecords>" % prefix, b"</%sListRecords></%sOAI-PMH>" % (prefix, prefix)
    start = data.find(first) if opening else -1
    while opening and start >= 0 and (end := data.find(last, start)) >= 0:
        end += len(last)
        try:
            root = read_xml(opening[0] + before + data[start:end] + after)
            records += oai_records(root)
        except UnreadableError:
            header = _HEADER.search(data, start, end)
            lost.append(_plain(header[1]) if header else "")
        start = data.find(first, end)
    return records, tuple(lost)


def _plain(data: bytes) -> str:
    return html.unescape(data.decode("utf-8", "replace")).strip()


def identifier_of(record: etree._Element) -> str:
    """The record's identifier in the protocol, or '' if it has none."""
    return (record.findtext("{*}header/{*}identifier") or "").strip()


_TOKEN = re.compile(rb"<(?:\w+:)?resumptionToken\b[^<>]*>([^<]+)<")
_HEADER = re.compile(rb"<(?:\w+:)?header\b[^<>]*>\s*<(?:\w+:)?identifier>([^<]{1,500})<")
_OPENING = re.compile(rb"<((?:\w+:)?)OAI-PMH\b[^<>]*>")
