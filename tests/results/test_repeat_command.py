"""The command that repeats a run has all that shapes its numbers and its page, and no secrets."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Any

from photoparsl.results.repeat_command import repeat_command
from tests.results.test_run_directory import RECORD


def command_of(manifest: str = "m.csv", **changes: Any) -> str:
    return repeat_command(replace(RECORD, **changes), manifest, ["luminance", "mine:of photo"])


def test_the_command_has_every_option_that_shapes_the_page_as_a_shell_reads_it() -> None:
    command = command_of(
        title="Ann's $(light) `x`",
        subtitle="--all; of it",
        start=2,
        count=5,
        groups=["kind", "a b"],
        year_notes=["1905-1905 a studio"],
        thumbnails=48,
        clusters="album",
        without_duplicates=True,
        public_table=True,
    )
    assert shlex.split(command) == [
        *("photoparsl", "run", "m.csv", "--measures", "luminance,mine:of photo"),
        *(
            "--start",
            "2",
            "--count",
            "5",
            "--title",
            "Ann's $(light) `x`",
            "--subtitle=--all; of it",
        ),
        *("--thumbnails", "48", "--group", "kind", "--group", "a b", "--year-notes", "notes.csv"),
        *("--clusters", "album", "--without-duplicates", "--public-table"),
    ]


def test_the_command_has_no_secrets_and_no_local_folders() -> None:
    url = "https://ann:SECRET@example.org/m.csv?token=SECRET"
    command = command_of(url, title=f"from {url}", subtitle=url, clusters=url, groups=[url])
    assert "SECRET" not in command
    assert "SECRET" not in command_of("/home/SECRET/m.csv")


def test_a_manifest_whose_name_begins_with_a_dash_is_no_option() -> None:
    assert shlex.split(command_of("-x.csv"))[2] == "./-x.csv"


def test_the_command_reads_an_archive_as_the_run_did() -> None:
    reading = {
        "image_column": ["scan file"],
        "date_column": ["Dated", "Year"],
        "columns": ["box"],
        "exclude": ["backs"],
        "raw": ["yes"],
        "fuzzy": ["yes"],
        "corrections": ["0f3c"],
        "allow_private": [],
    }
    assert shlex.split(repeat_command(RECORD, "list.csv", [], reading)) == [
        *("photoparsl", "run", "list.csv", "--image-column", "scan file"),
        *("--date-column", "Dated", "--date-column", "Year", "--columns", "box"),
        *("--exclude", "backs", "--fuzzy", "--corrections", "corrections.csv", "--title", "t"),
    ]
