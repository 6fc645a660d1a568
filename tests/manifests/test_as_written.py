"""Manifests as people, spreadsheets and programs write them: each row is read, or refused."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.errors import ManifestError
from photoparsl.manifests import read_manifest, read_rows
from tests.conftest import jpeg
from tests.manifests.written import MANIFESTS, PLACES, YEARS

ROWS = list(zip(PLACES, YEARS, strict=True))


def write(tmp_path: Path, content: bytes | str, name: str = "m") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problems(tmp_path: Path, content: bytes | str) -> list[str]:
    with pytest.raises(ManifestError) as caught:
        list(read_manifest(write(tmp_path, content), name="m"))
    return str(caught.value).split("\n")


def rows(tmp_path: Path, content: bytes | str) -> list[tuple[str, int | None]]:
    return [(photo.url, photo.year) for photo in read_manifest(write(tmp_path, content))]


def notes(tmp_path: Path, content: bytes | str) -> list[str]:
    found: list[str] = []
    assert list(read_manifest(write(tmp_path, content), remarks=found))
    return found


@pytest.mark.parametrize("name", MANIFESTS)
def test_all_ways_of_writing_it_are_the_same_manifest(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, MANIFESTS[name], name)
    assert [(photo.url, photo.year) for photo in read_manifest(path)] == ROWS


@pytest.mark.parametrize("name", MANIFESTS)
def test_the_command_manifest_reads_them_as_run_does(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("photos").mkdir()
    for place in PLACES:
        Path(place).touch()
    write(tmp_path, MANIFESTS[name], name)
    assert main(["manifest", name, "-o", "made.csv"]) == 0
    assert [(photo.url, photo.year) for photo in read_manifest("made.csv")] == ROWS


@pytest.mark.parametrize("text", ["url,year\r\na.jpg,1900\r\n", "a.jpg 1900\r\n", "a.jpg 1900"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_end_mark_of_dos_ends_a_text(tmp_path: Path, text: str, encoding: str) -> None:
    for marks in ("\x1a", "\x1a" * 20):
        path = tmp_path / "m"
        path.write_bytes((text + marks).encode(encoding))
        assert [(photo.url, photo.year) for photo in read_manifest(path)] == [("a.jpg", 1900)]


def test_rows_whose_ends_differ_are_said(tmp_path: Path) -> None:
    text = "url,year\r\na.jpg,1900\rb.jpg,1901\r\nc.jpg,1902\r\n"
    (problem,) = problems(tmp_path, text)
    assert problem.startswith("m:2: ")
    assert "a carriage return within this line may be the end of a row" in problem


def test_a_comma_in_a_url_does_not_move_the_cells(tmp_path: Path) -> None:
    text = (
        "url,year\nhttp://a.example/full/1024,/0/x.jpg,1923\nhttp://a.example/?crop=0,1900,1923\n"
    )
    assert problems(tmp_path, text) == [
        "m:2: expected 2 cells as in the header, found 3: "
        "'http://a.example/full/1024,/0/x.jpg,1923' (a cell with ',' in it needs quotes)",
        "m:3: expected 2 cells as in the header, found 3: "
        "'http://a.example/?crop=0,1900,1923' (a cell with ',' in it needs quotes)",
    ]
    quoted = 'url,year\n"http://a.example/full/1024,/0/x.jpg",1923\n'
    assert rows(tmp_path, quoted) == [("http://a.example/full/1024,/0/x.jpg", 1923)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("url,year,title", "http://a.example/b.jpg?area=3,1911,1931"),
        ("url,year,title", "http://a.example/b.jpg?box=3,1911"),
        ("url,year,caption,place", "http://a.example/b.png?view_rect=0.5,1911,1931,Bern"),
        ("url,year,caption,place", "http://a.example/b.png?tags=boat,lake"),
        ("url,year,,", "http://a.example/show?plate=2,1911,1931,"),
        ("url,year,", "http://a.example/plates/2,1911,1931"),
        ("year,url,title", "1911,http://a.example/b.jpg?xywh=5,1900"),
        ("url,title", "http://a.example/iiif/b/full/640,/0/gray.png"),
        ("url,title,place", "http://a.example/iiif/b/full/640,/0/gray.png,On the lake"),
        ("url,title,year", "http://a.example/iiif/b/full/!640,480/0/gray.png,1911"),
        ("url,a,b,c,year", "http://a.example/iiif/b/7,8,90,91/max/0/gray.png,1911"),
        ("url,title,place", "http://a.example/c_fit,w_99,h_80/b.webp"),
        ("url,title,place", "http://a.example/st=12,e=99/b.webp,x"),
        ("url;title;year", "http://a.example/b;v=2/c.jpg;1911"),
        ("url,n,year", "http://a.example/iiif/a/pct:10,20,1923"),
        ("url,n,year", "http://a.example/iiif/a/full/1024,,1923"),
        ("url,n,year", "http://a.example/iiif/a/full/!640,480,1923"),
    ],
)
def test_a_row_whose_url_may_be_cut_at_a_comma_is_refused_with_its_line(
    tmp_path: Path, header: str, row: str
) -> None:
    separator = ";" if ";" in header else ","
    before = separator.join(["http://a.example/whole.jpg", "1900"] + [""] * 8)
    sound = separator.join(before.split(separator)[: header.count(separator) + 1])
    if header.startswith("url" + separator + "year"):
        (problem,) = problems(tmp_path, f"{header}\n{sound}\n{row}\n")
        assert problem.startswith("m:3: expected a URL in quotes"), problem
    assert problems(tmp_path, f"{header}\n{row}\n")[0].startswith("m:2: expected a URL in quotes")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("url,year,title", "http://a.example/b.jpg?id=3,1911,1931"),
        ("url,year,title", '"http://a.example/b.jpg?area=3",1911,1931'),
        ("url,year,width", "http://a.example/plates/3,1911,1931"),
        ("url,year,title", "http://a.example/plates/3,1911"),
        ("url,year,latest", "http://a.example/show?plate=3,1911,1931"),
        ("url,year,title", "http://a.example/b.jpg?size=800,1911,Boats"),
        ("url,year,title,file", "http://a.example/b?tags=boat,1911,,scans/b.tif"),
        ("url,year,title,place", "http://a.example/plates/3,1911,Boats"),
        ("url,year,", "http://a.example/show?plate=2,1911,ask Ann"),
        ("url\tyear\ttitle", "http://a.example/b.jpg?area=3\t1911\t1931"),
    ],
)
def test_a_row_whose_url_is_whole_is_read(tmp_path: Path, header: str, row: str) -> None:
    ((url, year),) = rows(tmp_path, f"{header}\n{row}\n")
    assert (row.strip('"').startswith(url), year) == (True, 1911)


def test_a_line_end_within_a_place_is_named_as_the_fault(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, 'url,year\n"http://a.example/b\nc.jpg",1900\n')
    assert "without line ends" in problem
    assert "UTF-8" not in problem


def test_only_cells_that_are_not_needed_may_be_missing(tmp_path: Path) -> None:
    assert rows(tmp_path, "url,year,title,place\na.jpg,1900\n") == [("a.jpg", 1900)]
    found = problems(tmp_path, "url,title,year\na.jpg,1900\n")
    assert found == ["m:2: expected 3 cells as in the header, found 2: 'a.jpg,1900'"]


def test_empty_cells_after_the_last_column_stand_in_every_row_or_in_none(tmp_path: Path) -> None:
    assert rows(tmp_path, "url,year\na.jpg,1900,\n,,\nb.jpg,,\n") == [
        ("a.jpg", 1900),
        ("b.jpg", None),
    ]
    for text in ("a.jpg,1900\nb.jpg?crop=0,1901,\n", "b.jpg?crop=0,1901,\na.jpg,1900\n"):
        assert problems(tmp_path, f"url,year\n{text}")[0].startswith("m:3: expected ")


def test_a_row_that_begins_with_a_number_sign_is_a_row(tmp_path: Path) -> None:
    assert rows(tmp_path, "url,year\n#5.jpg,1900\n") == [("#5.jpg", 1900)]
    assert rows(tmp_path, "# a comment\n #5.jpg 1899\n./#5.jpg 1900\n") == [("./#5.jpg", 1900)]
    assert problems(tmp_path, "url,year\na.jpg,1900\n# a comment\n")[0].startswith("m:3: ")


def test_empty_rows_are_skipped(tmp_path: Path) -> None:
    text = "\n,,\nurl,year,\n\na.jpg,1900,\n,,\n   \nb.jpg,1901,\n,,\n"
    assert rows(tmp_path, text) == [("a.jpg", 1900), ("b.jpg", 1901)]


def test_rows_of_empty_cells_are_counted_in_a_note(tmp_path: Path) -> None:
    text = "url,year,title\na.jpg,1900,\n,,\n\n \t, ,\n,,,,\nb.jpg,1901,\n"
    assert [place for place, _ in rows(tmp_path, text)] == ["a.jpg", "b.jpg"]
    assert notes(tmp_path, text) == ["3 rows have only empty cells, and no photo, like line 3"]
    assert notes(tmp_path, "url,year\n\na.jpg,1900\n \n") == []


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        ('url,title\na.jpg, Hill\nb.jpg,"x"\nc.jpg,  Fog \n', [" Hill", "x", "  Fog "]),
        ('url,title\na.jpg, "Hill, in fog"\nb.jpg, Fog\n', ["Hill, in fog", "Fog"]),
        ('url, title\na.jpg, Hill\nb.jpg, "Hill, in fog"\n', ["Hill", "Hill, in fog"]),
        ("url;title\na.jpg; Hill\n", [" Hill"]),
        ("url | title\na.jpg | Hill\n", ["Hill"]),
    ],
)
def test_spaces_before_a_cell_are_part_of_it_unless_they_follow_each_separator(
    tmp_path: Path, content: str, titles: list[str]
) -> None:
    path = write(tmp_path, content)
    assert [cell for row in read_rows(path, "m", "/") for cell in row.cells] == titles


def test_spaces_around_a_place_dont_count_and_a_name_that_has_them_is_a_url(
    tmp_path: Path,
) -> None:
    (tmp_path / "p").mkdir()
    for name in ("p/trail.jpg ", "p/trail.jpg", " lead.jpg", "p/plain.jpg"):
        (tmp_path / name).touch()
    table = (
        'url,year\nfile:p/trail.jpg%20,1900\np/trail.jpg,1901\n"p/plain.jpg ",1902\n"p/no.jpg ",\n'
    )
    named = ["file:p/trail.jpg%20", "p/trail.jpg", "p/plain.jpg", "p/no.jpg"]
    assert [place for place, _ in rows(tmp_path, table)] == named
    for cell, url in (("p/trail.jpg ", "file:p/trail.jpg%20"), (" lead.jpg", "file:%20lead.jpg")):
        with pytest.raises(ManifestError, match=f"expected '{url}' for a name with a space"):
            rows(tmp_path, f'url,year\n"{cell}",1900\n')
    web = "https://a.example/p/trail.jpg"
    assert [p.url for p in read_manifest(write(tmp_path, f'url\n"{web} "\n'))] == [web]
    with_url = f'url,year\n"{web} ",1900\n'
    assert [p.url for p in read_manifest(write(tmp_path, with_url), base="web")] == [web]


@pytest.mark.parametrize("year", ["1923", "1923.0", "1923.00", "1923,0", " 1923 ", "1923-05-04"])
def test_a_year_is_read_however_its_program_writes_it(tmp_path: Path, year: str) -> None:
    assert rows(tmp_path, f'url,year\na.jpg,"{year}"\n') == [("a.jpg", 1923)]


@pytest.mark.parametrize("year", ["", "NA", "NaN", "NaT", "NULL", "None", "<NA>", "#N/A", "\\N"])
def test_a_missing_year_is_none_however_its_program_writes_it(tmp_path: Path, year: str) -> None:
    assert rows(tmp_path, f"url,year\na.jpg,{year}\n") == [("a.jpg", None)]


@pytest.mark.parametrize(
    "year",
    ["23", "923", "0", "0000", "19233", "-1923", "1,923", "1923.5", "1.923e3", "1923-13-01",
     "1923-02-31", "1923-02-29", "1923-04-31 10:00:00", "1923-00-01", "0000-01-01",
     "\u0661\u0669\u0662\u0663", "1923-05", "04.05.1923", "5/4/1923", "1890-1899", "ca. 1910",
     "1923?", "n.d."],
)  # fmt: skip
def test_no_year_is_guessed(tmp_path: Path, year: str) -> None:
    for text in (f'url,year\na.jpg,"{year}"\n', f"url,earliest,latest\na.jpg,,'{year}'\n"):
        assert problems(tmp_path, text)[0].startswith("m:2: expected ")


def test_an_error_about_dates_names_the_command_that_reads_them(tmp_path: Path) -> None:
    hint = "(dates like these are read by 'photoparsl manifest', which makes a manifest of a table)"
    assert problems(tmp_path, "url,year\na.jpg,ca. 1910\n") == [
        "m:2: expected a year of four digits like 1901, found 'ca. 1910'",
        hint,
    ]
    assert hint not in problems(tmp_path, "url,year\na.jpg,1923.5\nb.jpg,23\n")


@pytest.mark.parametrize(
    ("header", "place", "year"),
    [
        ("Jahr;URL of image", 1, 0),
        ("Link,Date,Title", 0, 1),
        ("year,href", 1, 0),
        ("Photo\tYEAR ", 0, 1),
        ("File name|Datum|Year", 0, 2),
        ("Image_URL,Link,File,Année", 0, 3),
        ('"URL, of image",Year,url', 2, 1),
        ('\ufeff"url","year"', 0, 1),
    ],
)
def test_usual_names_of_columns_are_known(
    tmp_path: Path, header: str, place: int, year: int
) -> None:
    delimiter = next(d for d in "\t;|," if d in header)
    cells = ["1"] * 4
    cells[place], cells[year] = "a.jpg", "1923"
    width = len(header.replace("URL, of", "URL of").split(delimiter))
    assert rows(tmp_path, f"{header}\n{delimiter.join(cells[:width])}\n") == [("a.jpg", 1923)]


def test_the_choice_of_columns_is_noted(tmp_path: Path) -> None:
    assert notes(tmp_path, "URL,Year \na.jpg,1900\n") == []
    assert notes(tmp_path, "Link,Datum\na.jpg,1900\n") == [
        "the photos' URLs or files are from the column 'Link'",
        "the years are from the column 'Datum'",
    ]
    assert notes(tmp_path, "url,Baujahr\na.jpg,1900\n") == [
        "no photo has a year: there is no column 'year', but 'url', 'Baujahr' ("
        "--date-column COLUMN (Python: date_column) takes another)"
    ]


def test_an_unknown_or_missing_header_is_an_error(tmp_path: Path) -> None:
    found = problems(tmp_path, "Nr;Standort;Baujahr\n1;x;1900\n")[0]
    assert found.startswith("m:1: expected a column 'url', found 'Nr', 'Standort', 'Baujahr'; ")
    assert "name it with --image-column (Python: image_column)" in found
    for text in ("http://a.example/1.jpg,1900\n", "a.jpg, 1900\nb.jpg, 1901\n"):
        assert problems(tmp_path, text)[0].startswith("m:1: expected a header")
    assert "one column 'url', found 'url', 'URL'" in problems(tmp_path, "url,URL\na,b\n")[0]
    assert rows(tmp_path, "url,year,note,note\na,1900,x,y\n") == [("a", 1900)]
    assert problems(tmp_path, "http://a.example/1.jpg\n")[1].endswith("with the column 'url')")


def test_lines_are_numbered_as_an_editor_does(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        text = 'sep=,\n\nurl,title,year\na,"x\ny\nz",1900\n\nb,"q\nr",23\nc,x,1900\nd,x,23\n'
        found = problems(tmp_path, text.replace("\n", end))
        assert [line.split(":")[1] for line in found] == ["8", "11"]


def test_a_carriage_return_within_a_line_ends_none(tmp_path: Path) -> None:
    assert rows(tmp_path, "url,title,year\na.jpg,x\ry,1900\nb.jpg,,1901\r\r\n") == [
        ("a.jpg", 1900),
        ("b.jpg", 1901),
    ]
    assert problems(tmp_path, "url,year\na\rb.jpg,1900\n")[0].startswith("m:2: expected a place")
    assert rows(tmp_path, 'url,title,year\ra.jpg,"x\ny",1900\r') == [("a.jpg", 1900)]


def test_quotes_that_do_not_fit_are_reported(tmp_path: Path) -> None:
    found = problems(tmp_path, 'url,year\n"a.jpg,1900\nb.jpg,1901\n')
    assert found == [
        "m:2: expected a closing quote, found the end of the file; lines 2 to 3 aren't read"
    ]
    found = problems(tmp_path, 'url,title,year\na.jpg,"Hill" in fog,1900\nb.jpg,"a ""hill""",x\n')
    assert [line.split(":")[1] for line in found] == ["2", "3"]


