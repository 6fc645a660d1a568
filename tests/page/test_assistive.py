"""The page in Chromium with a screen reader, keys, touch, other colours, a large zoom."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from photoparsl.measuring.scales import SCALES
from photoparsl.page import PageMetadata, write_page
from photoparsl.results import Execution, Failure, Measurement, SliceResult
from tests import invented
from tests.page.chromium import (
    Scheme,
    axe_violations,
    drag,
    draw,
    keep_picture,
    opened,
    page_of,
    ready,
    wait_until,
)

ARABIC = "صور من القاهرة (1900)"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with twenty measures, groups, titles, records, duplicates, vague dates, failures."""
    results = []
    for number, result in enumerate(invented.archive(240, list(SCALES))):
        photos = [
            Measurement(
                **{name: getattr(m, name) for name in ("row", "url", "year", "values", "stamp")},
                span=m.span,
                digest="0f" * 32 if m.row % 20 == 0 else "",
                cells=(
                    f"Title {m.row} {ARABIC}",
                    f"https://museum.example/{m.row}",
                    f"{ARABIC} {m.row % 14}",
                    "W" * 3000 if m.row % 2 else "glass",
                ),
            )
            for m in result.measurements
        ]
        failures = (*result.failures, Failure(9000 + number, ARABIC, None, "http-404", ARABIC))
        results.append(
            SliceResult(
                result.start,
                result.stop,
                "",
                result.measures,
                tuple(photos),
                failures,
                Execution(f"{number}" + "h" * 3000, ARABIC, 1e9 + number, 1.0),
            )
        )
    about = PageMetadata(
        title=f"{ARABIC} {'T' * 3000}",
        subtitle="N" * 3000,
        manifest="m" * 3000 + ".csv",
        written="today",
        rows=0,
        digest="d" * 64,
        programs={"photoparsl": "0"},
        columns=("Title", "Record URL", ARABIC, "c" * 3000),
        groups=(ARABIC, "c" * 3000),
    )
    return write_page(results, tmp_path_factory.mktemp("full") / "scatter.html", about)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_a_full_page(
    browser: Browser, full: Path, scheme: Scheme
) -> None:
    """axe's dlitem found 40 nodes in the values of twenty measures."""
    with opened(browser, full, color_scheme=scheme) as page:
        ready(page)
        assert axe_violations(page) == []
        page.locator("#chart").focus()
        for key in ("ArrowRight", "PageUp", "ArrowRight", " "):
            page.keyboard.press(key)
        expect(page.locator("#selection-count")).to_contain_text("photo")
        for summary in page.locator("summary").all():
            summary.click()
        page.locator("#where button").first.click()
        page.locator("#undated").check()
        keep_picture(page, f"full-{scheme}")
        page.locator("#colour").select_option("group0")
        page.locator("#multiples").check()
        assert axe_violations(page) == []
        page.locator("#chart").focus()
        for _ in range(12):
            page.keyboard.press("+")
        expect(page.locator("#mark-legend")).to_be_visible()
        assert axe_violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 1360])
def test_names_of_three_thousand_letters_dont_widen_the_page(
    browser: Browser, full: Path, width: int
) -> None:
    with opened(browser, full, viewport={"width": width, "height": 800}) as page:
        ready(page)
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        for summary in page.locator("summary").all():
            summary.click()
        for colouring in page.locator("#colour option").all():
            page.locator("#colour").select_option(colouring.get_attribute("value"))
            draw(page)
            assert page.evaluate("document.documentElement.scrollWidth") == width
        keep_picture(page, f"long-names-{width}")


def test_a_measures_name_of_three_thousand_letters_doesnt_widen_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    for count in (1, 3, 8):
        values = {f"mine:{n}{'x' * 3000}": 0.5 for n in range(count)}
        path = page_of([Measurement(0, "a.jpg", 1900, values)], tmp_path)
        with opened(browser, path) as page:
            ready(page)
            page.locator("#chart").focus()
            page.keyboard.press("ArrowRight")
            page.get_by_text("Table: medians by year").click()
            assert page.evaluate("document.documentElement.scrollWidth") == 1360


