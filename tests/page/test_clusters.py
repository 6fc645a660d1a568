"""The page's intervals of photos that belong together are those of `photoparsl trend`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, groups, page_data, render, write_page
from photoparsl.results import Measurement
from photoparsl.trends import (
    OFFERED,
    Column,
    Observations,
    TrendOptions,
    Window,
    slope_text,
    trend_of,
)
from tests.invented import sliced
from tests.page.chromium import opened
from tests.page.page_text import block_of, trends_of

ABOUT = PageMetadata(columns=("Album",), clusters="album")


def photos(albums: int, count: int = 480, years: int = 8) -> list[Measurement]:
    rng = np.random.default_rng(5)
    of_album = rng.normal(0, 0.15, albums)
    album = rng.integers(0, albums, count)
    values = np.round(np.clip(0.5 + of_album[album] + rng.normal(0, 0.03, count), 0, 1), 3)
    return [
        Measurement(
            row, f"{row}.jpg", 1900 + row % years, {"luminance": values[row]},
            cells=(f"album {album[row]}",),
        )
        for row in range(count)
    ]  # fmt: skip


def observed(made: list[Measurement]) -> Observations:
    names, codes = np.unique([m.cells[0] for m in made], return_inverse=True)
    year = np.array([m.year for m in made], np.int32)
    values = np.array([m.values["luminance"] for m in made])
    column = Column("Album", tuple(names.tolist()), codes.astype(np.int32))
    return Observations(year, year, year, values, {"Album": column})


def test_the_stored_intervals_of_all_windows_are_those_of_the_command() -> None:
    made = photos(40)
    html = render(sliced(made), ABOUT)
    block = block_of(html, "photos")
    assert block.header["known_windows"] == list(range(len(OFFERED)))
    (about,) = block.header["measures"]
    places = trends_of(html, "luminance")
    for window, of_window in zip(OFFERED, places, strict=True):
        trend = trend_of("luminance", observed(made), TrendOptions(window, clusters="Album"))
        for at, name in ((5, "lower"), (6, "upper")):
            stored = about["low"] + of_window[at] / 8000 * (about["high"] - about["low"])
            wanted = [getattr(row, name) for row in trend.rows]
            assert stored.tolist() == pytest.approx(wanted, abs=1e-4)
    slope = trend_of("luminance", observed(made), TrendOptions(Window(), clusters="Album")).slopes[
        ""
    ]
    assert slope
    assert about["changes"] == [slope_text(slope)]
    assert f"<b>{slope_text(slope)}</b>" in html
    assert "The interval takes photographs of the same Album as belonging together." in html


def test_the_window_that_is_shown_at_first_is_that_of_the_command(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "chosen by the number of photographs and of different entries in Album"
    for name, most in (("whole", 200_000), ("sample", 100)):
        monkeypatch.setattr(page_data, "MOST_WHOLE", most)
        for years, count, text in (
            (8, 240, "one year"),
            (40, 120, "5 years"),
            (80, 80, "11 years"),
        ):
            made = photos(160, count, years)
            trend = trend_of("luminance", observed(made), TrendOptions(clusters="Album"))
            assert trend.window.text == text
            path = write_page(sliced(made), tmp_path / name / f"{years}.html", ABOUT)
            with opened(browser, path) as page:
                expect(page.locator("#window option:checked")).to_have_text(text)
                expect(page.locator("#trend-note")).to_contain_text(f"of {text}, {said}")


def test_with_fewer_than_ten_clusters_there_is_no_interval_and_the_page_says_why(
    browser: Browser, tmp_path: Path
) -> None:
    path = write_page(sliced(photos(9)), tmp_path / "scatter.html", ABOUT)
    html = path.read_text(encoding="utf-8")
    assert (trends_of(html, "luminance")[:, 5:] == 65_535).all()
    with opened(browser, path) as page:
        note = page.locator("#trend-note")
        expect(note).to_contain_text("fewer than ten different entries in Album, or few")
        expect(page.locator("#change")).to_contain_text("without an interval")
        expect(page.locator("#change")).not_to_contain_text("The interval takes")


def test_the_page_says_as_the_command_where_one_cluster_has_most_photos(
    browser: Browser, tmp_path: Path
) -> None:
    made = [
        replace(photo, cells=("album 0",)) if photo.year == 1903 and photo.row % 5 else photo
        for photo in photos(40)
    ]
    trend = trend_of("luminance", observed(made), TrendOptions(Window(), clusters="Album"))
    (note,) = [note for note in trend.notes if "two thirds" in note]
    assert note.startswith("in 1 of 8 windows, two thirds of the photos or more have the same")
    path = write_page(sliced(made), tmp_path / "scatter.html", ABOUT)
    said = f"I{note[1:]}.".replace("photos", "photographs")
    with opened(browser, path, "#window=0") as page:
        expect(page.locator("#trend-note")).to_contain_text(said)
        page.locator("#window").select_option(label="11 years")
        expect(page.locator("#trend-note")).not_to_contain_text("two thirds")


def test_under_a_filter_by_the_same_measure_there_is_no_interval_and_the_page_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    path = write_page(sliced(photos(40)), tmp_path / "scatter.html", ABOUT)
    with opened(browser, path) as page:
        note = page.locator("#trend-note")
        expect(note).to_contain_text("of the same Album as belonging together")
        low = page.locator("#filter .low").first
        low.fill("0.2")
        low.press("Enter")
        expect(note).to_contain_text("it has no interval, since the photographs were chosen by")


def test_lines_of_a_groups_values_have_intervals_of_ranks_and_the_page_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    about = PageMetadata(columns=("Album",), clusters="album", groups=("Album",))
    with opened(browser, write_page(sliced(photos(40)), tmp_path / "scatter.html", about)) as page:
        note = page.locator("#trend-note")
        expect(note).to_contain_text("of the same Album as belonging together")
        page.locator("#colour").select_option(label="Album")
        expect(note).to_contain_text("independent of each other, though those of the same Album")


def test_a_page_of_a_sample_has_the_intervals_of_all_photos_to_a_bin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 100)
    made = photos(40)
    html = render(sliced(made), ABOUT)
    (about,) = block_of(html, "photos").header["measures"]
    axis, bin_ = about["high"] - about["low"], 1 / 2048
    for window, of_window in zip(OFFERED, trends_of(html, "luminance"), strict=True):
        trend = trend_of("luminance", observed(made), TrendOptions(window, clusters="Album"))
        for at, name, down in ((5, "lower", 2.1), (6, "upper", 0.1)):
            stored = about["low"] + of_window[at] / 8000 * axis
            outside = stored - [getattr(row, name) for row in trend.rows]
            assert (outside >= -down * bin_).all()
            assert (outside <= (2.2 - down) * bin_).all()
    slope = trend_of("luminance", observed(made), TrendOptions(Window(), clusters="Album")).slopes
    (text,) = about["changes"]
    signed = text.replace("\N{MINUS SIGN}", "-")
    found = [float(number) for number in re.findall(r"[-+][0-9.]+", signed)]
    assert slope[""]
    assert found[-2:] == pytest.approx([slope[""].lower, slope[""].upper], abs=0.02)


def test_a_column_of_too_many_values_gives_no_intervals_and_the_page_says_why(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST_DIFFERENT", 20)
    path = write_page(sliced(photos(40)), tmp_path / "scatter.html", ABOUT)
    with opened(browser, path) as page:
        expect(page.locator("#trend-note")).to_contain_text("since Album has more than")
        expect(page.locator("#change")).to_contain_text("without an interval (Album has more than")
