"""Photos come whole, or fail with the reason."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest

from photoparsl.fetching import fetch
from photoparsl.manifests import Photo
from tests.conftest import Archive
from tests.fetching.answers import PHOTO
from tests.fetching.conftest import PATIENT, QUICK, fetch_one
from tests.fetching.faults import Faults, faulty_server


def test_every_photo_comes_once_and_whole(archive: Archive) -> None:
    photos = [Photo(row, f"{archive.url}{row % 20:02}.jpg", 1900) for row in range(100)]
    fetched = list(fetch(photos))
    assert sorted(f.photo.row for f in fetched) == list(range(100))
    assert all(f.body == (archive.folder / f.photo.url[-6:]).read_bytes() for f in fetched)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "http-404"),
        ("/gone", "http-410"),
        ("/status/403", "http-403"),
        ("/status/204", "http-204"),
        ("/status/502", "http-502"),
        ("/status/500", "http-500"),
        ("/status/503", "http-503"),
        ("/later", "http-429"),
        ("/unasked-part", "http-206"),
        ("/loop", "too-many-redirects"),
        ("/to-nowhere", "http-302"),
        ("/to-file", "refused-redirect"),
        ("/to-ftp", "refused-redirect"),
        ("/akamai", "bot-wall"),
        ("/akamai-503", "http-503"),
        ("/transfer-packed", "bad-response"),
        ("/too-long", "broken-off"),
        ("/chunked-broken", "broken-off"),
        ("/chunked-nonsense", "broken-off"),
        ("/no-http", "bad-response"),
        ("/other-http", "bad-response"),
        ("/many-headers", "bad-response"),
        ("/long-header", "bad-response"),
        ("/cloudflare", "bot-wall"),
        ("/aws", "bot-wall"),
        ("/aws-captcha", "bot-wall"),
        ("/vercel", "bot-wall"),
        ("/datadome", "bot-wall"),
        ("/status/202", "http-202"),
        ("/cookies/elsewhere", "too-many-redirects"),
        ("/cookies/expired", "too-many-redirects"),
        ("/cookies/others", "too-many-redirects"),
        ("/cookies/endless", "too-many-redirects"),
        ("/to/javascript:alert(1)", "refused-redirect"),
        ("/to/http:%2F%2F-%C3%A4.de%2F", "refused-redirect"),
        ("/encoded/zstd", "bad-response"),
        ("/gzip-broken", "bad-response"),
        ("/gzip-bomb", "too-large"),
        ("/brotli-bomb", "too-large"),
        ("/large", "too-large"),
        ("/endless", "too-large"),
        ("/slow", "timeout"),
        ("/silent", "timeout"),
    ],
)
def test_a_fault_gives_its_reason_in_time(path: str, reason: str) -> None:
    with faulty_server() as faults:
        started = time.monotonic()
        fetched = fetch_one(faults.url + path)
        assert (fetched.reason, fetched.body) == (reason, b"")
        assert fetched.detail
        assert time.monotonic() - started < QUICK.total_seconds + 10


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/long-header", "headers are longer than libcurl takes"),
        ("/to/http:%2F%2F[", "redirected to an address of the web whose host or port isn't valid"),
        ("/to/http:%2F%2Fa.example:99999", "there is no port 99999"),
        ("/to-ftp", "redirected to 'ftp://127.0.0.1/'"),
    ],
)
def test_a_failure_says_what_was_wrong(faults: Faults, path: str, said: str) -> None:
    assert said in fetch_one(faults.url + path).detail


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/photo", PHOTO),
        ("/to-photo", PHOTO),
        ("/gzip", PHOTO),
        ("/brotli", PHOTO),
        ("/chunked", PHOTO),
        ("/closed", PHOTO),
        ("/trailers", PHOTO),
        ("/cookies/one", PHOTO),
        ("/cookies/two", PHOTO),
        ("/encoded/utf-8", PHOTO),
        ("/encoded/none", PHOTO),
        ("/encoded/identity", PHOTO),
        ("/encoded/binary", PHOTO),
        ("/encoded/image%2Fjpeg", PHOTO),
        ("/encoded/UTF-8%2C none", PHOTO),
        ("/gzip-twice", PHOTO),
        ("/soft", b"<html>Not found</html>"),
        ("/too-short", PHOTO[:10]),
        ("/cut", PHOTO[:50]),
        ("/once/500", PHOTO),
        ("/once/502", PHOTO),
        ("/once/503", PHOTO),
        ("/reset", PHOTO),
    ],
)
def test_a_photo_comes_from_a_server_with_harmless_faults(
    faults: Faults, path: str, body: bytes
) -> None:
    fetched = fetch_one(faults.url + path, limits=PATIENT)
    assert (fetched.body, fetched.reason) == (body, "")


def test_a_cookie_stays_with_its_origin_and_is_sent_to_it_again(faults: Faults) -> None:
    assert fetch_one(f"{faults.url}/cookies/one", limits=PATIENT).body == PHOTO
    assert fetch_one(f"{faults.url}/cookies/one/2", limits=PATIENT).body == PHOTO
    assert faults.requests["/cookies/one/2"] == 1, "since the cookie was kept"
    with faulty_server() as other:
        moved = quote(f"{other.url}/photo", safe="")
        assert fetch_one(f"{faults.url}/to/{moved}", limits=PATIENT).body == PHOTO
        assert "Cookie: pass=1" in faults.request_heads[-1]
        assert "Cookie" not in other.request_heads[-1]
        assert fetch_one(f"{other.url}/cookies/one", limits=PATIENT).body == PHOTO
        assert other.requests["/cookies/one"] == 2


def test_a_password_stays_with_its_origin(faults: Faults) -> None:
    own = faults.url.replace("//", "//ann:p%40ss@")
    with faulty_server() as other:
        assert (
            fetch_one(f"{own}/to/{quote(other.url, safe='')}%2Fphoto", limits=PATIENT).body == PHOTO
        )
        assert "Authorization: Basic YW5uOnBAc3M=" in faults.request_heads[-1]
        assert "Authorization" not in other.request_heads[-1]
    assert fetch_one(f"{own}/to-photo", limits=PATIENT).body == PHOTO
    assert "Authorization: Basic YW5uOnBAc3M=" in faults.request_heads[-1]


def test_requests_name_the_program(faults: Faults) -> None:
    fetch_one(f"{faults.url}/photo")
    assert "User-Agent: photoparsl/" in faults.request_heads[-1]
