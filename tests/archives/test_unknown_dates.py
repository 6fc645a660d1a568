"""Fields that look like dates are named where no field's name says that it holds one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from tests.conftest import jpeg

pytestmark = pytest.mark.usefixtures("folder")

HEAD = "no field's name says that it holds the photo's date; these look like dates: "


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["manifest", *arguments, "-o", "m.csv"])
    return capsys.readouterr().out


def test_a_column_that_looks_like_dates_is_named_with_how_to_take_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = (f"https://a.example/{n}.jpg,1931.{n},um 19{n}0,Haus {n}" for n in range(4))
    Path("t.csv").write_text("\n".join(["Bild,Inventarnummer,Wann etwa,Motiv", *rows]))
    said = printed(capsys, "t.csv")
    assert HEAD + "'wann etwa' ('um 1900', 'um 1910', 'um 1920'): --date-column 'wann etwa'" in said
    assert "motiv" not in said.partition(HEAD)[2]
    assert "inventarnummer" not in said.partition(HEAD)[2]
    assert HEAD not in printed(capsys, "t.csv", "--date-column", "wann etwa")


def test_nothing_is_said_where_a_record_has_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text("url,date,moment\nhttps://a.example/1.jpg,1900,1901\n")
    assert HEAD not in printed(capsys, "t.csv")


def test_elements_and_fields_that_look_like_dates_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("x").mkdir()
    Path("x/1.jpg").write_bytes(jpeg(90))
    Path("x/1.xml").write_text("<record><title>A</title><moment>1912</moment></record>")
    assert HEAD + "'moment' ('1912')" in printed(capsys, "x")
    items = [{"image": "https://a.example/1.jpg", "taken by": {"the moment": "c. 1912"}}]
    Path("j.json").write_text(json.dumps({"items": items}))
    said = printed(capsys, "j.json")
    name = '"taken by"."the moment"'
    assert (
        HEAD + f"'{name}' ('c. 1912'): --date-column '{name}' (Python: date_column) takes the first"
        in said
    )
    assert HEAD not in printed(capsys, "j.json", "--date", name)
