from __future__ import annotations

import gzip
import os
import socket
import ssl
import subprocess
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import pytest
import trustme

from photoparsl.errors import ManifestError
from photoparsl.fetching import Fetched, Limits, download, fetch, serves_file
from photoparsl.fetching.encodings import EncodingError, unpack
from photoparsl.fetching.headers import retry_after_seconds
from photoparsl.manifests import Photo
from tests.conftest import Archive, jpeg, needs
from tests.fetching.faults import (
    NOBODYS_PORT,
    PHOTO,
    PLAIN,
    Faults,
    answer,
    broken_handshakes,
    faulty_server,
)

QUICK = Limits(connect_seconds=2, total_seconds=1, most_bytes=100_000)
PATIENT = Limits(total_seconds=20)


@pytest.fixture
def faults() -> Iterator[Faults]:
    with faulty_server() as server:
        yield server


def one(url: str, base: str = "", limits: Limits = QUICK) -> Fetched:
    (fetched,) = fetch([Photo(0, url, 1900, base)], limits)
    return fetched


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
def test_a_fault_is_told_by_its_reason_and_in_time(path: str, reason: str) -> None:
    with faulty_server() as faults:
        started = time.monotonic()
        fetched = one(faults.url + path)
        assert (fetched.reason, fetched.body) == (reason, b"")
        assert fetched.detail
        assert time.monotonic() - started < QUICK.total_seconds + 1


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
def test_what_can_be_had_is_had(faults: Faults, path: str, body: bytes) -> None:
    fetched = one(faults.url + path, limits=PATIENT)
    assert (fetched.body, fetched.reason) == (body, "")


@pytest.mark.parametrize(
    ("host", "years", "known", "reason"),
    [
        ("127.0.0.1", 1, True, ""),
        ("127.0.0.1", 1, False, "bad-certificate"),
        ("127.0.0.1", -1, True, "bad-certificate"),
        ("photos.example", 1, True, "bad-certificate"),
    ],
    ids=["good", "of an unknown authority", "expired", "of another host"],
)
def test_only_a_host_with_a_good_certificate_is_believed(
    host: str, years: int, known: bool, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    until = datetime.now(UTC) + timedelta(days=365 * years)
    certified = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = authority.issue_cert(host, not_after=until, not_before=until - timedelta(days=900))
    issued.configure_cert(certified)
    if known:
        authority.cert_pem.write_to_path(str(tmp_path / "authorities.pem"))
        monkeypatch.setattr(
            "photoparsl.fetching.request._AUTHORITIES", str(tmp_path / "authorities.pem")
        )
    with faulty_server(certified) as server:
        fetched = one(f"{server.url}/photo", limits=PATIENT)
    assert (fetched.reason, fetched.body) == (reason, b"" if reason else PHOTO)


HANDSHAKES = [
    "reset at once",
    "reset after the greeting",
    "reset in the middle",
    "end after the greeting",
    "end in the middle",
    "alert",
    "no TLS",
]


@pytest.mark.parametrize("kind", HANDSHAKES)
def test_a_handshake_that_breaks_is_no_bad_certificate_and_is_tried_again(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoparsl.fetching.transfer.FIRST_PAUSE_SECONDS", 0.02)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authorities.pem"))
    monkeypatch.setattr(
        "photoparsl.fetching.request._AUTHORITIES", str(tmp_path / "authorities.pem")
    )
    certified = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(certified)
    with faulty_server(certified) as server:
        with broken_handshakes(server.port, kind, times=2) as port:
            assert one(f"https://127.0.0.1:{port}/photo", limits=PATIENT).body == PHOTO
        with broken_handshakes(server.port, kind, times=99) as port:
            fetched = one(f"https://127.0.0.1:{port}/photo", limits=replace(PATIENT, tries=2))
            assert fetched.reason == "no-connection"
            assert "asked 2 times" in fetched.detail


def test_a_cookie_stays_with_its_origin_and_is_sent_to_it_again(faults: Faults) -> None:
    assert one(f"{faults.url}/cookies/one", limits=PATIENT).body == PHOTO
    assert one(f"{faults.url}/cookies/one/2", limits=PATIENT).body == PHOTO
    assert faults.asked["/cookies/one/2"] == 1, "since the cookie was kept"
    with faulty_server() as other:
        moved = quote(f"{other.url}/photo", safe="")
        assert one(f"{faults.url}/to/{moved}", limits=PATIENT).body == PHOTO
        assert "Cookie: pass=1" in faults.heads[-1]
        assert "Cookie" not in other.heads[-1]
        assert one(f"{other.url}/cookies/one", limits=PATIENT).body == PHOTO
        assert other.asked["/cookies/one"] == 2


