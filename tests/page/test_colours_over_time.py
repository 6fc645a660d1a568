"""Shares of hue and lightness by year, from the photos' stamps."""

from __future__ import annotations

import base64
import colorsys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import page_data, render, write_page
from photoparsl.page.colour_classes import CLASSES, class_of_colours
from photoparsl.results import Measurement
from tests import invented
from tests.page.chromium import Scheme, axe_violations, keep_picture, opened
from tests.page.page_text import block_of

HUES = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "grey")


def stamped(row: int, year: int | None, *colours: int) -> Measurement:
    """A photo whose stamp has these colours (RGB565), repeated."""
    stamp = np.resize(np.array(colours, "<u2"), 16).tobytes()
    return replace(invented.photo(row, year, luminance=0.5), stamp=base64.b64encode(stamp).decode())


RED, DARK_BLUE, WHITE, BLACK, GREEN = 0xF800, 0x000C, 0xFFFF, 0x0000, 0x07E0
PHOTOS = [
    stamped(0, 1900, RED, RED, RED, WHITE),
    stamped(1, 1900, DARK_BLUE),
    stamped(2, 1925, WHITE, BLACK),
    stamped(3, 1926, GREEN),
    stamped(4, None, RED),
]


def test_a_colours_hue_and_lightness_are_those_of_hsv_and_cie() -> None:
    classes = class_of_colours()
    assert classes.max() < CLASSES
    limits = (15, 45, 75, 165, 195, 255, 345)
    rng = np.random.default_rng(2)
    for colour in rng.integers(65_536, size=2000).tolist():
        red, green, blue = colour >> 11, colour >> 5 & 63, colour & 31
        bands = red / 31, green / 63, blue / 31
        degrees = 360 * colorsys.rgb_to_hsv(*bands)[0]
        hue = sum(degrees >= limit for limit in limits) % 7
        if min(abs(degrees - limit) for limit in limits) > 1e-6:
            assert classes[colour] // 5 == (7 if max(bands) - min(bands) < 0.08 else hue)
    # L* of sRGB: red 53.2, green 87.7, white 100, black 0.
    lightness = [classes[colour] % 5 for colour in (RED, GREEN, WHITE, BLACK, DARK_BLUE)]
    assert lightness == [2, 4, 4, 0, 0]


def test_a_page_without_stamps_has_the_counts_of_all_photos(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_data, "MOST_STAMPED", 3)
    for most in (100, 4):  # all photos, and a sample
        monkeypatch.setattr(page_data, "MOST_WHOLE", most)
        block = block_of(render(invented.sliced(PHOTOS)), "photos")
        counts = block.columns["colours"].reshape(-1, 8, 5).sum(axis=2)
        assert [dict(zip(HUES, year.tolist(), strict=True)) for year in counts] == [
            {**dict.fromkeys(HUES, 0), **some}
            for some in (
                {"red": 12, "grey": 4, "blue": 16},
                {"grey": 16},
                {"green": 16},
                {"red": 16},
            )
        ]


@pytest.mark.parametrize("most_stamped", [100, 3])
def test_shares_are_stacked_and_listed_by_decade(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_stamped: int
) -> None:
    monkeypatch.setattr(page_data, "MOST_STAMPED", most_stamped)
    path = write_page(invented.sliced(PHOTOS), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        page.locator("#colours > summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#colours-chart")).to_be_visible()
        page.get_by_text("Table: shares by decade").click()
        row = page.locator("#colours-table tr", has_text="1900")
        assert row.locator("td").all_inner_texts() == ["2"] + [
            f"{share} %" for share in ("12.5", "37.5", "0.0", "0.0", "0.0", "0.0", "50.0", "0.0")
        ]
        page.locator("#colours-by").select_option("lightness")
        twenties = page.locator("#colours-table tr", has_text="1920")
        assert twenties.locator("td").all_inner_texts() == ["2"] + [
            f"{share} %" for share in ("25.0", "0.0", "0.0", "0.0", "75.0")
        ]
        page.locator("#colours-by").select_option("both")
        expect(page.locator("#colours-legend li")).to_have_count(8)
        expect(page.locator("#colours-note")).to_contain_text("shades from the darkest to the")


def test_with_stamps_the_shares_follow_the_filter_and_without_them_it_is_said(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [replace(p, values={"luminance": 0.1 * p.row}) for p in PHOTOS]
    path = write_page(invented.sliced(photos), tmp_path / "a" / "scatter.html")
    monkeypatch.setattr(page_data, "MOST_STAMPED", 3)
    other = write_page(invented.sliced(photos), tmp_path / "b" / "scatter.html")
    for page_file, shares in ((path, "0.0 %"), (other, "37.5 %")):
        with opened(browser, page_file, "#filter=luminance+0.05+1") as page:
            page.get_by_text("Colours over time").click()
            page.get_by_text("Table: shares by decade").click()
            red = page.locator("#colours-table tr", has_text="1900").locator("td").nth(2)
            expect(red).to_have_text(shares)
            said = "" if page_file == path else "These shares are of all photographs."
            expect(page.locator("#colours-note")).to_have_text(said)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_axe_finds_nothing_in_colours_over_time(
    browser: Browser, archive: Path, scheme: Scheme, width: int
) -> None:
    viewport = {"width": width, "height": 900}
    with opened(browser, archive, color_scheme=scheme, viewport=viewport) as page:
        page.get_by_text("Colours over time").click()
        page.locator("#colours-by").select_option("both")
        page.get_by_text("Table: shares by decade").click()
        keep_picture(page, f"colours-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert axe_violations(page) == []
