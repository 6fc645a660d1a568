from __future__ import annotations

import socket
import ssl
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import trustme

from photoparsl.errors import ManifestError
from photoparsl.fetch import Fetched, Limits, answers, download, fetch
from photoparsl.manifest import Photo
from tests.conftest import Archive
from tests.faults import NOBODYS_PORT, PHOTO, Faults, faulty_server

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
        ("/too-long", "broken-off"),
        ("/chunked-broken", "broken-off"),
        ("/chunked-nonsense", "broken-off"),
        ("/no-http", "bad-response"),
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
            "photoparsl.fetching.connections._AUTHORITIES", str(tmp_path / "authorities.pem")
        )
    with faulty_server(certified) as server:
        fetched = one(f"{server.url}/photo", limits=PATIENT)
    assert (fetched.reason, fetched.body) == (reason, b"" if reason else PHOTO)


def test_only_what_may_pass_is_asked_again(faults: Faults) -> None:
    for path, times in (("/gone", 1), ("/status/500", 2), ("/status/502", 3), ("/large", 1)):
        one(faults.url + path, limits=replace(PATIENT, tries=3, most_bytes=100_000))
        assert faults.asked[path] == times, path


def test_a_host_that_asks_for_an_hour_of_rest_is_left_alone(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/hour/{row}", 1900) for row in range(50)]
    fetched = list(fetch(photos, replace(PATIENT, connections=2)))
    assert {f.reason for f in fetched} == {"http-503"}
    assert faults.asked.total() <= 3


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
    monkeypatch.setattr("photoparsl.fetching.transfers.is_loopback", lambda host: False)
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
    assert one(f"{faults.url}/to-loopback", own).reason == "refused-address"
    assert one(f"{faults.url}/none", "https://photos.example/m.txt").reason == "refused-address"
    for address in ("10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):
        assert one(f"http://{address}:9/", own).reason == "refused-address", address


def test_a_local_manifest_reaches_loopback(faults: Faults, tmp_path: Path) -> None:
    assert one(f"{faults.url}/gone", str(tmp_path)).reason == "http-410"


def test_a_manifest_is_downloaded_within_bounds(faults: Faults, archive: Archive) -> None:
    file = BytesIO()
    download(f"{archive.url}manifest.txt", file)
    assert file.getvalue() == archive.manifest.read_bytes()
    with pytest.raises(ManifestError, match="404"):
        download(f"{faults.url}/none", BytesIO())
    with pytest.raises(ManifestError, match="larger than"):
        download(f"{faults.url}/large", BytesIO(), most_bytes=1000)


def test_an_archive_is_known_by_what_it_answers(archive: Archive, tmp_path: Path) -> None:
    assert answers(f"{archive.url}00.jpg", archive.folder / "00.jpg")
    assert not answers(f"{archive.url}00.jpg", archive.folder / "01.jpg")
    assert not answers("http://127.0.0.1:9/", archive.folder / "00.jpg")
    assert not answers(f"{archive.url}00.jpg", tmp_path / "none")