def test_a_password_stays_with_its_origin(faults: Faults) -> None:
    own = faults.url.replace("//", "//ann:p%40ss@")
    with faulty_server() as other:
        assert one(f"{own}/to/{quote(other.url, safe='')}%2Fphoto", limits=PATIENT).body == PHOTO
        assert "Authorization: Basic YW5uOnBAc3M=" in faults.heads[-1]
        assert "Authorization" not in other.heads[-1]
    assert one(f"{own}/to-photo", limits=PATIENT).body == PHOTO
    assert "Authorization: Basic YW5uOnBAc3M=" in faults.heads[-1]


@pytest.mark.parametrize("encoding", ["utf-8", "gzip", "br", "deflate, gzip", "zstd"])
def test_a_jpeg_that_is_said_to_be_packed_and_is_not_is_taken_as_it_is(
    faults: Faults, encoding: str
) -> None:
    with patch.dict(PLAIN, odd=answer(jpeg(90), "200", f"Content-Encoding: {encoding}")):
        assert one(f"{faults.url}/odd").body == jpeg(90)


def test_what_was_packed_and_is_cut_short_is_no_photo(faults: Faults) -> None:
    packed = gzip.compress(jpeg(90))[:-9]
    with patch.dict(PLAIN, odd=answer(packed, "200", "Content-Encoding: gzip")):
        assert one(f"{faults.url}/odd").reason == "bad-response"


def test_a_host_behind_a_bot_wall_is_not_asked_for_all_its_photos(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/aws/{row}", 1900) for row in range(2000)]
    fetched = list(fetch(photos, replace(PATIENT, connections=8)))
    assert {f.reason for f in fetched} == {"bot-wall"}
    asked = faults.asked.total()
    assert asked <= 40
    again = list(fetch(photos, replace(PATIENT, walled=frozenset({f"127.0.0.1:{faults.port}"}))))
    assert {f.reason for f in again} == {"bot-wall"}
    assert faults.asked.total() <= asked + 3


def test_while_a_host_is_tried_again_no_others_of_its_photos_are_asked_for(faults: Faults) -> None:
    address = f"https://127.0.0.1:{faults.port}"  # where nobody speaks TLS
    photos = [Photo(row, f"{address}/{row}", 1900) for row in range(2000)]
    fetched = list(fetch(photos, replace(PATIENT, connections=8, tries=2)))
    assert {f.reason for f in fetched} == {"no-connection", "host-down"}
    assert faults.connections <= 64


def test_a_bot_wall_before_some_photos_does_not_hide_the_others(faults: Faults) -> None:
    kinds = ["cloudflare"] * 100 + ["photo"] * 100
    photos = [Photo(row, f"{faults.url}/{kind}/{row}", 1900) for row, kind in enumerate(kinds)]
    fetched = list(fetch(photos, replace(PATIENT, connections=8)))
    walled = {f.photo.row for f in fetched if f.reason == "bot-wall"}
    assert walled == set(range(100))


def test_only_what_may_pass_is_asked_again(faults: Faults) -> None:
    for path, times in (("/gone", 1), ("/status/500", 2), ("/status/502", 3), ("/large", 1)):
        one(faults.url + path, limits=replace(PATIENT, tries=3, most_bytes=100_000))
        assert faults.asked[path] == times, path


def test_a_host_that_asks_for_an_hour_of_rest_is_left_alone(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/hour/{row}", 1900) for row in range(50)]
    fetched = list(fetch(photos, replace(PATIENT, connections=2)))
    assert {f.reason for f in fetched} == {"http-503"}
    assert faults.asked.total() <= 3


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7200", 7200),
        ("86400", 86_400),
        ("9" * 30, 366 * 86_400),
        (format_datetime(datetime.now(UTC) + timedelta(days=2), usegmt=True), 2 * 86_400),
        (format_datetime(datetime.now(UTC) - timedelta(days=2), usegmt=True), 0),
        ("-7200", 0),
        ("soon", 0),
        ("", 0),
        ("7200, 7200", 7200),
        ("1e9 s", 1),
        ("2099-10-21T07:28:00Z", 0),
        ("21/10/2099", 0),
    ],
)
def test_a_pause_is_as_long_as_a_host_asks(faults: Faults, asked: str, seconds: float) -> None:
    with patch.dict(PLAIN, odd=answer(b"", "503", f"Retry-After: {asked}")):
        fetched = one(f"{faults.url}/odd", limits=replace(PATIENT, tries=1))
    assert fetched.reason == "http-503"
    assert fetched.pause_seconds == pytest.approx(
        seconds, abs=3600
    )  # a date is of when it was collected


