"""Years are selected by typing them, and stay selected when another measure or filter is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.results import Measurement
from tests.page.chromium import drag, draw, opened, page_of


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    photos = [
        Measurement(
            row, f"{row}.jpg", 1920 + row % 30, {"luminance": row % 97 / 97, "contrast": 0.2}
        )
        for row in range(600)
    ]
    return page_of(photos, tmp_path_factory.mktemp("years"))


def test_the_ten_darkest_of_a_decade_are_listed_when_it_is_typed(
    browser: Browser, path: Path
) -> None:
    with opened(browser, path) as page:
        page.locator("#years").fill("1930s")
        page.keyboard.press("Enter")
        expect(page.locator("#selection-count")).to_have_text("200 photographs")
        expect(page.locator("#selection-numbers")).to_contain_text("1930–1939")  # noqa: RUF001
        expect(page.locator("#list li")).to_have_count(10)
        page.locator("#selection-clear").click()
        expect(page.locator("#years")).to_have_value("")


def test_a_drag_shows_its_years_in_the_box(browser: Browser, path: Path) -> None:
    with opened(browser, path) as page:
        drag(page, (0.4, 0.97), (0.6, 0.97))
        draw(page)
        first, last = page.locator("#years").input_value().split("–")  # noqa: RUF001
        expect(page.locator("#selection-numbers")).to_contain_text(f"{first}–{last}")  # noqa: RUF001


def test_selected_years_stay_with_another_measure_and_under_a_filter(
    browser: Browser, path: Path
) -> None:
    with opened(browser, path) as page:
        page.locator("#years").fill("1925 to 1926")
        page.keyboard.press("Enter")
        expect(page.locator("#selection-count")).to_have_text("40 photographs")
        page.locator("#figure").get_by_text("Contrast").click()
        expect(page.locator("#selection-numbers")).to_contain_text("1925–1926. Contrast")  # noqa: RUF001
        page.locator("#filter .low").first.fill("0.5")
        page.keyboard.press("Enter")
        expect(page.locator("#selection-count")).not_to_have_text("40 photographs")
        expect(page.locator("#selection")).to_be_visible()


def test_what_are_no_years_is_refused_and_said(browser: Browser, path: Path) -> None:
    with opened(browser, path) as page:
        page.locator("#years").fill("the war")
        page.keyboard.press("Enter")
        assert page.locator("#years").evaluate("box => box.validationMessage").startswith("Type a")
        expect(page.locator("#selection")).to_be_hidden()
