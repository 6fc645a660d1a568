"""Each setting of a grid is declared once, and options and documents are made from that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.sites import SETTINGS, Grid

ROOT = Path(__file__).parents[2]


def test_every_setting_has_a_sentence_and_a_default_of_its_type() -> None:
    for name, setting in SETTINGS.items():
        assert setting.help and setting.checked(setting.default, "here") == getattr(Grid(), name)


def test_every_setting_with_an_option_is_an_option_of_run() -> None:
    command = [sys.executable, "-m", "photoparsl", "run", "--help"]
    text = subprocess.check_output(command, text=True, cwd=ROOT)
    for setting in SETTINGS.values():
        assert not setting.option or f"{setting.option} {setting.metavar}" in text


def test_the_documents_tables_are_those_of_the_declarations() -> None:
    """`python docs/settings.py` writes it."""
    code = (
        "import settings\n"
        "for path, text in settings.pages().items(): print(path.read_text('utf-8') == text)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT / "docs") == b"True\n" * 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("pilots", True, "should be a whole number"),
        ("pilots", 2.5, "should be a whole number"),
        ("memory", -1, "should be a number from 0 to 10,000"),
        ("project", 7, "should be a text"),
        ("modules", "mine", "should be a list of texts"),
        ("public_url", "ftp://a.example/", "should be a URL that begins with http:// or https://"),
    ],
)
def test_a_value_that_isnt_valid_is_refused_with_its_name(
    name: str, value: object, words: str
) -> None:
    with pytest.raises(SiteError, match=f"here: {name} is .*{words}"):
        SETTINGS[name].checked(value, "here")


def test_a_value_is_given_the_settings_type() -> None:
    assert SETTINGS["memory"].checked(4, "here") == 4.0
    assert SETTINGS["modules"].checked(["a", "b"], "here") == ("a", "b")
    assert SETTINGS["public"].checked(Path("/srv/public"), "here") == "/srv/public"


def test_a_setting_with_a_line_is_submitted_before_the_users_own_lines() -> None:
    grid = Grid(lease=60, partition="{long}", submit="+Group = 1")
    assert grid.condor_lines == "job_lease_duration = 60\n+Group = 1"
    assert grid.slurm_lines == "#SBATCH --partition={long}\n+Group = 1"
    assert Grid().slurm_lines == "", "a setting without a value has no line"
