"""XML as others write it: mended where it is nearly right, refused where it is hostile."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

import pytest

from photoparsl.archives.markup import UnreadableError, read_xml


def text_of(data: bytes) -> str:
    return "".join(str(text) for text in read_xml(data).itertext())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"<a>caf&eacute;&nbsp;&mdash;</a>", "café\u00a0\u2014"),
        (b"<a>Fish & chips, AT&T, &unknown;</a>", "Fish & chips, AT&T, &unknown;"),
        (b"<a>&lt;b&gt; &amp;eacute; &#233; &#xE9;</a>", "<b> &eacute; é é"),
        (b"<a>&#150;&#0;</a>", "\u2013\ufffd"),
        (b"<a><![CDATA[a & b &eacute; <c>]]></a>", "a & b &eacute; <c>"),
        ("<a>é</a>".encode(), "é"),
        (b'<?xml version="1.0" encoding="UTF-8"?><a>caf\xe9 \x93x\x94</a>', "café \u201cx\u201d"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\xe9 \x97</a>', "café \u2014"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><a>x</a>', "x"),
        ("<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16"), "é"),
        ("<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16-be"), "é"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a>x</a>', "x"),
        (b'<?xml version="1.0" encoding="no-such"?><a>x</a>', "x"),
        (b"\n\n <?xml version='1.0'?>\n<a>x\x00\x0b\x1f</a>\n\n", "x"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>&eacute;</a>', "é"),
        (b"<dc:a><dc:b x:y='1'>x</dc:b></dc:a>", "x"),
        (b'<a b="&eacute; & &quot;">x<!-- no --><?pi no?></a>', "x"),
    ],
)
def test_what_is_nearly_well_formed_is_read(data: bytes, text: str) -> None:
    assert text_of(data) == text


DOUBLED = "".join(f"<!ENTITY x{n} '&x{n - 1};&x{n - 1};'>" for n in range(1, 30))
BOMB = f"<!DOCTYPE a [<!ENTITY x0 'x'>{DOUBLED}]><a>&x29;</a>"


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        BOMB.encode("utf-16"),
        b"<!DOCTYPE a [<!ENTITY x '%s'>]><a b='%s'/>" % (b"x" * 9999, b"&x;" * 9999),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><a/>',
        b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-ENTITY x "y"+AD4-<a/>',
        b"<a>" * 100_000,
        b"<![CDATA[&" * 200_000,
        b"&" * 300_000,
        b"<a" + b" b='c'" * 2 + b"/>",
        b"<a><b></a>",
        b"<dc:a><dc:b></dc:a>",
        b"<a>",
        b"",
        b"   ",
        b"\xff\xfe",
        b"\xff\xd8\xff\xe0 a JPEG",
        b"<html><p>not found<br></html>",
    ],
)
def test_what_is_hostile_or_broken_is_refused_at_once(data: bytes) -> None:
    began = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read_xml(data)
    assert time.process_time() - began < 1
    assert "\n" not in str(caught.value) and caught.value.reason


def test_a_file_of_this_machine_never_comes_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    os.mkfifo(secret)  # opening it would wait for ever, so that whoever opens it is found out
    read_through = threading.Event()
    template = (
        '<!DOCTYPE a [{}]><a xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="{}" parse="text"/>{}</a>'
    )
    for declared, used in (
        ("", ""),
        (f'<!ENTITY x SYSTEM "{secret}">', "&x;"),
        (f'<!ELEMENT a ANY><!ATTLIST a b CDATA "{secret}">', ""),
    ):
        data = template.format(declared, secret, used).encode()

        def read(data: bytes = data) -> None:
            with contextlib.suppress(UnreadableError):
                read_xml(data)
            read_through.set()

        read_through.clear()
        threading.Thread(target=read, daemon=True).start()
        assert read_through.wait(5)
