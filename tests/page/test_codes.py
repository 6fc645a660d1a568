"""Codes have shares on the page, and values of exactly 0 are shown; in a large archive too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import page_data, render, write_page
from tests.invented import photo, sliced
from tests.page.chromium import opened
from tests.page.page_text import block_of


@pytest.mark.parametrize("is_large", [False, True])
def test_codes_have_names_and_shares_and_zeros_are_counted(
    monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    if is_large:
        monkeypatch.setattr(page_data, "MOST_WHOLE", 10)
    photos = [
        photo(n, 1900 + n // 20, mode=float([1, 5, 5, 5][n % 4]), saturation=float(n % 2))
        for n in range(60)
    ]
    html = render(sliced(photos))
    block = block_of(html, "photos")
    about = {measure["name"]: measure for measure in block.header["measures"]}
    assert about["mode"]["codes"] == [[1, "grey"], [5, "RGB"]]
    assert (about["mode"]["low"], about["mode"]["high"]) == (0.5, 6)
    assert "RGB 75 %" in html
    assert (about["mode"]["has_zeros"], about["saturation"]["has_zeros"]) == (False, True)
    if is_large:
        assert np.asarray(block.columns["zeros saturation"]).tolist() == [10, 10, 10]
    assert "Mode: <b>" not in html, "codes have no slope"


def test_the_page_shows_shares_and_says_how_many_values_are_zero(
    browser: Browser, tmp_path: Path
) -> None:
    photos = [
        photo(n, 1900 + n // 20, saturation=max(0.0, n % 40 / 40 - 0.5), mode=float(n % 2))
        for n in range(200)
    ]
    page_file = write_page(sliced(photos), tmp_path / "scatter.html")
    with opened(browser, page_file) as page:
        note = page.locator("#trend-note")
        expect(note).to_contain_text("In 105 photographs (53 %), the value is exactly 0 (grey)")
        expect(page.locator("#zero-legend")).to_be_visible()
        page.locator("#figure").get_by_text("Mode").click()
        expect(note).to_contain_text("A line is the share of photographs")
        expect(page.locator("#zero-legend")).to_be_hidden()
        expect(page.get_by_text("its 95 % interval", exact=True)).to_be_hidden()
