"""A dot is where its date is, and the panel shows the date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, expect

from photoparsl.results import Measurement
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
