"""What commands say of a run whose files are damaged."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from tests.commands.calls import call, last_error, run_here, write_photos

pytestmark = pytest.mark.usefixtures("own_folder")


def folder_in_place_of(pattern: str) -> Path:
    (path,) = Path("runs/m").glob(pattern)
    path.unlink()
    path.mkdir()
    return path


@pytest.mark.parametrize("command", ["check", "export", "page", "provenance"])
def test_a_folder_in_a_results_place_is_damage(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    assert run_here("--slice-size", "2") == 0
    path = folder_in_place_of("slices/slice-*")
    assert call(command, "runs/m") == 2
    printed = "".join(capsys.readouterr())
    assert f"{path.name}: damaged (it is a folder); delete it" in printed
    assert "name a file" not in printed
    assert run_here() == 2
    assert f"{path.name}: damaged (it is a folder)" in last_error(capsys)
    path.rmdir()
    assert run_here() == 0


@pytest.mark.parametrize("name", ["events.jsonl", "progress.json"])
def test_a_folder_in_the_journals_place_is_damage_and_hides_no_result(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    assert run_here() == 0
    folder_in_place_of(name)
    assert call("check", "runs/m") == 2
    assert f"{name}: is a folder" in "".join(capsys.readouterr())
    for command in ("export", "page", "provenance"):
        assert call(command, "runs/m") == 0
    call("status", "runs/m")
    assert "name a file" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("text", ["", "x", "{} {}", '{"format": 1}', "[]"])
def test_damage_is_said_in_plain_words(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    assert run_here() == 0
    (path,) = Path("runs/m/slices").glob("slice-*")
    path.write_text(text)
    assert call("check", "runs/m") == 2
    printed = "".join(capsys.readouterr())
    assert f"{path.name}: damaged (it" in printed
    for word in ("substring", "Extra data", "Expecting", "indices", "object"):
        assert word not in printed


def test_a_folder_too_deep_for_the_system_is_refused_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    deep = tmp_path.joinpath(*["d" * 200] * 20)
    assert run_here("--run-dir", str(deep)) == 2
    assert "the path of the run's folder is too long" in last_error(capsys)
    assert not (tmp_path / ("d" * 200)).exists()


def test_a_carriage_return_in_a_place_is_shown_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.txt").write_bytes(b"https://a.example/1.jpg 1900\nhttps://a.example/a\rb.jpg 1901\n")
    assert run_here() == 2
    assert "x0b" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("left", [0, 1, 20, -1])
def test_a_damaged_copy_of_the_manifest_is_made_anew_from_the_manifest(
    left: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    assert run_here() == 0
    (path,) = Path("runs/m").glob("manifest-as-read.*.gz")
    whole = path.read_bytes()
    path.write_bytes(whole[:left])
    capsys.readouterr()
    assert run_here() == 0
    assert f"{path.name}: was damaged, and was made anew" in "".join(capsys.readouterr())
    assert path.read_bytes() == whole
    assert call("export", "runs/m") == 0


def test_a_copy_of_another_manifest_is_said_by_check_and_made_anew_by_a_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(2)
    assert run_here() == 0
    (path,) = Path("runs/m").glob("manifest-as-read.*.gz")
    whole = path.read_bytes()
    path.write_bytes(gzip.compress(gzip.decompress(whole).replace(b"19", b"18")))
    capsys.readouterr()
    assert call("check", "runs/m") == 2
    assert "the years and titles in it may be wrong" in "".join(capsys.readouterr())
    for command in ("export", "page", "trend"):
        before = set(Path("runs/m").rglob("*"))
        assert call(command, "runs/m") == 2
        assert "the years and titles in it may be wrong" in last_error(capsys)
        assert set(Path("runs/m").rglob("*")) == before
    shutil.copytree("runs/m", "runs/n")
    for command, output in (("export", "all.csv"), ("page", "all.html")):
        assert call(command, "runs/m", "runs/n", "-o", output) == 2
        assert "the years and titles in it may be wrong" in last_error(capsys)
        assert not Path(output).exists()
    assert run_here() == 0
    assert path.read_bytes() == whole
    for command in ("check", "export", "page", "trend"):
        assert call(command, "runs/m") == 0


@pytest.mark.parametrize(
    "place", ["lock", "slices/x.csv", "run.json", "parsl/x.csv", "x.part/../lock"]
)
@pytest.mark.parametrize("command", ["page", "export", "trend"])
def test_no_output_is_written_in_the_place_of_a_run_s_own_files(
    place: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    assert run_here() == 0
    Path("runs/m/x.part").mkdir(exist_ok=True)
    before = {path: path.read_bytes() for path in Path("runs/m").rglob("*") if path.is_file()}
    assert call(command, "runs/m", "-o", f"runs/m/{place}") == 2
    assert "is a place of the run's own files; name another" in last_error(capsys)
    after = {path: path.read_bytes() for path in Path("runs/m").rglob("*") if path.is_file()}
    assert after == before


def test_a_damaged_copy_of_an_edited_manifest_keeps_what_was_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(3)
    assert run_here() == 0
    (path,) = Path("runs/m").glob("manifest-as-read.*.gz")
    path.write_bytes(path.read_bytes()[:30])
    (manifest,) = Path().glob("m.*")
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(lines[:-1]))
    capsys.readouterr()
    assert run_here() == 0
    assert "was damaged, and was removed" in "".join(capsys.readouterr())
    assert call("check", "runs/m") == 0


def test_a_page_of_a_run_without_its_record_replaces_no_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(2)
    assert run_here() == 0
    Path("runs/m/run.json").unlink()
    before = Path("runs/m/public/scatter.html").read_bytes()
    for command in ("page", "export", "provenance"):
        assert call(command, "runs/m") == 2
        assert "run.json is missing; the run's own command writes it anew" in last_error(capsys)
    assert Path("runs/m/public/scatter.html").read_bytes() == before


def test_a_line_end_in_a_folders_name_forges_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    run = "runs\nb: complete, 0 failed\rc: complete/m"
    for arguments in (
        ["check", run],
        ["run", "m.txt", "--config", "threads", "--run-dir", run, "--dry-run"],
        ["run", "m.txt", "--config", "threads", "--run-dir", run],
        ["check", run],
        ["status", run],
        ["page", run],
        ["export", run],
        ["provenance", run],
        [run],
    ):
        call(*arguments)
        printed = "".join(capsys.readouterr())
        assert not [line for line in printed.split("\n") if line.startswith(("b:", "c:"))]
        assert "\r" not in printed


def test_an_output_with_the_name_of_a_run_s_record_is_replaced_in_a_folder_of_one_s_own() -> None:
    write_photos(1)
    assert run_here() == 0
    Path("own").mkdir()
    for _ in range(2):
        assert call("export", "runs/m", "-o", "own/run.json") == 0


def test_a_run_that_could_not_write_its_progress_is_no_damage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    assert run_here() == 0
    Path("runs/m/progress.json").unlink()
    assert call("status", "runs/m") == 2
    assert "runs/m: the run ended before it could write how far it is" in last_error(capsys)


def test_a_run_that_ended_before_it_measured_lacks_no_record(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    assert run_here() == 0
    for name in ("progress.json", "events.jsonl"):
        Path("runs/m", name).unlink()
    assert call("status", "runs/m") == 2
    assert last_error(capsys).endswith(
        "runs/m: the run ended before it began to measure; the same command goes on"
    )
