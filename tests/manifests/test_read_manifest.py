from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest

from photoparsl.errors import ManifestError
from photoparsl.manifests import Photo, Slice, cut, digest, read_manifest

WEB = "https://photos.example/"


def photos(tmp_path: Path, text: str, base: str | None = WEB) -> list[Photo]:
    path = tmp_path / "manifest.txt"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return list(read_manifest(path, name="m", base=base))


def problems(tmp_path: Path, text: str, base: str | None = WEB) -> list[str]:
    with pytest.raises(ManifestError) as caught:
        photos(tmp_path, text, base)
    return str(caught.value).split("\n")


def test_a_line_is_a_place_and_a_year(tmp_path: Path) -> None:
    text = f"# a comment\n\n{WEB}a.jpg 1880\n  {WEB}b c.jpg\t 1901 \r\n"
    assert photos(tmp_path, text) == [
        Photo(0, f"{WEB}a.jpg", 1880, WEB),
        Photo(1, f"{WEB}b c.jpg", 1901, WEB),
    ]


def test_csv_is_recognised_by_its_header_and_may_lack_years(tmp_path: Path) -> None:
    text = f'title,url,year\n"Hill, evening",{WEB}a.jpg,1880\nSea,{WEB}b.jpg,\n'
    assert [(p.url, p.year) for p in photos(tmp_path, text)] == [
        (f"{WEB}a.jpg", 1880),
        (f"{WEB}b.jpg", None),
    ]
    assert [p.year for p in photos(tmp_path, f"\ufeffurl\n{WEB}a.jpg\n")] == [None]
    assert [p.year for p in photos(tmp_path, f"Year;URL\n1880;{WEB}a.jpg\n")] == [1880]


def test_gzip_is_recognised_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "manifest"
    path.write_bytes(gzip.compress(f"{WEB}a.jpg 1880\n".encode()))
    assert [p.year for p in read_manifest(path, base=WEB)] == [1880]
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ManifestError, match="can't be read"):
        list(read_manifest(path, base=WEB))


def test_bad_lines_are_reported_with_file_and_number(tmp_path: Path) -> None:
    text = f"{WEB}a.jpg 1880\n{WEB}b.jpg\n{WEB}c.jpg 190x\nftp://x/d.jpg 1900\n{WEB}e.jpg 0\n"
    found = problems(tmp_path, text)
    assert found[0] == f"m:2: expected 'URL YEAR', found '{WEB}b.jpg'"
    assert [line.partition(":")[2].partition(":")[0] for line in found[:4]] == ["2", "3", "4", "5"]


def test_bad_lines_of_csv_are_reported_too(tmp_path: Path) -> None:
    text = f"url,year\n{WEB}a.jpg,1880\n{WEB}b.jpg\n{WEB}c.jpg,ca. 1900\n,1900\n"
    found = problems(tmp_path, text)
    assert [line.split(":")[1] for line in found[:3]] == ["3", "4", "5"]
    assert found[3:] == [
        "(dates like these are read by 'photoparsl manifest', which makes a manifest of a table)"
    ]


def test_no_more_than_twenty_bad_lines_are_reported(tmp_path: Path) -> None:
    found = problems(tmp_path, "x\n" * 500)
    assert sum(": expected" in line for line in found) == 20
    assert found[-1] == "(and perhaps more)"


def test_no_photo_is_given_after_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_text(f"{WEB}a.jpg 1880\nx\n{WEB}b.jpg 1881\n")
    photos_before: list[Photo] = []
    with pytest.raises(ManifestError):
        photos_before.extend(read_manifest(path, base=WEB))
    assert len(photos_before) <= 1


@pytest.mark.parametrize("text", ["", "# nothing\n\n", "url,year\n"])
def test_a_manifest_without_photos_is_an_error(tmp_path: Path, text: str) -> None:
    assert "holds no photos" in problems(tmp_path, text)[0]


