"""The numbers of a selection: of which photos they are, and how sure its median is."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from photoparsl.page import PageMetadata, write_page
from photoparsl.results import Measurement
from photoparsl.trends import Observations, TrendOptions, Window, trend_of
from tests.invented import sliced
from tests.page.chromium import drag, draw, opened
from tests.page.test_clusters import ABOUT, observed, photos


def select(page: Page, years: str) -> str:
    """The numbers of typed years."""
    page.locator("#years").fill(years)
    page.keyboard.press("Enter")
    numbers = page.locator("#selection-numbers")
    expect(numbers).to_contain_text("median")
    draw(page)
    return numbers.inner_text()


def numbers_in(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d\.\d+", text)]


def test_years_have_the_interval_of_clusters_that_the_command_gives_or_none(
    browser: Browser, tmp_path: Path
) -> None:
    made = photos(40)
    path = write_page(sliced(made), tmp_path / "scatter.html", ABOUT)
    with opened(browser, path) as page:
        for typed, width in (("1903", 1), ("1901-1905", 5)):
            options = TrendOptions(Window(width), clusters="Album")
            rows = trend_of("luminance", observed(made), options).rows
            (row,) = [row for row in rows if row.year == 1903]
            text = select(page, typed)
            assert numbers_in(text)[:3] == pytest.approx(
                [row.median, row.lower, row.upper], abs=6e-4
            )
            assert "photographs of the same Album as belonging together" in text
        text = select(page, "1901-1902")
        assert "95 %" not in text
        assert "no interval here: photographs of the same Album may belong together" in text
        page.locator("#filter .low").nth(0).fill("0.01")
        page.keyboard.press("Enter")
        expect(page.locator("#selection-numbers")).not_to_contain_text("independent")


def test_with_fewer_than_ten_clusters_years_have_no_interval(
    browser: Browser, tmp_path: Path
) -> None:
    about = PageMetadata(columns=("Album",), clusters="album", groups=("Album",))
    with opened(browser, write_page(sliced(photos(9)), tmp_path / "scatter.html", about)) as page:
        text = select(page, "1903")
        assert "95 %" not in text
        assert "fewer than ten different entries in Album" in text
        page.locator("#colour").select_option(label="Album")
        page.locator("#multiples").check()
        captions = page.locator("#small-multiples figcaption")
        expect(captions.first).to_contain_text("median")
        assert not any("95 %" in text for text in captions.all_inner_texts())


def test_a_selection_says_that_the_mixture_is_not_held_constant_in_its_numbers(
    browser: Browser, tmp_path: Path
) -> None:
    about = PageMetadata(columns=("Album",), groups=("Album",))
    with opened(browser, write_page(sliced(photos(9)), tmp_path / "scatter.html", about)) as page:
        assert "held constant" not in select(page, "1903")
        page.locator("#constant").select_option("0")
        said = "Here the mixture of Album isn\N{RIGHT SINGLE QUOTATION MARK}t held constant"
        expect(page.locator("#selection-numbers")).to_contain_text(said)


def vague() -> list[Measurement]:
    """Photos of exact years, and half as many that may be of any year of their decade."""
    rng = np.random.default_rng(3)
    made = []
    for row in range(450):
        year = 1920 + row % 20 if row % 3 else 1925 + row % 2 * 10
        span = None if row % 3 else (year - 5, year + 4)
        value = round(float(rng.beta(4, 4)), 3)
        made.append(Measurement(row, f"{row}.jpg", year, {"luminance": value}, "", span))
    return made


def test_years_have_the_photos_and_numbers_of_their_row_in_the_trend(
    browser: Browser, tmp_path: Path
) -> None:
    made = vague()
    year = np.array([m.year for m in made], np.int32)
    first = np.array([m.span[0] if m.span else m.year for m in made], np.int32)
    last = np.array([m.span[1] if m.span else m.year for m in made], np.int32)
    values = np.array([m.values["luminance"] for m in made])
    observations = Observations(year, first, last, values, {})
    with opened(browser, write_page(sliced(made), tmp_path / "scatter.html")) as page:
        count = page.locator("#selection-count")
        for spread in (False, True):
            page.locator("#spread").set_checked(spread)
            options = TrendOptions(Window(), spread_dates=spread)
            rows = trend_of("luminance", observations, options).rows
            (row,) = [row for row in rows if row.year == 1935]
            text = select(page, "1935")
            assert text.startswith("1935. ")
            assert numbers_in(text)[:3] == pytest.approx(
                [row.median, row.lower, row.upper], abs=6e-4
            )
            n = float((count.inner_text()).split()[0])
            assert n == pytest.approx(row.n, abs=0.006)
        expect(count).to_contain_text("by shares")
        assert select(page, "1930s").startswith("1930–1939. ")  # noqa: RUF001


def test_a_median_of_photos_chosen_by_the_same_measure_has_no_interval(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, write_page(sliced(vague()), tmp_path / "scatter.html")) as page:
        drag(page, (0.2, 0.3), (0.7, 0.7))
        numbers = page.locator("#selection-numbers")
        expect(numbers).to_contain_text("no interval here: these photographs were chosen by")
        expect(numbers).to_contain_text("are selected where they are drawn")
        expect(numbers).not_to_contain_text("95 %")


def test_codes_of_a_selection_have_shares_and_no_median(browser: Browser, tmp_path: Path) -> None:
    made = [
        Measurement(row, f"{row}.jpg", 1930 + row % 3, {"mode": 1.0 if row % 4 else 2.0})
        for row in range(120)
    ]
    with opened(browser, write_page(sliced(made), tmp_path / "scatter.html")) as page:
        page.locator("#years").fill("1930-1932")
        page.keyboard.press("Enter")
        numbers = page.locator("#selection-numbers")
        expect(numbers).to_contain_text("75 %")
        expect(numbers).not_to_contain_text("median")
