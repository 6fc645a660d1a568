"""The chart in Chromium: what is drawn, switched, zoomed and highlighted."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.measuring.scales import SCALES
from photoparsl.page import write_page
from photoparsl.results import Measurement
from tests import invented
from tests.page.chromium import (
    Scheme,
    drag,
    keep_picture,
    opened,
    page_of,
    pixels,
    point_at,
    wait_for_link,
    wait_until,
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_photo_with_a_year_is_drawn_and_the_page_is_silent(
    browser: Browser, archive: Path, dated: int, scheme: Scheme
) -> None:
    with opened(browser, archive, color_scheme=scheme) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", str(dated))
        total, inked = pixels(page)
        assert inked > 0.05 * total
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(246, 244, 238)") == (scheme == "light")
        point_at(page, (0.5, 0.4))
        expect(page.locator("#photo-rank")).to_contain_text("Luminance higher than in")
        keep_picture(page, scheme)


def test_the_switch_shows_another_measure(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        before = page.evaluate("chart.toDataURL()")
        page.locator("#figure").get_by_text("Contrast").click()
        expect(page.get_by_role("application")).to_have_accessible_name(
            re.compile(r"Contrast of 5,\d+ photographs by year")
        )
        wait_until(page, "before => chart.toDataURL() !== before", before)
        wait_until(page, "location.hash === '#measure=contrast'")


def test_zooming_in_turns_dots_into_photos_and_back(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        before = page.evaluate("chart.toDataURL()")
        drag(page, (0.5, 0.3), (0.6, 0.5))
        page.locator("#selection-zoom").click()
        expect(page.locator("#mark-legend")).to_be_visible()
        wait_until(page, "Number(chart.dataset.points) < 800")
        wait_for_link(page, "range=")
        keep_picture(page, "zoomed")
        page.locator("#chart").focus()
        page.keyboard.press("0")
        wait_until(page, "before => chart.toDataURL() === before", before)


def test_a_link_and_a_reload_keep_the_view(browser: Browser, archive: Path) -> None:
    view = "#measure=1&colour=own&trend=off&range=1900_1950_0.1_0.4&photo=2000&theme=dark"
    with opened(browser, archive, view=view) as page:
        expect(page.locator("#photo")).to_be_visible()
        picture = page.evaluate("chart.toDataURL()")
        page.reload()
        expect(page.locator("#photo")).to_be_visible()
        wait_until(page, "picture => chart.toDataURL() === picture", picture)
        assert page.url.endswith(view)


@pytest.mark.parametrize(
    "view", ["#measure=99&photo=-1", "#range=x_y&selection=1_2", "#range=9_1_1_1&photo=1e9", "#%"]
)
def test_a_link_with_an_invalid_view_shows_everything(
    browser: Browser, archive: Path, dated: int, view: str
) -> None:
    with opened(browser, archive, view=view) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", str(dated))


def test_pressing_a_site_highlights_its_photos(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        resource = page.get_by_role("button", name="Wisconsin")
        expect(resource).to_have_attribute("aria-pressed", "false")
        before = page.evaluate("chart.toDataURL()")
        resource.click()
        expect(resource).to_have_attribute("aria-pressed", "true")
        wait_until(page, "before => chart.toDataURL() !== before", before)


def test_photos_without_a_year_can_be_shown_beside_the_years(
    browser: Browser, archive: Path, dated: int
) -> None:
    with opened(browser, archive) as page:
        page.get_by_label("photographs without a year", exact=True).check()
        wait_until(page, f"Number(chart.dataset.points) > {dated}")
        page.locator("#chart").focus()
        page.keyboard.press("End")
        expect(page.locator("#photo-year")).to_have_text("no year")


@pytest.mark.parametrize("size", ["one", "undated", "one-year", "twenty"])
def test_a_page_of_few_photos_works(browser: Browser, tmp_path: Path, size: str) -> None:
    photos = [m for result in invented.archive(20) for m in result.measurements]
    if size == "undated":
        photos = [replace(photo, year=None, span=None) for photo in photos]
    if size == "one-year":
        photos = [replace(photo, year=1900, span=None) for photo in photos]
    photos = photos[1:2] if size == "one" else photos
    with opened(browser, page_of(photos, tmp_path)) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        page.locator("#chart").focus()
        page.keyboard.press("Home")
        expect(page.locator("#photo-url")).to_contain_text("photos.example.org")
        keep_picture(page, size)


@pytest.mark.parametrize("width", [390, 1360])
def test_the_axis_has_room_for_the_numbers_of_large_files(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    photos = [
        Measurement(row, f"{row}.jpg", 1900 + row, {"size_bytes": 400_000.0 * (row + 1)})
        for row in range(16)
    ]
    path = page_of(photos, tmp_path)
    with opened(browser, path, viewport={"width": width, "height": 900}) as page:
        with page.expect_download() as downloading:
            page.locator("#svg").click()
        page.set_content(Path(downloading.value.path()).read_text())
        texts = page.locator("svg text").all()
        boxes = {text.text_content(): text.bounding_box() for text in texts}
        number, name = boxes["5,000,000"], boxes["File size (B, small to large, logarithmic scale)"]
        assert number and name and number["x"] > name["x"] + name["width"]


def test_every_measure_can_be_shown(browser: Browser, tmp_path: Path) -> None:
    path = write_page(invented.archive(400, list(SCALES)), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        for number, scale in enumerate(SCALES.values()):
            page.get_by_label("Measure").select_option(str(number))
            expect(page.get_by_role("application")).to_have_accessible_name(
                re.compile(re.escape(scale.label))
            )
            wait_until(page, "Number(chart.dataset.points) > 300")


def test_a_photo_without_a_value_is_not_drawn(browser: Browser, tmp_path: Path) -> None:
    values = (0.5, float("nan"), 1e300, -40.0)
    photos = [
        Measurement(row, f"{row}.jpg", 1900 + row, {"warmth": value})
        for row, value in enumerate(values)
    ]
    with opened(browser, page_of(photos, tmp_path)) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", "3")


@pytest.mark.parametrize("value", [0.0, 1e16, -1e308])
def test_photos_of_one_value_and_one_year_are_drawn(
    browser: Browser, tmp_path: Path, value: float
) -> None:
    photos = [Measurement(row, f"{row}.jpg", 1900, {"luminance": value}) for row in range(3)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", "3")
