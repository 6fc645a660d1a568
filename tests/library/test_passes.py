"""Measures are added later: one more pass over the photos, and never are values mixed."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Request

import photoparsl
from photoparsl import web_server
from photoparsl.measuring import DecodedPhoto
from photoparsl.results import RunDirectory
from tests.conftest import Archive, jpeg

ELSEWHERE = ("resource", "host", "started", "program")  # columns of where and when


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each path was asked for, of the servers that are started after this."""
    asked: Counter[str] = Counter()
    made = web_server._app

    def counting(folder: Path) -> Callable[..., Any]:
        app = made(folder)

        def counted(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            asked[f"{environ['REQUEST_METHOD']} {Request(environ).path}"] += 1
            return app(environ, start)

        return counted

    monkeypatch.setattr(web_server, "_app", counting)
    return asked


def measure(
    manifest: Path, run: Path, *measures: str | Callable[..., Any], **more: Any
) -> photoparsl.Run:
    options: dict[str, Any] = {"config": "threads", "slice_size": 7, **more}
    return photoparsl.run(manifest, run_dir=run, measures=list(measures), **options)


def exported(run: photoparsl.Run) -> list[dict[str, str]]:
    """The rows of the export, but for where and when."""
    run.export(run.path / "photos.csv")
    with (run.path / "photos.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [{name: row[name] for name in row if name not in ELSEWHERE} for row in rows]


def summary_of(run: photoparsl.Run) -> dict[str, Any]:
    summary: dict[str, Any] = json.loads((run.path / "summary.json").read_text())
    return summary


def test_an_added_measure_takes_one_fetch_a_photo_and_gives_what_all_at_once_had_given(
    asked: Counter[str], archive: Archive, tmp_path: Path
) -> None:
    (archive.folder / "05.jpg").write_bytes(b"<html>")
    measure(archive.manifest, tmp_path / "run", "luminance", "software", "width")
    before = asked.copy()
    names = (
        "luminance",
        "device",
        "software",
        "width",
        "contrast",
    )  # photos lack the second, third
    run = measure(archive.manifest, tmp_path / "run", *names, slice_size=3)
    assert asked - before == Counter({k: v for k, v in before.items() if "05" not in k})
    at_once = measure(archive.manifest, tmp_path / "other", *names, slice_size=11)
    assert exported(run) == exported(at_once)
    assert run.check() == at_once.check()
    assert run.check().is_whole


def test_a_place_in_two_rows_of_a_slice_is_fetched_once_in_each_pass(
    asked: Counter[str], archive: Archive, tmp_path: Path
) -> None:
    manifest = tmp_path / "photos.csv"
    places = [f"{archive.url}0{number}.jpg" for number in (3, 1, 2)]
    manifest.write_text("url,year\n" + "".join(f"{place},1900\n" for place in 2 * places))
    measure(manifest, tmp_path / "run", "luminance")
    assert [*asked.values()] == [1, 1, 1]
    contrasts = [
        row["contrast"]
        for row in exported(measure(manifest, tmp_path / "run", "luminance", "contrast"))
    ]
    assert [*asked.values()] == [2, 2, 2]
    assert contrasts[:3] == contrasts[3:]
    assert len(set(contrasts)) == 3


def test_a_photo_whose_bytes_changed_between_two_passes_is_measured_wholly_anew(
    archive: Archive, tmp_path: Path
) -> None:
    measure(archive.manifest, tmp_path / "run", "luminance", "contrast")
    (archive.folder / "03.jpg").write_bytes(jpeg(222))
    run = measure(archive.manifest, tmp_path / "run", "luminance", "contrast", "width")
    at_once = measure(archive.manifest, tmp_path / "other", "luminance", "contrast", "width")
    assert exported(run) == exported(at_once)


def test_one_taken_off_is_not_shown_and_comes_back_without_measuring(
    asked: Counter[str], archive: Archive, tmp_path: Path
) -> None:
    run = measure(archive.manifest, tmp_path / "run", "luminance", "contrast")
    all_rows, before = exported(run), asked.copy()
    run = measure(archive.manifest, tmp_path / "run", "contrast")
    assert "luminance" not in exported(run)[0]
    assert "luminance" not in summary_of(run)["missing"]
    run = measure(archive.manifest, tmp_path / "run")  # those of the run
    assert "luminance" not in exported(run)[0]
    run = measure(archive.manifest, tmp_path / "run", "luminance", "contrast")
    assert exported(run) == all_rows
    assert asked == before


def light(photo: DecodedPhoto) -> int | None:
    level = photo.image.tobytes()[0]
    return level if level > 100 else None


def test_a_photo_without_a_value_at_first_has_the_added_ones(
    archive: Archive, tmp_path: Path
) -> None:
    alone = measure(archive.manifest, tmp_path / "run", light)
    failed = alone.check().failed
    assert 0 < failed < 40
    assert {f.reason for f in alone.failures()} == {"no-value"}
    run = measure(archive.manifest, tmp_path / "run", "luminance", light)
    assert run.check().failed == 0
    at_once = measure(archive.manifest, tmp_path / "other", "luminance", light)
    assert exported(run) == exported(at_once)
    assert list(summary_of(run)["missing"].values()) == [failed]
    again = measure(archive.manifest, tmp_path / "run", light)
    assert exported(again) == exported(alone)


def test_a_measure_of_a_new_version_is_measured_anew_alone(
    archive: Archive, tmp_path: Path
) -> None:
    def shade(photo: DecodedPhoto) -> float:
        return 1.0

    setattr(shade, "version", 1)  # noqa: B010
    measure(archive.manifest, tmp_path / "run", "luminance", shade)

    def newer(photo: DecodedPhoto) -> float:
        return 2.0

    newer.__name__ = "shade"
    setattr(newer, "version", 2)  # noqa: B010
    run = measure(archive.manifest, tmp_path / "run", "luminance", newer)
    assert {row["shade"] for row in exported(run)} == {"2.0"}
    (first, *_) = RunDirectory(run.path).results()
    assert [part.measures for part in first.executions()] == [(), ("shade",)]


def test_a_failed_pass_keeps_the_values_says_what_is_missing_and_is_retried_alone(
    asked: Counter[str], archive: Archive, tmp_path: Path
) -> None:
    measure(archive.manifest, tmp_path / "run", "luminance")
    kept = (archive.folder / "04.jpg").read_bytes()
    (archive.folder / "04.jpg").unlink()
    run = measure(archive.manifest, tmp_path / "run", "luminance", "contrast")
    rows = exported(run)
    assert [row["missing"] for row in rows if row["missing"]] == [
        "contrast: http-404: the server answered 404"
    ] * 2
    assert rows[4]["luminance"]
    assert summary_of(run)["lacking"] == {"contrast: http-404": 2}
    (archive.folder / "04.jpg").write_bytes(kept)
    before = asked.copy()
    measure(archive.manifest, tmp_path / "run", "luminance", "contrast")
    assert asked == before, "it isn't tried again unless that is asked for"
    run = measure(
        archive.manifest, tmp_path / "run", "luminance", "contrast", retry_failed=["http-404"]
    )
    assert asked - before == Counter({"GET /04.jpg": 2})
    at_once = measure(archive.manifest, tmp_path / "other", "luminance", "contrast")
    assert exported(run) == exported(at_once)
    assert summary_of(run)["lacking"] == {}


@contextmanager
def changed(path: Path, body: bytes) -> Iterator[None]:
    before = path.read_bytes()
    path.write_bytes(body)
    yield
    path.write_bytes(before)


def test_changed_files_are_measured_again_and_touched_ones_keep_their_values(
    archive: Archive, tmp_path: Path
) -> None:
    manifest = archive.folder / "files.csv"
    names = [f"{row:02}.jpg" for row in range(20)]
    (archive.folder / "03.jpg").write_bytes(jpeg(90)[:200])
    manifest.write_text("url\n" + "".join(f"{name}\n" for name in names))
    run = measure(manifest, tmp_path / "run", "luminance")
    before = exported(run)
    assert before[3]["status"] == "failed"
    (archive.folder / "03.jpg").write_bytes(jpeg(91))
    (archive.folder / "04.jpg").write_bytes(jpeg(92))
    os.utime(archive.folder / "05.jpg", ns=(1, 1))
    (archive.folder / "06.jpg").unlink()
    run = measure(manifest, tmp_path / "run", "luminance")
    rows = exported(run)
    assert [n for n in range(20) if rows[n] != before[n]] == [3, 4]
    assert run.check().failed == 0
    assert summary_of(run)["changed"] == 1
    files = {path.name: path.read_bytes() for path in (run.path / "slices").iterdir()}
    measure(manifest, tmp_path / "run", "luminance")
    assert files == {path.name: path.read_bytes() for path in (run.path / "slices").iterdir()}


def test_recheck_asks_servers_and_measures_only_what_has_changed(
    asked: Counter[str], archive: Archive, tmp_path: Path
) -> None:
    measure(archive.manifest, tmp_path / "run", "luminance")
    (archive.folder / "03.jpg").write_bytes(jpeg(77))
    os.utime(archive.folder / "04.jpg", ns=(1, 1))
    (archive.folder / "05.jpg").unlink()
    before = asked.copy()
    run = measure(archive.manifest, tmp_path / "run", "luminance", recheck=True)
    new = asked - before
    assert {path for path in new if path.startswith("GET")} == {"GET /03.jpg", "GET /04.jpg"}
    assert sum(n for path, n in new.items() if path.startswith("HEAD")) == 40
    assert summary_of(run)["changed"] == 2
    assert (run.check().measured, run.check().failed) == (40, 0)
    (archive.folder / "05.jpg").write_bytes(jpeg(80))  # as at first
    at_once = measure(archive.manifest, tmp_path / "other", "luminance")
    assert exported(run) == exported(at_once)
    before = asked.copy()
    measure(archive.manifest, tmp_path / "run", "luminance", recheck=True)
    assert not any(path.startswith("GET") for path in asked - before if "05" not in path)


@pytest.mark.parametrize("size", [1, 7])
@pytest.mark.parametrize(
    ("measures", "options"),
    [
        (["luminance"], {"recheck": True}),
        (["luminance"], {"retry_failed": True}),
        (["luminance"], {"recheck": True, "retry_failed": True}),
        (["luminance", "contrast"], {}),
        (["luminance", "contrast"], {"recheck": True, "retry_failed": True}),
    ],
)
def test_photos_inserted_before_a_pass_are_asked_for_once_and_only_the_old_ones_again(
    asked: Counter[str],
    archive: Archive,
    tmp_path: Path,
    measures: list[str],
    options: dict[str, Any],
    size: int,
) -> None:
    failed, changed = archive.folder / "05.jpg", archive.folder / "13.jpg"
    mended = failed.read_bytes()
    failed.write_bytes(b"<html>")
    old = archive.manifest.read_text().splitlines(keepends=True)[:20]
    archive.manifest.write_text("".join(old))
    measure(archive.manifest, tmp_path / "run", "luminance", slice_size=size)
    if "retry_failed" in options:
        failed.write_bytes(mended)
    if "recheck" in options:
        changed.write_bytes(jpeg(222))
    new = {row: f"new-{row}.jpg" for row in (0, 4, 5, 8, 12, 16, 19)}
    for row, name in list(new.items())[:-1]:  # the last one isn't there
        (archive.folder / name).write_bytes(jpeg(60 + row))
    edited = [
        f"{archive.url}{new[row]} 1900\n{line}" if row in new else line
        for row, line in enumerate(old)
    ]
    archive.manifest.write_text("".join(edited))
    asked.clear()
    run = measure(archive.manifest, tmp_path / "run", *measures, slice_size=size, **options)
    of_new = {path: n for path, n in asked.items() if "new" in path}
    assert of_new == {f"GET /{name}": 1 for name in new.values()}
    assert asked["GET /05.jpg"] == ("retry_failed" in options)
    assert asked["HEAD /03.jpg"] == (measures == ["luminance"] and "recheck" in options)
    assert run.check().damage == ()
    at_once = measure(archive.manifest, tmp_path / "other", *measures)
    assert exported(run) == exported(at_once)
    assert run.check() == replace(at_once.check(), changed=int("recheck" in options))


def test_a_manifest_that_is_edited_in_mid_pass_keeps_what_was_tried(
    asked: Counter[str], archive: Archive, tmp_path: Path
) -> None:
    measure(archive.manifest, tmp_path / "run", "luminance")
    measure(archive.manifest, tmp_path / "run", "luminance", "contrast", start=3, count=9)
    lines = archive.manifest.read_text().splitlines(keepends=True)
    archive.manifest.write_text("".join([*lines[25:], *lines[:20]]))
    before = asked.copy()
    run = measure(archive.manifest, tmp_path / "run", "luminance", "contrast")
    assert (asked - before).total() == 35 - 9
    at_once = measure(archive.manifest, tmp_path / "other", "luminance", "contrast")
    assert exported(run) == exported(at_once)
    assert run.check().damage == ()


def test_what_is_left_of_a_pass_is_said_by_all_that_count(archive: Archive, tmp_path: Path) -> None:
    measure(archive.manifest, tmp_path / "run", "luminance")
    run = measure(archive.manifest, tmp_path / "run", "contrast", "luminance", start=3, count=9)
    record = run.path / "run.json"
    whole = json.loads(record.read_text()) | {"start": 0, "count": None}
    record.write_text(json.dumps(whole))
    checked, table = run.check(), run.export(tmp_path / "photos.csv")
    assert (checked.measured, checked.untried, checked.left) == (9, 31, 31)
    assert not checked.is_whole
    assert (table.rows, table.missing, table.duplicates, table.untried) == (40, 0, 0, 31)
    dictionary = json.loads((tmp_path / "photos.csv.datapackage.json").read_text())
    assert dictionary["photoparsl"]["complete"] is False
    page = run.page(tmp_path / "p.html").read_text()
    assert "<b>9</b> photographs measured by all measures, <b>31</b> by some so far, from" in page
