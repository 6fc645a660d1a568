from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.options import user_file
from photoparsl.sites import Grid, choose_project, read_settings, settings_file


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def write(text: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(text)


def test_without_a_file_the_defaults_hold() -> None:
    assert read_settings({}) == Grid()


def test_the_command_line_comes_before_the_file() -> None:
    write('project = "Ours"\npilots = 20\nwalltime = 4\nmodules = ["mine"]\n')
    grid = read_settings({"pilots": 2, "project": None})
    assert (grid.pilots, grid.project, grid.walltime, grid.modules) == (2, "Ours", 4.0, ("mine",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pilot = 3", "'pilot' is unknown"),
        ('pilots = "three"', 'pilots is "three", and should be a whole number'),
        ("pilots = true", "pilots is true, and should be a whole number"),
        ("modules = [1, true]", r"modules is \[1, true\], and should be a list of texts"),
        ("pilots = 0", "should be a number from 1 to 10,000"),
        ("memory = nan", "should be a number from 0 to 10,000"),
        ("pilots = ", "site.toml"),
    ],
)
def test_a_wrong_file_is_told_with_its_name(text: str, words: str) -> None:
    write(text)
    with pytest.raises(SiteError, match=words) as caught:
        read_settings({})
    assert "site.toml" in str(caught.value)


def test_an_earlier_versions_name_in_a_file_is_read_as_todays() -> None:
    write('image = "docker://a"\n')
    assert read_settings({}) == Grid(container="docker://a")
    write('image = "docker://a"\ncontainer = "docker://b"\n')
    assert read_settings({}) == Grid(container="docker://b")
    user_file().write_text('[grid]\nimage = "docker://c"\n')
    assert read_settings({}) == Grid(container="docker://c")
    choose_project("P")
    assert read_settings({}) == Grid(container="docker://c", project="P")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"pilot": 3}, "'pilot' is unknown; did you mean 'pilots'"),
        ({"pilots": "three"}, "pilots is 'three', and should be a whole number"),
        (
            {"container": "Scan"},
            "container is 'Scan', and should be the URL or the path of a container",
        ),
        ({"port": 70_000}, "port is 70000, and should be a number from 1 to 65,535"),
    ],
)
def test_a_setting_chosen_in_python_is_checked_as_one_of_the_file(
    chosen: dict[str, object], words: str
) -> None:
    with pytest.raises(SiteError, match=f"the grid's settings: {words}"):
        read_settings(chosen)


def test_a_project_is_written_where_comments_and_texts_of_many_lines_stand() -> None:
    write('# ours\nproject = "Old"  # until May\nsubmit = """\n+A = 1\n+B = 2\n"""\n')
    choose_project("New")
    assert read_settings({}) == Grid(project="New", submit="+A = 1\n+B = 2\n")
    assert "# ours" in settings_file().read_text()


def test_a_line_that_only_looks_like_the_projects_isnt_changed() -> None:
    text = 'submit = """\nproject = 1\n"""\nproject = "Old"\n'
    write(text)
    with pytest.raises(SiteError, match='write project = "New" there yourself'):
        choose_project("New")
    assert settings_file().read_text() == text


def test_a_project_is_chosen_once_and_other_lines_stay() -> None:
    write('pilots = 7\nproject = "Old"\nport = 9000\n')
    choose_project("New-1.0")
    assert read_settings({}) == Grid(project="New-1.0", pilots=7, port=9000)
    assert settings_file().read_text().count("project") == 1


def test_a_first_project_makes_the_file() -> None:
    choose_project("Mine")
    assert read_settings({}).project == "Mine"


def test_a_projects_name_holds_nothing_that_condor_would_read_otherwise() -> None:
    with pytest.raises(SiteError, match="no project's name"):
        choose_project('a" || true')
