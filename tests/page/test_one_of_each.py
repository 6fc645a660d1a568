"""One of each: the filter that leaves out photos that look like an earlier one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import page_data, render
from photoparsl.results import Measurement
from tests.invented import photo, shuffled, sliced
from tests.page.chromium import opened, page_of, wait_for_link
from tests.page.page_text import block_of, rows_of

FIRST = 0x0F1E2D3C4B5A6978


def photos_with(hashes: dict[int, int], count: int = 40) -> list[Measurement]:
    """Photos without a hash, such as blank backs, but for some rows."""
    return [
        replace(
            photo(n, 1900 + n % 2),
            values={
                "luminance": n / 64,
                "difference_hash": f"{hashes[n]:016x}" if n in hashes else None,
            },
            digest=f"{n % 38 + 1 << 64:032x}",
        )
        for n in range(count)
    ]


ALIKE = {3: FIRST, 7: FIRST ^ 0b11, 9: ~FIRST & (2**64 - 1), 12: FIRST ^ (2**63 | 7 << 30 | 15)}


def test_the_page_knows_which_photos_look_like_an_earlier_one_whatever_the_order() -> None:
    results = sliced(photos_with(ALIKE))
    for html in (render(results), render(shuffled(results))):
        alike = block_of(html, "photos").columns["alike"].tolist()
        found = {row for row, is_one in zip(rows_of(html), alike, strict=True) if is_one}
        assert found == {7, 9, 38, 39}, "row 12 has 8 other bits; 38 and 39 have bytes of 0 and 1"
    assert "4 photographs look like an earlier one" in html


def test_a_page_without_look_alikes_or_of_very_many_photos_has_no_switch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 'id="alike"' not in render(sliced(photos_with({})))
    monkeypatch.setattr(page_data, "MOST_WHOLE", 30)
    monkeypatch.setattr(page_data, "_BATCH", 10)
    assert 'id="alike"' not in render(sliced(photos_with(ALIKE), size=10))


def test_a_reader_filters_one_of_each(browser: Browser, tmp_path: Path) -> None:
    path = page_of(photos_with(ALIKE), tmp_path)
    with opened(browser, path) as page:
        chart = page.locator("#chart")
        expect(chart).to_have_attribute("data-points", "40")
        page.locator("#alike").uncheck()
        expect(chart).to_have_attribute("data-points", "36")
        expect(page.locator("#filter-words")).to_have_text("no earlier one that looks alike")
        expect(page.locator("#filter-note")).to_contain_text("36 of 40 pass")
        wait_for_link(page, "alike=off")
        page.reload()
        expect(chart).to_have_attribute("data-points", "36")
        expect(page.locator("#alike")).not_to_be_checked()
        page.locator("#duplicates").uncheck()
        expect(chart).to_have_attribute("data-points", "36")
        page.locator("#filter-clear").click()
        expect(page.locator("#alike")).to_be_checked()
        expect(chart).to_have_attribute("data-points", "38")
