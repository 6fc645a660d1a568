"""Describe files that are no images, without quoting them: their words may be a secret."""

from __future__ import annotations

import re

from photoparsl.fetching import CONTROL_BYTES

_HEAD = 4096  # bytes that are looked at
# The first bytes, their position in the file, and what to call the file
_STARTS = (
    (b"PK\3\4", 0, "a ZIP archive"),
    (b"PK\5\6", 0, "a ZIP archive"),
    (b"\x1f\x8b", 0, "gzip"),
    (b"BZh", 0, "bzip2"),
    (b"\xfd7zXZ\0", 0, "xz"),
    (b"\x28\xb5\x2f\xfd", 0, "Zstandard"),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7z archive"),
    (b"Rar!\x1a\7", 0, "a RAR archive"),
    (b"ustar", 257, "a tar archive"),
    (b"\x7fELF", 0, "a program"),
    (b"MZ", 0, "a program"),
    (b"SQLite format 3\0", 0, "an SQLite database"),
    (b"PAR1", 0, "Parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "an Office document"),
    (b"WAVE", 8, "sound"),
    (b"AVI ", 8, "a film"),
    (b"ftypM4A", 4, "sound"),
    (b"ftyp", 4, "a film"),
    (b"\x1aE\xdf\xa3", 0, "a film"),
    (b"OggS", 0, "sound"),
    (b"ID3", 0, "sound"),
    (b"fLaC", 0, "sound"),
    (b"\xff\xfb", 0, "sound"),
    (b"bplist", 0, "a property list"),
)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|script)[\s>]", re.IGNORECASE)


def describe(body: bytes) -> str:
    """What a file that is no image looks like, by its first bytes, none of which it quotes."""
    head = body[:_HEAD]
    if not head:
        return "an empty file"
    if not head.strip(head[:1]):
        return "a run of identical bytes"
    for start, at, name in _STARTS:
        if head.startswith(start, at) and not (start == b"MZ" and _is_text(head)):
            return f"looks like {name}"
    return f"looks like {_kind_of_text(head)}" if _is_text(head) else "bytes of an unknown kind"


def _is_text(head: bytes) -> bool:
    text = head.replace(b"\0", b"") if head.startswith(_BYTE_ORDER_MARKS) else head  # of UTF-16
    return CONTROL_BYTES.search(text) is None


def _kind_of_text(head: bytes) -> str:
    text = head.replace(b"\0", b"")  # of UTF-16
    for mark in _BYTE_ORDER_MARKS:
        text = text.removeprefix(mark)
    text = text.lstrip()
    if _HTML.search(text):
        return "HTML"
    if text.startswith((b"<?xml", b"<!--", b"<")):
        return "XML"
    return "JSON" if text.startswith((b"{", b"[")) else "text"
