"""Links that lead to themselves, and names that end in a slash, where a command reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.library import open_run
from photoparsl.manifests import read_manifest
from tests.commands.calls import call, last_error, run_here, write_photos

pytestmark = pytest.mark.usefixtures("own_folder")

LOOPS = {
    "manifest": ("run", "loop"),
    "table": ("run", "loop.csv"),
    "source": ("manifest", "loop.csv"),
    "below a link": ("run", "loop/m.txt"),
    "run's folder": ("run", "m.txt", "--config", "threads", "--run-dir", "loop"),
    "below it": ("run", "m.txt", "--config", "threads", "--run-dir", "loop/run"),
    "public": ("run", "m.txt", "--config", "threads", "--public", "loop"),
    "corrections": ("run", "photos", "--config", "threads", "--corrections", "loop"),
    "notes": ("page", "runs/m", "--year-notes", "loop"),
    "result": ("page", "loop", "-o", "p.html"),
    "status": ("status", "loop"),
    "check": ("check", "loop"),
    "serve": ("serve", "loop"),
    "sample": ("sample", "loop", "--photos", "1", "-o", "s.csv"),
    "check of a bundle": ("bundle", "--check", "loop"),
    "site": ("run", "m.txt", "--config", "./loop.py"),
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_link_to_itself_is_a_sentence_that_names_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    Path("photos").mkdir()
    Path("photos/a.jpg").write_bytes(Path("0.jpg").read_bytes())
    assert run_here() == 0
    for link in ("loop", "loop.csv", "loop.py"):
        Path(link).symlink_to(link)
    capsys.readouterr()
    assert call(*LOOPS[name]) == 2
    line = last_error(capsys)
    assert "loop" in line and "Errno" not in line and "fault of photoparsl" not in line, line


def test_a_link_to_itself_in_a_folder_ends_no_run(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    Path("photos").mkdir()
    Path("photos/a.jpg").write_bytes(Path("0.jpg").read_bytes())
    for link in ("b.jpg", "c.xml", "d.csv", "folder"):
        Path("photos", link).symlink_to(link)
    assert call("run", "photos", "--config", "threads") == 0
    assert "Errno" not in capsys.readouterr().err
    for path in Path("runs/photos").glob("*left-out*"):
        assert "Errno" not in path.read_text()


@pytest.mark.parametrize(
    "command", [("run", "m.txt/", "--config", "threads"), ("manifest", "m.csv/", "-o", "n.csv")]
)
def test_a_file_with_a_slash_at_its_end_isn_t_the_file(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    Path("m.csv").write_text("url,date\n0.jpg,1900\n")
    assert call(*command) == 2
    assert "/: is a file, and only a folder's path ends in a slash" in last_error(capsys)


def test_a_row_with_a_slash_at_its_end_measures_no_other_file() -> None:
    """Not in a run, in a sample of it, in a table of an archive, nor by a correction."""
    write_photos(2)
    Path("there").mkdir()
    Path("m.csv").write_text("url,date\n0.jpg/,1900\n1.jpg,1901\n")
    assert call("sample", "m.csv", "--photos", "2", "-o", "there/s.csv") == 0
    assert [p.url for p in read_manifest(Path("there/s.csv"))] == ["../0.jpg/", "../1.jpg"]
    for manifest in ("m.csv", "there/s.csv"):
        run_dir = f"runs/{Path(manifest).stem}"
        assert call("run", manifest, "--config", "threads", "--run-dir", run_dir) == 1
        (failure,) = open_run(run_dir).failures()
        assert (failure.row, failure.reason) == (0, "unreadable-file")
    Path("t.csv").write_text("image,date\n0.jpg/,1900\n1.jpg,1901\n")
    assert call("manifest", "t.csv", "--image-column", "image", "-o", "n.csv") == 1
    assert [p.url for p in read_manifest(Path("n.csv"))] == ["1.jpg"]
    Path("c.csv").write_text("record,date\n1.jpg/,1923\n")
    assert call(
        "manifest", "t.csv", "--image-column", "image", "--corrections", "c.csv", "-o", "n.csv"
    )
    assert [p.year for p in read_manifest(Path("n.csv"))] == [1901]
