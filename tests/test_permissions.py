"""Who may read what photoparsl writes: everyone the public folder, others whom the umask lets."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.files import make_public_folder, open_atomically, write_atomically
from photoparsl.sites import choose_project
from photoparsl.sites.bundling import make_bundle
from photoparsl.tutorial.served_archive import published_archive
from tests.conftest import Archive


@pytest.fixture
def private_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if not path.is_symlink() and mode(path) & 0o077
    }


@pytest.mark.parametrize(("umask", "expected"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_a_files_permissions_are_the_umasks_unless_it_is_public(
    tmp_path: Path, umask: int, expected: int
) -> None:
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "a", b"x")
        write_atomically(tmp_path / "b", b"x", public=True)
        make_public_folder(tmp_path / "c" / "public")
    finally:
        os.umask(before)
    assert mode(tmp_path / "a") == expected
    assert mode(tmp_path / "b") == 0o644
    assert mode(tmp_path / "c" / "public") == 0o755
    assert mode(tmp_path / "c") & umask == 0


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text("x")
    path.chmod(0o600)
    write_atomically(path, b"y")
    assert mode(path) == 0o600


@pytest.mark.usefixtures("private_umask")
def test_a_temporary_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    with open_atomically(tmp_path / "a") as file:
        file.write(b"x")
        assert not open_to_others(tmp_path)


@pytest.mark.usefixtures("private_umask")
def test_only_the_public_folder_is_readable_by_everyone(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / 'Ann\'s "Bücher" 2'
    work.mkdir()
    monkeypatch.chdir(work)
    for name in ("CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(work / name.lower()))
    archive.write_manifest(25)
    items = [{"image": f"{archive.url}{n:02}.jpg?hm=1", "date": "1900"} for n in range(3)]
    (archive.folder / "items.json").write_text(json.dumps({"items": items}))
    (archive.folder / "03.jpg").unlink()  # so that there is a table of failures
    url = f"{archive.url}items.json"
    assert main(["manifest", url, "--image-column", "image", "-o", "m.csv"]) == 0
    assert main(["manifest", url, "--image-column", "image", "-o", "m.txt.gz"]) == 0
    for manifest in ("m.csv", f"{archive.url}manifest.txt"):
        main(["run", manifest, "--config", "threads", "--run-dir", "run", "--restart"])
    assert main(["export", "run"]) == 0
    assert main(["export", "run", "--format", "parquet", "-o", "photos.parquet"]) == 0
    assert main(["provenance", "run"]) == 0
    assert main(["page", "run", "-o", "page.html", "--split"]) == 0
    choose_project("photos")
    assert main(["tutorial", "tutorial", "--photos", "3"]) == 0
    found = open_to_others(work)
    assert "run/public/scatter.html" in found
    assert "run/public/scatter-failures.csv" in found
    assert {Path(name).parts[1] for name in found if Path(name).parts[0].startswith("run")} == {
        "public"
    }
    assert {Path(name).parts[0] for name in found} <= {"run", "run.1"}


@pytest.mark.usefixtures("private_umask")
def test_a_published_archive_is_readable_by_everyone(tmp_path: Path) -> None:
    made = published_archive(3, tmp_path / "public", "http://photos.example/")
    made.make(lambda number: None)
    assert all(mode(path) & 0o044 == 0o044 for path in made.folder.rglob("*"))
    assert mode(made.folder) == 0o755


@pytest.mark.usefixtures("private_umask")
def test_a_bundles_permissions_are_the_umasks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoparsl.sites.bundling._build", lambda *given: _packed(given[-1]))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    make_bundle((), tmp_path / "out")
    assert not open_to_others(tmp_path)


def _packed(cache: Path) -> Path:
    path = cache / "photoparsl-bundle-x.tar.gz"
    path.write_bytes(b"x")
    return path
