"""The whole page in Chromium: themes, paper, narrow screens, no scripts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, write_page
from tests import invented
from tests.page.chromium import (
    Scheme,
    axe_violations,
    keep_picture,
    opened,
    wait_for_link,
    wait_until,
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_axe_finds_nothing(browser: Browser, archive: Path, scheme: Scheme, width: int) -> None:
    viewport = {"width": width, "height": 900}
    with opened(browser, archive, color_scheme=scheme, viewport=viewport) as page:
        page.locator("#chart").focus()
        for key in ("ArrowRight", "PageUp", "PageUp", " "):
            page.keyboard.press(key)
        expect(page.locator("#selection-count")).to_contain_text("photo")
        for summary in page.locator("summary").all():
            summary.click()
        assert axe_violations(page) == []


def test_the_theme_can_change_while_the_page_is_open(browser: Browser, archive: Path) -> None:
    with opened(browser, archive, color_scheme="light") as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        light = page.evaluate("chart.toDataURL()")
        page.emulate_media(color_scheme="dark")
        wait_until(page, "light => chart.toDataURL() !== light", light)
        dark = page.evaluate("chart.toDataURL()")
        page.get_by_role("button", name="Theme").click()
        wait_until(page, "dark => chart.toDataURL() !== dark", dark)
        wait_for_link(page, "theme=light")


def test_text_has_contrast_in_both_themes(browser: Browser, tmp_path: Path) -> None:
    contrast = """() => {
        const style = getComputedStyle(document.documentElement);
        const light = (name) => {
            const hex = style.getPropertyValue(name).trim();
            const parts = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
                .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return Math.min(...["--ink", "--quiet", "--dot", "--median"].flatMap((text) =>
            ["--page", "--card"].map((ground) => ratio(light(text), light(ground)))));
    }"""
    with opened(browser, write_page([], tmp_path / "scatter.html")) as page:
        page.emulate_media(color_scheme="light")
        assert page.evaluate(contrast) >= 4.5
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(contrast) >= 4.5


def test_a_print_has_the_chart_in_the_light_theme(
    browser: Browser, archive: Path, tmp_path: Path
) -> None:
    with opened(browser, archive, color_scheme="dark") as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        with_chart = page.pdf()
        page.evaluate("document.getElementById('paper').hidden = true")
        without = page.pdf()
        assert len(with_chart) > len(without) + 20_000
        if folder := os.environ.get("PHOTOPARSL_PICTURES"):
            (Path(folder) / "print.pdf").write_bytes(with_chart)


def test_a_print_unfolds_all_and_has_no_controls(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#where button")).not_to_have_count(0)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("#paper svg")).to_be_visible()
        expect(page.get_by_role("rowheader", name="1930", exact=True)).to_be_visible()
        expect(page.get_by_text("Cite or repeat this run")).to_be_visible()
        expect(page.get_by_role("rowheader", name="Nebraska")).to_be_visible()
        expect(page.locator("button:visible, select:visible, input:visible")).to_have_count(0)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        expect(page.get_by_role("rowheader", name="1930", exact=True)).to_be_hidden()


def test_no_layout_shift_while_the_page_opens(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#where button")).not_to_have_count(0)
        moved = page.evaluate(
            """new Promise((tell) => {
                const seen = new PerformanceObserver((list) => tell(list.getEntries().length));
                seen.observe({ type: "layout-shift", buffered: true });
                setTimeout(() => tell(0), 500);
            })"""
        )
        assert moved == 0


def test_a_page_that_is_loaded_again_stands_where_it_was_scrolled_to(
    browser: Browser, archive: Path
) -> None:
    with opened(browser, archive) as page:
        page.evaluate("scrollTo(0, 600)")
        page.wait_for_function("scrollY === 600")
        page.reload()
        expect(page.locator("#where button")).not_to_have_count(0)
        assert page.evaluate("scrollY") == 600


def test_the_page_of_an_unfinished_run_reloads_itself(browser: Browser, tmp_path: Path) -> None:
    (result,) = invented.archive(100)
    write_page([result], tmp_path / "scatter.html", PageMetadata(rows=500, written="today"))
    with browser.new_context() as place:
        page = place.new_page()
        page.clock.install()
        page.goto((tmp_path / "scatter.html").as_uri() + "#trend=off")
        expect(page.get_by_text("100 of 500 photographs so far, as of today")).to_be_visible()
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        write_page(invented.archive(500), tmp_path / "scatter.html", PageMetadata(rows=500))
        page.clock.run_for(61_000)
        expect(page.get_by_text("so far")).to_have_count(0)
        expect(page.locator("#trend")).not_to_be_checked()


@pytest.mark.parametrize("width", [360, 390])
def test_a_narrow_screen_needs_no_sideways_scrolling(
    browser: Browser, archive: Path, width: int
) -> None:
    viewport = {"width": width, "height": 800}
    with opened(browser, archive, viewport=viewport, device_scale_factor=2) as page:
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("chart.width === 2 * chart.clientWidth")
        if width == 390:
            keep_picture(page, "phone")


def test_with_scripts_off_the_figures_and_the_table_are_still_there(
    browser: Browser, archive: Path
) -> None:
    with opened(browser, archive, java_script_enabled=False) as page:
        expect(page.get_by_text("needs JavaScript")).to_be_visible()
        expect(page.locator("#picture")).to_be_visible()
        expect(page.locator("#picture .median").first).to_be_attached()
        expect(page.get_by_role("button")).to_have_count(0)
        keep_picture(page, "no-script")
        page.get_by_text("Table: medians by year").click()
        expect(page.get_by_role("rowheader", name="1930", exact=True)).to_be_visible()


def test_a_page_without_photos_is_silent(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, write_page([], tmp_path / "scatter.html")) as page:
        expect(page.get_by_text("No photograph has been measured yet")).to_be_visible()
        expect(page.locator("canvas")).to_have_count(0)
