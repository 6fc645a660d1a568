"""Tables as people save them: spreadsheets, titles above the header, old encodings."""

from __future__ import annotations

import csv
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from photoparsl.archives.table_rows import read_rows
from photoparsl.commands.main import main
from photoparsl.manifests.separator import find_separator
from photoparsl.number_text import counted
from tests.conftest import jpeg

WEB = "https://museum.example"

pytestmark = pytest.mark.usefixtures("folder")


def rows(source: str, *options: str) -> list[tuple[str, str, str]]:
    """Place, year and title of each photo in the manifest of a table."""
    main(["manifest", source, "-o", "m.csv", *options])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [(row["url"], row["year"], row["title"]) for row in csv.DictReader(file)]


Cells = list[list[str | float]]


def xlsx(path: str, sheets: dict[str, Cells], hidden: tuple[str, ...] = ()) -> None:
    """A workbook; a number below 0 is a day since 1899-12-30, formatted so."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"
        return f'<c s="1"><v>{-value}</v></c>' if value < 0 else f"<c><v>{value}</v></c>"

    main_ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
        for n, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{rel}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
            f'"{office}.sheet.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {main_ns} xmlns:r="{rel}"><sheets>{names}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}<Relationship Id="rId99" '
            f'Type="{rel}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet {main_ns}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" '
            'applyNumberFormat="1"/></cellXfs></styleSheet>',
        )
        for n, cells in enumerate(sheets.values(), start=1):
            data = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in cells)
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f"<worksheet {main_ns}><sheetData>{data}</sheetData></worksheet>",
            )


def ods(path: str, cells: list[list[str]], repeated: str = "") -> None:
    """A spreadsheet of texts, and of days where a text is one in ISO 8601.

    repeated: how often each row and each cell is repeated
    """
    office = "urn:oasis:names:tc:opendocument:xmlns:"

    def cell(text: str) -> str:
        is_day = len(text) == 10 and text[4] == "-"
        kind = f'date" office:date-value="{text}' if is_day else "string"
        return (
            f'<table:table-cell {across} office:value-type="{kind}"><text:p>{escape(text)}</text:p>'
            "</table:table-cell>"
        )

    across = f'table:number-columns-repeated="{repeated}"' if repeated else ""
    down = f'table:number-rows-repeated="{repeated}"' if repeated else ""
    data = "".join(
        f"<table:table-row {down}>{''.join(map(cell, row))}</table:table-row>" for row in cells
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{office}manifest:1.0"></m:manifest>'
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table='
            f'"{office}table:1.0" xmlns:text="{office}text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="A">{data}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )


TABLE: Cells = [
    ["Bilddatei", "Titel", "Datierung"],
    [f"{WEB}/1.jpg", "Markt", 1923.0],
    [f"{WEB}/2.jpg", "Brücke & Fluß", -8525.0],  # 1923-05-04
    ["", "", ""],
    [f"{WEB}/3.jpg", "", "um 1910"],
]
FOUND = [
    (f"{WEB}/1.jpg", "1923", "Markt"),
    (f"{WEB}/2.jpg", "1923", "Brücke & Fluß"),
    (f"{WEB}/3.jpg", "1910", ""),
]


def test_a_workbook_is_read_as_a_table(caplog: pytest.LogCaptureFixture) -> None:
    notes: Cells = [["Notes", "x"], ["a", "b"]]
    xlsx("a b.xlsx", {"Notes": notes, "Photos": TABLE, "Old": TABLE * 3}, hidden=("Old",))
    assert rows("a b.xlsx", "--fuzzy") == FOUND
    assert "of its sheets 'Photos' is read, and not 'Notes', 'Old'" in caplog.text


def test_a_title_above_a_sheet_s_header_isn_t_read(caplog: pytest.LogCaptureFixture) -> None:
    xlsx("a.xlsx", {"A": [["Photos of the town", "", ""], ["", "", ""], *TABLE]})
    assert rows("a.xlsx", "--fuzzy") == FOUND
    assert "2 rows above the header aren't read: 'Photos of the town'" in caplog.text


def test_years_that_a_spreadsheet_made_days_are_a_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    table: Cells = [["image", "date"]]
    table += [[f"{WEB}/{n}.jpg", -float(1900 + n)] for n in range(10, 40)]
    xlsx("a.xlsx", {"A": table})
    assert len(rows("a.xlsx")) == 30
    assert "a spreadsheet makes such days of years" in capsys.readouterr().out


def test_an_opendocument_table_is_read() -> None:
    table = [["file", "title", "date"], [f"{WEB}/1.jpg", "A", "1889-05-04"]]
    ods("a.ods", table)
    assert rows("a.ods") == [(f"{WEB}/1.jpg", "1889", "A")]


def test_a_spreadsheet_is_measured_by_one_command() -> None:
    xlsx("a.xlsx", {"A": TABLE})
    assert main(["run", "a.xlsx", "--dry-run"]) == 0


def test_a_broken_spreadsheet_is_an_error_of_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    xlsx("a.xlsx", {"A": TABLE})
    Path("b.xlsx").write_bytes(Path("a.xlsx").read_bytes()[:-40])
    Path("c.xls").write_text("<html>no workbook</html>")
    for name in ("b.xlsx", "c.xls"):
        assert main(["manifest", name]) == 2
        error = capsys.readouterr().err
        assert f"{name}: can't be read as a spreadsheet" in error
        assert len(error) < 300


def test_a_cell_far_away_needs_no_memory(capsys: pytest.CaptureFixture[str]) -> None:
    xlsx("a.xlsx", {"A": TABLE})
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile("a.xlsx") as old, zipfile.ZipFile("b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).decode().replace("</sheetData>", far))
    assert main(["manifest", "b.xlsx"]) == 2
    assert "a cell far away from the others" in capsys.readouterr().err


def test_without_the_extra_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    xlsx("a.xlsx", {"A": TABLE})
    assert main(["manifest", "a.xlsx"]) == 2
    assert "pip install python-calamine" in capsys.readouterr().err


def test_a_spreadsheet_that_claims_any_number_of_cells_ends_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ods("a.ods", [["x"]], repeated="1000000")
    assert main(["manifest", "a.ods"]) == 2
    assert "a.ods: can't be read as a spreadsheet" in capsys.readouterr().err


@pytest.mark.parametrize(
    "above",
    ["Photos of the town\n", "Photos of the town,,\nexported 2024,,\n,,\n", "Photos\n\n\n"],
)
def test_lines_with_a_title_above_the_header_aren_t_read(
    above: str, caplog: pytest.LogCaptureFixture
) -> None:
    table = f"file,title,date\n{WEB}/1.jpg,A,1910\n{WEB}/2.jpg,B,1911\n{WEB}/3.jpg,C\n"
    Path("t.csv").write_text(above + table)
    assert rows("t.csv")[:2] == [(f"{WEB}/1.jpg", "1910", "A"), (f"{WEB}/2.jpg", "1911", "B")]
    lines = counted(
        above.count("\n"), "line above the header isn't", "lines above the header aren't"
    )
    assert f"{lines} read: 'Photos" in caplog.text
    Path("t.csv").write_text(above + table.replace(f"{WEB}/3.jpg,C", f"{WEB}/3.jpg,C,D,1912"))
    rows("t.csv")
    assert f"t.csv:{above.count(chr(10)) + 4}" in Path("m.left-out.csv").read_text()


@pytest.mark.parametrize(
    "table",
    [
        f"file,title,date\n{WEB}/1.jpg,A,1910\n",
        f"url\n{WEB}/1.jpg\n",
        f"file\ttitle\n{WEB}/1.jpg\tone, two, three\n{WEB}/2.jpg\ta, b, c\n",
        f"sep=;\nfile;title\n{WEB}/1.jpg;A\n",
        f"# by Ann\nfile,title\n{WEB}/1.jpg,A\n{WEB}/2.jpg,B\n",
    ],
)
def test_a_header_isn_t_taken_for_a_title(table: str, caplog: pytest.LogCaptureFixture) -> None:
    Path("t.csv").write_text(table)
    assert f"{WEB}/1.jpg" in [url for url, _, _ in rows("t.csv")]
    assert "above the header" not in caplog.text


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "name"), [("mac_roman", "MacRoman"), ("cp1252", "Windows-1252")]
)
@pytest.mark.parametrize(
    "words",
    [
        "Café à l\u2019Étoile",
        "Größe über Straße",
        "España, niño",
        "L\u2019été \u2013 “fête”",
        "Çà et là",
    ],
)
def test_old_encodings_are_guessed_and_said(
    words: str, encoding: str, name: str, end: str, caplog: pytest.LogCaptureFixture
) -> None:
    lines = ["file,title,date", f'{WEB}/1.jpg,"{words}",1910', f"{WEB}/2.jpg,x,1911", ""]
    Path("t.csv").write_bytes(end.join(lines).encode(encoding))
    assert rows("t.csv")[0] == (f"{WEB}/1.jpg", "1910", words)
    assert f"read as {name}, like" in caplog.text


@pytest.mark.parametrize("words", ["Größe über Straße", "Mädchen, Körbe", "Übung für Café-Gäste"])
def test_a_table_of_dos_is_guessed_and_its_photos_are_found(
    words: str, caplog: pytest.LogCaptureFixture
) -> None:
    Path("Gärten").mkdir()
    Path("Gärten/Höfe.jpg").write_bytes(jpeg(90))
    table = f"Datei;Titel;Jahr\nGärten\\Höfe.jpg;{words};1910\n"
    Path("t.csv").write_bytes(table.encode("cp850"))
    assert rows("t.csv") == [("Gärten/Höfe.jpg", "1910", words)]
    assert "read as DOS (code page 850), like" in caplog.text


@pytest.mark.parametrize("folder", ["Bilder", "bilder", "archiv/Bilder", "../drumherum/Bilder"])
def test_a_file_in_the_folder_that_a_cell_says_is_found_in_any_case(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tables").mkdir()
    monkeypatch.chdir(tmp_path / "tables")
    place = Path(folder.replace("bilder", "Bilder"))
    place.mkdir(parents=True)
    for name in ("Tor.jpg", "see.jpg", "Süd.jpg", "x.jpg", "x.tif"):
        (place / name).write_bytes(jpeg(9))
    cells = ["TOR.JPG", "See.jpeg", "su\u0308d.jpg", "x.tif", "x.jpg", "y.jpg"]
    rows = "".join(f"{folder}/{cell},19{n}0\n" for n, cell in enumerate(cells))
    Path("t.csv").write_text(f"Datei,Jahr\n{rows}", encoding="utf-8")
    main(["manifest", "t.csv", "-o", "m.csv"])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        found = {Path(row["url"]).name: row["year"] for row in csv.DictReader(file)}
    assert found == {
        "Tor.jpg": "1900", "see.jpg": "1910", "Süd.jpg": "1920", "x.tif": "1930", "x.jpg": "1940",
    }  # fmt: skip


@pytest.mark.parametrize("cell", ['"ligne\nautre"', "ligne\nautre"])
@pytest.mark.parametrize("rows", [3, 2000])
def test_a_break_within_a_row_of_an_old_macs_table_leaves_it_whole(
    tmp_path: Path, cell: str, rows: int
) -> None:
    lines = ["n;photo;title;date", *(f"{n};{n}.jpg;{cell};1937" for n in range(rows))]
    (tmp_path / "t.csv").write_bytes("".join(f"{line}\r" for line in lines).encode())
    found = list(read_rows(tmp_path / "t.csv"))
    assert len(found) == rows
    assert {row["date"] for _, row in found if isinstance(row, dict)} == {"1937"}


@pytest.mark.parametrize(
    "header",
    ["Title,Year,Image 1", "Titel;Jahr;Bild 1", "Title,Year,Photo n° 1", "Title,Year,Image URL 1",
     "Title|Year|Page 10", "Title\tYear\tPicture 1912"],
)  # fmt: skip
@pytest.mark.parametrize("options", [(), ("--as", "table")])
def test_a_header_that_ends_in_a_number_names_columns(
    header: str, options: tuple[str, ...]
) -> None:
    separator = next(mark for mark in ";|\t," if mark in header)
    rows_of = [("Mill", "1922", f"{WEB}/a.jpg"), ("Quay", "1931", f"{WEB}/b.jpg")]
    text = "\n".join([header, *(separator.join(row) for row in rows_of)])
    Path("t.csv").write_text(text, encoding="utf-8")
    assert rows("t.csv", *options) == [
        (f"{WEB}/a.jpg", "1922", "Mill"), (f"{WEB}/b.jpg", "1931", "Quay"),
    ]  # fmt: skip


def test_the_column_of_a_header_that_ends_in_a_number_can_be_named() -> None:
    Path("t.csv").write_text(
        f"Title,Year,Image 2,Image 1\nMill,1922,{WEB}/b.jpg,{WEB}/a.jpg\n", encoding="utf-8"
    )
    assert rows("t.csv", "--image-column", "Image 1") == [(f"{WEB}/a.jpg", "1922", "Mill")]


@pytest.mark.parametrize("line", ["Hill, west.jpg 1912", f"{WEB}/Hill,west 1912", "a,b 1912"])
def test_a_line_with_a_file_and_a_year_is_no_header(line: str) -> None:
    assert find_separator([f"{line}\n", f"{line[:-4]}1931\n"]) == ""
    assert find_separator([f"{line[:-2]}\n"]) == ("," if line.startswith("a,b") else "")
