from __future__ import annotations

import socket
from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.manifests import Photo
from photoparsl.sites import Grid, Options
from photoparsl.sites.preflight import (
    check_folder,
    check_htcondor,
    check_port,
    check_run_folder,
    check_schedd,
)
from photoparsl.sites.reachable import check_photos


def test_a_machine_without_htcondor_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SiteError, match="condor_submit isn't installed here"):
        check_schedd()


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(SiteError, match=r"192\.0\.2\.7 isn't an address of this machine"):
        check_port("192.0.2.7", 54321)


def test_a_port_that_another_has_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SiteError, match=f"port {port} of 127.0.0.1 can't be opened"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


@pytest.mark.parametrize("name", ["a\nb", "$$(Arch)", "$$[1]"])
def test_a_folder_that_htcondor_cant_work_in_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="give another with --run-dir"):
        check_run_folder(tmp_path / name / "runs")
    check_run_folder(tmp_path / "a, b $(HOME) 'ü' \"$x\"")


def test_looking_at_the_public_folder_doesnt_make_it(tmp_path: Path) -> None:
    check_folder(tmp_path / "stash" / "public")
    assert not (tmp_path / "stash").exists()


def test_a_public_folder_that_cant_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stash").write_text("a file where the folder should be")
    with pytest.raises(SiteError, match="the public folder can't be made"):
        check_folder(tmp_path / "stash" / "public")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/a.jpg",
        "http://127.0.0.1/a.jpg",
        "http://[::1]/a.jpg",
        "file:///home/ann/a.jpg",
        "/home/ann/a.jpg",
    ],
)
def test_photos_of_this_machine_only_are_refused(url: str) -> None:
    photos = [Photo(0, "http://example.org/a.jpg", 1900), Photo(1, url, 1901)]
    with pytest.raises(SiteError, match="row 1: "):
        check_photos(photos)


def test_photos_in_a_folder_that_nodes_share_are_fine_and_others_are_refused(
    tmp_path: Path,
) -> None:
    shared, other = tmp_path / "shared, ü", tmp_path / "other"
    (shared / "a").mkdir(parents=True)
    other.mkdir()
    (shared / "leads-out").symlink_to(other)
    (tmp_path / "alias").symlink_to(shared)

    def check(url: str, folder: Path = shared, base: Path = shared) -> None:
        check_photos([Photo(0, url, 1900, str(base))], [str(folder)])

    check("a/1.jpg")
    check(str(shared / "a/2.jpg"), base=other)
    check((shared / "a/3.jpg").as_uri(), base=other)
    check("a/4.jpg", folder=tmp_path / "alias")
    check("http://photos.example/a.jpg")
    for url in ("../other/1.jpg", "leads-out/2.jpg", str(other / "3.jpg"), "../shared, üb/4.jpg"):
        with pytest.raises(SiteError, match=r"row 0: .* is a file, which no pilot can read"):
            check(url)
    with pytest.raises(SiteError, match="is a file"):
        check_photos([Photo(0, str(shared / "a/1.jpg"), 1900, "web")], [str(shared)])


def test_all_places_are_checked_where_that_is_asked_for() -> None:
    photos = [Photo(row, "http://example.org/a.jpg", 1900) for row in range(2000)]
    photos.append(Photo(2000, "/home/ann/a.jpg", 1900))
    check_photos(photos)
    with pytest.raises(SiteError, match="row 2000: "):
        check_photos(photos, most=None)


def test_htcondor_refuses_what_only_slurm_can_do(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"^a job of HTCondor's requests memory: .*--memory 2"):
        check_htcondor(Options(tmp_path, 1, Grid(memory=0)))
    with pytest.raises(SiteError, match=r"^--shared .* is for Slurm"):
        check_htcondor(Options(tmp_path, 1, Grid(shared=(str(tmp_path),))))


def test_photos_on_the_web_are_fine() -> None:
    check_photos([Photo(0, "https://example.org/localhost.jpg", 1900)])
