"""Commands write their outputs where they say, and replace no file of others."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    assert "a page shows one run" in last_error(capsys)


def test_a_split_page_replaces_no_file_of_others(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    assert run_here() == 0
    Path("photos.css").write_text("mine")
    assert call("page", "runs/m", "--split", "-o", "photos.html") == 2
    assert "photos.css: exists and isn't this page's" in last_error(capsys)
    assert Path("photos.css").read_text() == "mine"
    assert call("page", "runs/m", "--split", "-o", "other.html") == 0
    assert call("page", "runs/m", "--split", "-o", "other.html") == 0


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
    for name, begin in (("a.json", b"["), ("a.PARQUET", b"PAR1"), ("a.tab", b"url,")):
        assert call("export", "runs/m", "-o", name) == 0
        assert Path(name).read_bytes().startswith(begin)
    assert call("export", "runs/m", "-o", "a.xlsx") == 2
    assert "spreadsheets' own formats aren't written" in last_error(capsys)
    assert call("export", "runs/m", "-o", "a.xlsx", "--format", "csv") == 0


def test_failed_photos_are_not_counted_in_the_rate(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.txt").write_text("nowhere.jpg 1900\n" * 50)
    assert run_here() == 1
    assert "photos/s" not in capsys.readouterr().out.partition("Cost")[0]


def test_the_summary_of_a_run_without_results_blames_no_server() -> None:
    summary = Summary(0, 0, 0, 1, page="p", url="u", tasks={}, reasons={}, examples={})
    assert "No photo could be reached" not in summary_report(summary, Throughput())