def test_quotes_between_tabs_may_be_the_cells_own(tmp_path: Path) -> None:
    titles = ('"Hill" in fog', '"Hill", "Sea"', '12" print', '"a ""b"""', '"two\nlines"', '""')
    text = "".join(f"{title}\t{n}.jpg\t190{n}\n" for n, title in enumerate(titles))
    assert rows(tmp_path, f"title\turl\tyear\n{text}") == [(f"{n}.jpg", 1900 + n) for n in range(6)]
    assert rows(tmp_path, 'url\ttitle\na.jpg\t"Hill" in\n') == [("a.jpg", None)]
    found = problems(tmp_path, 'title\turl\tyear\n"Hill\ta.jpg\t1900\nSea\tb.jpg\t1901\n')
    assert found[0].startswith("m:2: expected a closing quote")


def test_lines_in_windows_1252_are_guessed_and_noted(tmp_path: Path) -> None:
    text = "url,year\nGröße.jpg,1900\n€.jpg,1901\na.jpg,1902\n"
    assert rows(tmp_path, text.encode("cp1252"))[:2] == [("Größe.jpg", 1900), ("€.jpg", 1901)]
    assert notes(tmp_path, text.encode("cp1252")) == [
        "2 lines aren't UTF-8, and read as Windows-1252, like 'Größe.jpg,1900': if that is wrong, "
        "save the file as UTF-8"
    ]
    late = "url,year\nGröße.jpg,1900\nGrøn.jpg,1901\n".encode("cp1252")
    assert "like 'Grøn.jpg,1901'" in notes(tmp_path, late)[0]  # 'Größe' is so in 1250 too
    mixed = "ä.jpg 1900\n".encode() + "ö.jpg 1901\n".encode("cp1252")
    assert rows(tmp_path, mixed) == [("ä.jpg", 1900), ("ö.jpg", 1901)]
    assert notes(tmp_path, mixed)[0].startswith("1 line isn't UTF-8")


