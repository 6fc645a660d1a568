"""The panel of one photo in Chromium, and how a reader reaches and opens a photo."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata
from photoparsl.results import Measurement
from tests.page.chromium import middle, opened, page_of


def test_pointing_at_a_photo_shows_it_a_click_pins_it_and_enter_opens_it(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    url = f"{photo_server}/one.jpg"
    path = page_of([Measurement(0, url, 1900, {"luminance": 0.5})], tmp_path)
    with opened(browser, path) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).to_have_text(url)
        centre = middle(page)
        page.keyboard.press("Escape")
        expect(page.locator("#photo")).to_be_hidden()
        page.mouse.move(centre[0] + 3, centre[1] + 3)
        expect(page.locator("#photo-year")).to_have_text("1900")
        expect(page.locator("#photo-values")).to_contain_text("0.500")
        page.mouse.move(0, 0)  # the panel stays, so that what is in it can be reached
        expect(page.get_by_role("link", name="Open photo")).to_be_visible()
        page.mouse.click(*centre)
        expect(page.locator("#pinned")).to_be_visible()
        with page.context.expect_page() as opening:
            page.keyboard.press("Enter")
        expect(opening.value.locator("body")).to_have_text("/one.jpg from nowhere")
        assert opening.value.evaluate("opener === null")
        link = page.get_by_role("link", name="Open photo")
        expect(link).to_have_attribute("href", url)
        expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_an_address_whose_path_was_cut_is_no_link(browser: Browser, tmp_path: Path) -> None:
    url = "https://photos.example/0f3c5a7d9b1e2f4a6c8d0e1f/a.jpg"
    with opened(
        browser, page_of([Measurement(0, url, 1900, {"luminance": 0.5})], tmp_path)
    ) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).to_have_text("https://photos.example/a.jpg …")
        expect(page.get_by_role("link", name="Open photo")).to_have_count(0)
        expect(page.locator("#source-choice")).to_be_hidden()


def test_an_osdf_address_opens_by_the_osdf_director(browser: Browser, tmp_path: Path) -> None:
    photo = Measurement(0, "osdf:///ospool/ann/a b.jpg", 1900, {"luminance": 0.5})
    with opened(browser, page_of([photo], tmp_path)) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).to_have_text(photo.url)
        link = page.get_by_role("link", name="Open photo")
        address = "https://osdf-director.osg-htc.org/ospool/ann/a%20b.jpg"
        expect(link).to_have_attribute("href", address)


def test_a_finger_chooses_a_photo_and_opens_nothing_until_it_follows_the_link(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    path = page_of([Measurement(0, f"{photo_server}/1.jpg", 1900, {"luminance": 0.5})], tmp_path)
    with opened(browser, path, has_touch=True) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo")).to_be_visible()
        centre = middle(page)
        page.keyboard.press("Escape")
        page.touchscreen.tap(*centre)
        link = page.get_by_role("link", name="Open photo")
        expect(link).to_be_visible()
        assert len(page.context.pages) == 1
        with page.context.expect_page() as opening:
            link.tap()
        expect(opening.value.locator("body")).to_have_text("/1.jpg from nowhere")


def test_a_picture_is_fetched_from_its_host_only_after_the_reader_allows_it(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    photos = [
        Measurement(row, f"{photo_server}/{row}.png", 1900 + row, {"luminance": 0.5})
        for row in range(3)
    ]
    with opened(browser, page_of(photos, tmp_path), allowed=photo_server) as page:
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(600)
        assert requested == []
        page.get_by_label("fetch pictures from").check()
        expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 1)
        assert requested == [f"{photo_server}/0.png"]


def test_allowing_one_host_allows_no_other(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    other = photo_server.replace("127.0.0.1", "localhost")
    photos = [
        Measurement(row, f"{server}/{row}.png", 1900 + row, {"luminance": 0.5})
        for row, server in enumerate((photo_server, other, photo_server))
    ]
    path = page_of(photos, tmp_path)
    with opened(browser, path, allowed=photo_server) as page:  # another request is an error
        choice = page.get_by_label("fetch pictures from")
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        choice.check()
        expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 1)
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#source-host")).to_have_text(other.partition("//")[2])
        expect(choice).not_to_be_checked()
        expect(page.locator("#source-picture img")).to_have_count(0)
        page.wait_for_timeout(400)
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(choice).to_be_checked()
        expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 1)


def test_keys_step_through_years_and_photos_and_enter_opens_one(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    known = [(1900, 0.1), (1900, 0.6), (1950, 0.2), (2000, 0.9)]
    photos = [
        Measurement(row, f"{photo_server}/{row}.jpg", year, {"luminance": value})
        for row, (year, value) in enumerate(known)
    ]
    walk = [("ArrowRight", 0), ("ArrowUp", 1), ("ArrowRight", 2), ("ArrowRight", 3)]
    walk += [("ArrowRight", 3), ("ArrowLeft", 2), ("ArrowLeft", 0), ("ArrowDown", 0), ("End", 3)]
    walk += [("PageDown", 2), ("Home", 0), ("PageUp", 2), ("PageUp", 3)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        page.locator("#chart").focus()
        announced = page.locator("#announced")
        for key, row in walk:
            page.keyboard.press(key)
            year, value = known[row]
            expect(announced).to_contain_text(f"{year}. Luminance {value:.3f}")
            expect(announced).to_contain_text(f"{photo_server}/{row}.jpg")
        with page.context.expect_page() as opening:
            page.keyboard.press("Enter")
        expect(opening.value.locator("body")).to_have_text("/3.jpg from nowhere")
        page.bring_to_front()
        page.keyboard.press(" ")
        expect(page.locator("#selection-count")).to_have_text("1 photograph")
        page.keyboard.press("Escape")
        expect(announced).to_have_text("No photograph is chosen. Nothing is selected.")
        expect(page.locator("#selection")).to_be_hidden()


def test_the_years_that_a_photo_may_be_of_are_shown_however_far_apart_and_without_a_year(
    browser: Browser, tmp_path: Path
) -> None:
    spans = [(1900, None), (1900, (300, 1950)), (None, (1930, 1939)), (None, None)]
    may = (date(1900, 5, 1).toordinal(), date(1900, 5, 31).toordinal())
    photos = [
        Measurement(row, f"{row}.jpg", year, {"luminance": 0.5}, span=span)
        for row, (year, span) in enumerate(spans)
    ]
    photos[0] = replace(photos[0], date="1900-05", days=may)
    photos[2] = replace(photos[2], date="193X")
    with opened(browser, page_of(photos, tmp_path)) as page:
        with page.expect_download() as download:
            page.locator("#csv").click()
        rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
        assert [(row["year"], row["earliest"], row["latest"]) for row in rows] == [
            ("1900", "1900", "1900"),
            ("1900", "300", "1950"),
            ("", "1930", "1939"),
            ("", "", ""),
        ]
        assert [row["date"] for row in rows] == ["1900-05", "", "193X", ""]


@pytest.mark.parametrize("width", [390, 1360])
def test_the_longest_numbers_fit_into_the_photos_panel(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    values = {"size_bytes": 1_048_576_000.0, "mine:least": -1.2345e-100, "mine:most": -1.2345e295}
    values |= {f"mine:m{n}": float(n) for n in range(16)}
    path = page_of([Measurement(0, "a.jpg", 1900, values)], tmp_path)
    with opened(browser, path, viewport={"width": width, "height": 900}) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-values")).to_contain_text("1,048,576,000 B")
        wide = page.evaluate(
            "[...document.querySelectorAll('#photo-values, #photo-values *')]"
            ".filter(e => e.clientWidth && e.scrollWidth > e.clientWidth).map(e => e.textContent)"
        )
        assert wide == []


def test_the_panel_shows_the_title_and_a_link_to_the_record(
    browser: Browser, tmp_path: Path
) -> None:
    cells = [
        ("<b>The Tower</b>", "https://museum.example/1?id=7&sig=0f3c"),
        ("A title that is longer than forty letters, by some", "javascript:alert(1)"),
        ("", ""),
    ]
    photos = [
        Measurement(row, f"{row}.jpg", 1900 + row, {"luminance": 0.5}, cells=found)
        for row, found in enumerate(cells)
    ]
    about = PageMetadata(columns=("Title", "Record URL"))
    with opened(browser, page_of(photos, tmp_path, about)) as page:
        title, link = page.locator("#photo-title"), page.locator("#record")
        page.locator("#chart").focus()
        page.keyboard.press("Home")
        expect(title).to_have_text("<b>The Tower</b>")
        expect(link).to_have_attribute("href", "https://museum.example/1?id=7")
        page.keyboard.press("ArrowRight")
        expect(title).to_have_text("A title that is longer than forty lette…")
        expect(link).to_be_hidden()
        page.keyboard.press("ArrowRight")
        expect(title).to_be_hidden()
        expect(link).to_be_hidden()


def test_a_page_without_titles_shows_none(browser: Browser, tmp_path: Path) -> None:
    with opened(
        browser, page_of([Measurement(0, "a.jpg", 1900, {"luminance": 0.5})], tmp_path)
    ) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-year")).to_have_text("1900")
        expect(page.locator("#photo-title")).to_be_hidden()
        expect(page.locator("#record")).to_be_hidden()
