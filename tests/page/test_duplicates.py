"""Photos with the bytes of an earlier one: counted, named, and left out of the page's trends."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, page_data, render, write_page
from photoparsl.results import Measurement, SliceResult
from tests.invented import archive, photo, shuffled, sliced
from tests.page.chromium import HOSTILE, opened, page_of, wait_for_link
from tests.page.page_text import Block, block_of, rows_of, trends_of

HIDDEN = PageMetadata(columns=("Title",), without_duplicates=True)


def digest(number: int) -> str:
    return f"{number + 1 << 64:032x}"


def repeating(photos: int) -> list[SliceResult]:
    """An archive in which the bytes of every fourth photo are those of one of seven files."""
    return [
        replace(
            result,
            measurements=tuple(
                replace(m, digest=digest(m.row % 7 if m.row % 4 == 0 else 100 + m.row))
                for m in result.measurements
            ),
        )
        for result in archive(photos)
    ]


def first_rows(results: list[SliceResult]) -> set[int]:
    """The first row of each file."""
    rows: dict[str, int] = {}
    for result in results:
        for m in result.measurements:
            rows.setdefault(m.digest, m.row)
    return set(rows.values())


def singles(results: list[SliceResult]) -> list[SliceResult]:
    """The results without duplicates, as if these had not been in the archive."""
    first = first_rows(results)
    return [
        replace(r, measurements=tuple(m for m in r.measurements if m.row in first)) for r in results
    ]


def counts_of(block: Block, *, single: bool) -> dict[int | None, int]:
    return {
        year: number
        for year, all_, _, duplicates in block.header["years"]
        if (number := all_ - single * duplicates)
    }


@pytest.mark.parametrize("most_whole", [10_000, 500])
def test_trends_and_counts_without_duplicates_are_those_of_an_archive_that_has_none(
    monkeypatch: pytest.MonkeyPatch, most_whole: int
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", most_whole)
    monkeypatch.setattr(page_data, "_BATCH", 150)
    results = repeating(2_000)
    page, alone_page = render(results), render(singles(results))
    block, alone = block_of(page, "photos"), block_of(alone_page, "photos")
    assert "duplicate" not in alone.columns
    assert counts_of(block, single=True) == counts_of(alone, single=False)
    years = [year for year, *_ in block.header["years"] if year is not None]
    of_alone = [year for year, *_ in alone.header["years"] if year is not None]
    common = [years.index(year) for year in of_alone]
    for name in ("luminance", "contrast"):
        trend = trends_of(page, name, "single trend")[..., common]
        other = trends_of(alone_page, name)
        if most_whole == 500:
            difference = block.columns[f"histogram {name}"] - block.columns[f"duplicates {name}"]
            assert difference.sum() == alone.columns[f"histogram {name}"].sum()
            assert (difference >= 0).all()
        np.testing.assert_allclose(trend, other, atol=1)


def test_which_photos_are_duplicates_does_not_depend_on_the_order_of_the_results() -> None:
    results = repeating(1_000)
    html, other = render(results), render(shuffled(results))
    duplicate = block_of(html, "photos").columns["duplicate"].tolist()
    assert block_of(other, "photos").columns["duplicate"].tolist() == duplicate
    found = {row for row, is_one in zip(rows_of(html), duplicate, strict=True) if not is_one}
    assert found == first_rows(results)


def test_the_tables_and_the_first_view_leave_duplicates_out_if_asked() -> None:
    results = repeating(1_000)
    shown, hidden = render(results), render(results, HIDDEN)
    assert block_of(hidden, "photos").header["hides_duplicates"]
    assert "medians by year, without duplicates" in hidden
    assert "medians by year<" in shown
    alone = render(singles(results))

    def table(html: str) -> str:
        return html.partition('id="by-year"')[2].partition("<tbody>")[2].partition("</tbody>")[0]

    rows = [line for line in table(hidden).split("<tr>") if "<td>0<td>" not in line]
    assert "<tr>".join(rows).split() == table(alone).split() != table(shown).split()


def test_a_page_without_duplicates_has_no_switch() -> None:
    html = render(sliced([replace(photo(n), digest=digest(n)) for n in range(1, 40)]), HIDDEN)
    assert 'id="duplicates"' not in html
    assert "The same bytes" not in html
    assert not block_of(html, "photos").header["hides_duplicates"]


def test_the_groups_count_duplicates() -> None:
    photos = [replace(photo(n), digest=digest(n % 10), cells=("AB"[n % 2],)) for n in range(40)]
    block = block_of(render(sliced(photos), PageMetadata(columns=("x",), groups=("x",))), "photos")
    assert block.header["groups"][0]["values"] == [
        [0, "A", 20, 15],
        [1, "B", 20, 15],
    ]


def test_a_reader_switches_duplicates_off_and_on(browser: Browser, tmp_path: Path) -> None:
    photos = [
        Measurement(
            n,
            f"{n}.jpg",
            1900,
            {"luminance": n / 40},
            digest=digest(n % 30),
            cells=(HOSTILE,),
        )
        for n in range(40)
    ]
    path = page_of(photos, tmp_path, PageMetadata(columns=("Title",)))
    with opened(browser, path) as page:
        chart = page.locator("#chart")
        expect(chart).to_have_attribute("data-points", "40")
        expect(page.locator("#same-bytes")).to_have_text("The same bytes: 20 photographs")
        page.locator("#duplicates").uncheck()
        expect(chart).to_have_attribute("data-points", "30")
        wait_for_link(page, "duplicates=off")
        with page.expect_download() as download:
            page.locator("#csv").click()
        rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
        assert [int(row["row"]) for row in rows] == list(range(30))
        chart.focus()
        page.keyboard.press("Home")
        expect(page.locator("#photo-rank")).to_contain_text("of the other 29 photographs")
        page.reload()
        expect(chart).to_have_attribute("data-points", "30")
        page.locator("#duplicates").check()
        expect(chart).to_have_attribute("data-points", "40")
        page.keyboard.press("Tab")
        chart.focus()
        page.keyboard.press("End")
        for _ in range(3):
            page.keyboard.press("ArrowUp")
        expect(page.locator("#photo-duplicate")).to_be_visible()


def test_the_counts_of_a_large_archive_are_switched_too(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 500)
    results = repeating(3_000)
    path = write_page(results, tmp_path / "scatter.html", HIDDEN)
    years = Counter(m.year for result in singles(results) for m in result.measurements)
    year, photos = max((year, n) for year, n in years.items() if year and n > 20)
    every = sum(m.year == year for result in results for m in result.measurements)
    assert every > photos
    selection = f"#selection={year}_{year + 1}__"
    with opened(browser, path, selection) as page:
        expect(page.locator("#duplicates")).not_to_be_checked()
        expect(page.locator("#selection-count")).to_have_text(f"{photos} photographs")
    with opened(browser, path, f"{selection}&duplicates=on") as page:
        expect(page.locator("#duplicates")).to_be_checked()
        expect(page.locator("#selection-count")).to_have_text(f"{every} photographs")
