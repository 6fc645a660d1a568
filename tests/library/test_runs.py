"""Several runs on one page and in one table, each as an archive."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, expect

import photoparsl
from photoparsl.commands.main import main
from photoparsl.errors import ManifestError, OptionError, RunError
from photoparsl.fetching import local_path
from photoparsl.manifests import read_manifest
from photoparsl.page import page_data
from photoparsl.reports.set_export import _with_way
from photoparsl.results import TITLE, Execution, Failure, Measurement, SliceResult
from photoparsl.results.run_directory import RunDirectory
from tests.page.chromium import launched, opened
from tests.page.page_text import block_of
from tests.results.test_run_directory import RECORD


def digest(number: int) -> str:
    return f"{number + 1 << 64:032x}"


def make_run(
    folder: Path,
    measures: Mapping[str, int],
    header: str = "url,year,Title",
    first_file: int = 0,
    title: str = TITLE,
) -> Path:
    """A run whose row 1 failed; its files are numbered from `first_file`."""
    rows, shift = 12, first_file / 16
    manifest = folder.with_name(f"{folder.name}.csv")
    cells = [f"{folder.name} {name} {{row}}" for name in header.split(",")[2:]]
    line = ",".join(["p{row}.jpg", "{year}", *cells]) + "\n"
    text = header + "\n" + "".join(line.format(row=n, year=1900 + n % 4) for n in range(rows))
    manifest.write_text(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    names = list(measures)
    values = {name: shift + n / 100 for n, name in enumerate(names)}
    measured = tuple(
        Measurement(
            row,
            f"p{row}.jpg",
            None,
            {name: value + row / 1000 for name, value in values.items()},
            digest=digest(first_file + row),
        )
        for row in range(rows)
        if row != 1
    )
    failure = Failure(1, "p1.jpg", None, "http-404", "the server answered 404")
    ran = Execution(f"{folder.name}.example.edu", "example.edu", 1.7e9, 1.5)
    with RunDirectory(folder) as directory:
        directory.write(SliceResult(0, rows, "", dict(measures), measured, (failure,), ran))
        directory.manifest.write(manifest, str(manifest), sha256)
        directory.write_record(
            replace(
                RECORD,
                manifest=str(manifest),
                rows=rows,
                sha256=sha256,
                measures=dict(measures),
                title=title,
                start=0,
                count=None,
            )
        )
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    """Two runs with one measure in common; three files of the first are in the second too."""
    return [
        make_run(tmp_path / "glass", {"luminance": 1, "contrast": 1, "entropy": 1}),
        make_run(
            tmp_path / "prints",
            {"saturation": 1, "luminance": 1, "contrast": 2},
            header="url,year,Collection,Titel,archive",
            first_file=8,
            title="Prints of <b>",
        ),
    ]


def test_two_runs_of_different_measures_are_one_page_of_those_in_common(
    runs: list[Path], tmp_path: Path
) -> None:
    both = photoparsl.open_runs(runs)
    assert both.names == ("glass", "Prints of <b>")
    assert both.measures == {"luminance": 1}
    assert both.left_out == (
        "contrast: version 1 in glass, version 2 in Prints of <b>",
        "not in Prints of <b>: entropy",
        "not in glass: saturation",
    )
    html = both.page(tmp_path / "both.html", group="collection").read_text()
    block = block_of(html, "photos")
    assert [measure["name"] for measure in block.header["measures"]] == ["luminance"]
    archive, collection = block.header["groups"]
    assert (archive["name"], collection["name"]) == ("archive", "Collection")
    assert archive["values"] == [[0, "Prints of <b>", 11, 3], [1, "glass", 11, 0]]
    assert collection["values"][-1] == [255, "no value", 11, 0]
    assert block.header["photos"] == 22
    assert block.columns["duplicate"].sum() == 3
    assert "not in Prints of &lt;b&gt;: entropy" in html
    assert "<title>glass and Prints of &lt;b&gt;</title>" in html
    assert "files of an archive that are in an earlier one too</dt><dd>3<" in html
    assert "Prints of <b>" not in html
    titles = block_of(html, "addresses").header["titles"]
    assert {"glass Title 3", "prints Titel 3"} <= set(titles)


def test_two_runs_are_one_table_with_a_column_of_archives(
    runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "both.csv"
    assert main(["export", *map(str, runs), "-o", str(path)]) == 0
    output = capsys.readouterr().out
    assert "Left out   contrast: version 1 in glass, version 2 in Prints of <b>\n" in output
    assert "24 rows" in output
    table = pd.read_csv(path)
    assert list(table.columns[:3]) == ["url", "archive", "row"]
    assert list(table.columns[-4:]) == [
        "photoparsl_origin",
        "Title",
        "Collection",
        "manifest_archive",
    ]
    assert table.groupby("archive").row.apply(list).to_dict() == {
        "glass": list(range(12)),
        "Prints of <b>": list(range(12)),
    }
    prints = table[table.archive == "Prints of <b>"].set_index("row")
    assert prints.luminance[2] == 0.51 + 2 / 1000
    assert prints.Title[2] == "prints Titel 2"
    assert prints.manifest_archive[2] == "prints archive 2"
    same = prints.dropna(subset=["same_as"])
    assert {
        row: (name, int(first))
        for row, name, first in zip(same.index, same.same_as_archive, same.same_as, strict=True)
    } == {0: ("glass", 8), 2: ("glass", 10), 3: ("glass", 11)}
    package = json.loads(path.with_name("both.csv.datapackage.json").read_text())
    (resource,) = package["resources"]
    assert resource["schema"]["primaryKey"] == ["archive", "row"]
    assert [f["name"] for f in resource["schema"]["fields"]] == list(table.columns)
    assert package["photoparsl"]["measures"] == {"luminance": 1}
    assert len(package["photoparsl"]["left_out"]) == 3
    assert [a["name"] for a in package["photoparsl"]["archives"]] == ["glass", "Prints of <b>"]
    exported = photoparsl.open_runs(runs).export(path, without_duplicates=True)
    assert exported == (21, 0, 3, 0)
    assert pd.read_csv(path).same_as.isna().all()


def test_paths_in_the_table_of_two_runs_are_relative_to_its_folder(tmp_path: Path) -> None:
    """So that it is a manifest of all photos."""
    folders = []
    for name in ("a b/glass", "c/ü's/prints"):
        run = tmp_path / name
        run.parent.mkdir(parents=True)
        make_run(run, {"luminance": 1})
        with RunDirectory(run) as directory:
            directory.write_record(replace(directory.require_record(), folder=".."))
        folders.append(run)
    path = tmp_path / "c" / "both.csv"
    photoparsl.open_runs(folders).export(path)
    table = pd.read_csv(path)
    assert list(table.url[[0, 11, 12]]) == ["../a b/p0.jpg", "../a b/p11.jpg", "./ü's/p0.jpg"]
    found = list(read_manifest(path, base=str(path.parent)))
    assert [str(local_path(photo).resolve()) for photo in found] == [
        str(run.parent / f"p{row}.jpg") for run in folders for row in range(12)
    ]
    package = json.loads(path.with_name("both.csv.datapackage.json").read_text())
    fields = package["resources"][0]["schema"]["fields"]
    assert (
        fields[0]["description"] == "The photo's URL, or its file's path from the table's folder."
    )


def test_lines_of_a_file_are_not_called_the_permalinks_of_another_archive(tmp_path: Path) -> None:
    headers = {"web": "url,year,Permalink,Title", "made": "url,year,title,record"}
    folders = [make_run(tmp_path / n, {"luminance": 1}, header=h) for n, h in headers.items()]
    path = tmp_path / "both.csv"
    photoparsl.open_runs(folders).export(path)
    table = pd.read_csv(path)
    assert list(table.columns[-2:]) == ["record", "Title"]
    assert list(table.record[:2]) == ["web Permalink 0", "web Permalink 1"]
    assert list(table.record[12:14]) == ["made record 0", "made record 1"]


def test_runs_without_a_common_measure_are_refused_with_what_each_has(tmp_path: Path) -> None:
    first = make_run(tmp_path / "a", {"luminance": 1})
    second = make_run(tmp_path / "b", {"luminance": 2, "contrast": 1})
    with pytest.raises(RunError, match=r"no measure in common: luminance: version 1 in a, ver"):
        photoparsl.open_runs([first, second])


def test_a_run_that_is_named_twice_or_is_none_is_refused(
    runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RunError, match="is named twice"):
        photoparsl.open_runs([runs[0], runs[0] / ".." / "glass"])
    with pytest.raises(RunError, match="isn't a run's folder"):
        photoparsl.open_runs([runs[0], tmp_path])
    with pytest.raises(RunError, match="no runs to open: name the folder"):
        photoparsl.open_runs([])
    with pytest.raises(RunError, match="is a folder, not a result file; open_run"):
        photoparsl.read_results(runs[0])
    with pytest.raises(RunError, match=r"a table is written to a file.*path='photos.csv'"):
        photoparsl.open_runs(runs).export("-")
    with pytest.raises(OptionError, match=r"options: .* isn't of the class TrendOptions"):
        photoparsl.open_run(runs[0]).trend(options={"by": "x"})  # type: ignore[arg-type]
    for command in ("page", "export"):
        assert main([command, *map(str, runs)]) == 2
        assert "with -o: each of several runs has" in capsys.readouterr().err
    with pytest.raises(ManifestError, match="there is no column 'colour'"):
        photoparsl.open_runs(runs).page(tmp_path / "x.html", group="colour")
    assert main(["page", str(runs[0]), str(tmp_path / "glass.csv"), "-o", "x.html"]) == 2


@pytest.mark.parametrize("kind", [str, Path])
def test_one_folder_may_be_named_without_a_list(runs: list[Path], kind: type) -> None:
    assert photoparsl.open_runs(kind(runs[0])).paths == (runs[0],)


@pytest.mark.parametrize(
    ("folders", "names"),
    [
        (["1/x", "2/x", "3"], ["1/x", "2/x", "3"]),
        (["glass/m", "prints/m", "m"], ["glass/m", "prints/m", "m"]),
        (["a b/o'Ü/m", "c/o'Ü/m", "c/d/M"], ["a b/o'Ü/m", "c/o'Ü/m", "c/d/M"]),
        (["a/b/c/m", "d/c/m"], ["b/c/m", "d/c/m"]),
        (["m", "m/y/m"], ["m", "y/m"]),
        ([f"{'w' * 50}1/m", f"{'w' * 50}2/m"], ["w" * 40, f"{'w' * 40}_2"]),
    ],
)
def test_archives_have_different_names_that_tell_which_they_are(
    tmp_path: Path, folders: list[str], names: list[str]
) -> None:
    for folder in folders:
        (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
        make_run(tmp_path / folder, {"luminance": 1}, title="The same title")
    runs = [tmp_path / folder for folder in folders]
    assert list(photoparsl.open_runs(runs).names) == names


@pytest.mark.parametrize(
    ("way", "place", "expected"),
    [
        ("../x", "a.jpg", "../x/a.jpg"),
        ("../x", "../a.jpg", "../x/../a.jpg"),
        ("../x", "/a.jpg", "/a.jpg"),
        ("../x y", "file:a.jpg%20", "file:../x%20y/a.jpg%20"),
        ("../x", "file:///a.jpg", "file:///a.jpg"),
        ("../x", "https://a.example/1.jpg", "https://a.example/1.jpg"),
        ("../x", "OSDF:///a/1.jpg", "OSDF:///a/1.jpg"),
        ("./a\nb", "ü %.jpg", "file:./a%0Ab/%C3%BC%20%25.jpg"),
        ("", "a.jpg", "a.jpg"),
    ],
)
def test_a_relative_path_leads_from_the_table_to_the_photo(
    way: str, place: str, expected: str
) -> None:
    assert _with_way(way, place) == expected


@pytest.mark.parametrize("most_whole", [10_000, 10])
def test_rows_of_both_runs_are_in_the_page_whatever_its_size(
    runs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_whole: int
) -> None:
    """Both runs have the same rows and addresses; none is taken for the other's."""
    monkeypatch.setattr(page_data, "MOST_WHOLE", most_whole)
    page = photoparsl.open_runs(runs).page(tmp_path / "both.html", public_table=True)
    block = block_of(page.read_text(), "photos")
    assert block.header["photos"] == 22
    assert len(block.columns["row"]) == 22
    assert sorted(block.columns["group 0"].tolist()) == [0] * 11 + [1] * 11
    failures = list(csv.DictReader((tmp_path / "both-failures.csv").open()))
    assert [(f["archive"], f["row"]) for f in failures] == [("glass", "1"), ("Prints of <b>", "1")]
    if most_whole == 10:
        with gzip.open(tmp_path / "both-photos.csv.gz", "rt") as file:
            rows = list(csv.DictReader(file))
        assert [row["archive"] for row in rows] == ["glass"] * 11 + ["Prints of <b>"] * 11


