"""The page on paper: its plots, on a light ground whatever the system, and nothing to press."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from photoparsl.page import PageMetadata
from photoparsl.results import Measurement
from tests.page.chromium import opened, page_of


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos of two collections, with the colours of their stamps."""
    photos = [
        Measurement(
            row,
            f"{row}.jpg",
            1900 + row % 30,
            {"luminance": row / 300},
            b64encode(bytes([200, 40, 40] * 16)).decode(),
            cells=("", ("Glass", "Prints")[row % 2]),
        )
        for row in range(300)
    ]
    about = PageMetadata(columns=("Title", "Collection"), groups=("Collection",))
    return page_of(photos, tmp_path_factory.mktemp("paper"), about)


def draw_plots(page: Page) -> None:
    page.locator("#multiples").check()
    expect(page.locator("#small-multiples canvas")).to_have_count(2)
    page.locator("#colours summary").first.click()
    expect(page.locator("#colours-legend .dot")).not_to_have_count(0)


def colours_of(place: Locator) -> set[tuple[int, ...]]:
    """The colours that cover at least 20 pixels of what a screen shows of it."""
    with Image.open(BytesIO(place.screenshot())) as image:
        found = image.convert("RGB").getcolors(1 << 24) or []
    return {colour for count, colour in found if count >= 20 and isinstance(colour, tuple)}


def test_plots_are_printed_in_light_colours_from_a_dark_system(
    browser: Browser, grouped: Path
) -> None:
    view = "#colour=column+Collection"
    with opened(browser, grouped, view, color_scheme="dark") as page:
        draw_plots(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print", color_scheme="dark")
        assert page.locator("canvas:visible").count() == 0
        legend = page.locator("#paper text").all_text_contents()
        assert {"its 95 % interval", "Glass", "Prints"} <= {*legend}
        assert page.locator("#colour-legend:visible, #trend-legend:visible").count() == 0
        plots = page.locator("#small-multiples svg, #colours svg")
        expect(plots).to_have_count(3)
        for plot in plots.all():
            inks = "(texts) => texts.map((text) => text.getAttribute('fill'))"
            assert set(plot.locator("text").evaluate_all(inks)) == {"#5f5a52"}
            assert (255, 255, 255) in colours_of(plot)
        ids = page.evaluate("[...document.querySelectorAll('svg [id]')].map(({ id }) => id)")
        assert len(set(ids)) == len(ids) > 3
        assert page.locator("input:visible, select:visible, button:visible").count() == 0
        expect(page.get_by_text("the thin line is the median of all")).to_be_visible()
        dots = page.locator("#small-multiples .dot, #colours-legend .dot")
        adjust = "(dots) => dots.map((dot) => getComputedStyle(dot).printColorAdjust)"
        assert set(dots.evaluate_all(adjust)) == {"exact"}
        page.emulate_media(media="screen", color_scheme="dark")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator(".on-paper")).to_have_count(0)
        expect(page.locator("#small-multiples canvas").first).to_be_visible()


def test_the_printed_page_has_no_word_on_plots_that_are_not_shown(
    browser: Browser, grouped: Path
) -> None:
    with opened(browser, grouped, "#colour=column+Collection") as page:
        sentence = page.get_by_text("the thin line is the median of all")
        expect(sentence).to_be_visible()
        page.emulate_media(media="print")
        expect(sentence).to_be_hidden()


def test_the_dots_of_plots_keep_their_colours_where_colours_are_forced(
    browser: Browser, grouped: Path
) -> None:
    view = "#colour=column+Collection"
    with opened(browser, grouped, view, forced_colors="active") as page:
        draw_plots(page)
        dots = page.locator("#small-multiples .dot")
        colours = "(dots) => dots.map((dot) => getComputedStyle(dot).backgroundColor)"
        assert dots.evaluate_all(colours) == ["rgb(63, 124, 192)", "rgb(217, 123, 41)"]
