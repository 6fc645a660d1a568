"""Photos by category in Chromium: inks, trends of their own, small multiples."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, write_page
from photoparsl.trends import Column, Observations, TrendOptions, median_ranks, trend_of
from tests import invented
from tests.page.chromium import (
    Scheme,
    axe_violations,
    drag,
    keep_picture,
    opened,
    wait_for_link,
    wait_until,
)

COLLECTIONS = tuple(f"Collection {n}" for n in range(12))
ABOUT = PageMetadata(columns=("Title", "Collection"), groups=("Collection",))


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of photos of twelve resources and twelve collections, the first with most photos."""
    results = []
    for number, result in enumerate(invented.archive(2400)):
        photos = tuple(
            replace(photo, cells=("", COLLECTIONS[min(photo.row % 24, photo.row % 13 % 12)]))
            for photo in result.measurements
        )
        ran = replace(result.execution, resource=f"Site {number:02}")
        results.append(replace(result, measurements=photos, execution=ran))
    return write_page(results, tmp_path_factory.mktemp("grouped") / "scatter.html", ABOUT)


def test_the_inks_of_eight_sites_are_not_used_for_the_other_four(
    browser: Browser, grouped: Path
) -> None:
    with opened(browser, grouped, "#colour=resource") as page:
        legend = page.locator("#colour-legend li")
        expect(legend).to_have_count(9)
        expect(legend.last).to_have_text("4 other resources")
        inks = legend.locator("i").evaluate_all("all => all.map((one) => one.style.background)")
        assert len(set(inks)) == 9


def test_each_category_has_a_small_plot_with_its_median_and_interval(
    browser: Browser, tmp_path: Path
) -> None:
    values = [(n * 37 % 100) / 100 for n in range(300)]
    photos = [
        replace(invented.photo(n, 1900 + n % 3, luminance=value), cells=("", "AB"[n % 2]))
        for n, value in enumerate(values)
    ]
    path = write_page(invented.sliced(photos), tmp_path / "scatter.html", ABOUT)
    with opened(browser, path) as page:
        expect(page.locator("#multiples-choice")).to_be_hidden()
        page.locator("#colour").select_option(label="Collection")
        expect(page.locator("#multiples-choice")).to_be_visible()
        page.locator("#multiples").focus()
        page.keyboard.press("Space")
        plots = page.locator("#small-multiples figure")
        expect(plots).to_have_count(2)
        for number in range(2):
            own = sorted(values[number::2])
            ranks = median_ranks(150)
            assert ranks
            lower, upper = (own[rank] for rank in ranks)
            median = (own[74] + own[75]) / 2
            expect(plots.nth(number)).to_contain_text(
                f"150 photographs, median {median:.3f} (95 %: {lower:.3f} to {upper:.3f})"
            )
        expect(plots.first.get_by_role("img")).to_have_accessible_name(
            re.compile("^Luminance of A over the years: 150 photographs")
        )
        wait_for_link(page, "multiples=on")
        page.locator("#colour").select_option(label="density")
        expect(plots).to_have_count(0)


def test_the_trends_are_those_of_the_categories_and_a_pressed_one_stands_alone(
    browser: Browser, grouped: Path
) -> None:
    with opened(browser, grouped, "#window=2") as page:
        wait_until(page, "chart.dataset.points > 0")
        counted = """colour => {
            const { width, height } = chart;
            const copy = new OffscreenCanvas(width, height)
                .getContext("2d", { willReadFrequently: true });
            copy.drawImage(chart, 0, 0);
            const pixels = copy.getImageData(0, 0, width, height).data;
            let count = 0;
            for (let at = 0; at < pixels.length; at += 4)
                if (colour.every((part, i) => pixels[at + i] === part)) count++;
            return count;
        }"""
        median, first, second = [179, 55, 26], [63, 124, 192], [217, 123, 41]
        assert page.evaluate(counted, median) > 500
        page.locator("#colour").select_option(label="Collection")
        wait_until(page, f"!({counted})({median})")
        wait_until(page, f"({counted})({second}) > 500")
        page.get_by_role("button", name="Collection 0").click()
        wait_until(page, f"({counted})({second}) < 100")
        assert page.evaluate(counted, first) > 500
        expect(page.get_by_text("middle half")).to_be_hidden()


@pytest.mark.parametrize(
    ("photos", "spacing", "expected"), [(16, 1, "one year"), (3, 1, "5 years"), (2, 4, "11 years")]
)
def test_the_window_of_a_groups_values_is_the_commands_until_the_reader_chooses_one(
    browser: Browser, tmp_path: Path, photos: int, spacing: int, expected: str
) -> None:
    """All years have photos enough for windows of one year; those of each value haven't."""
    years = np.repeat(np.arange(1900, 1940, spacing), 4 * photos).astype(np.int32)
    kinds = np.arange(len(years), dtype=np.int32) % 4
    values = np.random.default_rng(2).random(len(years)).round(3)
    column = Column("Collection", ("A", "B", "C", "D"), kinds)
    made = Observations(years, years, years, values, {"Collection": column})
    window = trend_of("luminance", made, TrendOptions(by="Collection", replicates=0)).window
    assert window.text == expected
    rows = [
        replace(invented.photo(n, int(year), luminance=value), cells=("", "ABCD"[n % 4]))
        for n, (year, value) in enumerate(zip(years, values.tolist(), strict=True))
    ]
    path = write_page(invented.sliced(rows), tmp_path / "scatter.html", ABOUT)
    of_all = trend_of("luminance", made, TrendOptions(replicates=0)).window
    assert of_all.text == "one year"
    with opened(browser, path) as page:
        note, chosen = page.locator("#trend-note"), page.locator("#window option:checked")
        expect(chosen).to_have_text("one year")
        page.locator("#colour").select_option(label="Collection")
        expect(chosen).to_have_text(expected)
        said = f"of {expected}, chosen by the number of photographs of each value of Collection"
        expect(note).to_contain_text(said)
        wait_for_link(page, "colour=column+Collection")
        assert "window=" not in page.url
        page.reload()
        expect(chosen).to_have_text(expected)
        page.locator("#window").select_option(label="300 photos or more")
        page.locator("#colour").select_option(label="density")
        expect(note).not_to_contain_text("chosen by")
        expect(chosen).to_have_text("300 photos or more")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_axe_finds_nothing_in_small_plots(
    browser: Browser, grouped: Path, scheme: Scheme, width: int
) -> None:
    view = "#colour=column+Collection&multiples=on"
    viewport = {"width": width, "height": 900}
    with opened(browser, grouped, view, color_scheme=scheme, viewport=viewport) as page:
        expect(page.locator("#small-multiples figure")).to_have_count(9)
        drag(page, (0.4, 0.2), (0.6, 0.5))
        keep_picture(page, f"categories-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert axe_violations(page) == []
