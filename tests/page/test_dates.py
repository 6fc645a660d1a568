"""A dot is where its date is, and the panel shows the date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, expect

from photoparsl.results import Measurement
from tests.invented import photo
from tests.page.chromium import drag, link_of, opened, page_of
from tests.page.page_text import block_of


def dated(row: int, text: str, first: str = "", last: str = "") -> Measurement:
    days = first and (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())
    address = f"https://a.example/{row}.jpg"
    return Measurement(row, address, 1923, {"luminance": 0.1 * row}, date=text, days=days or None)


PHOTOS = [
    dated(0, "1923-05", "1923-05-01", "1923-05-31"),
    dated(1, "1923-12-31", "1923-12-31", "1923-12-31"),
    dated(2, "1923"),
    dated(3, "summer of 1923"),
    dated(4, "1923-11/1924-02", "1923-11-01", "1923-12-31"),
]


def test_the_days_of_dates_are_in_the_page_and_texts_only_where_they_say_more(
    tmp_path: Path,
) -> None:
    page = page_of(PHOTOS, tmp_path).read_text()
    photos, addresses = block_of(page, "photos"), block_of(page, "addresses")
    assert photos.columns["day"].tolist() == [120, 364, 0, 0, 304]
    assert photos.columns["days"].tolist() == [31, 1, 0, 0, 61]
    assert addresses.header["dates"] == ["", "", "", "summer of 1923", "1923-11/1924-02"]


def test_years_without_dates_have_no_columns_of_days(tmp_path: Path) -> None:
    photos = [Measurement(0, "https://a.example/0.jpg", 1923, {"luminance": 0.5})]
    page = page_of(photos, tmp_path).read_text()
    assert not {"day", "days"} & block_of(page, "photos").columns.keys()
    assert "dates" not in block_of(page, "addresses").header


def test_a_dot_is_at_its_day_and_its_panel_shows_the_date(browser: Browser, tmp_path: Path) -> None:
    texts = ["1923-05", "1923-12-31", "1923", "1923 · summer of 1923"]
    texts.append("1923-11-01/1923-12-31 · 1923-11/1924-02")
    with opened(browser, page_of(PHOTOS, tmp_path)) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        for text in texts:
            expect(page.locator("#photo-year")).to_have_text(text)
            page.keyboard.press("ArrowUp")
        # December, and only its last photo and the one of November or December
        page.goto(page.url.split("#")[0] + "#selection=1923.9972_1924__")
        page.reload()
        expect(page.locator("#selection-count")).to_have_text("1 photograph")


def test_a_link_to_a_selection_of_days_selects_the_same_photos(
    browser: Browser, tmp_path: Path
) -> None:
    first = date(1900, 1, 1).toordinal()
    photos = [
        Measurement(n, f"{n}.jpg", 1900, {"luminance": n / 400}, days=(first + n, first + n))
        for n in range(365)
    ]
    path = page_of(photos, tmp_path)
    for start, end in ((0.3, 0.52), (0.417, 0.613), (0.2, 0.31)):
        with opened(browser, path) as page:
            drag(page, (start, 0.05), (end, 0.75))
            expect(page.locator("#selection")).to_be_visible()
            count = page.locator("#selection-count").inner_text()
            numbers = page.locator("#selection-numbers").inner_text()
            link = link_of(page)
        with opened(browser, path, f"#{link}") as page:
            expect(page.locator("#selection-count")).to_have_text(count)
            expect(page.locator("#selection-numbers")).to_have_text(numbers)


def test_a_line_shows_the_years_of_a_vague_date(browser: Browser, tmp_path: Path) -> None:
    photos = [photo(row, 1900 + row, luminance=0.5) for row in range(60)]
    photos.append(replace(photo(60, 1935, luminance=0.9), span=(1930, 1939)))
    with opened(browser, page_of(photos, tmp_path)) as page:
        with page.expect_download() as downloading:
            page.locator("#svg").click()
        text = downloading.value.path().read_text(encoding="utf-8")
    labels = {
        year: float(x) for x, year in re.findall(r'<text x="([0-9.]+)"[^>]*>(19[0-9]0)<', text)
    }
    decade = (labels["1950"] - labels["1910"]) / 4
    flat = r'd="M([0-9.]+)[ ,]([0-9.]+)L([0-9.]+)[ ,]\2"[^>]*stroke-width="1.5"'
    spans = [(float(x), float(end)) for x, _, end in re.findall(flat, text)]
    (span,) = [(x, end) for x, end in spans if abs(end - x - decade) < 1]
    assert abs(span[0] + decade / 20 - labels["1930"]) < 1  # the label is at the year's middle
