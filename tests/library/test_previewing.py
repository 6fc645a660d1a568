"""What a run would measure is said before anything is measured, and nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import photoparsl
from photoparsl.archives import Role
from photoparsl.errors import RunError
from photoparsl.web_server import serving
from tests.conftest import jpeg


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of photos with a table that names them; the current folder is beside it."""
    folder = tmp_path / "Ann's ü"
    folder.mkdir()
    for number in range(3):
        (folder / f"glass{number}.jpg").write_bytes(jpeg(60 + 20 * number))
    rows = [f"glass{n}.jpg,19{n}0,2004-05-0{n + 1},Vilém" for n in range(3)]
    text = "file,date,scan date,who\n" + "\n".join([*rows, "gone.jpg,1950,,"]) + "\n"
    (folder / "list.csv").write_text(text)
    (folder / "other.csv").write_text("a,b\n1,2\n")
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_preview_says_what_a_run_then_measures_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.parent.rglob("*"))
    found = photoparsl.preview(folder / "list.csv")
    assert sorted(folder.parent.rglob("*")) == before
    assert (found.problem, found.photos, found.undated, found.years) == ("", 4, 0, (1900, 1950))
    assert [photo.year for photo in found.examples] == [1900, 1910, 1920]
    run = photoparsl.run(folder / "list.csv", config="threads", measures="luminance")
    assert run.status().photos == found.left == 4
    again = photoparsl.preview(folder / "list.csv")
    assert (again.photos, again.left) == (4, 0)


def test_a_kept_list_is_read_again_for_its_report(folder: Path) -> None:
    names: dict[str, Any] = {"image_column": "file", "date_column": "date"}
    first = photoparsl.preview(folder / "list.csv", **names)
    photoparsl.run(folder / "list.csv", config="threads", measures="luminance", **names)
    second = photoparsl.preview(folder / "list.csv", **names)
    for found in (first, second):
        assert found.report
        assert ("date", Role.DATE) in found.report.taken
        assert found.report.reasons.total() + found.photos == 4
    assert second.left == 0


def test_a_tables_columns_are_given_with_examples_also_where_it_cant_be_measured(
    folder: Path,
) -> None:
    found = photoparsl.preview(folder / "other.csv")
    assert "expected a column" in found.problem
    assert found.columns == (("a", ("1",)), ("b", ("2",)))
    found = photoparsl.preview(folder / "list.csv")
    assert ("date", ("1900", "1910", "1920")) in found.columns


def test_tables_of_a_folder_that_arent_read_are_named(folder: Path) -> None:
    found = photoparsl.preview(folder)
    assert [path.name for path in found.tables] == ["other.csv"]
    assert found.report
    assert [path.name for path in found.report.tables] == ["list.csv"]


@pytest.mark.parametrize("name", ["nowhere", "", "empty", "list.csv/x", "a\nb"])
def test_what_cant_be_measured_is_a_sentence(folder: Path, name: str) -> None:
    (folder / "empty").mkdir()
    found = photoparsl.preview(folder / name if name else "")
    assert found.problem
    assert found.photos == 0


def test_a_url_is_read_too(folder: Path) -> None:
    with serving(folder) as url:
        found = photoparsl.preview(f"{url}list.csv")
    assert (found.photos, found.years) == (4, (1900, 1950))


def test_what_counts_the_records_can_end_the_reading(folder: Path) -> None:
    rows = "".join(f"glass{n % 3}.jpg,{1900 + n % 90},x\n" for n in range(500))
    (folder / "long.csv").write_text(f"photo file,when,title\n{rows}")
    counted: list[int] = []
    photoparsl.preview(folder / "long.csv", image_column="photo file", count_records=counted.append)
    assert sum(counted) == 500

    def end(records: int) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        photoparsl.preview(folder / "long.csv", image_column="photo file", count_records=end)


