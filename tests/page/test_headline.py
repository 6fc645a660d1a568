"""The sentence at the top says how the measure that is shown changes, and of which photos."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, write_page
from photoparsl.page.metadata import ArchiveMetadata
from photoparsl.results import Measurement, SliceResult
from photoparsl.trends import (
    Column,
    Observations,
    Trend,
    TrendOptions,
    Window,
    slope_text,
    trend_of,
)
from tests.invented import photo, sliced
from tests.page.chromium import opened

MINUS = "\N{MINUS SIGN}"
RNG = np.random.default_rng(11)
YEARS = np.sort(RNG.integers(1900, 1930, 600))
LUMINANCE = np.round(0.3 + 0.01 * (YEARS - 1900) + RNG.normal(0, 0.05, 600), 3)
CONTRAST = np.round(0.4 - 0.005 * (YEARS - 1900) + RNG.normal(0, 0.05, 600), 3)
KINDS = RNG.integers(0, 2, 600)


def page_at(folder: Path) -> Path:
    photos = [
        Measurement(
            row, f"https://photos.example.org/{row}.jpg", int(YEARS[row]),
            {"luminance": LUMINANCE[row], "contrast": CONTRAST[row]}, cells=("ab"[KINDS[row]],),
        )
        for row in range(600)
    ]  # fmt: skip
    about = PageMetadata(columns=("kind",), groups=("kind",))
    return write_page(sliced(photos), folder / "scatter.html", about)


def trend_by_command(values: np.ndarray, constant: str | None = None) -> Trend:
    column = Column("kind", ("a", "b"), KINDS.astype(np.int32))
    years = YEARS.astype(np.int32)
    made = Observations(years, years, years, values, {"kind": column})
    options = TrendOptions(Window(), constant=constant)
    return trend_of("x", made, options)


def change_of(values: np.ndarray, constant: str | None = None) -> str:
    """The sentence of the command."""
    slope = trend_by_command(values, constant).slopes[""]
    assert slope
    return slope_text(slope)


def test_it_is_of_the_measure_that_is_shown(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, page_at(tmp_path)) as page:
        change = page.locator("#change")
        expect(change).to_contain_text(f"Luminance: {change_of(LUMINANCE)}")
        page.locator("#figure").get_by_text("Contrast").click()
        expect(change).to_contain_text(f"Contrast: {change_of(CONTRAST)}")
        expect(change).to_contain_text("The interval takes photographs as independent")
        expect(change).to_contain_text("It holds if the change is a straight line.")


def test_with_a_constant_mixture_it_is_of_that_and_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, page_at(tmp_path)) as page:
        page.locator("#constant").select_option("0")
        change = page.locator("#change")
        expect(change).to_contain_text(f"Luminance: {change_of(LUMINANCE, 'kind')}")
        expect(change).to_contain_text("with the mixture of kind held constant")
        page.locator("#figure").get_by_text("Contrast").click()
        expect(change).to_contain_text(f"Contrast: {change_of(CONTRAST, 'kind')}")
        (note,) = [n for n in trend_by_command(CONTRAST, "kind").notes if "collected" in n]
        expect(page.locator("#trend-note")).to_contain_text(f"{note[0].upper()}{note[1:]}.")
        page.locator("[data-column='group 0']").select_option(label="a")
        expect(change).to_contain_text("of the photographs that pass the filter")
        expect(change).to_contain_text("with the mixture of kind held constant")
        expect(page.locator("#trend-note")).to_contain_text(
            "change of what was collected (of kind)"
        )


def test_of_several_archives_it_says_how_each_changes(browser: Browser, tmp_path: Path) -> None:
    def of_archive(name: str, first: int, rise: float) -> SliceResult:
        photos = [
            Measurement(
                row, f"https://photos.example.org/{first + row}.jpg", 1900 + row % 30,
                {"luminance": round(0.3 + rise * (row % 30) + 0.001 * (row // 30), 3)},
                cells=(name,),
            )
            for row in range(300)
        ]  # fmt: skip
        return sliced(photos, size=300)[0]

    archives = tuple(ArchiveMetadata(name, "", 300, "", {}, {}) for name in ("glass", "prints"))
    about = PageMetadata(columns=("archive",), groups=("archive",), archives=archives)
    results = [of_archive("glass", 0, 0.01), of_archive("prints", 300, -0.01)]
    path = write_page(results, tmp_path / "scatter.html", about)
    said = "That is of all archives together. glass: +0.1"
    html = path.read_text(encoding="utf-8")
    assert said in html
    assert f"prints: {MINUS}0.1" in html
    with opened(browser, path) as page:
        change = page.locator("#change")
        expect(change).to_contain_text(said)
        expect(change).to_contain_text(f"prints: {MINUS}0.1")
        page.locator("#constant").select_option("0")
        expect(change).to_contain_text("of all archives together; their own changes may differ")


def test_where_lines_of_values_are_drawn_it_says_that_it_is_of_all(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, page_at(tmp_path)) as page:
        change = page.locator("#change")
        expect(change).not_to_contain_text("of all these photographs together")
        page.locator("#colour").select_option(label="kind")
        of_all = "That is of all these photographs together; "
        expect(change).to_contain_text(f"{of_all}the lines are of each value.")
        expect(change).to_contain_text(change_of(LUMINANCE))
        page.locator(".subsets button[data-subset='group 0 1']").click()
        expect(change).to_contain_text(f"{of_all}the line is of a alone.")
        page.locator(".subsets button[data-subset='group 0 1']").click()
        expect(change).to_contain_text(f"{of_all}the lines are of each value.")
        page.locator("[data-column='group 0']").select_option(label="b")
        expect(change).to_contain_text(f"{of_all}the line is of b alone.")


def test_under_a_filter_it_is_of_the_photos_that_pass(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, page_at(tmp_path)) as page:
        page.locator("[data-column='group 0']").select_option(label="a")
        change = page.locator("#change")
        expect(change).to_contain_text("of the photographs that pass the filter. The interval")
        passing = KINDS == 0
        years = YEARS[passing].astype(np.int32)
        made = Observations(years, years, years, LUMINANCE[passing], {})
        slope = trend_of("x", made, TrendOptions(Window())).slopes[""]
        assert slope
        found = [
            float(n.replace(MINUS, "-"))
            for n in re.findall(rf"[{MINUS}+][0-9.]+", change.inner_text())
        ]
        assert found[0] == pytest.approx(slope.decade, abs=6e-4)
        assert found[1:] == pytest.approx([slope.lower, slope.upper], abs=0.006)
        low = page.locator("#filter .low").first
        low.fill("0.4")
        low.press("Enter")
        expect(change).to_contain_text("no slope: these photographs were chosen by their values")
        note = page.locator("#trend-note")
        expect(note).to_contain_text(
            "it has no interval, since the photographs were chosen by their values"
        )
        expect(page.get_by_text("its 95 % interval")).to_be_hidden()
        with page.expect_download() as downloading:
            page.locator("#svg").click()
        assert "its 95 % interval" not in downloading.value.path().read_text(encoding="utf-8")
        page.locator("#filter-clear").click()
        expect(note).to_contain_text("its interval takes photographs as independent")
        page.locator("#colour").select_option(label="kind")
        page.locator("#multiples").check()
        captions = page.locator("#small-multiples figcaption")
        expect(captions.nth(1)).to_contain_text(" a decade (95 %: ")
        page.locator("#colour").select_option("density")
        expect(change).to_contain_text(f"Luminance: {change_of(LUMINANCE)}")


def test_why_a_measure_has_no_slope_is_said(browser: Browser, tmp_path: Path) -> None:
    photos = [
        photo(row, 1900 + row % 30, luminance=0.5, mode=float(1 + row % 2)) for row in range(90)
    ]
    path = write_page(sliced(photos), tmp_path / "scatter.html")
    needed = (
        "0 of 30 single years have a median of 6 photographs or more, and 3 are needed; "
        "compare medians of several years instead"
    )
    assert f"<b>no slope: {needed}</b>. </span>" in path.read_text(encoding="utf-8")
    with opened(browser, path) as page:
        change = page.locator("#change")
        expect(change).to_contain_text(f"Luminance: no slope: {needed}.")
        low = page.locator("#filter .low").first
        low.fill("0.2")
        low.press("Enter")
        expect(change).to_contain_text("no slope: these photographs were chosen by their values")
        page.locator("#filter-clear").click()
        page.locator("#figure").get_by_text("Mode").click()
        expect(change).to_contain_text("no slope: the values are codes, which have shares")


def test_hues_have_no_slope_there_and_grey_photos_no_hue(browser: Browser, tmp_path: Path) -> None:
    photos = [
        photo(
            row,
            1900 + row % 30,
            hue_median=230.0 if row % 5 > 2 else 0.0,
            saturation=0.4 if row % 5 > 2 else 0.0,
        )
        for row in range(1_200)
    ]
    path = write_page(sliced(photos), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        page.locator("#figure").get_by_text("Median hue").click()
        expect(page.locator("#change")).to_have_text(
            ". Median hue: no slope: the values go round a circle. "
        )
        note = page.locator("#trend-note")
        expect(note).to_contain_text("720 photographs without colour, which have no hue, are left")
        page.locator("#chart").focus()
        page.keyboard.press("Home")
        page.keyboard.press("Space")
        expect(page.locator("#selection-numbers")).to_contain_text("median 230")


def test_photos_without_colour_are_counted_among_those_that_are_shown(
    browser: Browser, tmp_path: Path
) -> None:
    photos = [
        Measurement(
            row, f"{row}.jpg", 1900 + row % 10, {"hue_median": 10.0, "saturation": row % 3 / 10},
            digest=f"{row - row % 100 // 99 + 1 << 64:032x}", cells=("aab"[row // 100],),
        )
        for row in range(300)
    ]  # fmt: skip
    about = PageMetadata(columns=("kind",), groups=("kind",))
    with opened(browser, write_page(sliced(photos), tmp_path / "scatter.html", about)) as page:
        note = page.locator("#trend-note")
        page.locator("#figure").get_by_text("Median hue").click()
        expect(note).to_contain_text("100 photographs without colour, which have no hue, are left")
        page.locator("#duplicates").uncheck()
        expect(note).to_contain_text("99 photographs without colour, which have no hue, are left")
        page.locator("[data-column='group 0']").select_option(label="b")
        expect(note).to_contain_text("33 photographs without colour, which have no hue, are left")
        high = page.locator("#filter .low").nth(1)
        high.fill("0.1")
        high.press("Enter")
        expect(note).not_to_contain_text("without colour")


def test_photos_of_unknown_months_are_counted(browser: Browser, tmp_path: Path) -> None:
    first = date(1900, 1, 1).toordinal()
    photos = [
        Measurement(
            row, f"{row}.jpg", 1900, {"luminance": row / 400},
            days=(first + row, first + row) if row % 20 else None, cells=("ab"[row < 100],),
        )
        for row in range(365)
    ]  # fmt: skip
    about = PageMetadata(columns=("kind",), groups=("kind",))
    with opened(browser, write_page(sliced(photos), tmp_path / "scatter.html", about)) as page:
        note = page.locator("#trend-note")
        expect(note).to_contain_text("A median is of one month")
        expect(note).to_contain_text("19 photographs whose month isn\u2019t known are left out.")
        page.locator("[data-column='group 0']").select_option(label="b")
        expect(note).to_contain_text("5 photographs whose month isn\u2019t known are left out.")


def test_without_duplicates_the_sentence_says_so_also_where_it_is_copied(
    browser: Browser, tmp_path: Path
) -> None:
    photos = [
        replace(photo(row, 1900 + row // 20, luminance=row % 20 / 20), digest=f"{n + 1 << 64:032x}")
        for row in range(400)
        for n in [row - row % 4 // 3]
    ]
    said = "Duplicates are left out."
    about = PageMetadata(without_duplicates=True)
    path = write_page(sliced(photos), tmp_path / "scatter.html", about)
    other = write_page(sliced(photos), tmp_path / "all.html")
    assert [said in p.read_text().rpartition('id="change"')[2][:900] for p in (path, other)] == [
        True,
        False,
    ]
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(browser, path, permissions=allowed) as page:
        change = page.locator("#change")
        expect(change).to_contain_text(said)
        page.locator("#copy-change").click()
        expect(page.locator("#copy-change")).to_have_text("Copied")
        text = page.evaluate("navigator.clipboard.readText()")
        assert text.startswith("Photographs over time, 300 photographs. Luminance: ")
        assert said in text
        page.locator("#duplicates").check()
        expect(change).not_to_contain_text(said)


def test_the_sentence_is_copied_with_what_it_is_of(browser: Browser, tmp_path: Path) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(browser, page_at(tmp_path), permissions=allowed) as page:
        page.locator("#copy-change").click()
        expect(page.locator("#copy-change")).to_have_text("Copied")
        text = page.evaluate("navigator.clipboard.readText()")
        start = "Photographs over time, 600 photographs. Luminance: "
        assert text.startswith(start + change_of(LUMINANCE))
        assert "The interval takes photographs as independent" in text


def test_a_hyphen_in_a_columns_name_stays_one(browser: Browser, tmp_path: Path) -> None:
    photos = [
        Measurement(
            row, f"{row}.jpg", 1900 + row % 30, {"luminance": row % 7 / 10}, cells=("ab"[row % 2],)
        )
        for row in range(300)
    ]
    about = PageMetadata(columns=("box -7",), groups=("box -7",))
    path = write_page(sliced(photos), tmp_path / "scatter.html", about)
    with opened(browser, path, "#constant=column+box%2520-7&only=column+box%2520-7%3Aa") as page:
        expect(page.locator("#change")).to_contain_text("with the mixture of box -7 held constant")


def test_photos_with_a_span_and_no_year_are_said_not_to_count(
    browser: Browser, tmp_path: Path
) -> None:
    vague = [replace(photo(row, None), span=(1880, 1889)) for row in range(3)]
    dated = [photo(row, 1880 + row % 10 if row > 3 else None) for row in range(3, 90)]
    photos = vague + dated
    path = write_page(sliced(photos), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        note = page.locator("#trend-note")
        expect(note).to_contain_text("3 photographs have a span of years and no year, and")
        expect(note).to_contain_text("photoparsl trend --spread-dates counts them.")
