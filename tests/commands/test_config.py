"""Settings files give a run's options, a folder's file only harmless ones; `config` shows all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from photoparsl.options import user_file
from photoparsl.sites import choose_project, read_settings, settings_file
from tests.commands.calls import call, last_error, run_here, write_photos

pytestmark = pytest.mark.usefixtures("own_folder")

FOLDER = Path("photoparsl.toml")


def write_user(text: str) -> None:
    user_file().parent.mkdir(parents=True, exist_ok=True)
    user_file().write_text(text, encoding="utf-8")


def measures_of_run() -> list[str]:
    return list(json.loads(Path("runs/m/run.json").read_text())["measures"])


def shown(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert call("config", "--json", *options) == 0
    found = json.loads(capsys.readouterr().out)
    return {**found["run"], **{f"grid.{name}": entry for name, entry in found["grid"].items()}}


def test_a_run_has_the_options_of_the_files_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    write_user('[run]\nmeasures = ["contrast"]\ntitle = "Mine"\nper_host = 4\n')
    FOLDER.write_text('[run]\nmeasures = ["luminance", "entropy"]\nsubtitle = "A glass plate"\n')
    assert run_here("--subtitle", "Another") == 0
    assert measures_of_run() == ["luminance", "entropy"]
    record = json.loads(Path("runs/m/run.json").read_text())
    assert (record["title"], record["subtitle"]) == ("Mine", "Another")
    printed = capsys.readouterr().err
    assert f"Settings   title, per_host: from {user_file()}" in printed
    assert "Settings   measures: from photoparsl.toml" in printed


def test_an_option_in_a_list_replaces_the_files_list() -> None:
    write_photos(1)
    Path("m.txt").write_text("url,year,a,b\n0.jpg,1900,x,y\n")
    FOLDER.write_text('[run]\ngroup = ["a"]\n')
    assert run_here("--group", "b") == 0
    assert json.loads(Path("runs/m/run.json").read_text())["groups"] == ["b"]


def test_no_settings_leaves_the_files_out() -> None:
    write_photos(1)
    FOLDER.write_text('[run]\nmeasures = ["luminance"]\n')
    assert run_here("--no-settings", "--measures", "contrast") == 0
    assert measures_of_run() == ["contrast"]
    FOLDER.write_text("no TOML")
    assert run_here("--no-settings") == 0
    assert run_here() == 2


def test_a_file_above_the_folder_counts_for_nothing(own_folder: Path) -> None:
    (own_folder.parent / FOLDER).write_text("no TOML")
    write_photos(1)
    assert run_here() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[run]\nmesures = ['a']",
            "photoparsl.toml: 'mesures' is unknown; did you mean 'measures'?",
        ),
        ("[rum]\nfuzzy = true", "the table [rum] is unknown; did you mean 'run'?"),
        ("fuzzy = true", "'fuzzy' is in no table: write it below a line [run]"),
        ("pilots = 2", "write it below a line [run], or if it is of a grid, below [grid] in /"),
        ("[run]\nfuzzy = 1", "photoparsl.toml: fuzzy: 1 isn't true or false"),
        ("[[run]]\nfuzzy = true", "'run' isn't a table: begin it by a line [run]"),
        ("[run]\ntitle = {a = nan}", "photoparsl.toml: title: {a = nan} isn't a text"),
        ("[run]\nper_host = true", "photoparsl.toml: per_host: true isn't a whole number"),
        ("[run]\nmeasures = [1]", "measures: [1] isn't a text or a list of texts"),
        ("[run]\nyear_notes = 1979-05-27", "year_notes: 1979-05-27 isn't a path"),
        ("[run]\nmeasures = ['nix']", "photoparsl.toml: measures: there is no measure 'nix'"),
        ("[run]\nmeasures = 'contrast,nix'", "toml: measures: there is no measure 'nix'"),
        ("[run]\nyear_notes = 'nix.csv'", "photoparsl.toml: year_notes: nix.csv: can't be read"),
        ("[run]\ncorrections = 'nix.csv'", "photoparsl.toml: corrections: nix.csv: "),
        ("[run]\ngroup = 'album'", 'group: "album" isn\'t a list of texts'),
        ("[run]\nper_host = 0", "per_host: 0 isn't from 1 to 10,000"),
        ("[run]\nretry-failed = []", "'retry-failed' is unknown"),
        ("[run]\nretry_failed = []", "'retry_failed' is for one run: give --retry-failed"),
        ("[run]\nallow_private = true", "'allow_private' is for one run: give --allow-private"),
        ("[run", "photoparsl.toml: isn't TOML"),
        ("a = " + "[" * 90_000, "photoparsl.toml: isn't TOML"),
        ("#" * 1_000_001, "isn't a file of settings, of at most 1,000,000 bytes"),
        ("[grid]\nbundle_url = 'http://a.example/'", "the table [grid] is for"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_name(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    FOLDER.write_text(text)
    assert run_here() == 2
    assert words in last_error(capsys)
    assert not Path("runs").exists()
    assert call("config") == 2
    assert words in last_error(capsys)


def test_every_wrong_line_of_the_files_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    write_user("[run]\nper_host = 0\nmeasures = 'nix'\n\n[rum]\na = 1\n")
    FOLDER.write_text(
        "a = 1\n[grid]\nb = 1\n[run]\nper_host = 100\nyear_notes = '/etc/passwd'\nx = 1\n"
    )
    assert run_here() == 2
    lines = capsys.readouterr().err.splitlines()
    told = "[rum]", "per_host: 0", "'a' is", "[grid]", "'per_host' may", "year_notes", "'x'", "nix"
    assert [word for word, line in zip(told, lines, strict=True) if word not in line] == []


def test_every_wrong_setting_of_a_grid_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    write_user("[grid]\npilots = 'a'\nport = -1\n")
    settings_file().write_text("nix = 1\n")
    assert call("config") == 2
    lines = capsys.readouterr().err.splitlines()
    told = ("site.toml: 'nix'", "config.toml: pilots", "config.toml: port")
    assert [word in line for word, line in zip(told, lines, strict=True)] == [True] * 3


def test_a_file_with_a_byte_order_mark_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    FOLDER.write_text("[run]\nper_host = 1\n", encoding="utf-8-sig")
    write_user("")
    user_file().write_text("[grid]\npilots = 3\n", encoding="utf-8-sig")
    settings_file().write_text("port = 40000\n", encoding="utf-8-sig")
    values = {name: entry["value"] for name, entry in shown(capsys).items()}
    assert values | {"per_host": 1, "grid.pilots": 3, "grid.port": 40000} == values


@pytest.mark.parametrize(
    ("line", "words"),
    [("config = 'nix'", "config: there is no config 'nix'"), ("measures = 'nix'", "measures: ")],
)
def test_a_value_that_a_run_cant_use_is_told_with_the_users_file(
    line: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_user(f"[run]\n{line}\n")
    assert call("config") == 2
    assert f"{user_file()}: {words}" in last_error(capsys)


def test_an_earlier_versions_names_in_a_file_are_read_as_todays() -> None:
    write_photos(1)
    Path("n.csv").write_text("year,text\n1900,x\n")
    FOLDER.write_text("[run]\nnote = 'of stone'\nnotes = 'n.csv'\n")
    assert run_here() == 0
    path = Path("runs/m/run.json")
    record = json.loads(path.read_text())
    assert (record["subtitle"], record["year_notes"]) == ("of stone", ["1900-1900 x"])
    record["note"], record["notes"] = record.pop("subtitle"), record.pop("year_notes")
    path.write_text(json.dumps(record))  # as an earlier version wrote it
    assert call("page", "runs/m", "-o", "p.html") == 0
    assert "of stone" in Path("p.html").read_text()


def test_a_wrong_value_that_the_command_line_replaces_ends_no_run() -> None:
    write_photos(1)
    FOLDER.write_text("[run]\nmeasures = ['nix']\nyear_notes = 'nix.csv'\n")
    Path("n.csv").write_text("year,text\n1900,x\n")
    assert run_here("--measures", "contrast", "--year-notes", "n.csv") == 0


MAY_BE = {
    **dict.fromkeys(("config", "thumbnails", "public_table", "detach"), "may have no value here"),
    **dict.fromkeys(
        ("year_notes", "corrections"), "may only be a file in this folder, and no link out of it"
    ),
    "measures": "may only be measures of photoparsl here",
    "per_host": "may be at most 8 here",
    "connections": "may be at most 64 here",
    "timeout": "may be at most 120 here",
    "max_memory": "may be at most 1,500,000,000 here",
}


@pytest.mark.parametrize(
    "line",
    [
        "config = 'evil.py'",
        "config = 'osgconnect'",
        "measures = ['evil:measure']",
        "measures = ['luminance', ' evil:measure']",
        "measures = 'luminance,evil:measure'",
        "year_notes = '/etc/hostname'",
        "year_notes = '../notes.csv'",
        "year_notes = '~/notes.csv'",
        "corrections = 'link.csv'",
        "per_host = 9",
        "connections = 65",
        "timeout = 121",
        "max_memory = 1_500_000_001",
        "thumbnails = 48",
        "public_table = true",
        "detach = true",
    ],
)
def test_the_file_of_a_folder_has_no_harmful_option(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    Path("evil.py").write_text("open('was-run', 'w').close()\ndef measure(photo): return 1\n")
    Path("link.csv").symlink_to("/etc/hostname")
    FOLDER.write_text(f"[run]\n{line}\n")
    assert run_here() == 2
    message = last_error(capsys)
    assert f"{MAY_BE[line.split(maxsplit=1)[0]]}, as a folder may be a stranger's" in message
    assert str(user_file()) in message
    assert not Path("was-run").exists() and not Path("runs").exists()


def test_the_file_of_a_folder_asks_a_server_for_no_more_than_the_user_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    write_user("[run]\nper_host = 2\n")
    FOLDER.write_text("[run]\nper_host = 3\n")
    assert run_here() == 2
    assert "'per_host' may be at most 2 here" in last_error(capsys)
    FOLDER.write_text("[run]\nper_host = 1\n")
    assert shown(capsys)["per_host"] == {"value": 1, "origin": "photoparsl.toml"}


def test_a_pipe_in_place_of_the_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    os.mkfifo(FOLDER)
    assert run_here() == 2
    assert "photoparsl.toml: isn't a file of settings" in last_error(capsys)


def test_config_shows_each_settings_value_and_origin(capsys: pytest.CaptureFixture[str]) -> None:
    write_user("[run]\nthumbnails = 48\ntimeout = 30\n[grid]\npilots = 7\ncores = 2\n")
    settings_file().write_text("pilots = 5\nport = 9000\n")
    FOLDER.write_text('[run]\nsubtitle = "Ann\'s \\"plates\\""\n')
    found = shown(capsys, "--cores", "4", "--title", "T", "--measures", "luminance")
    mine = str(user_file())
    assert found["thumbnails"] == {"value": 48, "origin": mine}
    assert found["timeout"] == {"value": 30, "origin": mine}
    assert found["subtitle"] == {"value": 'Ann\'s "plates"', "origin": "photoparsl.toml"}
    assert found["title"] == {"value": "T", "origin": "--title"}
    assert found["measures"] == {"value": ["luminance"], "origin": "--measures"}
    assert found["clusters"] == {"value": "", "origin": "the default"}
    assert found["grid.pilots"] == {"value": 7, "origin": mine}
    assert found["grid.port"] == {"value": 9000, "origin": str(settings_file())}
    assert found["grid.cores"] == {"value": 4, "origin": "--cores"}
    assert "restart" not in found and "run_dir" not in found
    assert call("config") == 0
    text = capsys.readouterr().out
    assert "# photoparsl.toml\n" in text
    assert 'subtitle = "Ann\'s \\"plates\\""  # photoparsl.toml\n' in text
    assert "# slice_size has no value  # the default\n" in text


def test_what_config_shows_is_a_settings_file(capsys: pytest.CaptureFixture[str]) -> None:
    write_user('[run]\ntitle = "a\\tb \\u00fc \\u001b[1m"\nexclude = ["*_back.jpg"]\n')
    before = shown(capsys)
    assert call("config") == 0
    write_user(capsys.readouterr().out)
    after = shown(capsys)
    assert {k: v["value"] for k, v in after.items()} == {k: v["value"] for k, v in before.items()}


def test_a_grids_settings_of_the_users_file_come_before_site_toml() -> None:
    write_user('[grid]\npilots = 7\npublic = "/srv/page"\n')
    settings_file().write_text('pilots = 5\nport = 9000\npublic_url = "http://other.example/"\n')
    grid = read_settings({})
    assert (grid.pilots, grid.port, grid.public, grid.public_url) == (7, 9000, "/srv/page", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, '[grid]\nproject = "P"\n'),
        ("[run]\nfuzzy = true\n", '[run]\nfuzzy = true\n\n[grid]\nproject = "P"\n'),
        ("[grid] # ours\npilots = 2\n", '[grid] # ours\nproject = "P"\npilots = 2\n'),
        ("[grid]\nproject = 'Old'\n", '[grid]\nproject = "P"\n'),
    ],
)
def test_a_project_is_written_into_the_users_file(before: str | None, after: str) -> None:
    if before is not None:
        write_user(before)
    assert choose_project("P") == user_file()
    assert user_file().read_text() == after


def test_a_project_goes_where_one_stands() -> None:
    write_user("[grid]\npilots = 2\n")
    settings_file().write_text("project = 'Old'\n")
    assert choose_project("P") == settings_file()
    write_user("[grid]\nproject = 'Older'\n")
    assert choose_project("Q") == user_file()
    assert read_settings({}).project == "Q"