@pytest.mark.parametrize(
    "line",
    ["a\x00b.jpg 1900", "x" * 200_000 + " 1900", "http:///a.jpg 1900"],
)
def test_strange_bytes_are_bad_lines(tmp_path: Path, line: str) -> None:
    assert problems(tmp_path, line + "\n", "/archive" if "http" not in line else WEB)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="No such file"):
        list(read_manifest(tmp_path / "none.txt"))


def test_only_a_local_file_may_name_files(tmp_path: Path) -> None:
    text = "photos/a b.jpg 1880\nfile:///data/b.jpg 1881\n/data/c.jpg 1882\n"
    assert [p.url for p in photos(tmp_path, text, None)][:2] == [
        "photos/a b.jpg",
        "file:///data/b.jpg",
    ]
    assert photos(tmp_path, text, None)[0].base == str(tmp_path.resolve())
    for base in (WEB, ""):
        assert len(problems(tmp_path, text, base)) == 3


def test_slices_hold_rows_in_order_and_miss_none() -> None:
    all_photos = [Photo(row, f"{row}.jpg", 1900) for row in range(1001)]
    slices = list(cut(all_photos, 200))
    assert [(s.start, s.stop) for s in slices][-1] == (1000, 1001)
    assert [p for s in slices for p in s.photos] == all_photos
    with pytest.raises(ValueError, match="at least one"):
        next(cut(all_photos, 0))


def test_a_digest_changes_with_any_place_and_not_with_a_year() -> None:
    def digest_of(*photos: Photo) -> str:
        return Slice(photos).digest

    first, second = Photo(0, "a.jpg", 1900), Photo(1, "b.jpg", None)
    known = digest_of(first, second)
    assert known == digest(["a.jpg", "b.jpg"])
    assert digest_of(first, Photo(1, "c.jpg", None)) != known
    assert digest_of(first, Photo(1, "b.jpg", 1900)) == known
    assert digest_of(Photo(0, "a.jpg", 1900, "/elsewhere"), second) == known


def test_a_year_that_is_not_exact_has_its_span(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text(
        f"url,year,earliest,latest\n{WEB}a.jpg,1910,1905,1915\n{WEB}b.jpg,1910,1910,1910\n"
        f"{WEB}c.jpg,,1890,1899\n{WEB}d.jpg,1910,,\n{WEB}e.jpg,1910,1905,\n"
    )
    photos = list(read_manifest(path))
    assert [(p.year, p.span) for p in photos] == [
        (1910, (1905, 1915)),
        (1910, None),
        (None, (1890, 1899)),
        (1910, None),
        (1910, (1905, 1910)),
    ]


def test_before_a_year_and_after_a_year_are_not_that_year(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text(f"url,year,earliest,latest\n{WEB}a.jpg,,1935,\n{WEB}b.jpg,,,1935\n")
    assert [(p.year, p.span) for p in read_manifest(path)] == [(None, None), (None, None)]


def test_a_year_outside_its_span_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text(f"url,year,earliest,latest\n{WEB}a.jpg,1904,1905,1915\n")
    with pytest.raises(ManifestError, match=r"csv:2: expected years from the earliest"):
        list(read_manifest(path))


def test_a_last_line_needs_no_end(tmp_path: Path) -> None:
    assert [p.url for p in photos(tmp_path, f"\ufeff{WEB}a.jpg 1880")] == [f"{WEB}a.jpg"]
    assert problems(tmp_path, "\n\nx")[0].startswith("m:3: expected")


def test_lines_are_numbered_whatever_the_block_they_come_in(tmp_path: Path) -> None:
    text = f"{WEB}{'a' * 90}.jpg 1880\n" * 9_000
    assert len(photos(tmp_path, text)) == 9_000
    assert problems(tmp_path, f"{text}x\n")[0].startswith("m:9001: ")


@pytest.mark.parametrize("packed", [True, False])
def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "m"
    content = b"x" * 50_000_000
    path.write_bytes(gzip.compress(content) if packed else content)
    tracemalloc.start()
    with pytest.raises(ManifestError, match="m:1: expected"):
        list(read_manifest(path))
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