def test_runs_are_listed_with_what_they_measure_and_go_on_with_their_arguments(
    folder: Path,
) -> None:
    run = photoparsl.run(
        folder, config="threads", measures="luminance", count=2, title="Glass", exclude="other*"
    )
    (listed,) = photoparsl.list_runs()
    assert (listed.source, listed.title, listed.done) == (str(folder), "Glass", 2)
    assert listed.is_complete
    assert not listed.is_at_work
    arguments = photoparsl.arguments_of(str(run.path))
    assert arguments["count"] == 2
    assert arguments["exclude"] == ("other*",)
    before = (run.path / "manifest-as-read.csv.gz").read_bytes()
    photoparsl.run(**{**arguments, "count": None})
    assert photoparsl.list_runs()[0].done == 3
    assert (run.path / "manifest-as-read.csv.gz").read_bytes() == before
    assert "Glass" in (run.path / "public" / "scatter.html").read_text()


def test_a_second_folder_of_the_same_name_gets_a_run_of_its_own(folder: Path) -> None:
    other = folder.parent / "more" / folder.name
    other.mkdir(parents=True)
    (other / "1.jpg").write_bytes(jpeg(50))
    first = photoparsl.folder_of_run(folder)
    photoparsl.run(folder, config="threads", measures="luminance", run_dir=first)
    assert photoparsl.folder_of_run(folder) == first
    second = photoparsl.folder_of_run(other)
    assert second == first.with_name(f"{first.name}-2")
    photoparsl.run(other, config="threads", measures="luminance", run_dir=second)
    assert photoparsl.folder_of_run(other) == second
    assert photoparsl.folder_of_run(folder) == first
    assert photoparsl.folder_of_run("https://a.example/list.csv?x=1") == Path("runs/list")


def test_a_table_measured_as_it_is_gets_another_run_with_other_columns(folder: Path) -> None:
    table = folder / "list.csv"
    run = photoparsl.run(table, config="threads", measures="luminance")
    assert photoparsl.folder_of_run(table).resolve() == run.path.resolve()
    other = photoparsl.folder_of_run(table, of_archive=True)
    assert other == Path("runs/list-2")
    found = photoparsl.preview(table, run_dir=other, image_column="file", date_column="scan date")
    assert found.years == (2004, 2004)


def test_another_column_of_photos_or_another_sheet_gets_another_run(folder: Path) -> None:
    for name in ("recto", "verso"):
        (folder / f"{name}.jpg").write_bytes(jpeg(50))
    table = folder / "sides.csv"
    table.write_text("recto,verso,date\nrecto.jpg,verso.jpg,1901\n")
    options: dict[str, Any] = {"config": "threads", "measures": "luminance"}
    recto = photoparsl.folder_of_run(table, image_column="recto")
    photoparsl.run(table, run_dir=recto, image_column="recto", **options)
    verso = photoparsl.folder_of_run(table, image_column="verso")
    assert verso == recto.with_name(f"{recto.name}-2")
    photoparsl.run(table, run_dir=verso, image_column="verso", **options)
    assert photoparsl.folder_of_run(table, image_column=["recto"]) == recto
    assert photoparsl.folder_of_run(table, image_column="verso") == verso
    third = recto.with_name(f"{recto.name}-3")
    assert photoparsl.folder_of_run(table, image_column="recto", sheet="2") == third


def test_arguments_that_a_runs_folder_doesnt_hold_are_said(folder: Path) -> None:
    (folder / "notes.txt").write_text("year,text\n1910,flood\n")
    run = photoparsl.run(
        folder, config="threads", measures="luminance", year_notes=folder / "notes.txt"
    )
    with pytest.raises(RunError, match="notes are in a file"):
        photoparsl.arguments_of(run.path)
    with pytest.raises(RunError, match="isn't a run's folder"):
        photoparsl.arguments_of(folder)


def test_damaged_and_foreign_folders_among_the_runs_are_left_out(folder: Path) -> None:
    run = photoparsl.run(folder, config="threads", measures="luminance")
    for name in ("x", "y"):
        (run.path.parent / name).mkdir()
    (run.path.parent / "y" / "run.json").write_text("{")
    (run.path.parent / "z").write_text("a file")
    assert [found.path for found in photoparsl.list_runs()] == [run.path]
    assert photoparsl.list_runs("nowhere") == []