def test_a_reader_sees_the_archives_and_saves_them(
    browser: Browser, runs: list[Path], tmp_path: Path
) -> None:
    page_path = photoparsl.open_runs(runs).page(tmp_path / "both.html")
    with opened(browser, page_path, "#colour=column+archive") as page:
        expect(page.locator("#colour-legend")).to_contain_text("Prints of <b>")
        page.locator("#groups button", has_text="glass").click()
        page.locator("#chart").focus()
        page.keyboard.press("Home")
        expect(page.locator("#photo-groups")).to_have_text("archiveglass")
        with page.expect_download() as download:
            page.locator("#csv").click()
        rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
        assert sorted((row["archive"], int(row["row"])) for row in rows) == sorted(
            (name, row) for name in ("glass", "Prints of <b>") for row in range(12) if row != 1
        )


def test_a_column_called_archive_is_a_group_of_its_own_and_unknown_digests_are_said(
    runs: list[Path], tmp_path: Path
) -> None:
    directory = RunDirectory(runs[1])
    with directory:
        directory.write_record(replace(directory.require_record(), groups=["Archive"]))
        (result,) = directory.results()
        undigested = tuple(replace(m, digest="") for m in result.measurements)
        directory.write(replace(result, measurements=undigested))
    html = photoparsl.open_runs(runs).page(tmp_path / "both.html").read_text()
    names = [group["name"] for group in block_of(html, "photos").header["groups"]]
    assert names == ["archive", "manifest_archive"]
    assert "Of 11 photographs, no digest of their bytes is known" in html
    assert "in an earlier one too, as far as is known</dt><dd>0<" in html


def test_no_column_is_lost_however_the_manifests_name_them(tmp_path: Path) -> None:
    """A's captions are B's titles, and B has captions too; a name may be there twice."""
    folders = [
        make_run(tmp_path / "a", {"luminance": 1}, header="url,year,Caption,x"),
        make_run(tmp_path / "b", {"luminance": 1}, header="url,year,x,title,caption,X"),
    ]
    path = tmp_path / "both.json"
    photoparsl.open_runs(folders).export(path)
    rows = json.loads(path.read_text())
    texts = {row["archive"]: [row[name] for name in list(row)[-4:]] for row in rows}
    assert texts["a"] == ["a Caption 11", "a x 11", None, None]
    assert texts["b"] == ["b title 11", "b x 11", "b caption 11", "b X 11"]
