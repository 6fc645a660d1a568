"""A sample of a manifest: drawn in strata, the same every time, and part of every larger one."""

from __future__ import annotations

import csv
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

import photoparsl
from photoparsl.archives.sample_sizes import equal_sizes, sizes_in_proportion
from photoparsl.errors import ManifestError, OptionError
from photoparsl.manifests import STRATUM, STRATUM_PHOTOS, read_columns, read_manifest, read_rows
from tests.commands.calls import call


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """900 photos of three years and two boxes, 60 of them without a year."""
    path = tmp_path / "Ann's Fotos ü.csv"
    lines = ["Bild,Jahr,Box,Title"]
    for n in range(900):
        year = "" if n % 15 == 0 else str(1900 + n % 3)
        lines.append(f'https://a.example/{n}.jpg,{year},{"AB"[n % 9 == 0]},"=cmd|; {n}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_each_stratum_has_its_share_and_each_row_says_what_it_stands_for(
    manifest: Path, tmp_path: Path
) -> None:
    found = photoparsl.sample(manifest, tmp_path / "s.csv", photos=90, by="year")
    assert (found.photos, found.archive, found.strata) == (90, 900, 4)
    rows = rows_of(tmp_path / "s.csv")
    drawn = Counter(row[STRATUM] for row in rows)
    archive = {row[STRATUM]: int(row[STRATUM_PHOTOS]) for row in rows}
    assert archive == {"": 60, "1900": 240, "1901": 300, "1902": 300}
    assert all(abs(drawn[name] - photos / 10) <= 1 for name, photos in archive.items())
    assert all(row["Jahr"] == row[STRATUM] for row in rows)
    assert rows[0]["Title"].startswith("'=cmd")
    assert len(list(read_manifest(tmp_path / "s.csv"))) == 90


@pytest.mark.parametrize("by", [(), "year", ["Box", "year"]])
@pytest.mark.parametrize("equal", [False, True])
def test_a_larger_sample_holds_the_smaller(
    manifest: Path, tmp_path: Path, by: str | list[str], equal: bool
) -> None:
    path, before = tmp_path / "s.csv", set[str]()
    for photos in (8, 9, 31, 32, 120, 899, 900):
        found = photoparsl.sample(manifest, path, photos=photos, by=by, equal=equal)
        rows = {row["Bild"] for row in rows_of(path)}
        assert len(rows) == found.photos == photos
        assert before <= rows
        before = rows


def test_sizes_grow_with_the_sample_whatever_the_strata() -> None:
    strata = [1, 1, 2, 3, 5, 8, 700, 41, 41, 41, 350, 1000]
    for sizes_of in (sizes_in_proportion, equal_sizes):
        before = [0] * len(strata)
        for wanted in range(len(strata), sum(strata) + 2):
            sizes = sizes_of(strata, wanted)
            assert sum(sizes) == min(wanted, sum(strata))
            assert all(a <= b <= n for a, b, n in zip(before, sizes, strata, strict=True))
            assert min(sizes) >= 1
            before = sizes


def test_equal_strata_have_the_same_number_or_all_they_have() -> None:
    assert equal_sizes([5, 100, 100, 3], 50) == [5, 21, 21, 3]


def test_the_same_manifest_gives_the_same_bytes_compressed_or_not(
    manifest: Path, tmp_path: Path
) -> None:
    for name in ("s.csv", "s.csv.gz"):
        texts = set()
        for _ in range(2):
            photoparsl.sample(manifest, tmp_path / name, photos=50, by=["Box", "year"])
            texts.add((tmp_path / name).read_bytes())
        assert len(texts) == 1
    rows = list(read_rows(tmp_path / "s.csv.gz", "s", "/"))
    places = [row["Bild"] for row in rows_of(tmp_path / "s.csv")]
    assert [row.url for row in rows] == places
    assert read_columns(tmp_path / "s.csv", "s")[-2:] == (STRATUM, STRATUM_PHOTOS)


def test_paths_lead_to_the_same_files_from_another_folder(tmp_path: Path) -> None:
    manifest = tmp_path / "list.txt"
    other = tmp_path / "elsewhere"
    other.mkdir()
    places = ["a b/1.jpg", "file:a%20b/2.jpg", str(tmp_path / "3.jpg"), "https://a.example/4.jpg"]
    manifest.write_text("".join(f"{place} 1901\n" for place in places))
    photoparsl.sample(manifest, other / "s.csv", photos=4)
    found = [row["url"] for row in rows_of(other / "s.csv")]
    assert found == ["../a b/1.jpg", "../a b/2.jpg", "../3.jpg", "https://a.example/4.jpg"]
    photoparsl.sample(manifest, tmp_path / "s.csv", photos=4)
    assert [row["url"] for row in rows_of(tmp_path / "s.csv")] == places


def test_rows_from_the_web_keep_their_origin(tmp_path: Path) -> None:
    manifest = tmp_path / "list.csv"
    manifest.write_text(
        "url,year,photoparsl_origin\n"
        "https://a.example/1.jpg,1900,https://a.example/\n"
        "https://b.example/2.jpg,1900,web\n"
        "3.jpg,1900,\n"
    )
    photoparsl.sample(manifest, tmp_path / "s.csv", photos=3)
    bases = [photo.base for photo in read_manifest(tmp_path / "s.csv")]
    assert bases == ["https://a.example/", "web", str(tmp_path.resolve())]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "Titel"}, "there is no column 'Titel'"),
        ({"by": "Title"}, "there are 900 different entries"),
        ({"output": "s.txt"}, "a sample is CSV"),
        ({"output": "other.csv"}, "exists and isn't a sample"),
    ],
)
def test_what_cant_be_drawn_is_said(
    manifest: Path, tmp_path: Path, options: dict[str, str], message: str
) -> None:
    (tmp_path / "other.csv").write_text("url,year\n")
    output = tmp_path / options.pop("output", "s.csv")
    with pytest.raises(ManifestError, match=message):
        photoparsl.sample(manifest, output, photos=50, **options)  # type: ignore[arg-type]
    with pytest.raises(OptionError):
        photoparsl.sample(manifest, output, photos=0)


def test_neither_a_sample_of_a_sample_nor_one_over_its_manifest_is_drawn(
    manifest: Path, tmp_path: Path
) -> None:
    photoparsl.sample(manifest, tmp_path / "s.csv", photos=50)
    with pytest.raises(ManifestError, match="is a sample itself"):
        photoparsl.sample(tmp_path / "s.csv", tmp_path / "t.csv", photos=5)
    with pytest.raises(ManifestError, match="exists and isn't a sample"):
        photoparsl.sample(manifest, manifest, photos=50)


def test_the_command_draws_it(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "s.csv"
    assert call("sample", str(manifest), "--photos", "30", "--by", "year", "-o", str(output)) == 0
    printed = capsys.readouterr().out
    assert "a sample of 30 of 900 photos, drawn in 4 strata by year" in printed
    assert "the years are from the column 'Jahr'" in printed


def test_many_rows_take_little_memory(tmp_path: Path) -> None:
    manifest = tmp_path / "many.txt"
    with manifest.open("w") as file:
        file.writelines(f"https://a.example/{n}.jpg {1900 + n % 100}\n" for n in range(300_000))
    tracemalloc.start()
    photoparsl.sample(manifest, tmp_path / "s.csv", photos=1000, by="year")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000
