"""Manifests by their URL."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest

from photoparsl.errors import ManifestError
from photoparsl.fetching import download, serves_file
from tests.conftest import Archive
from tests.fetching.answers import NOBODYS_PORT, PHOTO
from tests.fetching.faults import Faults, faulty_server


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
        assert not other.requests
        assert download(url, BytesIO(), allow_private=True) == url, "the origin is what was typed"


def test_a_server_is_recognised_by_a_file_that_it_serves(archive: Archive, tmp_path: Path) -> None:
    assert serves_file(f"{archive.url}00.jpg", archive.folder / "00.jpg")
    assert not serves_file(f"{archive.url}00.jpg", archive.folder / "01.jpg")
    assert not serves_file("http://127.0.0.1:9/", archive.folder / "00.jpg")
    assert not serves_file(f"{archive.url}00.jpg", tmp_path / "none")
