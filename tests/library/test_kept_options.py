"""What a run's folder remembers of its options: all of them, with one declaration each."""

from __future__ import annotations

import inspect
from dataclasses import fields, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import photoparsl
from photoparsl.commands.main import main
from photoparsl.page import PageMetadata
from photoparsl.requesting import RunRequest
from photoparsl.results import KeptOptions, RunDirectory, RunRecord, kept_options
from tests.conftest import Archive

OTHERS: dict[str, Any] = {  # than the defaults
    "clusters": "album",
    "without_duplicates": True,
    "public_table": True,
    "title": "Glass",
    "subtitle": "of the north",
    "thumbnails": 32,
    "start": 1,
    "count": 3,
    "slice_size": 2,
    "public": "page",
}


@pytest.fixture
def manifest(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    photos = sorted(archive.folder.glob("*.jpg"))[:5]
    lines = ["url,year,album", *(f"{photo},190{n},a" for n, photo in enumerate(photos))]
    path = tmp_path / "manifest.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_every_kept_option_given_to_run_comes_back_from_arguments_of(
    manifest: Path, tmp_path: Path
) -> None:
    names = {option.name for option in fields(KeptOptions)}
    assert names == {*OTHERS, "detach"}
    assert all(OTHERS[o.name] != o.default for o in fields(KeptOptions) if o.name in OTHERS)
    run = photoparsl.run(manifest, config="threads", measures="luminance", **OTHERS)
    chosen = OTHERS | {"public": str(tmp_path / "page")}  # wherever it goes on
    arguments = photoparsl.arguments_of(run.path)
    assert {name: arguments[name] for name in chosen} == chosen
    with RunDirectory(run.path) as directory:  # jobs on this machine measure nothing
        directory.write_record(replace(directory.require_record(), detach=True))
    assert photoparsl.arguments_of(run.path)["detach"] is True


def test_a_run_without_options_goes_on_without_them(manifest: Path) -> None:
    run = photoparsl.run(manifest, config="threads", measures="luminance")
    arguments = photoparsl.arguments_of(run.path)
    defaults = {option.name: option.default for option in fields(KeptOptions)}
    assert kept_options(RunDirectory(run.path).require_record()) == defaults
    assert {**defaults, **arguments}.items() >= defaults.items()


@pytest.mark.parametrize("passing", [RunRequest, RunRecord, PageMetadata])
def test_a_kept_option_is_a_field_of_all_that_passes_it_on(passing: type) -> None:
    assert issubclass(passing, KeptOptions)
    assert set(inspect.signature(photoparsl.run).parameters) >= {
        option.name for option in fields(KeptOptions)
    }


def test_a_page_that_loses_any_of_its_options_is_told(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", str(manifest), "--config", "threads", "--measures", "luminance"]
    texts = {"--title": "Glass", "--subtitle": "of the north", "--clusters": "album"}
    switches = ("--without-duplicates", "--public-table")
    assert main([*command, *chain(*texts.items()), *switches]) == 0
    assert "is made without" not in "".join(capsys.readouterr())
    assert main(command) == 0
    warned = " ".join("".join(capsys.readouterr()).split())
    assert "before, and is made without them now" in warned
    assert all(flag in warned.split("the page was made with")[1] for flag in (*texts, *switches))