def test_an_example_of_a_guessed_encoding_shows_the_letters(tmp_path: Path) -> None:
    place = "http://archive.example/" + "long/" * 30 + "1.jpg"
    content = f"url,year,title\n{place},1900,Straße in Köln\n".encode("cp1252")
    assert "Straße in Köln" in notes(tmp_path, content)[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
def test_what_stands_across_two_blocks_is_whole(tmp_path: Path, encoding: str, end: str) -> None:
    places = [f"Größe {'ü' * (row % 7)}{row}.jpg" for row in range(20_000)]
    text = "".join(f'"{place}","x{end}é",1900{end}' for place in places)
    read = rows(tmp_path, f"url,title,year{end}{text}".encode(encoding))
    assert [place for place, _ in read] == places


def _zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html>\n<title>404</title>", "found a web page"),
        (b"\n<HTML><body>", "found a web page"),
        (b"<?xml version='1.0'?><records/>", "found XML: 'photoparsl manifest'"),
        (b'[{"url": "a.jpg"}]', "found JSON"),
        (b'{"url": "a.jpg"}\n', "found JSON"),
        (
            _zipped(),
            "found a spreadsheet's own file .* or a ZIP archive: save it as CSV",
        ),
        (gzip.compress(_zipped()), "found a spreadsheet's own file"),
        (gzip.compress(gzip.compress(b"a.jpg 1900")), "compressed twice"),
        (gzip.compress(b"a.jpg 1900\n" * 999)[:-20], "can't be read: Compressed file ended"),
        (b"\xfd7zXZ\0\0", "another program than gzip"),
        (b"ARROW1\0\0", "found Arrow or Feather"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "found a photo and not a list of photos"),
        (b"%PDF-1.7", "found a PDF document"),
        (b"\0" * 99, "found no text: it holds NUL bytes"),
        (b"url,year\na\0b.jpg,1900\n", r"m:2: expected a place .*, found 'a\\x00b.jpg'"),
        (b'url,year\n"a\nb.jpg",1900\n', r"m:2: expected a place .*, found 'a\\nb.jpg'"),
        (b"", "holds no photos"),
        (b"\xef\xbb\xbf", "holds no photos"),
        (b"url,year", "holds no photos"),
        (b"sep=;\n", "expected a column 'url', found no names"),
        (b"url,year\n" + b"x" * 3_000_000, "m:2: expected lines of at most"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ManifestError, match=message):
        list(read_manifest(path, name="m"))


def test_one_line_is_a_manifest(tmp_path: Path) -> None:
    assert rows(tmp_path, "photo;1.jpg 1900") == [("photo;1.jpg", 1900)]
    assert rows(tmp_path, "http://a.example/full/600,/0/a.jpg 1900.0") == [
        ("http://a.example/full/600,/0/a.jpg", 1900)
    ]


def test_a_run_prints_the_notes_on_its_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Ann's Größe $1"
    (folder / "photos").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for place in PLACES:
        Path(place).write_bytes(jpeg(100))
    shutil.copy(PLACES[0], "old.jpg")
    table = 'File;Jahr\nphotos/Größe, hell.jpg;1901\nold.jpg;1066\n"photos/a 1.jpg";9999\n'
    write(folder, table.encode("cp1252"), "fotos.csv")
    notes = (
        "Note       the photos' URLs or files are from the column 'File'",
        "Note       the years are from the column 'Jahr'",
        "Note       1 line isn't UTF-8, and read as Windows-1252, like "
        "'photos/Größe, hell.jpg;1901': if that is wrong, save the file as UTF-8",
        "Note       1 photo is from before 1826, when the first photograph was taken: "
        "the earliest year is 1066",
        "Note       1 photo is from the future: the latest year is 9999",
    )
    assert main(["run", "fotos.csv", "--config", "threads", "--dry-run"]) == 0
    output = capsys.readouterr().out
    assert all(f"\n{note}\n" in output for note in notes)
    assert main(["run", "fotos.csv", "--config", "threads"]) == 0
    output = capsys.readouterr().out
    assert "3 photos measured, 0 failed" in output
    assert all(output.count(f"{note}\n") == 1 for note in notes)  # the run is short


def test_exiftools_table_names_its_photos(tmp_path: Path) -> None:
    path = tmp_path / "exif.csv"
    path.write_text("SourceFile,FileName,Year\n./a b/1.jpg,1.jpg,1901\n")
    assert [(photo.url, photo.year) for photo in read_manifest(path)] == [("./a b/1.jpg", 1901)]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("http:k000.jpg", "'http://' in a URL, or './' before a file's name"),
        ("HTTPS:/a.example/1.jpg", "'https://' in a URL, or './' before a file's name"),
        ("osdf:/ospool/1.jpg", "'osdf:///' in a URL, or './' before a file's name"),
        ("file://ann:pw@localhost/1.jpg", "a file's URL without a user: file:///PATH"),
    ],
)
def test_a_url_that_lacks_slashes_or_has_a_user_is_refused_with_what_is_wanted(
    tmp_path: Path, place: str, expected: str
) -> None:
    """Shown on the terminal, such a place would get slashes that the manifest hasn't."""
    (problem,) = problems(tmp_path, f"url,year\n{place},1900\n")
    found = problem.partition("expected ")[2]
    assert found.startswith(expected)
    assert ("found" in found) == place.startswith("file")
    if place == "http:k000.jpg":
        (tmp_path / place).write_bytes(b"")
        assert rows(tmp_path, f"url,year\n./{place},1900\n") == [(f"./{place}", 1900)]
