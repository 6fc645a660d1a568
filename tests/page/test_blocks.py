"""The page's blocks of data: the same bytes for the same photos, and every value back from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoparsl.page import kept_photos, page_data, photo_sample, render
from photoparsl.page.encode import number_code
from photoparsl.results import Measurement, Missing
from tests.invented import archive, photo, shuffled, sliced
from tests.page.page_text import addresses_of, block, block_of, rows_of, trends_of, values_of


@pytest.mark.parametrize("photos", [300, 21_000])
def test_the_photos_are_the_same_bytes_whatever_the_order_and_the_slicing(photos: int) -> None:
    whole = render(list(archive(photos, size=photos)))
    (everything,) = archive(photos, size=photos)
    pieces = [
        replace(
            everything,
            start=start,
            measurements=tuple(m for m in everything.measurements if start <= m.row < start + 700),
            failures=tuple(f for f in everything.failures if start <= f.row < start + 700),
        )
        for start in range(0, photos, 700)
    ]
    html = render(iter(shuffled(pieces)))
    for name in ("photos", "addresses"):
        opening = f'<script type="text/plain" id="{name}">'
        assert block(html, opening, "<") == block(whole, opening, "<")


def test_a_sample_is_the_same_bytes_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 2_000)
    monkeypatch.setattr(page_data, "_BATCH", 500)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 600)
    results = list(archive(6_000))
    whole, html = render(results), render(shuffled(results))
    opening = '<script type="text/plain" id="photos">'
    assert block(html, opening, "<") == block(whole, opening, "<")
    photos = block_of(html, "photos")
    measured = [m for r in results for m in r.measurements]
    assert photos.header["photos"] == len(measured)
    assert photos.columns["histogram luminance"].sum() == len(measured)
    kept = set(rows_of(html))
    assert 600 <= len(kept) < 2_600
    for year in {m.year for m in measured}:
        of_year = [m for m in measured if m.year == year]
        assert max(of_year, key=lambda m: m.values["contrast"]).row in kept
        assert min(of_year, key=lambda m: m.values["luminance"]).row in kept


@pytest.mark.parametrize("most_whole", [10_000, 2_000])
def test_photos_that_wait_in_a_file_are_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, most_whole: int
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", most_whole)
    monkeypatch.setattr(page_data, "_BATCH", 300)
    results = list(archive(6_000))
    in_memory = render(results)
    monkeypatch.setattr(kept_photos, "MOST_HELD", 700)
    assert render(results) == in_memory


@pytest.mark.parametrize("most_whole", [10_000, 1_000])
def test_a_photo_without_a_value_is_counted_in_its_year_and_keeps_its_others(
    monkeypatch: pytest.MonkeyPatch, most_whole: int
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", most_whole)
    monkeypatch.setattr(page_data, "_BATCH", 500)
    none = {"a": Missing("no-value", "none"), "b": Missing("no-value", "none")}
    photos = []
    for row in range(3_000):
        values = {"a": 0.5 if row % 2 else None, "b": None if row % 2 else row, "text": "=1"}
        missing = {name: why for name, why in none.items() if values[name] is None}
        photos.append(Measurement(row, f"{row}.jpg", 1900 + row % 3, values, missing=missing))
    html = render(sliced(photos))
    found = block_of(html, "photos")
    assert found.header["photos"] == 3_000
    assert [year[:2] for year in found.header["years"]] == [[1900 + n, 1_000] for n in range(3)]
    assert [measure["name"] for measure in found.header["measures"]] == ["a", "b"]
    assert "without a value of <bdi>a</bdi></dt><dd>1,500</dd>" in html
    if most_whole == 1_000:
        assert found.columns["histogram a"].sum() == found.columns["histogram b"].sum() == 1_500


def test_every_photo_is_in_the_data_once_with_its_row_year_value_and_address() -> None:
    results = list(archive(500))
    html = render(results)
    photos = sorted(
        (m for r in results for m in r.measurements), key=lambda m: (m.year or 9999, m.row)
    )
    assert rows_of(html) == [p.row for p in photos]
    assert addresses_of(html) == [p.url for p in photos]
    years = [y for y, _, kept, _ in block_of(html, "photos").header["years"] for _ in range(kept)]
    assert years == [p.year for p in photos]
    for name in ("luminance", "contrast"):
        shown = [v for v in values_of(html, name) if v is not None]
        assert shown == pytest.approx([p.values[name] for p in photos], abs=0.00051)
    before, after = (block_of(html, "photos").columns[name] for name in ("before", "after"))
    assert before.tolist() == after.tolist() == [5 if p.span else 0 for p in photos]


@pytest.mark.parametrize("urls", [["a.jpg"], ["a.jpg", "b.jpg"], ["", "a.jpg"], ["🎞/a", "🎞/b"]])
def test_addresses_are_whole_again_though_shared_beginnings_are_left_out(urls: list[str]) -> None:
    photos = [Measurement(row, url, 1900, {"luminance": 0.5}) for row, url in enumerate(urls)]
    html = render(sliced(photos))
    if urls[0].startswith("🎞"):  # JavaScript counts such a character twice
        assert block_of(html, "addresses").columns["alike"].tolist() == [0, 3]
    else:
        assert addresses_of(html) == urls


def test_trends_are_of_one_year_five_and_eleven_and_the_table_of_one() -> None:
    photos = [photo(n, 1900 + n // 3, luminance=n / 20) for n in range(18)]
    html = render(sliced(photos))
    block = block_of(html, "photos")
    assert [width for width, _, _ in block.header["windows"]] == [1, 5, 11, 1, 1]
    assert [photos for _, photos, _ in block.header["windows"]] == [0, 0, 0, 30, 300]
    assert block.header["window"] == 1, "of three photos a year, five years are shown at first"
    assert block.header["known_windows"] == [1], "the script computes the others"
    (trend,) = trends_of(html, "luminance") / 8000
    assert trend[2].tolist() == pytest.approx([0.2, 0.275, 0.35, 0.5, 0.575, 0.65], abs=0.0002)
    assert trend[5:, 2].tolist() == [0.15, 0.55], "of 15 photos the 4th and the 12th"
    assert '<th scope="row">1903<td>3<td>0.500' in html


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_costs_only_its_own_point(value: float) -> None:
    html = render(sliced([photo(0, luminance=value), photo(1, luminance=0.25)]))
    assert values_of(html, "luminance") == [None, 0.25]


@pytest.mark.parametrize("values", [(1e300, -1e300), (1e-300, 0.0), (-1.5, -1.5), (3.0, 70_000.0)])
def test_values_of_a_measure_without_a_scale_are_kept_closely(values: tuple[float, ...]) -> None:
    html = render(sliced([photo(row, mine=value) for row, value in enumerate(values)]))
    span = max(values) / 2 - min(values) / 2
    tolerance = max(span / 30_000, abs(values[0]) * 1e-9)
    assert values_of(html, "mine") == pytest.approx(values, abs=tolerance)


@pytest.mark.parametrize(
    "values",
    [(0.0, 1.0, 2.0), (-3.0, 40.0), (7.0,), (1.0, 4_000_000_000.0), (2.0**52, 2.0**52 + 1)],
)
@pytest.mark.parametrize("name", ["mine", "width", "size_bytes", "mode", "hue_median"])
def test_whole_numbers_are_kept_exactly(name: str, values: tuple[float, ...]) -> None:
    html = render(
        sliced([Measurement(row, "a.jpg", 1900, {name: value}) for row, value in enumerate(values)])
    )
    assert values_of(html, name) == list(values)
    (about,) = block_of(html, "photos").header["measures"]
    assert about["exact"]


@given(st.lists(st.floats(-1.7e308, 1.7e308), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_value_is_kept_to_within_half_the_step_that_the_page_states(values: list[float]) -> None:
    code = number_code(np.array(values), 0.0)
    kept = (code.encode(np.array(values)).astype(float) + code.first) * code.step
    slack = 1e-9 * code.step + 4e-16 * np.abs(values)
    assert (np.abs(kept - values) <= code.step / 2 + slack).all()
    if not code.exact:
        digit = f"{code.step:e}".partition("e")[0].rstrip("0").rstrip(".")
        assert digit in {"1", "2", "5"}
