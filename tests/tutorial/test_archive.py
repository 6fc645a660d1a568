"""The tutorial's archive is what it claims to be, and its truth is the truth."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageStat

from photoparsl.errors import RunError
from photoparsl.tutorial import archive as tutorial
from photoparsl.tutorial import write_photo
from photoparsl.tutorial.archive import make_archive
from photoparsl.tutorial.years import FIRST_YEAR, LAST_YEAR, mean_luminance, photo_years

URL = "http://localhost:8000/archive/"
PHOTOS = 48
DC = "{http://purl.org/dc/elements/1.1/}"


class Row(NamedTuple):
    photo: str
    year: int
    luminance: float


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that the tests only read."""
    directory = tmp_path_factory.mktemp("archive")
    make_archive(directory, PHOTOS, URL, processes=2)
    return directory


def truth(directory: Path) -> list[Row]:
    with (directory / "truth.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [Row(row["photo"], int(row["year"]), float(row["luminance"])) for row in rows]


def photos(directory: Path) -> dict[str, Path]:
    return {path.name: path for path in directory.glob("photos/*/*.jpg")}


def contents(directory: Path) -> dict[str, bytes]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def brightness(path: Path) -> float:
    rms = ImageStat.Stat(Image.open(path)).rms
    shares = (1,) if len(rms) == 1 else (0.241, 0.691, 0.068)
    return math.sqrt(sum(s * value**2 for s, value in zip(shares, rms, strict=True))) / 256


def test_the_same_seed_gives_the_same_bytes_with_any_number_of_processes(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    make_archive(one, 15, URL, processes=1)
    make_archive(two, 15, URL, processes=2)
    assert contents(one) == contents(two)


def test_another_seed_gives_other_photos_and_clears_the_earlier_away(tmp_path: Path) -> None:
    make_archive(tmp_path, 3, URL, processes=1)
    before = [path.read_bytes() for path in photos(tmp_path).values()]
    make_archive(tmp_path, 2, URL, seed=1861, processes=1)
    assert len(photos(tmp_path)) == 2
    assert not any(path.read_bytes() in before for path in photos(tmp_path).values())


def test_the_archive_holds_its_photos_and_nothing_left_over(archive: Path) -> None:
    names = [name for name in contents(archive) if not name.startswith("photos/")]
    assert sorted(names) == ["archive.json", "manifest.txt", "truth.csv"]
    assert {row.photo for row in truth(archive)} == set(photos(archive))
    assert len(contents(archive)) == 2 * PHOTOS + 3


def test_every_photo_has_a_dublin_core_record_beside_it(archive: Path) -> None:
    years = {row.photo: row.year for row in truth(archive)}
    for name, path in photos(archive).items():
        record = ET.parse(path.with_suffix(".xml")).getroot()
        assert record.findtext(f"{DC}identifier") == name
        assert record.findtext(f"{DC}date") == str(years[name])
        assert record.findtext(f"{DC}title")
        assert "Synthetic" in (record.findtext(f"{DC}rights") or "")


def test_a_title_with_markup_in_it_stays_the_same_title() -> None:
    record = ET.fromstring(write_photo._record("p1.jpg", "Fish & <chips>", 1900))
    assert record.findtext(f"{DC}title") == "Fish & <chips>"


def test_photos_are_of_the_size_of_photos(archive: Path) -> None:
    for path in photos(archive).values():
        assert 30_000 <= path.stat().st_size <= 100_000
        width, height = Image.open(path).size
        assert 300_000 <= width * height <= 400_000


def test_the_manifest_has_a_url_and_a_year_for_every_photo(archive: Path) -> None:
    lines = (archive / "manifest.txt").read_text().splitlines()
    entries = [line.split(" ") for line in lines]
    assert [int(year) for _, year in entries] == [row.year for row in truth(archive)]
    for url, _ in entries:
        assert (archive / url.removeprefix(URL)).is_file()


@pytest.mark.parametrize("number", [1, 2, 60, 141, 142, 1000])
def test_the_photos_span_all_the_years(number: int) -> None:
    years = photo_years(number, seed=1860)
    assert len(years) == number
    assert years == sorted(years)
    assert years[0] == FIRST_YEAR
    assert number == 1 or years[-1] == LAST_YEAR
    if number >= 142:
        assert set(years) == set(range(FIRST_YEAR, LAST_YEAR + 1))


def test_some_decades_have_many_more_photos_than_others() -> None:
    years = photo_years(2000, seed=1860)
    decades = {decade: sum(year // 10 * 10 == decade for year in years) for decade in (1860, 1910)}
    assert decades[1910] > 2 * decades[1860]


def test_the_truth_is_the_brightness_of_the_decoded_photo(archive: Path) -> None:
    paths = photos(archive)
    for row in truth(archive):
        assert brightness(paths[row.photo]) == pytest.approx(row.luminance, abs=0.003)


def test_the_trend_is_really_there(archive: Path) -> None:
    rows = truth(archive)
    errors = [row.luminance - mean_luminance(row.year) for row in rows]
    assert abs(sum(errors)) / len(errors) < 0.05
    assert 0.07 < math.sqrt(sum(error**2 for error in errors) / len(errors)) < 0.15
    early = [row.luminance for row in rows if row.year < 1890]
    late = [row.luminance for row in rows if row.year > 1955]
    assert sum(late) / len(late) > sum(early) / len(early) + 0.06


def test_early_prints_are_toned_later_ones_grey_and_the_last_in_colour(archive: Path) -> None:
    paths = photos(archive)
    modes = {row.photo: Image.open(paths[row.photo]).mode for row in truth(archive)}
    years = {row.photo: row.year for row in truth(archive)}
    assert {modes[name] for name in modes if years[name] < 1892} == {"RGB"}
    assert {modes[name] for name in modes if 1925 < years[name] < 1950} == {"L"}
    late = [modes[name] for name in modes if years[name] > 1980]
    assert late.count("RGB") > len(late) / 2


def test_an_interrupted_archive_is_completed_and_finished_chunks_are_kept(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tutorial, "CHUNK", 3)

    def interrupt(made: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_archive(tmp_path, PHOTOS, URL, processes=2, progress=interrupt)
    assert not (tmp_path / "manifest.txt").exists()
    folder = next(path for path in (tmp_path / "photos").iterdir())
    (folder / "p0000003.jpg.c5814c1b.part").touch()  # as a killed process leaves one at times
    made: list[int] = []
    make_archive(tmp_path, PHOTOS, URL, processes=1, progress=made.append)
    assert 0 < sum(made) < PHOTOS
    assert contents(tmp_path) == contents(archive)


def test_a_finished_archive_is_left_alone_and_another_url_changes_only_the_manifest(
    tmp_path: Path,
) -> None:
    def stamps() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    manifest = make_archive(tmp_path, 2, URL, processes=1)
    before = stamps()
    assert make_archive(tmp_path, 2, URL) == manifest
    assert stamps() == before
    make_archive(tmp_path, 2, "file:///elsewhere")
    after = stamps()
    assert [path for path in after if after[path] != before[path]] == [manifest]
    assert manifest.read_text().startswith("file:///elsewhere/photos/1860s/p0000001.jpg 1860\n")


def test_an_archive_without_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        make_archive(tmp_path, 0, URL)


def test_a_folder_of_somebodys_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifest.txt").write_text("mine")
    with pytest.raises(RunError, match="holds other files"):
        make_archive(tmp_path, 3, URL, processes=1)
    assert (tmp_path / "manifest.txt").read_text() == "mine"
