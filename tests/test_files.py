"""Files are written whole or not at all, whoever else writes them."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from photoparsl.files import open_atomically, write_atomically
from photoparsl.page.side_tables import SideTables
from photoparsl.results import Failure


def test_two_writers_of_one_file_dont_mix_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with open_atomically(path) as one, open_atomically(path) as other:
        one.write(b"one" * 1000)
        other.write(b"other" * 1000)
    assert path.read_bytes() == b"one" * 1000
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: write_atomically(path, bytes([n]) * 100_000), range(40)))
    assert len(set(path.read_bytes())) == 1 and path.stat().st_size == 100_000
    assert list(tmp_path.iterdir()) == [path]


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 120 + ".csv")
    write_atomically(path, b"1")
    assert path.read_bytes() == b"1"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_an_error_of_the_disk_names_the_file_that_was_to_be_written(
    tmp_path: Path, number: int
) -> None:
    with (
        pytest.raises(OSError, match=r"photos\.csv") as caught,
        open_atomically(tmp_path / "photos.csv"),
    ):
        raise OSError(number, os.strerror(number))
    assert caught.value.filename == str(tmp_path / "photos.csv")
    assert not list(tmp_path.iterdir())
    with pytest.raises(FileNotFoundError) as missing:
        write_atomically(tmp_path / "nowhere" / "photos.csv", b"")
    assert missing.value.filename == str(tmp_path / "nowhere" / "photos.csv")


def test_a_folder_or_a_device_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "folder", Path("/dev/null")):
        with pytest.raises(OSError, match="isn't a file"):
            write_atomically(place, b"")
    assert Path("/dev/null").is_char_device()


def test_a_file_beside_the_page_that_isnt_the_pages_stays(tmp_path: Path) -> None:
    notes = tmp_path / "photos-failures.csv"
    notes.write_text("my own notes\n")
    with SideTables(tmp_path / "photos.html"):
        pass
    assert notes.read_text() == "my own notes\n"
    failure = Failure(0, "https://a.example/0.jpg", 1900, "http-404", "not found")
    with (
        pytest.raises(FileExistsError, match="isn't this page's"),
        SideTables(tmp_path / "photos.html") as tables,
    ):
        tables.add_failures([failure])
    assert notes.read_text() == "my own notes\n"
    for failures in ([failure], []):
        with SideTables(tmp_path / "other.html") as tables:
            if failures:
                tables.add_failures(failures)
        assert (tmp_path / "other-failures.csv").exists() == bool(failures)
