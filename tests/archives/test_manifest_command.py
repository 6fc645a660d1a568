"""`photoparsl manifest`, from folders and tables to the manifest that `photoparsl run` reads."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pandas
import pytest
from PIL import Image

from photoparsl.commands.main import main
from photoparsl.manifests import Photo, read_manifest
from photoparsl.results import Measurement
from photoparsl.results.run_directory import RunDirectory
from photoparsl.tutorial.archive import make_archive
from tests.conftest import jpeg

DC = "<dc><title>{title}</title><date>{date}</date></dc>"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def manifest(*arguments: str) -> int:
    return main(["manifest", *arguments])


def rows(path: str = "manifest.csv") -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def photos(path: str = "manifest.csv") -> list[Photo]:
    return list(read_manifest(path))


def make(dates: dict[str, str], folder: str = "archive") -> None:
    Path(folder).mkdir(exist_ok=True)
    for name, date in dates.items():
        Path(folder, f"{name}.jpg").write_bytes(jpeg(100))
        Path(folder, f"{name}.xml").write_text(DC.format(title=f"T {name}", date=date))


def test_the_tutorials_archive_gives_the_tutorials_manifest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = "http://127.0.0.1:8000/"
    original = make_archive(Path("archive"), 25, url, processes=1)
    assert manifest("archive", "--url", url + "{photo}", "-o", "again.txt") == 0
    assert Path("again.txt").read_bytes() == original.read_bytes()
    assert "25 records: 25 photos, 0 left out" in capsys.readouterr().out
    assert manifest("archive", "-o", "again.csv") == 0
    found = [(p.url, p.year) for p in photos("again.csv")]
    local = [(p.url.removeprefix(url), p.year) for p in read_manifest(original)]
    assert found == [(f"archive/{place}", year) for place, year in local]


def test_inexact_dates_give_years_only_with_fuzzy(capsys: pytest.CaptureFixture[str]) -> None:
    make({"a": "1923", "b": "ca. 1910", "c": "1930s", "d": "n.d.", "e": "19--", "f": "Hall 7"})
    assert manifest("archive") == 0
    assert [p.year for p in photos()] == [1923] + [None] * 5
    assert "--fuzzy gives one to 2 of them)" in capsys.readouterr().out
    assert manifest("archive", "--fuzzy") == 0
    assert [p.year for p in photos()] == [1923, 1910, 1934, None, None, None]
    assert [p.span for p in photos()][:4] == [None, (1905, 1915), (1930, 1939), None]
    assert [row["certainty"] for row in rows()] == [
        "exact", "approximate", "range", "undated", "range", "unread",
    ]  # fmt: skip
    assert (rows()[1]["date"], rows()[1]["date_text"]) == ("1910~", "ca. 1910")
    assert manifest("archive", "--fuzzy", "--widest", "100") == 0
    assert photos()[4].year == 1949
    assert manifest("archive", "--dated-only") == 1
    assert [p.year for p in photos()] == [1923]
    assert manifest("archive", "-o", "plain.txt") == 1
    assert Path("plain.txt").read_text() == "archive/a.jpg 1923\n"


def test_everything_left_out_is_listed_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    make({"a": "1923", "b": "1924"})
    Path("archive/broken.xml").write_text("<dc><date>1923</dc>")
    Path("archive/bomb.xml").write_text("<!DOCTYPE a [<!ENTITY a 'a'>]><dc>&a;</dc>")
    Path("archive/alone.jpg").write_bytes(jpeg(90))
    Path("archive/again.xml").write_text("<dc><identifier>a.jpg</identifier></dc>")
    assert manifest("archive") == 1
    assert len(rows()) + len(rows("manifest.left-out.csv")) == 6
    left = {row["record"]: row["reason"] for row in rows("manifest.left-out.csv")}
    assert left == {
        "archive/broken.xml": "not-well-formed",
        "archive/bomb.xml": "declares-entities",
        "archive/alone.jpg": "no-record",
        "archive/again.xml": "duplicate",
    }
    printed = capsys.readouterr().out
    assert "6 records: 2 photos, 4 left out" in printed
    assert "archive/broken.xml: Opening and ending tag mismatch" in printed
    for name in ("broken.xml", "bomb.xml", "again.xml", "alone.jpg"):
        Path("archive", name).unlink()
    assert manifest("archive") == 0
    assert not Path("manifest.left-out.csv").exists()


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    make({"b": "1923", "a": "ca. 1910"})
    assert manifest("archive", "-o", "m.csv.gz") == 0
    before = Path("m.csv.gz").read_bytes()
    assert gzip.decompress(before).decode().splitlines()[1].startswith("archive/a.jpg,,")
    assert manifest("archive", "-o", "m.csv.gz") == 0
    assert Path("m.csv.gz").read_bytes() == before


def test_dates_in_photos_are_read() -> None:
    Path("photos").mkdir()
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "1998:05:01 12:00:00"
    exif.get_ifd(0x8769)[0x829A] = (1, 125)  # exposed as by a camera
    exif[0x0132] = "2004:01:01 00:00:00"  # when the file was changed
    exif[0x010E] = "A hall"
    Image.new("L", (8, 8)).save("photos/exif.jpg", exif=exif)
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="1923-05" '
        b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2004-01-01"/></rdf:RDF>'
        b"</x:xmpmeta>"
    )
    Image.new("L", (8, 8)).save("photos/xmp.jpg", xmp=xmp, exif=exif)
    bomb = b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"
    Image.new("L", (8, 8)).save("photos/bomb.jpg", xmp=bomb)
    scanned = Image.Exif()
    scanned.get_ifd(0x8769)[0x9004] = "2004:01:01 00:00:00"
    Image.new("L", (8, 8)).save("photos/scanned.jpg", exif=scanned)
    iptc = b"\x1c\x02\x37\x00\x0819230501"
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + len(iptc).to_bytes(4, "big") + iptc + b"\0"
    plain = jpeg(100)
    app13 = b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block
    Path("photos/iptc.jpg").write_bytes(plain[:2] + app13 + plain[2:])
    Path("photos/broken.jpg").write_bytes(b"no photo")
    assert manifest("photos") == 1
    found = {Path(row["url"]).name: (row["year"], row["title"]) for row in rows()}
    assert found == {
        "exif.jpg": ("1998", "A hall"),
        "xmp.jpg": ("1923", "A hall"),
        "iptc.jpg": ("1923", ""),
        "bomb.jpg": ("", ""),
        "scanned.jpg": ("", ""),
    }
    assert rows("manifest.left-out.csv")[0]["record"] == "photos/broken.jpg"


TABLES = {
    "list.csv": "\ufeffFile name,Date,Title\na.jpg,ca. 1910,\"Hill, evening\"\nnone.jpg,1923,\n",
    "list.tsv": "Title\tFile name\tDate\nHill, evening\ta.jpg\tca. 1910\n\tnone.jpg\t1923\n",
    "semi.csv": "Title;Filename;Date\r\nHill, evening;a.jpg;ca. 1910\r\nx;none.jpg;1923\r\n",
    "list.jsonl": '{"file": "a.jpg", "date": "ca. 1910", "title": "Hill, evening"}\n\n[1]\n',
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_photos_beside_it_or_in_a_folder(name: str) -> None:
    Path("scans/deep").mkdir(parents=True)
    Path("scans/deep/a.jpg").write_bytes(jpeg(100))
    Path(name).write_text(TABLES[name], encoding="utf-8")
    assert manifest(name, "scans", "--fuzzy") == 1
    assert [(p.url, p.year, p.span) for p in photos()] == [("scans/deep/a.jpg", 1910, (1905, 1915))]
    assert rows()[0]["title"] == "Hill, evening"
    assert len(rows("manifest.left-out.csv")) == 1


def test_a_tables_rows_are_read_or_left_out_as_run_would(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = (
        "Image,Date,Date,Titel\nhttps://a.example/1,,1923.0,Größe\n"
        "https://a.example/full/600,/0/2,1924,,x\nhttps://a.example/3,NA\n"
        '"https://a.example/4",1925,,"a "b""\nhttps://a.example/5,1926-05-01 00:00:00,,\n'
    )
    Path("t.csv").write_text(text, encoding="cp1252")
    assert manifest("t.csv", "--title-column", "Titel") == 1
    assert [(p.url[-1], p.year) for p in photos()] == [("1", 1923), ("3", None), ("5", 1926)]
    assert rows()[0]["title"] == "Größe"
    assert [row["certainty"] for row in rows()] == ["exact", "undated", "exact"]
    assert [row["record"] for row in rows("manifest.left-out.csv")] == ["t.csv:3", "t.csv:5"]
    assert "t.csv: 1 line isn't UTF-8, and read as Windows-1252" in caplog.text


def test_a_table_may_be_parquet() -> None:
    dates = ["1923", "ca. 1910", None]
    urls = [f"https://a.example/{n}.jpg" for n in range(3)]
    pandas.DataFrame({"Image URL": urls, "Date": dates}).to_parquet("t.parquet")
    assert manifest("t.parquet", "--fuzzy") == 0
    assert [(p.url, p.year) for p in photos()] == list(zip(urls, [1923, 1910, None], strict=True))
    assert rows()[2]["record"] == "t.parquet: row 3"


def test_columns_can_be_named_and_made_into_urls(capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text("Key,When,Where\np 1,1923,Hall\np2,,Hill\n,1924,x\n")
    template = "https://a.example/{key}.jpg"
    assert (
        manifest("t.csv", "--date-column", "When", "--title-column", "Where", "--url", template)
        == 1
    )
    assert [(p.url, p.year) for p in photos()] == [
        ("https://a.example/p%201.jpg", 1923),
        ("https://a.example/p2.jpg", None),
    ]
    assert manifest("t.csv", "--date-column", "Wann") == 2
    assert "has no column 'Wann'; there are Key, When, Where" in capsys.readouterr().err
    assert manifest("t.csv", "--url", "https://a.example/{kee}") == 2
    assert "{kee} is unknown" in capsys.readouterr().err


def test_json_on_disk_is_read_by_expressions() -> None:
    items = [{"img": "https://a.example/1.jpg#h=9", "when": {"made": "1923"}}, {"img": None}]
    Path("t.json").write_text(json.dumps({"list": items}))
    assert (
        manifest(
            "t.json", "--record", "list", "--image-column", "img", "--date-column", "when.made"
        )
        == 1
    )
    assert [(p.url, p.year) for p in photos()] == [("https://a.example/1.jpg", 1923)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none"], "none: doesn't exist"),
        (["empty"], "neither XML records nor photos"),
        (["a.bin"], "its kind isn't known; give it with --as"),
        (["t.csv", "-o", "t.csv"], "is a source"),
        (["t.csv", "-o", "no/such.csv"], "no: doesn't exist; the manifest"),
        (["t.csv"], "t.csv has no rows below the header"),
        (["t.json"], "isn't JSON"),
        (["cut.csv.gz"], "cut.csv.gz: can't be read: Compressed file ended"),
        (["page.csv"], "page.csv: expected lines 'URL YEAR', CSV or Parquet, found a web page"),
        (["t2.json", "--record", "a["], "isn't a JMESPath expression"),
        (["t2.json", "--record", "a"], "has no list of items"),
        (["http://127.0.0.1:9/x"], "goes on from there"),
    ],
)
def test_an_error_is_one_sentence(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty").mkdir()
    Path("a.bin").write_bytes(b"x")
    Path("t.csv").write_text("url,date\n")
    Path("t.json").write_text("{")
    Path("t2.json").write_text("{}")
    Path("cut.csv.gz").write_bytes(gzip.compress(b"url,date\n" * 999)[:-9])
    Path("page.csv").write_text("<html>")
    assert manifest(*arguments) in (2, 3)
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error


ODD_NAMES = [
    *("#b.jpg", "=1+1.jpg", "-rf.jpg", "@c.jpg", "c d.jpg", "c  d.jpg", "e:f.jpg", "file:x.jpg"),
    *("g\nh.jpg", "g\rh.jpg", "g\th.jpg", " h.jpg", "i .jpg", "\u2028k.jpg", "\u00a0l.jpg"),
    *("j\udce9.jpg", "q\ufffd.jpg", "a,b.jpg", 'the "best".jpg', "it's.jpg", "back\\slash.jpg"),
    *(
        "%41.jpg",
        "100%.jpg",
        "a?b.jpg",
        "1.jpg 1923.jpg",
        "Ko\u0308ln.jpg",
        "K\u00f6ln.jpg",
        "$(x).jpg",
    ),
]


@pytest.mark.parametrize("output", ["manifest.csv", "archive/m.txt", "m.csv.gz"])
def test_a_photo_may_have_any_name(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("archive").mkdir()
    for level, name in enumerate(ODD_NAMES):
        Path("archive", name).write_bytes(jpeg(5 * level + 60))
        Path("archive", f"{name[:-4]}.xml").write_text(DC.format(title="x", date="1923"))
    assert manifest("archive", "-o", output) == 0, capsys.readouterr().out
    assert len(photos(output)) == len(ODD_NAMES)
    assert main(["run", output, "--config", "threads", "--run-dir", "run"]) == 0
    outcomes = [o for result in RunDirectory(Path("run")).results() for o in result.outcomes]
    values = [o.values["luminance"] for o in outcomes if isinstance(o, Measurement)]
    assert len(set(values)) == len(ODD_NAMES), "each photo is measured by its own file"


@pytest.mark.parametrize("output", ["link/m.csv", "link/sub/m.csv", "m-link.csv", "link/../m.csv"])
def test_a_manifest_written_through_a_link_finds_its_photos(output: str) -> None:
    make({"a": "1923"})
    Path("elsewhere/deep/sub").mkdir(parents=True)
    Path("link").symlink_to("elsewhere/deep")
    Path("m-link.csv").symlink_to("elsewhere/deep/sub/m.csv")
    assert manifest("archive", "-o", output) == 0
    assert main(["run", output, "--config", "threads", "--run-dir", "run"]) == 0
    if output == "m-link.csv":
        assert Path(output).is_symlink()
        again = ["run", "elsewhere/deep/sub/m.csv", "--config", "threads", "--run-dir", "again"]
        assert main(again) == 0


def test_photos_below_a_link_are_found_from_a_manifest_elsewhere() -> None:
    make({"a": "1923"})
    Path("elsewhere/deep").mkdir(parents=True)
    Path("link").symlink_to("elsewhere/deep")
    Path("photos").symlink_to("archive")
    assert manifest("photos", "-o", "link/m.csv") == 0
    assert main(["run", "link/m.csv", "--config", "threads", "--run-dir", "run"]) == 0


def test_a_record_finds_its_photo_in_the_other_spelling_of_an_umlaut() -> None:
    make({"K\u00f6ln": "1923"})
    Path("archive/K\u00f6ln.jpg").rename("archive/Ko\u0308ln.jpg")
    assert manifest("archive") == 0
    (photo,) = photos()
    assert Path(photo.url).is_file()


def test_run_reads_what_manifest_writes(capsys: pytest.CaptureFixture[str]) -> None:
    make({"a": "1923", "b c": "ca. 1910", "d": "n.d."})
    assert manifest("archive", "--fuzzy") == 0
    assert main(["run", "manifest.csv", "--config", "threads"]) == 0
    assert "3 photos measured, 0 failed, 1 of them without a year" in capsys.readouterr().out


def test_a_manifest_of_a_manifest_has_the_very_same_places() -> None:
    folder = Path("photos")
    folder.mkdir()
    names = ("two  spaces.jpg", "two spaces.jpg", " first.jpg", "new\nline.jpg", "u\u0308.jpg")
    for number, name in enumerate((*names, "#1.jpg", "=1+1.jpg", "a%20b.jpg", "\udcff.jpg")):
        (folder / name).write_bytes(jpeg(number))
    assert manifest("photos", "-o", "first.csv") == 0
    with Path("first.csv").open("a") as file:
        file.write("osdf:///ospool/ann/a.jpg,1901" + "," * 10 + "\n")
    assert manifest("first.csv", "-o", "second.csv") == 0
    assert len(photos("second.csv")) == 10
    assert [p.url for p in photos("second.csv")] == [p.url for p in photos("first.csv")]


def test_a_table_may_spell_an_umlaut_in_another_way_than_the_disk() -> None:
    Path("u\u0308.jpg").write_bytes(jpeg(100))
    Path("t.csv").write_text("file,date\n\u00fc.jpg,1901\n", encoding="utf-8")
    assert manifest("t.csv") == 0
    assert [(p.url, p.year) for p in photos()] == [("u\u0308.jpg", 1901)]


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.parquet"])
def test_a_cells_spaces_are_the_names_if_a_file_has_them(name: str) -> None:
    Path("p/deep").mkdir(parents=True)
    for level, photo in enumerate(("p/trail.jpg ", "p/trail.jpg", "p/ lead.jpg", "p/deep/ x.jpg")):
        Path(photo).write_bytes(jpeg(50 * level + 50))
    places = ["p/trail.jpg ", "p/trail.jpg", "p/ lead.jpg", "p/trail.jpg  ", " x.jpg"]
    frame = pandas.DataFrame({"file": places, "year": [1901, 1902, 1903, 1904, 1905]})
    if name == "t.csv":
        frame.to_csv(name, index=False, quoting=csv.QUOTE_ALL)
    elif name == "t.jsonl":
        frame.to_json(name, orient="records", lines=True)
    else:
        frame.to_parquet(name)
    assert manifest(name, "p") == 1
    assert [(p.url, p.year) for p in photos()] == [
        ("file:p/trail.jpg%20", 1901),
        ("p/trail.jpg", 1902),
        ("p/ lead.jpg", 1903),
        ("p/deep/ x.jpg", 1905),
    ]
    (left_out,) = rows("manifest.left-out.csv")
    assert (left_out["reason"], left_out["detail"]) == (
        "duplicate-other-date",
        "another record has p/trail.jpg already, and says 1902; this one says 1904",
    )


def test_rows_of_empty_cells_are_said(caplog: pytest.LogCaptureFixture) -> None:
    Path("t.csv").write_text("url,date,title\nhttp://a.example/1,1923,\n,,\n\n,,\n")
    assert manifest("t.csv") == 0
    assert "t.csv: 2 rows have only empty cells, and no photo, like line 3" in caplog.text


def test_a_manifest_empty_for_want_of_years_is_explained_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make({"a": "n.d.", "b": "before 1935", "c": "19th century"})
    assert manifest("archive", "-o", "m.txt") == 2
    error = capsys.readouterr().err
    assert "the manifest is empty, since no photo has an exact year: CSV without" in error
    make({"d": "1930s"})
    assert manifest("archive", "-o", "m.txt") == 2
    assert "gives 1 inexact date a year, and CSV" in " ".join(capsys.readouterr().err.split())
