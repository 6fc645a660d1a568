"""A path is any path: whatever folders, manifests and photos are called."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.fetching import fetch
from photoparsl.manifests import Photo
from photoparsl.results import Failure, Measurement
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.naming import LONGEST_NAME, archive_name, run_name
from tests.conftest import jpeg

NAMES = [
    "my photos",
    "Ann's photos",
    'the "best"',
    "$(touch pwned)",
    "`touch pwned`",
    "a;touch pwned;b",
    "a & touch pwned &",
    "a > stranger",
    "manifest (1)",
    "{block_id} {0} {}",
    "$HOME %j %(x)s",
    "back\\slash",
    "-rf",
    "~",
    "*",
    "#1",
    "Köln, 写真",
    "Ko\u0308ln",
    "two\nlines",
    "a\ttab",
    " blanks ",
    "bytes-\udcff",
    "n" * 200,
]


def photos(folder: Path) -> Path:
    """A manifest in a folder, with two photos beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in (1, 2):
        (folder / f"{number}.jpg").write_bytes(jpeg(60 * number))
    manifest = folder / "manifest.txt"
    manifest.write_text("1.jpg 1901\n2.jpg 1902\n")
    return manifest


def outcomes(run_dir: Path) -> list[Measurement | Failure]:
    return [outcome for result in RunDirectory(run_dir).results() for outcome in result.outcomes]


def measured(run_dir: Path) -> int:
    return sum(isinstance(outcome, Measurement) for outcome in outcomes(run_dir))


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_run_has_a_plain_name_whatever_its_manifest_is_called(name: str) -> None:
    for manifest in (f"{name}.csv", f"a/{name}.txt.gz", name, f"https://a.example/{name}.csv"):
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", run_name(manifest))
        assert len(run_name(manifest)) < LONGEST_NAME + 10


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/..", ".hidden", "/", "con.txt", "https://a.example/"]
)
def test_a_run_is_never_called_by_a_name_that_means_something_else(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_]+-[0-9a-f]{6}", run_name(name))


def test_manifests_whose_plain_names_are_the_same_have_different_runs() -> None:
    names = ["a b.txt", "a-b.txt", "a_b.txt", "a'b.txt", "a  b.txt", "a(b).txt", "ä-b.txt"]
    assert len(set(map(run_name, names))) == len(names)


def test_a_plain_name_is_kept_with_its_dots() -> None:
    assert run_name("photos.v2.csv.gz") == "photos.v2"
    assert run_name("https://a.example/x/list.parquet?token=1#part") == "list"


def test_both_spellings_of_an_umlaut_are_one_run() -> None:
    assert run_name("Ko\u0308ln.txt") == run_name("K\u00f6ln.txt")


