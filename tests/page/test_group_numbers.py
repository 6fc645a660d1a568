"""The exact numbers by year and group of an archive of which the page has a sample."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, group_numbers, page_data, photo_sample, render, write_page
from photoparsl.results import Measurement
from photoparsl.trends import median_ranks
from tests.invented import photo, shuffled, sliced
from tests.page.chromium import opened
from tests.page.page_text import block_of

ABOUT = PageMetadata(columns=("Title", "Collection"), groups=("Collection",))
YEARS = 12


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives of more than 500 photos have a sample of 300."""
    monkeypatch.setattr(group_numbers, "_YEARS", 5)
    monkeypatch.setattr(page_data, "MOST_WHOLE", 500)
    monkeypatch.setattr(page_data, "_BATCH", 170)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 300)


def archive(count: int = 6000) -> list[Measurement]:
    """Photos of twelve collections, the first with most; the last value and a year may lack."""
    rng = np.random.default_rng(3)
    photos = []
    for n in range(count):
        collection = min(int(rng.geometric(0.3)) - 1, 11)
        values = {"luminance": float(rng.random()), "my:own": float(rng.normal(1000, 300))}
        one = photo(n, None if n % 97 == 0 else 1900 + int(rng.integers(YEARS)), **values)
        cells = ("", "" if n % 89 == 0 else f"Collection {collection:02}")
        photos.append(replace(one, cells=cells, digest=f"{(n % 4500) + 1 << 64:032x}"))
    return photos


def trends(html: str, kind: str, measure: str) -> tuple[Any, float, float]:
    """The numbers of a group's trends, of shape (categories, numbers, years), and their step."""
    block = block_of(html, "photos")
    (about,) = [m for m in block.header["measures"] if m["name"] == measure]
    places = np.cumsum(block.columns[f"{kind} 0 {measure}"]) % 65_536
    step = (about["high"] - about["low"]) / 8000
    values = np.where(places == 65_535, np.nan, about["low"] + places * step)
    width = (about["bins"][1] - about["bins"][0]) / 2048
    return values.reshape(9, 7, -1), step, width


def test_photos_medians_and_intervals_of_each_year_and_group_are_those_of_all_photos() -> None:
    photos = archive()
    html = render(sliced(photos), ABOUT)
    block = block_of(html, "photos")
    names = [text for number, text, *_ in block.header["groups"][0]["values"] if number < 8]
    counts = block.columns["group photos 0"].reshape(9, YEARS)
    seen: set[str] = set()
    duplicates: set[int] = set()
    for p in photos:
        duplicates |= {p.row} if p.digest in seen else set()
        seen.add(p.digest)
    for kind in ("group trend", "single group trend"):
        for measure in ("luminance", "my:own"):
            found, step, width = trends(html, kind, measure)
            for category in range(9):
                for place in range(YEARS):
                    own = sorted(
                        p.values[measure]
                        for p in photos
                        if p.year == 1900 + place
                        and (
                            p.cells[1] == names[category]
                            if category < 8
                            else p.cells[1] not in names
                        )
                        and (kind == "group trend" or p.row not in duplicates)
                    )
                    if kind == "group trend":
                        assert counts[category, place] == len(own)
                    median, lower, upper = (float(found[category, n, place]) for n in (2, 5, 6))
                    edge, half = width + step, len(own) // 2
                    assert own[(len(own) - 1) // 2] - edge <= median <= own[half] + edge
                    if ranks := median_ranks(len(own)):
                        assert own[ranks[0]] - edge <= lower <= own[ranks[0]] + step
                        assert own[ranks[1]] - step <= upper <= own[ranks[1]] + edge
                    else:
                        assert np.isnan([lower, upper]).all()


def test_they_do_not_depend_on_the_order_of_the_results() -> None:
    results = sliced(archive(2000))
    one, other = (block_of(render(r, ABOUT), "photos") for r in (results, shuffled(results)))
    assert one.header == other.header
    for name, column in one.columns.items():
        if name.startswith(("group", "drawn")):
            assert (column == other.columns[name]).all(), name


def test_a_sample_says_which_photos_were_drawn_and_which_are_extremes() -> None:
    block = block_of(render(sliced(archive()), ABOUT), "photos")
    drawn = block.columns["drawn"]
    assert drawn.sum() == 300
    assert 0 < (drawn == 0).sum() <= 2 * 2 * 3 * (YEARS + 1)


def test_a_page_with_all_photos_stores_no_such_numbers() -> None:
    block = block_of(render(sliced(archive(400)), ABOUT), "photos")
    assert not [name for name in block.columns if name.startswith(("group trend", "drawn"))]


def test_the_page_shows_them_and_says_what_is_of_the_sample(
    browser: Browser, tmp_path: Path
) -> None:
    photos = archive()
    path = write_page(sliced(photos), tmp_path / "scatter.html", ABOUT)
    most = [p for p in photos if p.cells[1] == "Collection 00"]
    dated = [p for p in most if p.year]
    with opened(
        browser, path, "#colour=column+Collection&multiples=on&duplicates=on&window=0"
    ) as page:
        plots = page.locator("#small-multiples figure")
        expect(plots).to_have_count(9)
        expect(plots.first).to_contain_text(f"Collection 00{len(dated):,} photographs")
        expect(page.locator("#trend-note")).not_to_contain_text("sample")
        page.locator("#window").select_option("1")
        expect(plots.first).to_contain_text("of the sample, median")
        expect(page.locator("#trend-note")).to_contain_text("sample")
        page.locator("#window").select_option("0")
        page.locator("#filter").get_by_label("Collection").select_option("Collection 00")
        note = page.locator("#filter-note")
        expect(note).to_contain_text(f"{len(most):,} of {len(photos):,} pass.")
        expect(note).to_contain_text("are of all photographs; everything else is of the sample")
        page.locator("#colour").select_option("density")
        expect(page.locator("#trend-note")).not_to_contain_text("sample")
        page.get_by_label("from").first.fill("0.2")
        page.get_by_label("from").first.press("Enter")
        expect(note).to_contain_text(re.compile(r"^\d+ of \d+ photographs of the sample pass"))
        expect(page.locator("#trend-note")).to_contain_text("sample")
