from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import DecodedPhoto, measure_slice, portable_measures
from photoparsl.results import Missing, resource_name
from tests.conftest import Archive, jpeg


def test_an_unreadable_photo_costs_only_its_own_row(tmp_path: Path) -> None:
    for row in range(10):
        (tmp_path / f"{row}.jpg").write_bytes(jpeg(100) if row != 4 else b"<html>")
    base = str(tmp_path)
    photos = tuple(Photo(row, f"{row}.jpg", 1900 + row, base) for row in range(3, 12))
    result = measure_slice(Slice(photos))
    assert result.is_whole
    assert [(f.row, f.reason) for f in result.failures] == [
        (4, "not-an-image"),
        (10, "no-such-file"),
        (11, "no-such-file"),
    ]
    assert [m.row for m in result.measurements] == [3, 5, 6, 7, 8, 9]


def test_rows_come_in_order_and_values_the_same_however_they_are_sliced(archive: Archive) -> None:
    photos = tuple(Photo(row, f"{archive.url}{row:02}.jpg", 1900) for row in range(20))
    whole = measure_slice(Slice(photos), ("luminance", "mean_luma"))
    halves = [
        measure_slice(Slice(half), ("luminance", "mean_luma")) for half in (photos[:7], photos[7:])
    ]
    assert whole.measurements == halves[0].measurements + halves[1].measurements
    assert [m.values["luminance"] for m in whole.measurements] == pytest.approx(
        [(40 + 8 * row) / 256 for row in range(20)], abs=0.03
    )


def test_a_photo_without_a_value_keeps_its_others_and_says_why(archive: Archive) -> None:
    def light(photo: DecodedPhoto) -> int | None:
        level = photo.image.tobytes()[0]
        return level if level > 100 else None

    photos = tuple(Photo(row, f"{archive.url}{row:02}.jpg", 1900) for row in range(20))
    (own,) = portable_measures([light])
    result = measure_slice(Slice(photos), ("luminance", own))
    assert len(result.measurements) == 20
    for m in result.measurements:
        body = (archive.folder / f"{m.row:02}.jpg").read_bytes()
        assert m.digest == hashlib.sha256(body).hexdigest()[:32]
        assert 0 < m.values["luminance"] < 1
        known = m.values["light"] is not None
        assert m.missing == ({} if known else {"light": Missing("no-value", "light gave none")})
    assert 0 < sum(bool(m.missing) for m in result.measurements) < 20
    alone = measure_slice(Slice(photos), (own,))
    assert len(alone.failures) == sum(bool(m.missing) for m in result.measurements)
    assert {(f.reason, f.detail) for f in alone.failures} == {("no-value", "light gave none")}


def test_a_result_says_where_and_when(archive: Archive) -> None:
    result = measure_slice(Slice((Photo(0, f"{archive.url}00.jpg", 1900),)))
    assert result.execution.host
    assert result.execution.started > 1.7e9
    assert 0 < result.execution.seconds < 60


def test_a_pilots_own_name_for_its_site_goes_before_the_domain() -> None:
    variables = {"OSG_SITE_NAME": "C", "GLIDEIN_Site": "B", "GLIDEIN_ResourceName": "A"}
    for name in ("A", "B", "C"):
        assert resource_name("node1.example.edu", variables) == name
        variables = dict(list(variables.items())[:-1])
    assert resource_name("node1.example.edu", {}) == "example.edu"
    assert resource_name("laptop", {"GLIDEIN_Site": ""}) == "laptop"
