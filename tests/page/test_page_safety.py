"""What strangers' texts and servers' policies can do to the page in Chromium: nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, write_page
from photoparsl.results import Execution, Failure, Measurement, SliceResult
from tests import invented
from tests.page.chromium import (
    HOSTILE,
    drag,
    opened,
    page_of,
    serving_under,
)


def test_a_split_page_works_under_a_servers_own_strict_policy(
    browser: Browser, tmp_path: Path
) -> None:
    write_page(invented.archive(300), tmp_path / "scatter.html", split=True)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data: blob:; connect-src 'self'"
    )
    with serving_under(policy, tmp_path) as url, browser.new_context() as place:
        page = place.new_page()
        trouble: list[str] = []
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{url}/scatter.html")
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        drag(page, (0.3, 0.3), (0.6, 0.6))
        expect(page.locator("#selection-count")).to_contain_text("photo")
        page.locator("#theme").click()
        expect(page.locator("body")).to_have_css("background-color", "rgb(16, 18, 21)")
        page.locator("#where button").first.click()
        with page.expect_download() as download:
            page.locator("#csv").click()
        assert Path(download.value.path()).read_text().startswith("row,year,")
        assert trouble == []


@pytest.mark.parametrize("width", [360, 1360])
def test_a_hostile_manifest_runs_nothing_links_nowhere_and_fits(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    urls = [HOSTILE, "javascript:alert(3)", "data:text/html,<script>alert(4)</script>", "x" * 3000]
    urls += ["https://example.org/\u202egpj.exe", "file:///etc/passwd"]
    photos = [
        Measurement(row, url, 1900 + row, {"luminance": 0.5, HOSTILE: 0.5})
        for row, url in enumerate(urls)
    ]
    about = PageMetadata(
        title=HOSTILE,
        subtitle=HOSTILE,
        manifest=HOSTILE,
        written=HOSTILE,
        rows=99,
        digest=HOSTILE,
        programs={HOSTILE: HOSTILE},
    )
    viewport = {"width": width, "height": 800}
    with opened(browser, page_of(photos, tmp_path, about), viewport=viewport) as page:
        page.locator("#chart").focus()
        for _ in urls:
            page.keyboard.press("ArrowRight")
            expect(page.locator("#announced")).not_to_be_empty()
            expect(page.locator("a[href]:not([href$='-failures.csv']), img")).to_have_count(0)
            page.keyboard.press("Enter")
        page.get_by_text("Which photographs failed").click()
        page.get_by_text("Table: medians by year").click()
        assert len(page.context.pages) == 1
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_thousands_of_hostile_sites_and_reasons_stay_a_short_page(
    browser: Browser, tmp_path: Path
) -> None:
    def ran(number: int) -> SliceResult:
        failure = Failure(number, HOSTILE, None, f"{number} {HOSTILE}", HOSTILE)
        place = Execution(
            f"{HOSTILE} host {number}", f"{HOSTILE} resource {number}", 1e9 + number, 1.0
        )
        measured = invented.photo(number)
        return SliceResult(number, number + 1, "", {}, (measured,), (failure,), place)

    path = write_page(map(ran, range(5000)), tmp_path / "scatter.html")
    with opened(browser, path, "#colour=resource") as page:
        expect(page.locator("#where li")).to_have_count(13)
        expect(page.get_by_text("4,988 other reasons")).to_be_visible()
        expect(page.locator("#colour-legend li")).to_have_count(9)  # and the others
        assert page.evaluate("document.documentElement.scrollWidth") == 1360
        assert page.evaluate("document.documentElement.scrollHeight") < 8000


def test_the_page_leaves_nothing_in_the_global_scope(browser: Browser, tmp_path: Path) -> None:
    names = "Object.getOwnPropertyNames(window).sort().join()"
    with opened(browser, write_page([], tmp_path / "scatter.html")) as page:
        empty = page.evaluate(names)
    photos = [Measurement(0, "a.jpg", 1900, {"luminance": 0.5})]
    with opened(browser, page_of(photos, tmp_path)) as page:
        assert page.evaluate(names) == empty
