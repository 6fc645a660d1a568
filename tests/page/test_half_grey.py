"""Of a half-grey archive, sentences and windows are of the photos that have a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from photoparsl.page import PageMetadata, write_page
from photoparsl.results import Measurement
from tests.invented import sliced
from tests.page.chromium import opened

YEARS = range(1900, 1940)
OF_YEAR = (
    10  # photos: three have a colour, and one of these a vague date, as has one of the grey ones
)
UNDATED = 20  # photos, all grey


def photos() -> list[Measurement]:
    made = []
    for row in range(OF_YEAR * len(YEARS) + UNDATED):
        year = YEARS[row // OF_YEAR] if row < OF_YEAR * len(YEARS) else None
        is_coloured = year is not None and row % OF_YEAR < 3
        values = {"saturation": 0.1 + 0.001 * (row % 97), "hue_median": 20.0 + row % 7}
        if not is_coloured:
            values = dict.fromkeys(values, 0.0)
        is_vague = year is not None and row % OF_YEAR in (0, 5)
        span = (year - 1, year + 1) if year is not None and is_vague else None
        url = f"https://photos.example.org/{row}.jpg"
        made.append(Measurement(row, url, year, values, span=span))
    return made


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    path = write_page(sliced(photos()), tmp_path / "scatter.html", PageMetadata())
    with opened(browser, path) as page:
        yield page


def test_vague_dates_zeros_and_the_window_are_of_photos_with_a_value(page: Page) -> None:
    note = page.locator("#trend-note")
    expect(note).to_contain_text("80 photographs of vague dates count in the manifest")
    expect(note).to_contain_text("In 280 photographs (70 %), the value is exactly 0")
    expect(note).to_contain_text("A median is of one year, chosen by the number of photographs")
    page.locator("#figure").get_by_text("Median hue").click()
    expect(note).to_contain_text("40 photographs of vague dates count in the manifest")
    expect(note).to_contain_text("A median is of 5 years, chosen by the number of photographs")
    assert "window" not in page.evaluate("location.hash")
    page.locator("#figure").get_by_text("Saturation", exact=True).click()
    expect(note).to_contain_text("A median is of one year, chosen by the number of photographs")


def test_the_sentence_to_copy_says_how_many_photos_have_a_year(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; }")
    page.locator("#copy-change").click()
    text = page.evaluate("window.copied")
    assert "420 photographs, 400 of them with a year and a value. " in text


def test_the_first_key_chooses_a_photo_that_is_in_view(page: Page) -> None:
    page.evaluate("location.hash = 'range=1920_1930_0_0.3'")
    page.reload()
    chart = page.locator("#chart")
    expect(chart).to_have_attribute("data-points", re.compile("."))
    chart.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#photo")).to_contain_text("1920")
    assert "range=1920_1930_0_0.3" in page.evaluate("location.hash")
