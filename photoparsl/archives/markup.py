"""Read XML from untrusted sources: repair small errors, refuse hostile documents.

This module repairs a document before lxml parses it.  It refuses every document that declares
entities, since an entity may expand without end or include a local file.
"""

from __future__ import annotations

import codecs
import html
import re
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from photoparsl.archives.record import SkipReason
from photoparsl.manifests import western_encoding

MOST_BYTES = 100_000_000


class UnreadableError(Exception):
    """Raised for a document that can't be read.

    `reason` is the reason, and the text is a sentence.
    """

    def __init__(self, reason: SkipReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def read_xml(data: bytes) -> etree._Element:
    """Parse the document, and return its root element.

    It repairs HTML's named entities, bare ampersands, a wrong encoding (it tries Windows-1252),
    characters that XML doesn't allow, and undeclared prefixes of namespaces.

    Raises UnreadableError if the document is too large or empty, declares entities, or isn't
    well-formed.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(SkipReason.TOO_LARGE, f"{len(data):,} bytes")
    text = _ILLEGAL.sub("", _DECLARATION.sub("", _decoded(data), count=1)).strip()
    if not text:
        raise UnreadableError(SkipReason.EMPTY, "holds nothing")
    if "<!ENTITY" in text:
        detail = "declares entities, which may be hostile"
        raise UnreadableError(SkipReason.DECLARES_ENTITIES, detail)
    if "&" in text:
        text = _REFERENCE.sub(_mended, text)
    data, parser = text.encode(), _parser()
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        log: Any = parser.error_log  # error.error_log has errors of other documents too
        if all(entry.domain_name == "NAMESPACE" for entry in log):
            return etree.fromstring(data, _parser(lenient=True))
        detail = error.msg.partition(" (<")[0]
        raise UnreadableError(SkipReason.NOT_WELL_FORMED, detail) from error


def _decoded(data: bytes) -> str:
    for mark, encoding in _UTF_16:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    data = data.removeprefix(codecs.BOM_UTF8)
    declared = _ENCODING.match(data[:200])
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding in _WESTERN:
        encoding = "cp1252"  # as in browsers: a superset with curly quotation marks
    if encoding.startswith(("utf-16", "utf-32", "ucs")):
        encoding = "utf-8"  # the declaration is wrong: it was read as ASCII
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return _utf8_or_western(data)


def _utf8_or_western(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode(western_encoding(data), "replace")


def _mended(found: re.Match[str]) -> str:
    """A valid reference for XML.

    HTML's entities become characters, and bare ampersands are escaped.
    """
    written = found[0]
    if written == "&":
        return "&amp;"
    if written.startswith("<") or written in _OWN:
        return written
    meant = html.unescape(written)
    if meant == written:
        return f"&amp;{written[1:]}"
    return escape(_ILLEGAL.sub("", meant), {'"': "&quot;", "'": "&apos;"})


def _parser(*, lenient: bool = False) -> etree.XMLParser:
    """Make a parser for one document.  A parser's log keeps the errors of every document."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=lenient,
    )


_UTF_16 = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_WESTERN = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252")
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#?\w{1,32};)?", re.DOTALL)
_OWN = ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;")
