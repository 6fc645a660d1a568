"""A table's columns are named as it writes them, and whose date each holds in plain words."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.archives import FieldNames, ReadOptions, manifest_of
from photoparsl.commands.main import main
from photoparsl.errors import ManifestError
from tests.conftest import jpeg

pytestmark = pytest.mark.usefixtures("folder")


def summary(header: str, row: str, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What `manifest` prints about a table of one photo."""
    Path("Karl.JPG").write_bytes(jpeg(90))
    Path("liste.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    main(["manifest", "liste.csv", "-o", "m.csv", *more])
    return " ".join(capsys.readouterr().out.split())


def test_the_summary_writes_columns_as_the_table_does(capsys: pytest.CaptureFixture[str]) -> None:
    said = summary(
        "Dateiname;Vorschau;Aufnahme-Jahr;Scan-Datum;BeginDate;Artist",
        "Karl.JPG;http://h.example/a_thumb.jpg;1911;2014-05-06;1870;Karl",
        capsys,
    )
    assert "Photos from: the column 'Dateiname'" in said
    assert "photos are in 'Vorschau' too" in said
    assert "'Aufnahme-Jahr' when the photo was taken 1 e.g. 1911" in said
    assert "'Scan-Datum' when it was digitised 1 e.g. 2014-05-06" in said
    assert "'BeginDate' a person's life 1 e.g. 1870" in said
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.DictReader(file))["date_field"] == "Aufnahme-Jahr"


def test_a_pair_of_columns_is_named_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    said = summary("File;YearFrom;YearTo", "Karl.JPG;1911;1913", capsys)
    assert "'YearFrom'" in said and "'yearfrom'" not in said


def test_columns_that_look_like_dates_are_named_as_they_are_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = summary("File;Zu Welcher Zeit etwa", "Karl.JPG;um 1911", capsys)
    assert "'Zu Welcher Zeit etwa' ('um 1911')" in said


def test_an_absent_column_is_answered_with_the_names_as_they_are_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    summary("File;Datierung", "Karl.JPG;1911", capsys)
    names = FieldNames(date_column=("nope",))
    with pytest.raises(ManifestError, match="there are File, Datierung"):
        manifest_of(["liste.csv"], Path("n.csv"), ReadOptions(names=names))
