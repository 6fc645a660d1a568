from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.sites import Grid, choose_project, settings, settings_file


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
    assert settings({}) == Grid()


def test_the_command_line_comes_before_the_file() -> None:
    write('project = "Ours"\npilots = 20\nwalltime = 4\nmodules = ["mine"]\n')
    grid = settings({"pilots": 2, "project": None, "config": "osgconnect"})
    assert (grid.pilots, grid.project, grid.walltime, grid.modules) == (2, "Ours", 4.0, ("mine",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pilot = 3", "'pilot' is unknown"),
        ('pilots = "three"', "pilots is 'three', and should be of type int"),
        ("pilots = true", "should be of type int"),
        ("pilots = ", "site.toml"),
    ],
)
def test_a_wrong_file_is_told_with_its_name(text: str, words: str) -> None:
    write(text)
    with pytest.raises(SiteError, match=words) as told:
        settings({})
    assert "site.toml" in str(told.value)


def test_a_project_is_chosen_once_and_other_lines_stay() -> None:
    write('pilots = 7\nproject = "Old"\nport = 9000\n')
    choose_project("New-1.0")
    assert settings({}) == Grid(project="New-1.0", pilots=7, port=9000)
    assert settings_file().read_text().count("project") == 1


def test_a_first_project_makes_the_file() -> None:
    choose_project("Mine")
    assert settings({}).project == "Mine"


def test_a_projects_name_holds_nothing_that_condor_would_read_otherwise() -> None:
    with pytest.raises(SiteError, match="no project's name"):
        choose_project('a" || true')
