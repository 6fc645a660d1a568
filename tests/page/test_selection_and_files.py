"""Selecting photos in Chromium, and the files that a reader saves."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from photoparsl.page import PageMetadata, page_data, photo_sample, write_page
from photoparsl.results import Measurement
from tests import invented
from tests.page.chromium import drag, keep_picture, opened, page_of, point_at


def test_whole_numbers_of_a_users_own_measure_are_shown_and_saved_exactly(
    browser: Browser, tmp_path: Path
) -> None:
    photos = [
        Measurement(
            row, f"{row}.jpg", 1900 + row, {"my_measures:faces": float(row), "warmth": row / 7}
        )
        for row in range(3)
    ]
    with opened(browser, page_of(photos, tmp_path)) as page:
        page.locator("#chart").focus()
        for row in range(3):
            page.keyboard.press("ArrowRight")
            expect(page.locator("#announced")).to_contain_text(
                f"{1900 + row}. Faces {row}. {row}.jpg"
            )
            expect(page.locator("#photo-values b").first).to_have_text(str(row))
        with page.expect_download() as download:
            page.locator("#csv").click()
        rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
        with page.expect_download() as download:
            page.locator("#json").click()
        objects = json.loads(Path(download.value.path()).read_text())
    rounded = "warmth (rounded to 0.000005)"
    assert [row["my_measures:faces"] for row in rows] == ["0", "1", "2"]
    assert [entry["my_measures:faces"] for entry in objects] == [0, 1, 2]
    assert [entry[rounded] for entry in objects] == [float(row[rounded]) for row in rows]
    for row, entry in enumerate(objects):
        assert abs(entry[rounded] - row / 7) <= 0.0000025


def test_dragging_selects_and_gives_numbers_photos_and_tables(
    browser: Browser, archive: Path, tmp_path: Path
) -> None:
    with opened(browser, archive) as page:
        drag(page, (0.4, 0.2), (0.6, 0.5))
        count = page.locator("#selection-count")
        expect(count).to_have_text(re.compile(r"\d+ photographs"))
        photos = int((count.text_content() or "").split()[0].replace(",", ""))
        expect(page.locator("#selection-numbers")).to_contain_text("Luminance: median 0.")
        expect(page.locator("#list li")).to_have_count(10)
        keep_picture(page, "selection")
        with page.expect_download() as downloading:
            page.locator("#selection-csv").click()
        downloading.value.save_as(tmp_path / "some.csv")
        with (tmp_path / "some.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == photos
        assert all(1858 <= int(row["year"]) <= 2020 for row in rows)
        with page.expect_download() as downloading:
            page.locator("#json").click()
        downloading.value.save_as(tmp_path / "all.json")
        assert len(json.loads((tmp_path / "all.json").read_text())) > 5_500
        drag(page, (0.4, 0.93), (0.5, 0.95))
        expect(page.locator("#selection-numbers")).to_contain_text("19")
        page.locator("#selection-clear").click()
        expect(page.locator("#selection")).to_be_hidden()


def test_a_click_on_a_years_bar_gives_the_numbers_of_that_year(
    browser: Browser, archive: Path
) -> None:
    with opened(browser, archive) as page:
        chart = page.locator("#chart")
        box = chart.bounding_box()
        assert box
        chart.click(position={"x": 0.45 * box["width"], "y": 0.94 * box["height"]})
        one_year = re.compile(r"^\d{4}\. Luminance: median 0\.\d+ \(95 %: ")
        expect(page.locator("#selection-numbers")).to_have_text(one_year)
        expect(page.locator("#years")).to_have_value(re.compile(r"^\d{4}$"))


def test_the_chart_can_be_saved_as_png_and_svg(
    browser: Browser, archive: Path, tmp_path: Path
) -> None:
    with opened(browser, archive, color_scheme="dark") as page:
        for name in ("png", "svg"):
            with page.expect_download() as downloading:
                page.locator(f"#{name}").click()
            downloading.value.save_as(tmp_path / f"chart.{name}")
    with Image.open(tmp_path / "chart.png") as image:
        assert image.width > 1_500
    texts = ElementTree.parse(tmp_path / "chart.svg").getroot().itertext()
    assert {"1900", "0.2", "photos"} <= set(texts)


def test_a_sample_of_many_says_so_and_counts_all(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 4_000)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 2_000)
    path = write_page(invented.archive(12_000), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        expect(page.get_by_text("use a sample of")).to_be_visible()
        expect(page.get_by_role("application")).to_have_accessible_name(
            re.compile("of 11,97. photographs")
        )
        point_at(page, (0.5, 0.5))
        expect(page.locator("#photo-rank")).to_contain_text("photographs of 1")
        drag(page, (0.4, 0.2), (0.6, 0.5))
        expect(page.locator("#selection-numbers")).to_contain_text("In the sample, ")
        expect(page.locator("#selection-count")).to_have_text(
            re.compile("[0-9,]+ to [0-9,]+ photographs")
        )
        for button, name in [
            ("csv", "photos-sample.csv"),
            ("json", "photos-sample.json"),
            ("selection-csv", "selection-sample.csv"),
            ("selection-json", "selection-sample.json"),
        ]:
            with page.expect_download() as download:
                page.locator(f"#{button}").click()
            assert download.value.suggested_filename == name


def test_a_selection_of_whole_years_counts_every_photo_and_not_the_sample(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 4_000)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 500)
    results = list(invented.archive(9_000))
    path = write_page(results, tmp_path / "scatter.html")
    years = [m.year for result in results for m in result.measurements]
    count = sum(year is not None and 1930 <= year < 1940 for year in years)
    with opened(browser, path, "#selection=1930_1940__") as page:
        expect(page.locator("#selection-count")).to_have_text(f"{count:,} photographs")


def test_a_downloaded_table_has_no_formula(browser: Browser, tmp_path: Path) -> None:
    starts = ("=1+1", "\t=1", " =1", "\ufeff=1", "＝1", "+1", "-1+1", "@SUM(1)")  # noqa: RUF001
    photos = [Measurement(row, text, 1900, {"luminance": 0.5}) for row, text in enumerate(starts)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        with page.expect_download() as download:
            page.locator("#csv").click()
        rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    # Of some, all is cut, as of an address with a parameter that isn't known to be harmless.
    assert all(row["url"] == "…" or row["url"].startswith("'") for row in rows)


def described(row: int) -> Measurement:
    """A photo whose texts look like formulas, or are cut; its collection may be a rare one."""
    title = "A title of many more letters than the page holds" if row % 5 == 1 else f"=T{row}"
    record = f"https://a.example/record/{row}"
    cells = (title, record, f"+{row}", "" if row % 2 else "-1", f"c{row % 60 if row < 240 else 60}")
    return Measurement(row, f"{row}.jpg", 1900 + row % 9, {"luminance": row / 241}, cells=cells)


@pytest.mark.parametrize("suffix", ["", "-sample"])
def test_saved_tables_have_titles_records_and_groups(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    if suffix:
        monkeypatch.setattr(page_data, "MOST_WHOLE", 200)
        monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 200)
    about = PageMetadata(
        columns=("Title", "Record URL", "Identifier", "Year", "=Collection"),
        groups=("Year", "=Collection"),
    )
    path = page_of([described(row) for row in range(241)], tmp_path, about)
    saved: dict[str, Path] = {}
    with opened(browser, path, "#selection=1906_1907__") as page:
        for button in ("csv", "json", "selection-csv", "selection-json"):
            with page.expect_download() as download:
                page.locator(f"#{button}").click()
            saved[button] = tmp_path / download.value.suggested_filename
            download.value.save_as(saved[button])
    assert [path.name for path in saved.values()] == [
        f"{name}{suffix}.{kind}" for name in ("photos", "selection") for kind in ("csv", "json")
    ]
    for name in ("", "selection-"):
        check_texts(saved[f"{name}csv"], saved[f"{name}json"])


def check_texts(table: Path, objects: Path) -> None:
    """What saved tables have of photos that `described` made."""
    title = "title (cut where it ends with \N{HORIZONTAL ELLIPSIS})"
    rare = "=Collection (\N{LEFT DOUBLE QUOTATION MARK}another value\N{RIGHT DOUBLE QUOTATION MARK}"
    rare += " is one of the rarest)"
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    entries = json.loads(objects.read_text())
    assert len(rows) == len(entries) > 10
    for row, entry in zip(rows, entries, strict=True):
        number = entry["row"]
        texts = described(number).cells
        assert row["row"] == str(number)
        assert row["record"] == entry["record"] == texts[1]
        assert row["identifier"] == f"'+{number}"
        assert entry["identifier"] == f"+{number}"
        assert row["year"] == str(entry["year"]) == str(1900 + number % 9)
        assert (row["manifest_Year"], entry["manifest_Year"]) in (("-1", "-1"), ("", None))
        assert row[f"'{rare}"] == entry[rare] == ("another value" if number == 240 else texts[4])
        whole = len(texts[0]) <= 40
        assert entry[title] == (texts[0] if whole else "A title of many more letters than the p…")
        assert row[title] == (f"'{texts[0]}" if whole else entry[title])
