from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.sites.submit_file import Pilot, link_inputs, of_run, script_text, submit_text


def lines(**changes: object) -> dict[str, str]:
    """The submit file's lines by their names, without spaces around '='."""
    pilot = Pilot(**{"script": Path("/run/pilot.sh"), "run_id": "1f", **changes})  # type: ignore[arg-type]
    pairs = (line.partition("=") for line in submit_text(pilot).splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def test_a_project_is_a_string_and_no_subtraction() -> None:
    assert lines(project="My-Proj")["+ProjectName"] == '"My-Proj"'
    assert lines(project='a"b')["+ProjectName"] == r'"a\"b"'


def test_what_people_choose_is_no_macro_of_htcondors() -> None:
    submitted = lines(project="$(HOME)", environment={"A": "$ENV(HOME)"})
    assert submitted["+ProjectName"] == '"$(DOLLAR)(HOME)"'
    assert submitted["environment"] == '"A=$(DOLLAR)ENV(HOME)"'


def test_no_line_of_a_project_is_a_line_of_the_submit_file() -> None:
    assert lines(project="a\nqueue 100")["+ProjectName"] == r'"a\nqueue 100"'


@pytest.mark.parametrize("name", ["a, b", "$(HOME)", 'it\'s "ü"', "%h $ENV(PATH)"])
def test_no_folders_name_is_in_a_submit_file(name: str, tmp_path: Path) -> None:
    scripts, cache = tmp_path / name / "scripts", tmp_path / name / "cache"
    for folder in (scripts, cache, scripts.parent / "keys"):
        folder.mkdir(parents=True)
    (cache / "bundle.tar.gz").touch()
    inputs = (str(cache / "bundle.tar.gz"), str(scripts.parent / "keys"))
    pilot = Pilot(scripts / "pilot.sh", "1f", inputs=inputs)
    assert str(tmp_path) not in submit_text(pilot)
    assert "= bundle.tar.gz, ../keys, pilot.sh\n" in submit_text(pilot)
    for _ in range(2):
        link_inputs(pilot, tmp_path / name)
    assert (scripts / "bundle.tar.gz").samefile(cache / "bundle.tar.gz")
    assert (scripts / "logs").samefile(tmp_path / name)


def test_a_comma_in_an_inputs_own_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a,b").touch()
    with pytest.raises(SiteError, match="a,b"):
        lines(inputs=(str(tmp_path / "a,b"),))


def test_a_comma_in_a_url_doesnt_split_it() -> None:
    submitted = lines(inputs=("https://a.example/x, y/$(HOME)/b.tar.gz",))["transfer_input_files"]
    assert submitted == "https://a.example/x%2C%20y/%24(HOME)/b.tar.gz, pilot.sh"


def test_jobs_are_known_by_a_mark_whose_case_counts() -> None:
    assert lines(run_id="1f")["+PhotoparslRun"] == '"1f"'
    assert of_run("1f") == 'PhotoparslRun =?= "1f"'


def test_no_project_gives_no_line() -> None:
    assert "+ProjectName" not in lines()


def test_quotes_and_spaces_in_the_environment_arrive_as_they_are() -> None:
    submitted = lines(environment={"A": "plain", "B": "it's two", "C": 'say "hi"'})["environment"]
    assert submitted == "\"A=plain B='it''s two' C='say \"\"hi\"\"'\""


def test_a_pilot_asks_for_what_it_needs_in_htcondors_units() -> None:
    submitted = lines(cores=2, memory_gb=1.5, disk_gb=3)
    requests = (submitted["request_cpus"], submitted["request_memory"], submitted["request_disk"])
    assert requests == ("2", "1536", str(3 * 1024 * 1024))


def test_a_walltime_reaches_the_submit_file() -> None:
    assert "> 3600" in lines(most_seconds=3600)["periodic_remove"]
    assert "periodic_remove" not in lines()


def test_the_pools_commands_list_a_pilot_under_its_runs_name() -> None:
    assert lines(name="Glass, $(HOME)\nqueue 9")["batch_name"] == "photoparsl-Glass_HOME_queue_9"
    assert lines(run_id="1f")["batch_name"] == "photoparsl-1f"
    assert lines()["description"] == "photoparsl pilot"


def test_a_finished_pilot_leaves_the_queue_at_once() -> None:
    assert "leave_in_queue" not in lines()


def test_a_bundle_is_fetched_from_where_its_url_says_by_htcondor_itself() -> None:
    url = "osdf:///ospool/ap40/data/ann/photoparsl-bundle-1.tar.gz"
    assert lines(inputs=(url, "/run/certificates"))["transfer_input_files"].startswith(f"{url}, ")


def test_lines_of_ones_own_come_before_the_queue_statement() -> None:
    pilot = Pilot(Path("p.sh"), "1f", lines="container_image = osdf:///ospool/image.sif\n")
    assert submit_text(pilot).endswith("container_image = osdf:///ospool/image.sif\nqueue\n")


def test_a_pilots_script_stops_at_what_fails_and_ends_as_its_workers() -> None:
    script = script_text("  tar xzf a.tar.gz\n  cd a\n", "python -m pool", 1, 2.0).splitlines()
    assert script[:2] == ["#!/bin/bash", "set -e"]
    assert script[-3:] == ["tar xzf a.tar.gz", "cd a", "exec python -m pool"]