def test_a_date_without_a_zone_is_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5")
    time.tzset()
    later = "Wed, 21 Oct 2026 08:28:00"
    headers = {"retry-after": later, "date": "Wed, 21 Oct 2026 07:28:00 GMT"}
    dated = {**headers, "retry-after": f"{later} -0000"}
    assert retry_after_seconds(headers) == retry_after_seconds(dated) == 3600
    monkeypatch.undo()
    time.tzset()


def test_connections_are_kept_from_slice_to_slice(faults: Faults) -> None:
    for _ in range(3):
        photos = [Photo(row, f"{faults.url}/photo/{row}", 1900) for row in range(50)]
        assert all(f.body == PHOTO for f in fetch(photos, replace(PATIENT, connections=4)))
    assert faults.connections <= 4


def test_a_host_gets_no_more_requests_at_once_than_allowed(
    faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [Photo(row, f"{faults.url}/pause/{row}", 1900) for row in range(40)]
    list(fetch(photos, replace(PATIENT, connections=16)))
    assert 8 < faults.most_at_once <= 16  # loopback is one's own
    monkeypatch.setattr("photoparsl.fetching.turns.is_loopback", lambda host: False)
    faults.most_at_once = 0
    list(fetch(photos, replace(PATIENT, per_host=8).divided(2)))
    assert faults.most_at_once == 4


def test_bytes_underway_are_bounded_and_every_photo_still_comes(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/large/{row}", 1900) for row in range(30)]
    limits = replace(PATIENT, connections=30, most_held_bytes=300_000)
    held = []
    tracemalloc.start()
    for fetched in fetch(photos, limits):
        assert len(fetched.body) == 200_000
        rooms = [tracemalloc.Filter(True, f"*/{room}.py") for room in ("transfers", "transfer")]
        kept = tracemalloc.take_snapshot().filter_traces(rooms)
        held.append(sum(trace.size for trace in kept.traces))
    tracemalloc.stop()
    assert len(held) == 30
    assert max(held) < 1_000_000  # of 6 MB


def test_the_next_are_asked_for_before_all_that_came_together_are_decoded(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/together/{row}", 1900) for row in range(16)]
    coming = fetch(photos, replace(PATIENT, connections=8))
    for _ in range(8):
        assert next(coming).body == PHOTO
        time.sleep(0.1)  # decoding; and the others arrive
    assert faults.asked.total() > 10
    assert len(list(coming)) == 8


def test_the_clock_stands_still_while_a_photo_is_decoded(faults: Faults) -> None:
    limits = replace(QUICK, connections=2, most_bytes=1_000_000)
    photos = [Photo(row, f"{faults.url}/large/{row}", 1900) for row in range(6)]
    reasons = []
    for fetched in fetch(photos, limits):
        reasons.append(fetched.reason)
        time.sleep(0.5)
    assert reasons == [""] * 6


def test_a_url_that_is_none_costs_only_its_own_row(faults: Faults) -> None:
    for url in ("http://[bad/", f"http://{'ä' * 80}.example/", "http://a b/", "http://x:99999/"):
        assert one(url).reason in {"bad-url", "unknown-host"}, url


def test_a_proxy_serves_and_when_it_fails_the_photo_comes_directly(
    faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    dead = f"http://127.0.0.1:{NOBODYS_PORT}"
    with faulty_server() as proxy:
        for name in ("http_proxy", "FRONTIER_PROXY", "OSG_SQUID_LOCATION"):
            for address in (proxy.url, dead):
                with monkeypatch.context() as patched:
                    patched.setenv(name, address)
                    asked = proxy.asked["/proxied"]
                    fetched = one(f"{faults.url}/photo", limits=PATIENT)
                    through = proxy.asked["/proxied"] - asked
                    expected = ("http-404", 1) if address == proxy.url else ("", 0)
                    assert (fetched.reason, through) == expected, (name, address)
    with monkeypatch.context() as patched:
        patched.setenv("http_proxy", dead)
        patched.setenv("no_proxy", "127.0.0.1")
        assert one(f"{faults.url}/photo").body == PHOTO
    with monkeypatch.context() as patched:
        patched.setenv("OSG_SQUID_LOCATION", "UNAVAILABLE")
        assert one(f"{faults.url}/photo").body == PHOTO


def test_a_server_is_told_who_asks(faults: Faults) -> None:
    one(f"{faults.url}/photo")
    assert "User-Agent: photoparsl/" in faults.heads[-1]


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("STRASSE.example", "strasse.example"),
        ("Bücher.EXAMPLE:8080", "xn--bcher-kva.example:8080"),
        ("xn--strae-oqa.example", "xn--strae-oqa.example"),
        ("stra%C3%9Fe.example", "xn--strae-oqa.example"),
        ("例え。example", "xn--r8jz45g.example"),
        ("☃.example", "xn--n3h.example"),
        ("\u0430pple.example", "xn--pple-43d.example"),
        ("a_b.photos.example", "a_b.photos.example"),
    ],
)
def test_a_host_is_asked_for_as_browsers_do(
    faults: Faults, host: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", faults.url)
    assert one(f"http://{host}/a.jpg").reason == "http-404"
    assert faults.heads[-1].startswith(f"GET http://{asked}/a.jpg ")
    limits = replace(QUICK, down=frozenset({asked}))
    assert one(f"http://{host}/a.jpg", limits=limits).reason == "host-down", "it is the same host"


@pytest.mark.parametrize(
    "host", ["-ä.example", "ä" * 80, "a\u0661.example", "%ff.example", "x:0", "", "[::x]"]
)
def test_a_host_that_browsers_refuse_is_no_url(host: str) -> None:
    assert one(f"http://{host}/a.jpg").reason == "bad-url"


def test_nobody_there_is_told_apart_from_nobody_known() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert one(f"http://127.0.0.1:{unused.getsockname()[1]}/").reason == "no-connection"
    assert one("http://nowhere.invalid/").reason == "unknown-host"


def test_spaces_and_letters_in_a_url_are_escaped(faults: Faults) -> None:
    assert one(f"{faults.url}/café noir.jpg").body == PHOTO


def test_a_file_is_read_from_beside_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "a b.jpg").write_bytes(b"photo")
    base = str(tmp_path)
    assert one("a b.jpg", base).body == b"photo"
    assert one(f"file://{tmp_path}/a%20b.jpg", base).body == b"photo"
    assert one("none.jpg", base).reason == "no-such-file"
    assert one(".", base).reason == "unreadable-file"
    assert one("/dev/zero", base).reason == "unreadable-file"
    (tmp_path / "large").write_bytes(b"x" * 200_000)
    assert one("large", base).reason == "too-large"


def test_a_remote_manifest_reaches_its_own_origin_and_no_other_private_place(
    faults: Faults,
) -> None:
    own = f"{faults.url}/manifest.txt"
    assert one(f"{faults.url}/none", own).reason == "http-404"
    by_name = own.replace("127.0.0.1", "localhost")
    assert one(f"{faults.url}/none", by_name).reason == "http-404"
    assert one(f"{faults.url}/to-loopback", own).reason == "refused-address"
    assert one(f"{faults.url}/none", "https://photos.example/m.txt").reason == "refused-address"
    private = ["10.0.0.1", "0x7f.1", "2130706433", "169.254.169.254", "0.0.0.0", "[::1]"]
    for address in (*private, "[::ffff:127.0.0.1]", "localhost", "LOCALHOST."):
        assert one(f"http://{address}:9/", own).reason == "refused-address", address


@pytest.mark.parametrize("hops", [1, 2])
def test_every_hop_of_a_redirect_is_checked(faults: Faults, hops: int) -> None:
    own = f"{faults.url}/manifest.txt"
    with faulty_server() as other:
        url = f"{other.url}/photo"
        for _ in range(hops):
            url = f"{faults.url}/to/{quote(url, safe='')}"
        assert one(url, own).reason == "refused-address"
        assert not other.asked
        assert one(url, own, replace(QUICK, allow_private=True)).body == PHOTO


def test_a_redirect_to_a_private_address_does_not_go_through_a_proxy(
    faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", faults.url)
    for url in ("http://10.0.0.1/a.jpg", "http://localhost/a.jpg"):
        assert one(url, "http://photos.example/m.txt").reason == "refused-address"
        assert not faults.asked


def test_a_local_manifest_reaches_loopback(faults: Faults, tmp_path: Path) -> None:
    assert one(f"{faults.url}/gone", str(tmp_path)).reason == "http-410"


def test_a_manifest_is_downloaded_within_bounds(faults: Faults, archive: Archive) -> None:
    file = BytesIO()
    download(f"{archive.url}manifest.txt", file)
    assert file.getvalue() == archive.manifest.read_bytes()
    with pytest.raises(ManifestError, match="404"):
        download(f"{faults.url}/none", BytesIO())
    with pytest.raises(ManifestError, match=r"there is no connection to 127.0.0.1:9 "):
        download(f"http://127.0.0.1:{NOBODYS_PORT}/", BytesIO())
    with pytest.raises(ManifestError, match=r"there is no host nowhere.invalid "):
        download("http://nowhere.invalid/m.csv", BytesIO())
    with pytest.raises(ManifestError, match="not a web address"):
        download("http://[bad/m.csv", BytesIO())
    file = BytesIO()
    download(f"{faults.url}/once/503", file)
    assert file.getvalue() == PHOTO
    with pytest.raises(ManifestError, match="larger than"):
        download(f"{faults.url}/large", BytesIO(), most_bytes=1000)


@pytest.mark.parametrize("hops", [1, 2])
def test_a_manifest_is_not_downloaded_from_a_private_place_that_was_not_typed(
    faults: Faults, hops: int
) -> None:
    with faulty_server() as other:
        url = f"{other.url}/photo"
        for _ in range(hops):
            url = f"{faults.url}/to/{quote(url, safe='')}"
        with pytest.raises(ManifestError, match=r"may not reach 127.0.0.1 port"):
            download(url, BytesIO())
        assert not other.asked
        assert download(url, BytesIO(), allow_private=True) == url, "the origin is what was typed"


def test_an_archive_is_known_by_what_it_answers(archive: Archive, tmp_path: Path) -> None:
    assert serves_file(f"{archive.url}00.jpg", archive.folder / "00.jpg")
    assert not serves_file(f"{archive.url}00.jpg", archive.folder / "01.jpg")
    assert not serves_file("http://127.0.0.1:9/", archive.folder / "00.jpg")
    assert not serves_file(f"{archive.url}00.jpg", tmp_path / "none")


def test_only_regular_files_of_a_disk_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "fifo.jpg")
    monkeypatch.chdir(tmp_path)  # a socket's path may have about a hundred characters
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.jpg")
        for place in (
            "fifo.jpg",
            "socket.jpg",
            "/dev/tty",
            "/dev/zero",
            "/proc/kmsg",
            "/sys/power",
        ):
            fetched = one(place, str(tmp_path))
            assert fetched.reason == "unreadable-file", place
            assert fetched.detail


@pytest.fixture
def blocking(tmp_path: Path) -> Iterator[Path]:
    """A folder of files that a program should give, and doesn't: a FUSE mount without an answer."""
    needs(os.geteuid() == 0 and Path("/dev/fuse").exists(), "root, and FUSE")
    folder = tmp_path / "dead mount"
    folder.mkdir()
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0"
    subprocess.run(
        ["mount", "-t", "fuse", "-o", options, "none", folder], pass_fds=[device], check=True
    )
    yield folder
    os.close(device)  # and all that waits for it gets an error
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_files_that_block_cost_a_photos_time_and_not_that_of_the_others(
    blocking: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.jpg").write_bytes(PHOTO)
    places = [f"{blocking}/{n}.jpg" for n in range(10)]
    places = ["good.jpg", *places[:5], "good.jpg", *places[5:], "good.jpg"]
    photos = [Photo(row, place, 1900, str(tmp_path)) for row, place in enumerate(places)]
    began = time.monotonic()
    fetched = list(fetch(photos, replace(QUICK, total_seconds=0.3)))
    assert time.monotonic() - began < 3
    assert [f.photo.row for f in fetched] == list(range(13))
    assert [f.body for f in fetched if not f.reason] == [PHOTO] * 3
    assert {f.reason for f in fetched if not f.body} == {"timeout"}


def test_what_was_packed_in_endless_parts_takes_no_endless_time() -> None:
    parts = gzip.compress(PHOTO[:50]) + gzip.compress(b"") * 3 + gzip.compress(PHOTO[50:])
    assert unpack(parts + b"\0\0", "gzip", 1000) == PHOTO
    large = os.urandom(200_000)
    assert unpack(gzip.compress(large) + gzip.compress(large), "gzip", 400_000) == large + large
    with pytest.raises(EncodingError, match="ends too early"):
        unpack((parts + gzip.compress(large))[:-9], "gzip", 400_000)
    began = time.monotonic()
    with pytest.raises(EncodingError, match="parts"):
        unpack(gzip.compress(b"x") + gzip.compress(b"") * 500_000, "gzip", 1000)
    with pytest.raises(EncodingError, match="9 times"):
        unpack(_packed(PHOTO, 9), ", ".join(["gzip"] * 9), 1000)
    assert time.monotonic() - began < 5


def _packed(body: bytes, times: int) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body
