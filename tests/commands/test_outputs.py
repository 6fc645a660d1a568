"""Commands write their outputs where they say, and replace no file of others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import photoparsl
from photoparsl.commands.terminal.run_report import summary_report
from photoparsl.reports.summary import Summary
from photoparsl.running.throughput import Throughput
from tests.commands.calls import call, last_error, run_here, write_photos

pytestmark = pytest.mark.usefixtures("own_folder")


def test_the_runs_own_page_is_written_again(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(3)
    assert run_here("--run-dir", "own") == run_here("--run-dir", "public", "--public", "web") == 0
    for name, page in (("own", "own/public/scatter.html"), ("public", "web/scatter.html")):
        Path(page).unlink()
        assert call("page", name) == 0
        assert Path(page).exists() and not Path("scatter.html").exists()
    Path("own").rename("moved")
    assert call("page", "moved") == 0
    assert "moved/public/scatter.html" in capsys.readouterr().out
    assert not Path("own").exists()
    assert call("page", "moved", "public") == 2
    assert "name the page's file with -o" in last_error(capsys)
    assert call("page", "moved", "public", "-o", "both.html") == 0
    assert "moved and public" in Path("both.html").read_text(encoding="utf-8")


def test_a_split_page_replaces_no_file_of_others(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    assert run_here() == 0
    Path("photos.css").write_text("mine")
    assert call("page", "runs/m", "--split", "-o", "photos.html") == 2
    assert "photos.css: exists and isn't this page's" in last_error(capsys)
    assert Path("photos.css").read_text() == "mine"
    with pytest.raises(FileExistsError, match=r"photos\.css"):
        photoparsl.write_page([], "photos.html", split=True)
    assert Path("photos.css").read_text() == "mine"


def test_a_page_is_split_again_after_it_was_one_file_or_was_removed() -> None:
    write_photos(2)
    assert run_here() == 0
    for split in (["--split"], ["--split"], [], ["--split"]):
        assert call("page", "runs/m", *split, "-o", "page.html") == 0
    Path("page.html").unlink()
    assert call("page", "runs/m", "--split", "-o", "page.html") == 0
    assert "page.js" in Path("page.html").read_text(encoding="utf-8")


def test_the_list_of_what_was_left_out_of_another_manifest_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("in.csv").write_text("url,date\nhttps://a.example/1.jpg,1901\n,1902\n")
    outputs = (
        "photos.csv",
        "photos.v2.csv",
        "photos",
        "photos.txt",
        "photos.txt.csv",
        "photos.csv.gz",
    )
    for output in outputs:
        assert call("manifest", "in.csv", "-o", output) == 1
    assert len(list(Path().glob("*left-out.csv"))) == len(outputs)
    assert call("manifest", "photos.left-out.csv", "-o", "photos.csv") == 2
    assert "photos.left-out.csv: is a source" in last_error(capsys)


@pytest.mark.parametrize("output", ["", ".", "/dev/null", "nowhere/x.csv", "folder", "x" * 300])
def test_an_output_that_cant_be_written_is_reported_by_every_command(
    output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    Path("folder").mkdir()
    assert run_here() == 0
    for command in (
        ("manifest", "m.txt", "--as", "table"),
        ("export", "runs/m"),
        ("page", "runs/m"),
    ):
        if command[0] == "page" and output == "nowhere/x.csv":
            continue  # its folder is made
        assert call(*command, "-o", output) == 2
        last_error(capsys)
    assert Path("/dev/null").is_char_device()


def test_a_file_that_a_program_has_open_is_no_output(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    assert run_here() == 0
    with Path("open.txt").open("w") as file:
        for place in (f"/dev/fd/{file.fileno()}", f"/proc/self/fd/{file.fileno()}", "/dev/null"):
            for command in (("export", "runs/m"), ("page", "runs/m"), ("manifest", "m.txt")):
                assert call(*command, "-o", place) == 2
                assert f"{place}: is there and isn't a file" in last_error(capsys)
    assert Path("open.txt").read_bytes() == b""


def test_an_export_has_the_format_that_its_name_ends_in(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    assert run_here() == 0
    for name, begin in (("a.json", b"["), ("a.PARQUET", b"PAR1"), ("a.txt", b"url,")):
        assert call("export", "runs/m", "-o", name) == 0
        assert Path(name).read_bytes().startswith(begin)
    assert call("export", "runs/m", "-o", "a.xlsx") == 0
    assert Path("a.xlsx").read_bytes().startswith(b"PK")
    assert call("export", "runs/m", "-o", "a.ods") == 2
    assert "spreadsheets open .xlsx and .csv too" in last_error(capsys)
    for name in ("a.xyz", "a.tab"):
        assert call("export", "runs/m", "-o", name) == 2
        ending = name.partition(".")[2]
        assert f"{name}: no table is written as .{ending}; choose a format" in last_error(capsys)
        assert not Path(name).exists()
        assert call("export", "runs/m", "-o", name, "--format", "csv") == 0
    assert call("export", "runs/m", "-o", "a.ods", "--format", "csv") == 0
    for name, form in (("b.csv", "parquet"), ("b.Parquet", "csv"), ("b.json", "csv-locale")):
        assert call("export", "runs/m", "-o", name, "--format", form) == 2
        assert f"the ending is of another format than {form}" in last_error(capsys)
        assert not Path(name).exists()


def test_the_separator_of_the_locale_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_photos(1)
    assert run_here() == 0
    for name, why in (("C", "as in the locale C"), ("xx_XX", "since the locale xx_XX isn't inst")):
        monkeypatch.setenv("LC_ALL", name)
        assert call("export", "runs/m", "--format", "csv-locale") == 0
        assert f"cells are separated by ',', decimals by '.', {why}" in capsys.readouterr().out


def test_failed_photos_are_not_counted_in_the_rate(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.txt").write_text("nowhere.jpg 1900\n" * 50)
    assert run_here() == 1
    assert "photos/s" not in capsys.readouterr().out.partition("Cost")[0]


def test_the_summary_of_a_run_without_results_blames_no_server() -> None:
    summary = Summary(0, 0, 0, 1, page="p", url="u", tasks={}, reasons={}, examples={})
    assert "No photo could be reached" not in summary_report(summary, Throughput())


def test_what_came_of_comparing_photos_in_another_folder_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    assert run_here() == 0
    name, *years = Path("m.txt").read_text().split()
    Path("new").mkdir()
    Path(name).rename(Path("new", name))
    Path("m.txt").write_text(f"new/{name} {' '.join(years)}\n")
    capsys.readouterr()
    assert run_here() == 0
    printed = capsys.readouterr().out
    assert "1 photo may be in another folder: its bytes are compared" in printed
    assert "The bytes of 1 photo are those that were measured before." in printed


@pytest.mark.parametrize(
    ("command", "output"),
    [
        (("export", "runs/m"), "photos.csv"),
        (("export", "runs/m"), "photos.json"),
        (("export", "runs/m", "--format", "csv"), "m.txt"),
        (("page", "runs/m"), "scatter.html"),
        (("page", "runs/m"), "m.txt"),
        (("page", "old.json"), "scatter.html"),
        (("manifest", "in.csv"), "photos.csv"),
        (("manifest", "in.csv"), "photos.txt"),
        (("manifest", "in.csv"), "photos.csv.gz"),
    ],
)
@pytest.mark.parametrize("text", ["mine\n", "url,my own\na.jpg,1\n", "<!doctype html>\n"])
def test_no_command_replaces_a_file_that_it_did_not_write(
    command: tuple[str, ...], output: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    assert run_here() == 0
    Path("in.csv").write_text("url,date\nhttps://a.example/1.jpg,1901\n")
    Path("old.json").write_text("[1880, 0.5],\n")
    if output != "m.txt":
        Path(output).write_text(text)
    before = Path(output).read_bytes()
    assert call(*command, "-o", output) == 2
    error = last_error(capsys)
    assert f"{output}: exists and isn't" in error or "is the run's manifest" in error
    assert Path(output).read_bytes() == before
    Path(output).write_bytes(b"")  # an empty file, as `mktemp` makes it, may be replaced
    assert call(*command, "-o", output) == 0
    assert call(*command, "-o", output) == 0, "its own output is replaced"


def test_an_export_never_replaces_its_runs_manifest(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    Path("photos.csv").write_text("url,year\n0.jpg,1900\n1.jpg,1901\n")
    before = Path("photos.csv").read_bytes()
    assert call("run", "photos.csv", "--config", "threads", "--run-dir", ".") == 0
    assert call("export", ".") == 2
    assert "photos.csv: is the run's manifest" in last_error(capsys)
    assert call("export", ".", "-o", "table.csv") == 0
    assert call("run", "table.csv", "--config", "threads", "--run-dir", "second") == 0
    assert call("export", "second", "-o", "table.csv") == 2, "an export that is a manifest too"
    assert Path("photos.csv").read_bytes() == before
    Path("other.csv.datapackage.json").write_text('{"resources": []}')
    assert call("export", ".", "-o", "other.csv") == 2
    assert "other.csv.datapackage.json: exists and isn't an export's" in last_error(capsys)


@pytest.mark.parametrize("name", ["provenance.json", "SHA256SUMS"])
def test_provenance_replaces_no_file_of_others(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    assert run_here() == 0
    Path("runs/m", name).write_text("mine")
    capsys.readouterr()
    assert call("provenance", "runs/m") == 2
    printed = capsys.readouterr()
    assert f"{name}: exists and isn't photoparsl's" in printed.err
    assert "(SHA-256 " in printed.out  # the citation
    assert name not in printed.out
    assert Path("runs/m", name).read_text() == "mine"
    Path("runs/m", name).unlink()
    assert call("provenance", "runs/m") == call("provenance", "runs/m") == 0


def test_a_run_whose_folder_cant_be_written_is_cited(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    assert run_here() == 0
    Path("runs/m/SHA256SUMS").mkdir()  # an error also for root
    capsys.readouterr()
    assert call("provenance", "runs/m") == 2
    printed = capsys.readouterr()
    assert "(SHA-256 " in printed.out
    assert "SHA256SUMS" not in printed.out
    assert "SHA256SUMS: can't be written: is there and isn't a file" in printed.err
    assert call("provenance", "runs/m", "--json") == 2
    found = json.loads(capsys.readouterr().out)
    assert found["citation"]
    assert found["command"]
    assert found["files"] == []


@pytest.mark.parametrize("name", ["run.json", "summary.json", "progress.json", "events.jsonl"])
def test_a_new_run_replaces_no_file_of_others(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    Path(name).write_text("{}")
    assert run_here("--run-dir", ".") == 2
    assert f"{name}: exists and isn't a run's" in last_error(capsys)
    assert Path(name).read_text() == "{}"


def test_a_runs_page_replaces_no_page_of_others(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    Path("web").mkdir()
    Path("web/scatter.html").write_text("<h1>mine</h1>")
    assert run_here("--public", "web") == 2
    assert "scatter.html: exists and isn't a page of photoparsl" in last_error(capsys)
    assert Path("web/scatter.html").read_text() == "<h1>mine</h1>"


@pytest.mark.parametrize(("text", "code"), [("mine", 2), ("", 1), ("/* Running on host: a */", 1)])
def test_a_slices_values_replace_no_file_of_others(text: str, code: int) -> None:
    Path("out.json").write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "photoparsl", "slice", "--allow-private", "out.json", "0", "1"],
        input="http://127.0.0.1:9/nobody-listens.jpg 1900\n",
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    assert ("out.json: exists and isn't a slice's" in done.stderr) == (code == 2)
    assert (Path("out.json").read_text() == text) == (code == 2)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_run_goes_on_when_its_output_is_on_a_full_disk(stream: str) -> None:
    write_photos(2)
    Path("m.csv").write_bytes(b"url,year,title\n0.jpg,1900,caf\xe9\n1.jpg,1901,\n")  # gives a note
    program = [sys.executable, "-m", "photoparsl", "run", "m.csv", "--config", "threads"]
    with Path("/dev/full").open("w") as full:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: full}
        done = subprocess.run(program, text=True, check=False, timeout=60, **streams)  # type: ignore[call-overload]
    assert done.returncode == 0
    if stream == "stdout":
        assert "standard output: No space left on device" in done.stderr


@pytest.mark.parametrize("more", [[], ["--run-dir", "/nowhere"]])
def test_a_working_folder_that_is_gone_is_named(
    more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    manifest = str(Path("m.txt").absolute())
    Path("gone").mkdir()
    with monkeypatch.context() as patch:
        patch.chdir("gone")
        Path("../gone").rmdir()
        assert call("run", manifest, *more) == 2
        assert "the folder in which this was started is gone" in last_error(capsys)


def test_a_path_that_ends_in_a_slash_names_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    assert run_here() == 0
    Path("in.csv").write_text("url,date\nhttps://a.example/1.jpg,1901\n")
    before = sorted(Path().iterdir())
    for command in (["export", "runs/m"], ["page", "runs/m"], ["trend", "runs/m"]):
        assert call(*command, "-o", "new.csv/") == 2
        assert "new.csv/: names a folder, since it ends in a slash" in last_error(capsys)
    for command in (["manifest", "in.csv"], ["sample", "in.csv", "--photos", "1"]):
        assert call(*command, "-o", "new.csv/.") == 2
        assert "new.csv/.: names a folder, since it ends in a slash" in last_error(capsys)
    assert sorted(Path().iterdir()) == before
    assert call("export", "runs/m", "--format", "ro-crate", "-o", "new/") == 0
    assert Path("new/photos.csv").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "runs/m", "--dictionary", "-o", "x.csv"),
        ("export", "runs/m", "--dictionary", "--without-duplicates"),
        ("bundle", "--check", "x.tar.gz", "-o", "folder"),
        ("bundle", "--check", "x.tar.gz", "--module", "json"),
    ],
)
def test_an_option_beside_one_that_writes_nothing_is_refused(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == 2
    assert "leave out -o" in last_error(capsys)


def test_options_without_effect_on_a_sample_are_said(caplog: pytest.LogCaptureFixture) -> None:
    write_photos(3)
    for option, why in (("--equal", "without --by"), ("--allow-private", "on a manifest that")):
        caplog.clear()
        assert call("sample", "m.txt", "--photos", "2", option) == 0
        assert f"{option} (Python: " in caplog.text and f"has no effect {why}" in caplog.text
