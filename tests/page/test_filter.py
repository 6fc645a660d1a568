"""The page's filter in Chromium: ranges of measures, values of groups, resources."""

from __future__ import annotations

import csv
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
    Scheme,
    axe_violations,
    draw,
    keep_picture,
    opened,
    page_of,
    wait_for_link,
    wait_until,
)

ABOUT = PageMetadata(columns=("Title", "Collection"), groups=("Collection",))
PHOTOS = [
    replace(
        invented.photo(
            n,
            None if n % 50 == 49 else 1900 + n % 4,
            luminance=n * 37 % 200 / 200,
            saturation=0.0 if n % 3 == 0 else n * 11 % 200 / 200,
            contrast=n * 7 % 100 / 200,
        ),
        cells=("", ("Glass", "Prints", "")[n % 7 % 3]),
    )
    for n in range(900)
]
GREY = [photo for photo in PHOTOS if photo.values["saturation"] == 0]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    results = [
        replace(result, execution=replace(result.execution, resource=f"Site {n % 2}"))
        for n, result in enumerate(invented.sliced(PHOTOS))
    ]
    return write_page(results, tmp_path_factory.mktemp("filter") / "scatter.html", ABOUT)


def histogram(page: Page, label: str) -> int:
    """The place of the histogram of that measure."""
    chosen = page.locator("#filter .histogram select").evaluate_all(
        "all => all.map((one) => one.selectedOptions[0].textContent)"
    )
    return int(chosen.index(label))


def type_limits(page: Page, label: str, low: str, high: str) -> None:
    of = page.locator("#filter .histogram").nth(histogram(page, label))
    of.get_by_label("from").fill(low)
    of.get_by_label("to", exact=True).fill(high)
    of.get_by_label("to", exact=True).press("Enter")


def test_only_grey_photos_are_three_numbers_that_a_link_keeps(
    browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file) as page:
        expect(page.locator("#filter-note")).to_have_text("No filter: all photographs are shown.")
        type_limits(page, "Saturation", "0", "0")
        dark = [p for p in GREY if p.values["luminance"] <= 0.3]
        expect(page.locator("#filter-note")).to_contain_text(f"{len(GREY)} of 900 pass.")
        type_limits(page, "Luminance", "", "0.3")
        expect(page.locator("#filter-note")).to_contain_text(f"{len(dark)} of 900 pass.")
        expect(page.locator("#filter-note")).to_contain_text("independent of each other")
        expect(page.locator("#filter-words")).to_have_text("Saturation 0; Luminance at most 0.300")
        dated = [p for p in dark if p.year]
        expect(page.locator("#chart")).to_have_attribute("data-points", str(len(dated)))
        page.reload()
        expect(page.locator("#filter-note")).to_contain_text(f"{len(dark)} of 900 pass.")
        with page.expect_download() as downloading:
            page.locator("#csv").click()
        assert downloading.value.suggested_filename == "photos-filtered.csv"
        rows = list(csv.DictReader(Path(downloading.value.path()).read_text().splitlines()))
        assert sorted(int(row["row"]) for row in rows) == [p.row for p in dark]
        page.locator("#filter-clear").click()
        expect(page.locator("#filter-words")).to_be_hidden()
        wait_until(page, "!location.hash.includes('filter')")
        assert page.evaluate("document.activeElement.tagName") == "SELECT"


def test_brushing_a_histogram_filters_the_others_and_a_click_ends_it(
    browser: Browser, page_file: Path
) -> None:
    picture = "n => document.querySelectorAll('#filter canvas')[n].toDataURL()"
    with opened(browser, page_file) as page:
        wait_until(page, "chart.dataset.points > 0")
        luminance, contrast = histogram(page, "Luminance"), histogram(page, "Contrast")
        before = page.evaluate(picture, contrast)
        canvas = page.locator("#filter canvas").nth(luminance)
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        y = box["y"] + 20
        page.mouse.move(box["x"] + box["width"] * 0.25, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.4, y)
        page.mouse.move(box["x"] + box["width"] * 0.5, y)
        page.mouse.up()
        draw(page)
        words = page.locator("#filter-words")
        expect(words).to_have_text(re.compile(r"Luminance 0\.2[45]\d to 0\.[45]\d\d"))
        low, high = map(float, re.findall(r"\d\.\d+", words.inner_text()))
        inside = [p for p in PHOTOS if low <= p.values["luminance"] <= high]
        expect(page.locator("#filter-note")).to_contain_text(f"{len(inside)} of 900 pass.")
        assert page.evaluate(picture, contrast) != before
        canvas.click()
        expect(words).to_be_hidden()
        assert page.evaluate(picture, contrast) == before


def test_a_filtered_groups_numbers_are_those_of_its_photos_alone(
    browser: Browser, page_file: Path
) -> None:
    view = "#colour=column+Collection&multiples=on&filter=saturation+0+0"
    with opened(browser, page_file, view) as page:
        own = sorted(p.values["luminance"] for p in GREY if p.year and "Glass" in p.cells)
        ranks = median_ranks(len(own))
        assert ranks
        lower, upper = (own[rank] for rank in ranks)
        plot = page.locator("#small-multiples figure", has_text="Glass")
        expect(plot).to_contain_text(f"{len(own)} photographs")
        expect(plot).to_contain_text(f"(95 %: {lower:.3f} to {upper:.3f})")


