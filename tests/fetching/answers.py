"""Answers of HTTP/1.1, byte by byte, by the names of their faults."""

from __future__ import annotations

import gzip

import brotli

NOBODYS_PORT = 9


PHOTO = b"photo" * 20


def answer(body: bytes, status: str = "200", *headers: str, length: int | None = None) -> bytes:
    """A whole HTTP answer."""
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status} Some", f"Content-Length: {size}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


PLAIN = {
    "photo": answer(PHOTO),
    "caf%C3%A9%20noir.jpg": answer(PHOTO),
    "gone": answer(b"gone", "410"),
    "soft": answer(b"<html>Not found</html>", "200", "Content-Type: text/html"),
    "unasked-part": answer(PHOTO[:10], "206", "Content-Range: bytes 0-9/100"),
    "loop": answer(b"", "302", "Location: /loop"),
    "to-nowhere": answer(b"", "302"),
    "to-photo": answer(b"", "301", "Location: /photo"),
    "to-file": answer(b"", "302", "Location: file:///etc/passwd"),
    "to-ftp": answer(b"", "302", "Location: ftp://127.0.0.1/"),
    "to-loopback": answer(b"", "302", f"Location: http://127.0.0.1:{NOBODYS_PORT}/"),
    "too-long": answer(PHOTO, length=1000),
    "too-short": answer(PHOTO, length=10),
    "cut": b"HTTP/1.1 200 OK\r\n\r\n" + PHOTO[:50],
    "large": answer(b"x" * 200_000),
    "gzip": answer(gzip.compress(PHOTO), "200", "Content-Encoding: gzip"),
    "gzip-twice": answer(
        gzip.compress(gzip.compress(PHOTO)), "200", *["Content-Encoding: gzip"] * 2
    ),
    "gzip-bomb": answer(gzip.compress(b"\0" * 10_000_000), "200", "Content-Encoding: gzip"),
    "brotli": answer(brotli.compress(PHOTO), "200", "Content-Encoding: br"),
    "brotli-bomb": answer(brotli.compress(b"\0" * 10_000_000), "200", "Content-Encoding: br"),
    "gzip-broken": answer(b"not gzip at all", "200", "Content-Encoding: gzip"),
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n"
    + PHOTO
    + b"\r\n0\r\n\r\n",
    "chunked-broken": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" + PHOTO[:9],
    "chunked-nonsense": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + PHOTO,
    "no-http": b"220 ready\r\n",
    "other-http": b"HTTP/9.9 200 OK\r\n\r\n" + PHOTO,
    "many-headers": b"HTTP/1.1 200 OK\r\n"
    + b"".join(b"X: " + b"a" * 999 + b"\r\n" for _ in range(400)),
    "long-header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 400_000 + b"\r\n\r\n",
    "cloudflare": answer(b"<html>", "403", "cf-mitigated: challenge", "Server: cloudflare"),
    "aws": answer(b"", "202", "x-amzn-waf-action: challenge"),
    "aws-captcha": answer(b"<html>", "405", "X-Amzn-Waf-Action: captcha"),
    "vercel": answer(b"<html>", "429", "x-vercel-mitigated: challenge", "Retry-After: 9999"),
    "datadome": answer(b"<html>", "403", "X-DataDome: protected"),
    "akamai": answer(b"<html>", "403", "Server: AkamaiGHost"),
    "akamai-503": answer(b"<html>", "503", "Server: AkamaiGHost"),
    "trailers": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n"
    + PHOTO
    + b"\r\n0\r\nContent-Encoding: gzip\r\ncf-mitigated: challenge\r\n\r\n",
    "transfer-packed": answer(PHOTO, "200", "Transfer-Encoding: gzip"),
    "later": answer(b"", "429", "Retry-After: 9999"),
    "hour": answer(b"", "503", "Retry-After: 3600"),
}


LAST = {
    "too-long",
    "too-short",
    "cut",
    "chunked-broken",
    "chunked-nonsense",
    "no-http",
    "other-http",
    "many-headers",
    "long-header",
}
