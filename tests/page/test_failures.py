"""The list of failed photos in Chromium: filtered by host and reason."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from photoparsl.page import write_page
from photoparsl.results import Failure
from tests import invented
from tests.page.chromium import opened


def test_failures_are_filtered_by_host_and_reason_with_exact_counts(
    browser: Browser, tmp_path: Path
) -> None:
    """The only timeout is row 900, far behind the fifty that come first."""
    failures = [
        Failure(row, f"https://{'ab'[row % 2]}.example/{row}.jpg", None, "http-404", "it is gone")
        for row in range(1, 900)
    ]
    failures.append(Failure(900, "https://user:pw@b.example/900.jpg?sig=1", None, "timeout", ""))
    results = invented.sliced([invented.photo(0)], failures)
    with opened(browser, write_page(results, tmp_path / "scatter.html")) as page:
        expect(page.locator("#where button")).not_to_have_count(0)
        page.locator("#failed-filter").locator("xpath=..").locator("summary").click()
        shown = page.locator("#failed li:visible")
        page.locator("#failed-host").select_option("b.example")
        expect(page.locator("#failed-count")).to_contain_text("451 photographs, of which")
        page.locator("#failed-reason").select_option("timeout")
        expect(page.locator("#failed-count")).to_have_text("1 photograph")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text("https://b.example/900.jpg")
        page.locator("#failed-host").select_option("a.example")
        expect(page.locator("#failed-count")).to_have_text("0 photographs")
        expect(shown).to_have_count(0)