def test_groups_and_sites_filter_too(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator("#filter").get_by_label("Collection").select_option("Prints")
        prints = [p for p in PHOTOS if "Prints" in p.cells]
        expect(page.locator("#filter-note")).to_contain_text(f"{len(prints)} of 900 pass.")
        page.locator("#filter").get_by_label("resource").select_option("Site 1")
        both = [p for p in prints if p.row // 100 % 2 == 1]
        expect(page.locator("#filter-note")).to_contain_text(f"{len(both)} of 900 pass.")
        page.reload()
        expect(page.locator("#filter-note")).to_contain_text(f"{len(both)} of 900 pass.")
        expect(page.locator("#filter").get_by_label("resource")).to_have_value("resource Site 1")
        expect(page.locator("#filter-words")).to_have_text("Collection: Prints; resource: Site 1")


def test_another_measure_takes_its_place_and_a_range_that_is_not_seen_ends(
    browser: Browser, tmp_path: Path
) -> None:
    photos = [
        Measurement(n, f"{n}.jpg", 1900, {"luminance": n / 20, "m:a": n, "m:b": n, "m:c": n % 2})
        for n in range(20)
    ]
    path = write_page(invented.sliced(photos), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        type_limits(page, "A", "3", "7")
        expect(page.locator("#filter-note")).to_contain_text("5 of 20 pass.")
        page.locator("#filter select").nth(histogram(page, "A")).select_option("C")
        expect(page.locator("#filter-note")).to_contain_text("No filter")
        type_limits(page, "C", "1", "1")
        expect(page.locator("#filter-note")).to_contain_text("10 of 20 pass.")
        wait_for_link(page, "histograms=luminance+m%3Ac+m%3Ab")


def test_of_a_large_archive_the_filter_says_that_it_is_of_the_sample(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 500)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 400)
    path = write_page(invented.archive(3000), tmp_path / "scatter.html")
    with opened(browser, path, "#selection=1930_1940__") as page:
        expect(page.locator("#selection-count")).to_contain_text("photographs")
        type_limits(page, "Luminance", "0", "0.4")
        note = page.locator("#filter-note")
        expect(note).to_contain_text(
            re.compile(r"^[\d,]+ of [\d,]+ photographs of the sample pass")
        )
        expect(note).to_contain_text("not of all photographs")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_axe_finds_nothing_in_a_filter(
    browser: Browser, page_file: Path, scheme: Scheme, width: int
) -> None:
    viewport = {"width": width, "height": 900}
    view = "#filter=saturation+0+0.1&only=column+Collection%3AGlass"
    with opened(browser, page_file, view, color_scheme=scheme, viewport=viewport) as page:
        expect(page.locator("#filter-words")).to_be_visible()
        keep_picture(page, f"filter-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert axe_violations(page) == []


def test_a_limit_above_all_values_filters_them_all(browser: Browser, tmp_path: Path) -> None:
    path = page_of([Measurement(0, "https://a.example/1.jpg", 1900, {"luminance": 0.2})], tmp_path)
    with opened(browser, path) as page:
        low = page.locator("#filter .low").first
        low.fill("2")
        low.press("Enter")
        expect(page.locator("#filter-note")).to_contain_text("0 of 1 pass")
        expect(page.locator("#filter-words")).to_have_text("Luminance at least 2.000")


def test_limits_in_the_wrong_order_are_refused_and_an_empty_one_is_none(
    browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file) as page:
        place = page.locator("#filter .histogram").nth(histogram(page, "Saturation"))
        low, high = place.locator(".low"), place.locator(".high")
        high.fill("0.1")
        high.press("Enter")
        wait_for_link(page, "filter=saturation++0.1")
        expect(low).to_have_value("")
        expect(page.locator("#filter-words")).to_have_text("Saturation at most 0.100")
        low.fill("0.9")
        low.press("Enter")
        assert "it is lower" in high.evaluate("input => input.validationMessage")
        expect(low).to_have_value("0.9")
        expect(high).to_have_value("0.1")
        expect(page.locator("#filter-words")).to_have_text("Saturation at most 0.100")
        high.fill("")
        high.press("Enter")
        expect(page.locator("#filter-words")).to_have_text("Saturation at least 0.900")
        wait_for_link(page, "filter=saturation+0.9+")
        page.locator("#filter-clear").click()
        expect(low).to_have_value("")


def test_a_range_of_hues_may_go_round_the_circle(browser: Browser, tmp_path: Path) -> None:
    photos = [
        invented.photo(row, 1900 + row % 10, hue_median=float(row), luminance=0.5, saturation=0.4)
        for row in range(360)
    ]
    path = write_page(invented.sliced(photos), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        place = page.locator("#filter .histogram").nth(histogram(page, "Median hue"))
        place.locator(".low").fill("350")
        place.locator(".high").fill("10")
        place.locator(".high").press("Enter")
        expect(page.locator("#filter-note")).to_contain_text("21 of 360 pass")
        expect(page.locator("#filter-words")).to_have_text("Median hue 350\u00b0 to 10\u00b0")
        wait_for_link(page, "filter=hue_median+350+10")
    with opened(browser, path, "#filter=hue_median+350+10&filter=luminance+0.7+0.2") as page:
        expect(page.locator("#filter-note")).to_contain_text("21 of 360 pass")
        expect(page.locator("#link-faults")).to_contain_text("luminance from 0.7 to 0.2")


def test_a_refused_limit_is_marked_until_the_boxes_show_what_filters_again(
    browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file, "#filter=luminance+0.12345+0.54321") as page:
        low, high = page.locator("#filter .low").first, page.locator("#filter .high").first
        low.fill("0.8")
        low.press("Enter")
        expect(page.locator("#filter-words")).to_have_text("Luminance 0.123 to 0.543")
        assert high.evaluate("input => input.validity.customError") is True
        page.locator("#filter").get_by_label("Collection").select_option("Glass")
        expect(low).to_have_value("0.12345")
        assert high.evaluate("input => input.validity.customError") is False
        low.fill("0.3")
        low.press("Enter")
        expect(page.locator("#filter-words")).to_have_text(
            "Luminance 0.300 to 0.543; Collection: Glass"
        )
