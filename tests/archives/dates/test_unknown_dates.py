"""Fields that look like dates are named where no field's name says that it holds one."""

from __future__ import annotations

import json
import re
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
    Path("t.csv").write_text("\n".join(["Bild,Inventarnummer,Wann wohl so,Motiv", *rows]))
    said = printed(capsys, "t.csv")
    assert (
        HEAD + "'Wann wohl so' ('um 1900', 'um 1910', 'um 1920'): --date-column 'Wann wohl so'"
        in said
    )
    assert "Motiv" not in said.partition(HEAD)[2]
    assert "Inventarnummer" not in said.partition(HEAD)[2]
    assert HEAD not in printed(capsys, "t.csv", "--date-column", "wann etwa")


def test_months_with_a_year_of_two_digits_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (f"https://a.example/{n}.jpg,{text}" for n, text in enumerate(["MAY 67", "JUN 71"]))
    Path("t.csv").write_text("\n".join(["Bild,Rahmen", *rows]))
    assert HEAD + "'Rahmen' ('MAY 67', 'JUN 71')" in printed(capsys, "t.csv")
    Path("t.csv").write_text("Bild,Rahmen\nhttps://a.example/1.jpg,May 7\n")
    assert HEAD not in printed(capsys, "t.csv")


@pytest.mark.parametrize("name", ["Schutzfrist bis", "Embargo until", "End of protection"])
def test_the_end_of_a_copyright_is_not_proposed(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("t.csv").write_text(f"Bild,{name}\nhttps://a.example/1.jpg,1976\n")
    assert HEAD not in printed(capsys, "t.csv")


@pytest.mark.parametrize(
    "name", ["AdmDateInserted", "Donated in", "Geschenk", "Farář od", "Pfarrer seit", "Catalogued"]
)
def test_a_column_that_is_known_to_be_of_another_thing_is_not_proposed(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("t.csv").write_text(f"Bild,{name},Moment\nhttps://a.example/1.jpg,1976,1931\n")
    assert HEAD + "'Moment' ('1931')" in (said := printed(capsys, "t.csv"))
    assert name not in said.partition(HEAD)[2]


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
        HEAD + f"'{name}' ('c. 1912'): --date-column '{name}' (Python: date_column) takes it"
        in said
    )
    assert HEAD not in printed(capsys, "j.json", "--date-column", name)


@pytest.mark.parametrize("end", ["csv", "txt"])
def test_a_date_that_no_record_has_ends_with_the_names_there_are(
    capsys: pytest.CaptureFixture[str], end: str
) -> None:
    Path("x").mkdir()
    Path("x/1.jpg").write_bytes(jpeg(90))
    Path("x/1.xml").write_text("<record><title>A</title><moment>1912</moment></record>")
    Path("m.json").write_text(json.dumps(iiif(("Attribution", "Given 1975"), ("Moment", "1912"))))
    for source, names in (("x", "'title', 'moment'"), ("m.json", "'Attribution', 'Moment'")):
        assert main(["manifest", source, "-o", f"m.{end}", "--date-column", "nope"]) == 2
        assert f"no record has a date there; there are {names}" in capsys.readouterr().err
        assert not Path(f"m.{end}").exists()
        assert main(["manifest", source, "-o", f"m.{end}", "--date-column", "moment"]) == 0
        Path(f"m.{end}").unlink()


def test_a_folder_of_photos_says_which_dates_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    Path("Album").mkdir()
    Path("Album/Oma 1912.jpg").write_bytes(jpeg(90))
    assert main(["manifest", "Album", "-o", "m.csv", "--date-column", "nope"]) == 2
    assert "there are 'file name', 'folder name'" in capsys.readouterr().err
    assert not Path("m.csv").exists()
    assert main(["manifest", "Album", "-o", "m.csv", "--date-column", "file name"]) == 0


@pytest.mark.parametrize(
    "text", ["Given 1975", "Gift of A. Bell, 1980", "Schenkung 1961", "© 1999", "Built in 1890"]
)
def test_a_text_that_says_of_what_its_year_is_is_not_proposed(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("m.json").write_text(json.dumps(iiif(("Remarks of ours", text))))
    assert HEAD not in printed(capsys, "m.json")


def test_a_text_of_rights_is_not_proposed_as_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.json").write_text(json.dumps(iiif(("Attribution", "Given 1975"))))
    assert HEAD not in printed(capsys, "m.json")


def test_dates_are_counted_of_rows_of_the_manifest_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("x").mkdir()
    for name in ("1", "2"):
        Path(f"x/{name}.xml").write_text(f"<record><id>{name}</id><date>191{name}</date></record>")
    Path("x/1.jpg").write_bytes(jpeg(90))
    said = printed(capsys, "x")
    assert re.search(r"exact +1 ", said)
    assert "e.g. 1911" in said
    assert "e.g. 1912" not in said


def iiif(*entries: tuple[str, str]) -> dict[str, object]:
    image = {"@id": "https://a.example/1.jpg", "@type": "dctypes:Image"}
    return {
        "@context": "http://iiif.io/api/presentation/2/context.json",
        "@id": "https://a.example/m",
        "@type": "sc:Manifest",
        "metadata": [{"label": label, "value": value} for label, value in entries],
        "sequences": [
            {"canvases": [{"@id": "https://a.example/c", "images": [{"resource": image}]}]}
        ],
    }
