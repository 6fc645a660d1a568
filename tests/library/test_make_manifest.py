"""A manifest made from Python."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import photoparsl
from photoparsl.commands.main import parser
from photoparsl.errors import ManifestError
from photoparsl.results import RunDirectory
from tests.conftest import Archive, jpeg


def test_a_folder_of_photos_becomes_a_manifest_that_run_takes(tmp_path: Path) -> None:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(jpeg(90 + number))
    report = photoparsl.make_manifest(folder, tmp_path / "manifest.csv")
    assert (report.written, dict(report.reasons)) == (3, {})
    run = photoparsl.run(tmp_path / "manifest.csv", config="threads", run_dir=tmp_path / "x")
    assert run.check().measured == 3


def test_a_folder_is_measured_without_a_manifest(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(jpeg(90))
    run = photoparsl.run(folder, config="threads", run_dir=tmp_path / "x")
    assert run.check().measured == 1
    assert capfd.readouterr() == ("", "")  # a pipe is no terminal
    assert "photos from files" in (run.path / "run.log").read_text()
    photoparsl.run(folder, config="threads", run_dir=tmp_path / "x", progress=True)
    assert "its list is as it was on " in capfd.readouterr().err


def test_columns_of_a_table_are_named_as_for_the_command(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(jpeg(90))
    (tmp_path / "table.csv").write_text("where,when\n1.jpg,ca. 1910\n")
    run = photoparsl.run(
        tmp_path / "table.csv",
        image_column="where",
        date_column=["when"],
        fuzzy=True,
        config="threads",
        run_dir=tmp_path / "x",
    )
    (photo,) = RunDirectory(run.path).manifest.rows()
    assert (photo.year, photo.span) == (1910, (1905, 1915))


def test_every_option_of_the_command_is_a_parameter() -> None:
    parameters = inspect.signature(photoparsl.make_manifest).parameters
    assert [*parameters][:2] == ["sources", "output"]
    commands = next(a.choices for a in parser("manifest")._actions if isinstance(a.choices, dict))
    given = {option.dest for option in commands["manifest"]._actions} - {"help"}
    assert parameters.keys() == given
    text = inspect.getdoc(photoparsl.make_manifest) or ""
    assert re.findall(r"^(\w+): .", text, re.MULTILINE) == [*parameters]


def test_options_are_those_of_the_command(archive: Archive, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("where,when\nhttps://a.example/1.jpg,ca. 1910\nhttps://a.example/2.jpg,1911\n")
    output = tmp_path / "manifest.txt"
    report = photoparsl.make_manifest(
        [table], output, image_column="where", date_column=["when"], fuzzy=True
    )
    assert report.years == 2
    assert output.read_text().splitlines()[-1] == "https://a.example/2.jpg 1911"
    with pytest.raises(ManifestError, match="no kind 'xml'"):
        photoparsl.make_manifest(table, output, kind="xml")
    with pytest.raises(ManifestError, match=r"no kind 'iif' .* did you mean 'iiif'"):
        photoparsl.make_manifest(table, output, kind="iif")
    with pytest.raises(ManifestError, match="is a source"):
        photoparsl.make_manifest(table, table)
    with pytest.raises(ManifestError, match="no column 'nothing'"):
        photoparsl.make_manifest(table, output, image_column="nothing", date_column="when")
