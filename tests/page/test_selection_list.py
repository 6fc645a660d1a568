"""Which photos: the list of a selection, and photos that are pinned, in Chromium."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from photoparsl.page import PageMetadata, page_data, photo_sample, write_page
from photoparsl.results import Measurement
from photoparsl.trends import median_ranks
from tests import invented
from tests.page.chromium import (
    HOSTILE,
    Scheme,
    axe_violations,
    drag,
    draw,
    keep_picture,
    opened,
    page_of,
    point_at,
    wait_for_link,
    wait_until,
)

THIRTIES = "1930\N{EN DASH}1939"
ABOUT = PageMetadata(columns=("Title", "Record URL", "Identifier"))


def photos_at(server: str, count: int = 120) -> list[Measurement]:
    """Photos of 1920 to 1949, a title, a record and an identifier each."""
    return [
        Measurement(
            n,
            f"{server}/{n:03}.png",
            1920 + n % 30,
            {"luminance": (n * 37 % count) / count},
            cells=(f"Street {n}", f"{server}/record/{n}", f"INV-{n}"),
        )
        for n in range(count)
    ]


def titles(page: Page) -> list[str]:
    draw(page)
    return page.locator("#list li bdi").all_inner_texts()


def across(page: Page, time: float, first: int = 1920, last: int = 1950) -> float:
    """Where a time is on the chart, in parts of its width, if it shows these years."""
    wait_until(page, "chart.dataset.points > 0")
    width = page.evaluate("chart.clientWidth")
    margin = (last - first) * 0.008
    part = (time - first + margin) / (last - first + 2 * margin)
    return float((60 + part * (width - 136)) / width)


def down(page: Page, value: float) -> float:
    """Where a value is on the chart, in parts of its height, if it shows 0 to 1."""
    height = page.evaluate("chart.clientHeight")
    return float((12 + (1 - value) * (height - 108)) / height)


def select_the_thirties(page: Page) -> None:
    """Drag below the axis, over the years from 1930 to 1939."""
    drag(page, (across(page, 1930.5), 0.9), (across(page, 1939.5), 0.92))
    expect(page.locator("#selection-numbers")).to_contain_text(THIRTIES)


def test_the_ten_darkest_of_the_thirties_are_seen_after_two_actions_and_one_is_opened_by_a_third(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    photos = photos_at(photo_server)
    dark = sorted(
        (p for p in photos if 1930 <= (p.year or 0) < 1940), key=lambda p: p.values["luminance"]
    )
    path = page_of(photos, tmp_path, ABOUT)
    with opened(browser, path, allowed=photo_server) as page:
        select_the_thirties(page)
        expect(page.locator("#list li")).to_have_count(10)
        assert titles(page) == [p.cells[0] for p in dark[:10]]
        page.locator("#list-sources").check()
        pictures = page.locator("#list img")
        expect(pictures).to_have_count(10)
        expect(pictures.first).to_have_js_property("naturalWidth", 1)
        with page.context.expect_page() as opening:
            page.locator("#list li").first.get_by_role("link", name="Open the record").click()
        expect(opening.value.locator("body")).to_have_text(f"/record/{dark[0].row} from nowhere")


def test_the_list_is_read_from_both_ends_and_ten_by_ten_by_keyboard(
    browser: Browser, tmp_path: Path
) -> None:
    photos = photos_at("https://photos.example.org")
    ordered = [
        p.cells[0]
        for p in sorted(
            (p for p in photos if 1930 <= (p.year or 0) < 1940),
            key=lambda p: p.values["luminance"],
        )
    ]
    with opened(browser, page_of(photos, tmp_path, ABOUT)) as page:
        select_the_thirties(page)
        page.get_by_role("button", name="highest first").focus()
        page.keyboard.press("Enter")
        assert titles(page) == ordered[::-1][:10]
        forward = page.get_by_role("button", name="The next ten")
        forward.focus()
        for first in range(10, 40, 10):
            page.keyboard.press("Enter")
            assert titles(page) == ordered[::-1][first : first + 10]
        expect(page.locator("#list-text")).to_have_text("31\N{EN DASH}40 of 40")
        expect(page.get_by_role("button", name="The ten before")).to_be_focused()
        page.locator("#list button").first.click()
        expect(page.locator("#photo-title")).to_have_text(titles(page)[0])
        expect(page.locator("#list button").first).to_be_focused()


def test_a_rectangle_takes_whole_years(browser: Browser, tmp_path: Path) -> None:
    photos = photos_at("https://photos.example.org")
    with opened(browser, page_of(photos, tmp_path, ABOUT)) as page:
        drag(page, (across(page, 1930.5), 0.02), (across(page, 1939.5), 0.6))
        numbers = page.locator("#selection-numbers")
        expect(numbers).to_contain_text(THIRTIES)
        wait_for_link(page, "selection=1930_1940_")


def test_a_selections_interval_is_that_of_its_ranks(browser: Browser, tmp_path: Path) -> None:
    photos = photos_at("https://photos.example.org", 300)
    with opened(browser, page_of(photos, tmp_path, ABOUT)) as page:
        select_the_thirties(page)
        own = sorted(p.values["luminance"] for p in photos if 1930 <= (p.year or 0) < 1940)
        ranks = median_ranks(len(own))
        assert ranks
        lower, upper = (own[rank] for rank in ranks)
        expect(page.locator("#selection-numbers")).to_contain_text(
            f"(95 %: {lower:.3f} to {upper:.3f})"
        )


def test_whole_years_of_a_large_archive_have_the_numbers_of_all_photos(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 500)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 300)
    photos = [
        invented.photo(n, 1920 + n % 30, luminance=(n * 7919 % 3000) / 3000) for n in range(3000)
    ]
    path = write_page(invented.sliced(photos), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        select_the_thirties(page)
        expect(page.locator("#selection-count")).to_have_text("1,000 photographs")
        own = sorted(p.values["luminance"] for p in photos if 1930 <= (p.year or 0) < 1940)
        numbers = page.locator("#selection-numbers")
        expect(numbers).not_to_contain_text("sample")
        text = numbers.inner_text()
        median, lower, upper = map(float, re.findall(r"\d\.\d{3}", text)[:3])
        assert abs(median - own[500]) < 1 / 256
        ranks = median_ranks(1000)
        assert ranks
        assert own[ranks[0]] - 1 / 256 <= lower <= own[ranks[0]]
        assert own[ranks[1]] <= upper <= own[ranks[1]] + 1 / 256
        drag(page, (0.3, 0.1), (0.6, 0.3))
        expect(numbers).to_contain_text("In the sample")


def test_a_click_pins_and_the_panel_stays_until_escape(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    photos = [
        Measurement(
            n, f"{photo_server}/{n}.jpg", year, {"luminance": light}, cells=(f"T{n}", "", f"A{n}")
        )
        for n, (year, light) in enumerate([(1900, 0.5), (1910, 0.9)])
    ]
    with opened(browser, page_of(photos, tmp_path, ABOUT)) as page:
        point_at(page, (across(page, 1910.5, 1900, 1911), down(page, 0.9)))
        expect(page.locator("#photo-title")).to_have_text("T1")
        expect(page.locator("#photo-identifier")).to_have_text("A1")
        expect(page.locator("#pinned")).to_be_hidden()
        page.mouse.down()
        page.mouse.up()
        expect(page.locator("#pinned")).to_be_visible()
        assert len(page.context.pages) == 1
        point_at(page, (across(page, 1900.5, 1900, 1911), down(page, 0.5)))
        expect(page.locator("#photo-title")).to_have_text("T1")
        with page.context.expect_page() as opening:
            page.keyboard.press("Enter")
        expect(opening.value.locator("body")).to_have_text("/1.jpg from nowhere")
        page.bring_to_front()
        page.keyboard.press("Escape")
        expect(page.locator("#pinned")).to_be_hidden()


def test_a_pile_has_buttons_and_a_second_click_steps_on(browser: Browser, tmp_path: Path) -> None:
    # Of a day that is known, photos are at most a day apart: a pile.
    photos = [
        Measurement(
            n,
            f"{n}.jpg",
            1900,
            {"luminance": 0.5},
            cells=(f"Photo {n}", "", ""),
            days=(693961 + 181, 693961 + 181),
            date="1900-07-01",
        )
        for n in range(3)
    ]
    photos += [Measurement(3, "3.jpg", 1950, {"luminance": 0.1}, cells=("Alone", "", ""))]
    with opened(browser, page_of(photos, tmp_path, ABOUT), "#photo=0") as page:
        expect(page.locator("#pile-text")).to_have_text("1 of 3 at this place")
        page.get_by_role("button", name="The next one").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#photo-title")).to_have_text("Photo 1")
        expect(page.get_by_role("button", name="The next one")).to_be_focused()
        page.get_by_role("button", name="The one before").click()
        page.get_by_role("button", name="The one before").click()
        expect(page.locator("#pile-text")).to_have_text("3 of 3 at this place")
        point_at(page, (across(page, 1900.497, 1900, 1951), down(page, 0.5)))
        titles = set()
        for _ in range(3):
            page.mouse.down()
            page.mouse.up()
            draw(page)
            titles.add(page.locator("#photo-title").inner_text())
        assert titles == {"Photo 0", "Photo 1", "Photo 2"}


def test_hostile_titles_stay_text_in_the_list(browser: Browser, tmp_path: Path) -> None:
    photos = [
        replace(invented.photo(n, 1900 + n, luminance=n / 9), cells=(HOSTILE, HOSTILE, HOSTILE))
        for n in range(9)
    ]
    with opened(
        browser, page_of(photos, tmp_path, ABOUT), "#selection=1900_1910__&photo=3"
    ) as page:
        expect(page.locator("#list li")).to_have_count(9)
        expect(page.locator("#photo-identifier")).to_contain_text("<script>")
        expect(page.locator("#list a")).to_have_count(9)
        assert page.evaluate("document.documentElement.scrollWidth") == 1360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_axe_finds_nothing_in_a_list_and_a_pinned_photo(
    browser: Browser, tmp_path: Path, scheme: Scheme, width: int
) -> None:
    viewport = {"width": width, "height": 900}
    path = page_of(photos_at("https://photos.example.org"), tmp_path, ABOUT)
    view = "#selection=1930_1940__&photo=3"
    with opened(browser, path, view, color_scheme=scheme, viewport=viewport) as page:
        expect(page.locator("#list li")).to_have_count(10)
        expect(page.locator("#list a")).to_have_count(20)
        keep_picture(page, f"list-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert axe_violations(page) == []
