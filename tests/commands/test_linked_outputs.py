"""An output that is a symbolic link is written where the link leads, as a shell's `>` does."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.commands.calls import call, last_error, run_here, write_photos

COMMANDS = {
    "export": ("export", "runs/m"),
    "page": ("page", "runs/m"),
    "split": ("page", "runs/m", "--split"),
    "trend": ("trend", "runs/m"),
    "sample": ("sample", "m.csv", "--photos", "2"),
    "manifest": ("manifest", "m.csv", "--as", "table"),
}


@pytest.fixture(autouse=True)
def run(own_folder: Path) -> None:
    """In the current folder: two photos that were measured, with a failure, and their table."""
    write_photos(2)
    Path("m.csv").write_text("url,date\n0.jpg,1900\n1.jpg,1901\n")
    with Path("m.txt").open("a") as file:
        file.write("none.jpg 1902\n")
    assert run_here() == 1
    Path("there").mkdir()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_file_that_a_link_leads_to_is_written(name: str) -> None:
    """Also if it isn't there yet; and what stands beside an output stands beside that file."""
    link, target = Path("link.csv"), Path("there/Ziel ä.csv")
    link.symlink_to(target)
    before = set(Path().iterdir())
    for _ in range(2):  # the second time, the file is there
        assert call(*COMMANDS[name], "-o", str(link)) == 0
        assert link.is_symlink() and not target.is_symlink()
        assert target.stat().st_size > 0
    assert set(Path().iterdir()) == before
    beside = {path.name for path in target.parent.iterdir()} - {target.name}
    expected = {
        "export": {"Ziel ä.csv.datapackage.json"},
        "page": {"Ziel ä-failures.csv"},
        "split": {"Ziel ä-failures.csv", "Ziel ä.css", "Ziel ä-dark.css", "Ziel ä.js"},
    }
    assert beside == expected.get(name, set())


@pytest.mark.parametrize("name", ["sample", "manifest"])
def test_a_manifest_written_through_a_link_names_the_same_photos(name: str) -> None:
    Path("link.csv").symlink_to("there/m.csv")
    assert call(*COMMANDS[name], "-o", "link.csv") == 0
    with Path("there/m.csv").open(newline="") as file:
        assert [row["url"] for row in csv.DictReader(file)] == ["../0.jpg", "../1.jpg"]
    for manifest in ("link.csv", "there/m.csv"):
        assert call("run", manifest, "--config", "threads", "--run-dir", f"runs/{name}") == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_a_link_that_leads_to_itself_or_into_no_folder_stays(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for target, words in (
        ("loop.csv", "loop.csv: Too many levels of symbolic links: a link leads back to itself"),
        ("nowhere/x.csv", "nowhere"),
    ):
        if target == "nowhere/x.csv" and name in ("page", "split"):
            continue  # its folder is made
        link = Path("loop.csv")
        link.symlink_to(target)
        assert call(*COMMANDS[name], "-o", str(link)) == 2
        assert words in last_error(capsys)
        assert link.is_symlink() and str(link.readlink()) == target
        link.unlink()


def test_the_dictionary_of_a_linked_table_is_named_where_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("link.csv").symlink_to("there/m.csv")
    assert call("export", "runs/m", "-o", "link.csv") == 0
    name = capsys.readouterr().out.strip().rpartition(" is in ")[2]
    assert name.endswith("there/m.csv.datapackage.json") and Path(name).exists()


def test_a_table_beside_the_page_that_is_a_link_is_written_through_it() -> None:
    Path("p-failures.csv").symlink_to("there/failures.csv")
    assert call("page", "runs/m", "-o", "p.html") == 0
    assert Path("p-failures.csv").is_symlink()
    assert "none.jpg" in Path("there/failures.csv").read_text()


def test_the_runs_own_files_may_be_links() -> None:
    Path("runs/m/provenance.json").symlink_to("../../there/provenance.json")
    assert call("provenance", "runs/m") == 0
    assert Path("runs/m/provenance.json").is_symlink()
    assert Path("there/provenance.json").read_text().startswith("{")
