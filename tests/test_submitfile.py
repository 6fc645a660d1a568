from __future__ import annotations

from pathlib import Path

from photoparsl.grid.submitfile import Pilot, script_text, submit_text


def lines(**changes: object) -> dict[str, str]:
    """The submit file's lines by their names, without spaces around '='."""
    pilot = Pilot(script=Path("/run/pilot.sh"), log_dir=Path("/run/log"), **changes)  # type: ignore[arg-type]
    pairs = (line.partition("=") for line in submit_text(pilot).splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def test_a_project_is_a_string_and_no_subtraction() -> None:
    assert lines(project="My-Proj")["+ProjectName"] == '"My-Proj"'
    assert lines(project='a"b')["+ProjectName"] == r'"a\"b"'


def test_no_project_gives_no_line() -> None:
    assert "+ProjectName" not in lines()


def test_quotes_and_spaces_in_the_environment_arrive_as_they_are() -> None:
    told = lines(environment={"A": "plain", "B": "it's two", "C": 'say "hi"'})["environment"]
    assert told == "\"A=plain B='it''s two' C='say \"\"hi\"\"'\""


def test_a_pilot_asks_for_what_it_needs_in_htcondors_units() -> None:
    told = lines(cores=2, memory_gb=1.5, disk_gb=3)
    asked = (told["request_cpus"], told["request_memory"], told["request_disk"])
    assert asked == ("2", "1536", str(3 * 1024 * 1024))


def test_a_walltime_reaches_the_submit_file() -> None:
    assert "> 3600" in lines(most_seconds=3600)["periodic_remove"]
    assert "periodic_remove" not in lines()


def test_a_finished_pilot_leaves_the_queue_and_a_removed_one_at_once() -> None:
    told = lines()["leave_in_queue"]
    assert "JobStatus == 4" in told and "< 300" in told
    assert "3)" not in told.replace("300)", "")


def test_a_bundle_is_fetched_from_where_its_url_says_by_htcondor_itself() -> None:
    url = "osdf:///ospool/ap40/data/ann/photoparsl-bundle-1.tar.gz"
    assert lines(inputs=(url, "/run/certificates"))["transfer_input_files"].startswith(f"{url}, ")


def test_lines_of_ones_own_come_before_the_queue_statement() -> None:
    pilot = Pilot(Path("p.sh"), Path("log"), lines="container_image = osdf:///ospool/image.sif\n")
    assert submit_text(pilot).endswith("container_image = osdf:///ospool/image.sif\nqueue\n")


def test_a_pilots_script_stops_at_what_fails_and_ends_as_its_workers() -> None:
    script = script_text("  tar xzf a.tar.gz\n  cd a\n", "python -m pool", 1, 2.0).splitlines()
    assert script[:2] == ["#!/bin/bash", "set -e"]
    assert script[-3:] == ["tar xzf a.tar.gz", "cd a", "exec python -m pool"]
