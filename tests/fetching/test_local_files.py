"""Photos that are files of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.errors import RunError
from photoparsl.fetching import fetch, mark_of_file, marks_on_disk
from photoparsl.fetching.marks import mark_on_disk
from photoparsl.manifests import Photo
from tests.conftest import needs
from tests.fetching.answers import PHOTO
from tests.fetching.conftest import QUICK, fetch_one


def test_a_path_is_relative_to_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "a b.jpg").write_bytes(b"photo")
    base = str(tmp_path)
    assert fetch_one("a b.jpg", base).body == b"photo"
    assert fetch_one(f"file://{tmp_path}/a%20b.jpg", base).body == b"photo"
    assert fetch_one(f"file://localhost{tmp_path}/a%20b.jpg", base).body == b"photo"
    elsewhere = fetch_one(f"file://otherhost{tmp_path}/a%20b.jpg", base)
    assert (
        elsewhere.reason == "unreadable-file" and "names the host 'otherhost'" in elsewhere.detail
    )
    assert fetch_one("none.jpg", base).reason == "no-such-file"
    assert fetch_one(".", base).reason == "unreadable-file"
    assert fetch_one("/dev/zero", base).reason == "unreadable-file"
    (tmp_path / "large").write_bytes(b"x" * 200_000)
    assert fetch_one("large", base).reason == "too-large"


def test_a_link_that_leads_nowhere_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("b.jpg")
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    (tmp_path / "c.jpg").symlink_to("gone.jpg")
    for name in ("a.jpg", "c.jpg"):
        fetched = fetch_one(name, str(tmp_path))
        assert fetched.reason == "no-such-file"
        assert fetched.detail == f"{name} is a link that leads to no file"


def test_quotes_around_a_path_are_part_of_its_name_which_a_failure_says(tmp_path: Path) -> None:
    (tmp_path / '"mine.jpg"').write_bytes(PHOTO)
    (tmp_path / "other photo.jpg").write_bytes(PHOTO)
    assert fetch_one('"mine.jpg"', str(tmp_path)).body == PHOTO
    fetched = fetch_one('"other photo.jpg"', str(tmp_path))
    assert fetched.reason == "no-such-file"
    assert "doesn't exist with these quotes: lines of URL YEAR have none" in fetched.detail


@pytest.mark.parametrize("end", ["/", "//", "/.", "/./"])
def test_a_photo_s_path_with_a_slash_at_its_end_is_no_photo_s(tmp_path: Path, end: str) -> None:
    """The system itself opens no such file; pathlib would drop the slash."""
    (tmp_path / "ok.png").write_bytes(PHOTO)
    for place in (f"ok.png{end}", f"{tmp_path}/ok.png{end}", f"file:ok.png{end}"):
        fetched = fetch_one(place, str(tmp_path))
        assert fetched.reason == "unreadable-file" and not fetched.body
        assert fetched.detail.endswith(": a path that ends in a slash is a folder's and no photo's")
    assert fetch_one("file:ok.png%2F", str(tmp_path)).reason == "unreadable-file"
    assert fetch_one(f".{end}/ok.png", str(tmp_path)).body == PHOTO
    assert mark_on_disk(Photo(0, f"ok.png{end}", None, str(tmp_path))) == ""


def test_a_file_that_can_t_be_opened_is_named_with_the_system_s_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(PHOTO)
    for place, words in (("file/a.jpg", "Not a directory"), ("x" * 300, "File name too long")):
        fetched = fetch_one(place, str(tmp_path))
        assert fetched.reason == "unreadable-file"
        assert fetched.detail == f"{place}: {words}"


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
            fetched = fetch_one(place, str(tmp_path))
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
        ["mount", "-i", "-t", "fuse", "-o", options, "none", folder],  # without fuse's own program
        pass_fds=[device],
        check=True,
    )
    yield folder
    os.close(device)  # and all that waits for it gets an error
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_files_that_block_do_not_delay_the_others(blocking: Path, tmp_path: Path) -> None:
    (tmp_path / "good.jpg").write_bytes(PHOTO)
    places = [f"{blocking}/{n}.jpg" for n in range(10)]
    places = ["good.jpg", *places[:5], "good.jpg", *places[5:], "good.jpg"]
    photos = [Photo(row, place, 1900, str(tmp_path)) for row, place in enumerate(places)]
    began = time.monotonic()
    fetched = list(fetch(photos, replace(QUICK, total_seconds=0.8)))
    assert time.monotonic() - began < 7
    assert [f.photo.row for f in fetched] == list(range(13))
    assert [f.body for f in fetched if not f.reason] == [PHOTO] * 3
    assert {f.reason for f in fetched if not f.body} == {"timeout"}


def test_marks_of_a_disk_that_does_not_answer_end_in_a_sentence(
    blocking: Path, tmp_path: Path
) -> None:
    """As a run asks for them when it begins: it would wait for ever."""
    (tmp_path / "good.jpg").write_bytes(PHOTO)
    photos = [
        Photo(n, place, None, str(tmp_path)) for n, place in enumerate(["good.jpg", "no.jpg"])
    ]
    expected = [mark_of_file((tmp_path / "good.jpg").stat()), ""]
    assert marks_on_disk(photos) == expected
    photos[1] = Photo(1, f"{blocking}/1.jpg", None)
    with pytest.raises(RunError, match=r"1\.jpg: its file system hasn't answered for 0\.2 s"):
        marks_on_disk(photos, 0.2)
