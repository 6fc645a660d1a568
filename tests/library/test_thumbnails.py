"""Thumbnails of a run: kept if they are asked for, added later, shown by the page alone."""

from __future__ import annotations

import io
from base64 import b64decode
from pathlib import Path

import pytest
from PIL import Image

import photoparsl
from photoparsl.commands.main import main
from photoparsl.errors import OptionError
from photoparsl.manifests import Photo, Slice, place_key
from photoparsl.measuring import Thumbnails, measure_to_keep, thumbnails_for, versions
from photoparsl.planning.again import Again
from photoparsl.results import Failure, RunDirectory
from tests.page.page_text import block, block_of

COUNT = 9
SECRET = b"a secret of the photographer"


def colour_of(row: int) -> tuple[int, int, int]:
    return 28 * row, 250 - 28 * row, 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of photos of one colour each, of several shapes; the last file is broken."""
    folder = tmp_path / 'an ärchive\'s "photos"'
    folder.mkdir()
    for row in range(COUNT):
        size = [(300, 200), (40, 400), (20, 30)][row % 3]
        Image.new("RGB", size, colour_of(row)).save(folder / f"{row}.jpg", comment=SECRET)
    (folder / f"{COUNT}.jpg").write_bytes(b"\xff\xd8\xff nothing")
    rows = [f"{row}.jpg,{1930 + row}\n" for row in range(COUNT + 1)]
    (folder / "manifest.csv").write_text("path,year\n" + "".join(rows))
    return folder


def measured(folder: Path, name: str = "run", **options: object) -> photoparsl.Run:
    return photoparsl.run(
        folder / "manifest.csv",
        config="threads",
        run_dir=folder / name,
        **{"measures": "luminance", **options},  # type: ignore[arg-type]
    )


def page_text(run: photoparsl.Run) -> str:
    return (run.path / "public" / "scatter.html").read_text(encoding="utf-8")


def exported(run: photoparsl.Run, path: Path) -> str:
    run.export(path)
    return path.read_text(encoding="utf-8")


def sprite_of(html: str) -> Image.Image:
    packed = block(html, '<script type="text/plain" id="sprite-0">', "<")
    return Image.open(io.BytesIO(b64decode(packed))).convert("RGB")


def thumbnails_in(run: photoparsl.Run) -> list[str]:
    results = RunDirectory(run.path).results()
    return [m.thumbnail for result in results for m in result.measurements]


def test_the_page_has_a_small_picture_of_each_photo_and_nothing_else_of_its_file(
    folder: Path,
) -> None:
    run = measured(folder, thumbnails=48)
    html = page_text(run)
    photos = block_of(html, "photos")
    assert photos.header["thumbnails"] == {"side": 48, "across": 32, "files": []}
    sizes = zip(photos.columns["thumbnail width"], photos.columns["thumbnail height"], strict=True)
    assert [*sizes] == [(48, 32), (5, 48), (20, 30)] * 3
    sprite = sprite_of(html)
    for row in range(COUNT):
        found = sprite.getpixel((48 * row + 2, 12))
        assert isinstance(found, tuple)
        assert max(abs(a - b) for a, b in zip(found, colour_of(row), strict=True)) < 12
    for thumbnail in thumbnails_in(run):
        file = b64decode(thumbnail)
        assert SECRET not in file
        assert Image.open(io.BytesIO(file)).format == "WEBP"


def test_nothing_but_the_page_shows_thumbnails(folder: Path) -> None:
    run = measured(folder, thumbnails=48)
    table = exported(run, folder / "photos.csv")
    assert "thumbnail" not in table
    (thumbnail, *_) = thumbnails_in(run)
    assert thumbnail not in table
    assert thumbnail not in page_text(run)  # it is drawn anew in the sprite
    assert [p.reason for p in run.failures()] == ["truncated"]


def test_thumbnails_that_are_added_later_are_fetched_again_which_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = measured(folder)
    assert "thumbnails" not in block_of(page_text(run), "photos").header
    before = exported(run, folder / "before.csv")
    arguments = [
        *("run", str(folder / "manifest.csv"), "--config", "threads", "--measures", "luminance"),
        *("--run-dir", str(folder / "run"), "--thumbnails", "48"),
    ]
    assert main(arguments) == 1  # a photo has failed
    said = capsys.readouterr()
    assert f"{COUNT} photos are fetched again, for a small picture of each" in said.out + said.err
    assert all(thumbnails_in(run))
    after = exported(run, folder / "after.csv")
    assert after == before
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert "fetched again" not in said.out + said.err


def test_a_photo_that_is_gone_when_its_thumbnail_is_wanted_keeps_its_values(folder: Path) -> None:
    before = exported(measured(folder), folder / "before.csv")
    (folder / "4.jpg").unlink()
    run = measured(folder, thumbnails=48)
    assert [row for row, picture in enumerate(thumbnails_in(run)) if not picture] == [4]
    assert exported(run, folder / "after.csv") == before
    kept = [m for r in RunDirectory(run.path).results_as_kept() for m in r.measurements]
    assert kept[4].values["thumbnail-48"] is None
    assert kept[4].missing["thumbnail-48"].reason == "no-such-file"
    assert kept[3].missing == {}
    again = measured(folder, thumbnails=48, slice_size=2)
    assert page_text(again).count("<title>") == 1
    assert again.check().damage == ()


def test_thumbnails_that_failed_are_tried_again_as_failed_photos_are(folder: Path) -> None:
    before = exported(measured(folder), folder / "before.csv")
    (folder / "4.jpg").rename(folder / "away")
    measured(folder, thumbnails=48)
    (folder / "away").rename(folder / "4.jpg")
    assert not all(thumbnails_in(measured(folder, thumbnails=48)))
    assert not all(thumbnails_in(measured(folder, thumbnails=48, retry_failed=["timeout"])))
    run = measured(folder, thumbnails=48, retry_failed=["no-such-file"])
    assert all(thumbnails_in(run))
    assert exported(run, folder / "after.csv") == before


def test_thumbnails_that_are_left_out_are_kept_and_shown_again(folder: Path) -> None:
    first = page_text(measured(folder, thumbnails=48))
    run = measured(folder)
    assert not any(thumbnails_in(run))
    assert "thumbnails" not in block_of(page_text(run), "photos").header
    for row in range(COUNT):
        (folder / f"{row}.jpg").unlink()  # so that nothing can be fetched again
    again = page_text(measured(folder, thumbnails=48))
    assert sprite_of(again).tobytes() == sprite_of(first).tobytes()


def test_thumbnails_are_the_same_whatever_the_slices_and_the_passes(folder: Path) -> None:
    whole = measured(folder, "whole", thumbnails=48)
    measured(folder, "parts", slice_size=2, measures="contrast")
    parts = measured(folder, "parts", slice_size=1, thumbnails=48, measures="luminance")
    assert thumbnails_in(whole) == thumbnails_in(parts)
    assert block_of(page_text(whole), "photos").columns["thumbnail width"].tolist() == (
        block_of(page_text(parts), "photos").columns["thumbnail width"].tolist()
    )


def test_a_changed_photo_gets_a_new_thumbnail(folder: Path) -> None:
    before = thumbnails_in(measured(folder, thumbnails=48))
    Image.new("RGB", (90, 60), "white").save(folder / "4.jpg")
    after = thumbnails_in(measured(folder, thumbnails=48))
    assert [a == b for a, b in zip(after, before, strict=True)] == [row != 4 for row in range(9)]


def test_a_photo_without_any_value_fails_though_it_has_a_thumbnail(folder: Path) -> None:
    for row in range(COUNT):
        Image.new("L", (64, 48), 90).save(folder / f"{row}.jpg")
    run = measured(folder, measures="tone_hue", thumbnails=48)  # grey has none
    reasons = sorted(f.reason for f in run.failures())
    assert reasons == ["no-value"] * COUNT + ["truncated"]


def test_of_many_photos_those_with_the_lowest_hashes_have_thumbnails(folder: Path) -> None:
    assert thumbnails_for(48, 50_000) == Thumbnails(48)
    some = thumbnails_for(48, 100_000)
    assert some
    places = [f"https://photos.example/{n}.jpg" for n in range(20_000)]
    has = [some.has(place) for place in places]
    assert 9_700 < sum(has) < 10_300
    lowest = sorted(places, key=place_key)[: sum(has)]
    assert set(lowest) == {place for place, drawn in zip(places, has, strict=True) if drawn}


def half_of(folder: Path) -> Thumbnails:
    """Thumbnails of the lower half of the folder's photos by their hashes."""
    keys = sorted(place_key(f"{row}.jpg") for row in range(COUNT))
    return Thumbnails(48, keys[COUNT // 2])


def test_a_worker_makes_no_thumbnail_of_a_photo_that_gets_none(folder: Path) -> None:
    half = half_of(folder)
    photos = tuple(Photo(row, f"{row}.jpg", None, str(folder)) for row in range(COUNT))
    result = measure_to_keep(Slice(photos), ["luminance"], thumbnails=half)
    has = [bool(m.values["thumbnail-48"]) for m in result.measurements]
    assert has == [half.has(photo.url) for photo in photos]
    assert sum(has) == COUNT // 2 + 1


def test_only_photos_that_get_a_thumbnail_are_fetched_again_for_it(folder: Path) -> None:
    run = measured(folder)
    half = half_of(folder)
    directory = RunDirectory(run.path)
    again = Again(directory, versions(["luminance"]), range(COUNT + 1), thumbnails=half)
    again.find(None)
    assert again.lacks == {("thumbnail-48",): COUNT // 2 + 1}
    photos = (Photo(row, f"{row}.jpg", None, str(folder)) for row in range(COUNT + 1))
    asked = [photo.url for photo in again.photos_of(photos, lambda row: False)]
    assert asked == [f"{row}.jpg" for row in range(COUNT) if half.has(f"{row}.jpg")]


def test_a_failed_photo_isnt_fetched_for_a_thumbnail(folder: Path) -> None:
    run = measured(folder)
    (failed,) = [
        o for r in RunDirectory(run.path).results() for o in r.outcomes if isinstance(o, Failure)
    ]
    again = Again(
        RunDirectory(run.path), versions(["luminance"]), range(COUNT + 1), thumbnails=Thumbnails(48)
    )
    again.find(None)
    photos = (Photo(row, f"{row}.jpg", None, str(folder)) for row in range(COUNT + 1))
    assert failed.row not in [photo.row for photo in again.photos_of(photos, lambda row: False)]


@pytest.mark.parametrize("size", [0, 15, 129, 48.5, "48", True])
def test_a_size_that_no_thumbnail_has_is_refused(folder: Path, size: object) -> None:
    with pytest.raises(OptionError, match="thumbnails"):
        measured(folder, thumbnails=size)