def test_text_of_strangers_takes_its_own_direction(browser: Browser, full: Path) -> None:
    with opened(browser, full) as page:
        ready(page)
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        for summary in page.locator("summary").all():
            summary.click()
        page.locator("#colour").select_option("resource")
        wrong = page.evaluate(
            """(text) => {
                const found = [];
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const node = walker.currentNode;
                    if (!node.data.includes(text) || node.parentElement.closest("script")) continue;
                    if (!node.parentElement.closest("bdi, [dir=auto]")) found.push(node.data);
                }
                return found;
            }""",
            "القاهرة",
        )
        assert wrong == []
        assert page.locator("h1").evaluate("h => getComputedStyle(h).direction") == "rtl"


def test_the_chart_is_described_by_text_that_isnt_folded_away(
    browser: Browser, archive: Path
) -> None:
    with opened(browser, archive) as page:
        ready(page)
        described = page.locator(f"#{page.locator('#chart').get_attribute('aria-describedby')}")
        assert described.evaluate("node => node.closest('details') === null")
        assert described.evaluate("node => node.checkVisibility()")
        expect(page.locator("#chart")).to_have_accessible_description(re.compile("Arrow keys"))


def test_zooming_selecting_and_clearing_are_announced(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        ready(page)
        announced = page.locator("#announced")
        expect(announced).to_have_text("")
        page.locator("#chart").focus()
        page.keyboard.press("+")
        expect(announced).to_have_text(
            re.compile(r"Shown are \d{4} to \d{4}, Luminance from 0.\d+ to 0.\d+: [\d,]+ photo")
        )
        page.keyboard.press("0")
        expect(announced).to_have_text(re.compile(r"Everything is shown: 5,\d{3} photographs."))
        drag(page, (0.4, 0.2), (0.6, 0.5))
        expect(announced).to_have_text(re.compile(r"Selected: [\d,]+ photographs."))
        page.locator("#chart").focus()
        page.keyboard.press("Escape")
        expect(announced).to_contain_text("Nothing is selected.")


def test_the_focus_stays_where_a_reader_can_go_on(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        ready(page)
        for button in ("selection-clear", "selection-zoom"):
            page.evaluate("scrollTo(0, 0)")
            drag(page, (0.4, 0.2), (0.6, 0.5))
            expect(page.locator("#selection")).to_be_visible()
            page.locator(f"#{button}").press("Enter")
            expect(page.locator("#selection")).to_be_hidden()
            expect(page.locator("#chart")).to_be_focused()
        page.locator("#zoom-reset").press("Enter")
        expect(page.locator("#zoom-reset")).to_be_focused()


def test_keys_dont_lead_out_of_view(browser: Browser, archive: Path) -> None:
    inside = """() => {
        const [t0, t1, v0, v1] = new URLSearchParams(location.hash.slice(1)).get("range")
            .split("_").map(Number);
        const year = parseInt(document.getElementById("photo-year").textContent);
        const value = Number(document.querySelector("#photo-values b").textContent);
        return year + 1 >= t0 && year <= t1 && value >= v0 - 0.001 && value <= v1 + 0.001;
    }"""
    with opened(browser, archive, "#range=1900_1910_0.3_0.4") as page:
        ready(page)
        page.locator("#chart").focus()
        for key in ["Home", "PageUp", "End", *["ArrowLeft"] * 5, *["ArrowUp"] * 25, "PageDown"]:
            page.keyboard.press(key)
            draw(page)
            wait_until(page, inside)


def fingers(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    touches = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def test_two_fingers_enlarge_the_chart_and_not_the_page(browser: Browser, archive: Path) -> None:
    with opened(
        browser, archive, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}
    ) as page:
        ready(page)
        page.locator("#chart").scroll_into_view_if_needed()
        box = page.locator("#chart").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
        session = page.context.new_cdp_session(page)
        fingers(session, "touchStart", (x - 20, y))
        fingers(session, "touchStart", (x - 20, y), (x + 20, y))
        for reach in range(20, 100, 8):
            fingers(session, "touchMove", (x - reach, y), (x + reach, y))
            page.wait_for_timeout(20)
        fingers(session, "touchEnd")
        wait_until(  # fewer than 60 of 162 years are shown
            page,
            """() => {
                const range = new URLSearchParams(location.hash.slice(1)).get("range") ?? "0_999";
                const [first, last] = range.split("_").map(Number);
                return last - first < 60;
            }""",
        )
        assert page.evaluate("visualViewport.scale") == 1
        assert not page.evaluate("location.hash.includes('selection')")
        expect(page.locator("#selection")).to_be_hidden()


def test_a_finger_still_scrolls_the_page(browser: Browser, archive: Path) -> None:
    with opened(
        browser, archive, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 600}
    ) as page:
        ready(page)
        page.evaluate("chart.scrollIntoView()")
        before = page.evaluate("scrollY")
        session = page.context.new_cdp_session(page)
        fingers(session, "touchStart", (200, 300))
        for y in range(290, 100, -10):
            fingers(session, "touchMove", (200, y))
            page.wait_for_timeout(20)
        fingers(session, "touchEnd")
        wait_until(page, "before => scrollY > before + 50", before)


def test_the_legend_and_what_is_pressed_are_seen_with_forced_colours(
    browser: Browser, archive: Path
) -> None:
    colours = """(selector) => [...document.querySelectorAll(selector)].map((node) => {
        const { backgroundColor, backgroundImage } = getComputedStyle(node);
        return backgroundImage === "none" ? backgroundColor : backgroundImage;
    })"""
    with opened(browser, archive, forced_colors="active") as page:
        ready(page)
        keep_picture(page, "forced-colours")
        page.locator("#colour").select_option("resource")
        expect(page.locator("#colour-legend i")).not_to_have_count(0)
        dots = page.evaluate(colours, "#colour-legend i")
        assert len(set(dots)) == len(dots)
        shown = page.evaluate(colours, "#trend-legend i:not(.dashes), .ramp i, .subsets .gauge i")
        ground = page.evaluate(colours, "body")[0]
        assert ground not in shown
        chosen, other = page.evaluate(colours, ".switch span")
        assert chosen != other
        page.locator("#chart").press("Home")
        page.locator("#chart").press("Space")
        expect(page.locator("#list-lowest")).to_be_visible()
        lowest, highest = page.evaluate(colours, "#list-lowest, #list-highest")
        assert lowest != highest


@pytest.mark.parametrize("size", [(320, 256), (340, 225)], ids=str)
def test_at_a_zoom_of_400_percent_the_chart_fits_into_the_window_and_most_of_it_is_the_plot(
    browser: Browser, archive: Path, size: tuple[int, int]
) -> None:
    """A window of 1280 by 1024 pixels has 320 by 256 at 400 %."""
    width, window = size
    with opened(browser, archive, viewport={"width": width, "height": window}) as page:
        ready(page)
        height = page.evaluate("chart.clientHeight")
        assert 0.9 * window <= height <= window
        below = page.evaluate(
            """() => {
                const { width, height } = chart;
                const { data } = chart.getContext("2d").getImageData(0, 0, width, height);
                const ground = data.slice(0, 3).join();
                const isInked = (y) => {
                    for (let at = 4 * (y * width + 60); at < 4 * (y * width + width - 50); at += 4)
                        if (data.slice(at, at + 3).join() !== ground) return true;
                    return false;
                };
                let y = height - 1;
                while (!isInked(y)) y--; // the lowest are the years
                return height - y;
            }"""
        )
        assert below < 14, "years stand at the bottom, without room for counts of years above them"
        assert page.evaluate("document.documentElement.scrollWidth") == width
        keep_picture(page, f"zoom-400-{window}")


def test_the_whole_chart_is_in_the_first_window(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        ready(page)
        for width, height in ((1360, 900), (1360, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            wait_until(page, "chart.getBoundingClientRect().bottom <= innerHeight")
            assert page.evaluate("chart.clientHeight") >= 352


def test_the_measure_that_is_shown_is_seen_in_the_panel_of_twenty(
    browser: Browser, full: Path
) -> None:
    last = len(SCALES) - 1
    with opened(browser, full, f"#measure={last}") as page:
        ready(page)
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        rows = page.locator("#photo-values > div")
        expect(rows).to_have_count(len(SCALES))
        expect(rows.first).to_have_class("current")
        page.locator("[name=measure]").select_option("3")
        expect(rows.first).to_contain_text(list(SCALES.values())[3].label)
        assert rows.first.evaluate(
            """row => {
                const [own, list] = [row, row.closest(".many-values")]
                    .map((node) => node.getBoundingClientRect());
                return own.top >= list.top && own.bottom <= list.bottom;
            }"""
        )
