"""A photo's mark changes with the version that its source tells of, and its outcome keeps it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from photoparsl.fetching import MARK_LETTERS, fetch, local_files, mark_of_file
from photoparsl.fetching.marks import mark_of_answer
from photoparsl.manifests import EarlierOutcome, Photo, Slice
from photoparsl.measuring import measure_slice
from tests.conftest import Archive, jpeg
from tests.fetching.conftest import fetch_one
from tests.fetching.faults import faulty_server


def test_a_files_mark_changes_with_its_size_and_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"photo")
    first = fetch_one("a.jpg", str(tmp_path)).mark
    assert first == mark_of_file(path.stat())
    assert len(first) == MARK_LETTERS
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    second = fetch_one("a.jpg", str(tmp_path)).mark
    time = path.stat().st_mtime_ns
    path.write_bytes(b"photos")
    os.utime(path, ns=(0, time))
    third = fetch_one("a.jpg", str(tmp_path)).mark
    assert len({first, second, third}) == 3
    assert fetch_one("none.jpg", str(tmp_path)).mark == ""


def test_a_file_that_changes_while_it_is_read_has_the_mark_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"photo")
    before = path.stat()

    class GrowingFile(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if path.stat().st_size == before.st_size:
                with path.open("ab") as growing:
                    growing.write(b"!")
            return super().read(size) or b""

    monkeypatch.setattr(local_files, "open_regular", GrowingFile)
    mark = fetch_one("a.jpg", str(tmp_path)).mark
    assert mark == mark_of_file(before)
    assert mark != mark_of_file(path.stat())


def test_a_servers_mark_is_of_its_etag_else_of_its_last_modified() -> None:
    end, etag, date = b"\r\n", b'ETag: "a"\r\n', b"Last-Modified: Wed, 21 Oct 2026 07:28:00 GMT\r\n"
    status = b"HTTP/1.1 200 OK\r\n"
    both = mark_of_answer([status, date, etag, end])
    assert both == mark_of_answer([status, etag, end])
    assert both != mark_of_answer([status, date, end]) != ""
    assert mark_of_answer([status, b"ETag:\r\n", date, end]) == mark_of_answer([status, date, end])
    assert mark_of_answer([status, end, etag]) == "", "a trailer says nothing of the answer"


def test_every_outcome_that_had_bytes_has_a_mark(archive: Archive) -> None:
    (archive.folder / "broken.jpg").write_bytes(jpeg(90)[:300])
    (archive.folder / "text.jpg").write_bytes(b"<html>")
    names = ("00.jpg", "01.jpg", "broken.jpg", "text.jpg")
    local = [Photo(row, name, None, str(archive.folder)) for row, name in enumerate(names)]
    web = [Photo(row, f"{archive.url}{name}", None) for row, name in enumerate(names)]
    for photos in (local, web):
        result = measure_slice(Slice(tuple(photos)))
        marks = [outcome.mark for outcome in result.outcomes]
        assert len(result.failures) == 2
        assert all(len(mark) == MARK_LETTERS for mark in marks)
        assert len(set(marks)) == len(names)
        again = measure_slice(Slice(tuple(photos)))
        assert [outcome.mark for outcome in again.outcomes] == marks


def test_a_server_is_asked_first_whether_it_still_has_the_version(archive: Archive) -> None:
    place = f"{archive.url}00.jpg"
    mark = fetch_one(place).mark
    (same,) = fetch([Photo(0, place, None, earlier=EarlierOutcome("00" * 16, (), mark))])
    assert (same.is_unchanged, same.body, same.reason) == (True, b"", "")
    (other,) = fetch([Photo(0, place, None, earlier=EarlierOutcome("00" * 16, (), "ab" * 8))])
    assert other.body == (archive.folder / "00.jpg").read_bytes()
    assert (other.is_unchanged, other.mark) == (False, mark)
    (gone,) = fetch(
        [Photo(0, f"{archive.url}none", None, earlier=EarlierOutcome("00" * 16, (), mark))]
    )
    assert gone.reason == "http-404"


def test_a_server_that_tells_no_versions_apart_is_left_alone() -> None:
    with faulty_server() as server:
        earlier = EarlierOutcome("00" * 16, (), "ab" * 8)
        photos = [Photo(row, f"{server.url}/photo", None, earlier=earlier) for row in range(2)]
        fetched = list(fetch(photos))
    assert [(f.body, f.is_unchanged) for f in fetched] == [(b"", False)] * 2
    assert all(f.reason for f in fetched)