@pytest.mark.parametrize("part", range(4))
def test_a_run_works_below_any_folder(part: int, tmp_path: Path) -> None:
    names = NAMES[part::4]
    here = tmp_path.joinpath(*names)
    manifest = photos(here / "archive" / names[0])
    (here / "a").write_text("a stranger's")
    command = [sys.executable, "-m", "photoparsl", "run", os.path.relpath(manifest, here)]
    done = subprocess.run(
        [*command, "--run-dir", f"./{names[1]}"],
        cwd=here,
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert measured(here / names[1]) == 2
    assert {path.name for path in here.iterdir()} == {"a", "archive", names[1]}
    assert (here / "a").read_text() == "a stranger's"
    assert not list(tmp_path.rglob("pwned"))


def test_a_run_works_with_a_long_temporary_folder_and_a_home_with_a_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, name in (("HOME", "Ann's $home"), ("TMPDIR", "t" * 120)):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    assert main(["run", str(photos(tmp_path / "a")), "--run-dir", str(tmp_path / "run")]) == 0


def test_a_run_isnt_shared_by_manifests_whose_paths_mean_other_photos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    photos(tmp_path / "one")
    (photos(tmp_path / "two").parent / "1.jpg").write_bytes(jpeg(200))
    assert main(["run", "one/manifest.txt", "--config", "threads"]) == 0
    assert main(["run", "two/manifest.txt", "--config", "threads"]) == 2
    said = capsys.readouterr().err
    assert f"is the run of a manifest in {tmp_path}/one" in said
    assert "--run-dir" in said
    assert main(["run", "two/../one/manifest.txt", "--config", "threads"]) == 0


def test_a_run_goes_on_when_its_folder_has_moved_with_the_photos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos(tmp_path / "before")
    monkeypatch.chdir(tmp_path / "before")
    command = ["run", "manifest.txt", "--config", "threads"]
    assert main([*command, "--count", "1"]) == 0
    (tmp_path / "before").rename(tmp_path / "after")
    monkeypatch.chdir(tmp_path / "after")
    assert main(command) == 0
    assert measured(Path("runs/manifest")) == 2


@pytest.mark.parametrize("place", ["K\u00f6ln/\u00fc.jpg", "file:K%C3%B6ln/u%CC%88.jpg"])
def test_a_photo_is_found_in_the_other_spelling_of_an_umlaut(place: str, tmp_path: Path) -> None:
    photos(tmp_path / "Ko\u0308ln")
    (tmp_path / "Ko\u0308ln/1.jpg").rename(tmp_path / "Ko\u0308ln/u\u0308.jpg")
    (fetched,) = fetch([Photo(0, place, 1901, str(tmp_path))])
    assert fetched.body == jpeg(60)


def test_the_manifests_own_spelling_comes_first(tmp_path: Path) -> None:
    for number, name in enumerate(("\u00fc.jpg", "u\u0308.jpg")):
        (tmp_path / name).write_bytes(bytes([number]))
        (fetched,) = fetch([Photo(0, name, 1901, str(tmp_path))])
        assert fetched.body == bytes([number])


def test_a_name_that_two_files_have_in_other_spellings_is_a_failure(tmp_path: Path) -> None:
    for name in ("\u1e69.jpg", "s\u0323\u0307.jpg"):
        (tmp_path / name).write_bytes(jpeg(60))
    (fetched,) = fetch([Photo(0, "s\u0307\u0323.jpg", 1901, str(tmp_path))])
    assert fetched.reason == "unreadable-file"
    assert "2 files have this name" in fetched.detail


@pytest.mark.parametrize("name", ["\u00fc.jpg", "u.jpg", "\u00fc/a.jpg", "a/\u00fc.jpg"])
def test_a_file_that_isnt_there_in_any_spelling_is_no_such_file(name: str, tmp_path: Path) -> None:
    (fetched,) = fetch([Photo(0, name, 1901, str(tmp_path))])
    assert fetched.reason == "no-such-file"


def test_a_module_that_lies_in_the_working_folder_isnt_run(tmp_path: Path) -> None:
    manifest = photos(tmp_path)
    for name in ("psutil", "parsl", "numpy", "json", "photoparsl"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'pwned')!r}, 'w')\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "photoparsl", "run", manifest.name],
        cwd=tmp_path,
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("encoding", ["utf-8:strict", "ascii:strict"])
def test_every_command_bears_a_name_that_the_terminal_cant_show(
    encoding: str, tmp_path: Path
) -> None:
    name = "\udcff Ko\u0308ln\n2"
    manifest = photos(tmp_path).rename(tmp_path / f"{name}.txt")
    for command in (
        ["run", manifest.name, "--config", "threads", "--run-dir", name],
        *([command, name] for command in ("status", "check", "page", "export", "provenance")),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "photoparsl", *command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    sums = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(sums, cwd=tmp_path / name, check=False).returncode == 0


def test_a_folder_gives_its_run_its_own_name_however_it_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photos/1920s").mkdir(parents=True)
    (tmp_path / "album").symlink_to("photos")
    monkeypatch.chdir(tmp_path / "photos")
    names = {archive_name(text) for text in (".", "./", "../photos/", str(tmp_path / "photos"))}
    assert names == {"photos"}
    assert (archive_name("1920s/.."), archive_name("../album")) == ("photos", "album")
    assert archive_name("items.jsonl") == archive_name("https://a.example/items.xml?x=1") == "items"
