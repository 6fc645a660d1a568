"""Notes on years: read from a table, drawn as rules, and listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.errors import ManifestError
from photoparsl.page import PageMetadata, PageNote, note_of, read_notes
from tests.invented import photo
from tests.page.chromium import HOSTILE, opened, page_of, pixels


def notes_of(tmp_path: Path, text: str) -> tuple[PageNote, ...]:
    path = tmp_path / "my notes.csv"
    path.write_bytes(text.encode())
    return read_notes(path)


def test_notes_are_read_in_the_order_of_their_years(tmp_path: Path) -> None:
    notes = notes_of(tmp_path, 'Year;Text\n1914\u20131918;"The war; the first"\n 1905 ;Büro\n')
    assert notes == (PageNote(1905, 1905, "Büro"), PageNote(1914, 1918, "The war; the first"))
    assert [note.years for note in notes] == ["1905", "1914\u20131918"]
    assert tuple(note_of(note.line) for note in notes) == notes
    spans = notes_of(tmp_path, "year,text\n1914/1918,a\n1914 to 1919,b\n")
    assert [(note.first, note.last) for note in spans] == [(1914, 1918), (1914, 1919)]


def test_lines_that_are_wrong_are_named(tmp_path: Path) -> None:
    text = "year,text\n1905,good\nthe war,bad\n1918-1914,backwards\n1900,\n\x1b[31m,x\n"
    with pytest.raises(ManifestError) as error:
        notes_of(tmp_path, text)
    lines = str(error.value).splitlines()
    assert [line.partition("my notes.csv:")[2].partition(":")[0] for line in lines] == list("3456")
    assert "expected a year or a span such as 1914-1918, found 'the war'" in lines[0]
    assert "ends before it begins" in lines[1]
    assert "\x1b" not in str(error.value)


@pytest.mark.parametrize("text", ["", "1914,War\n", "year\n1914\n", "when,text\n1914,War\n"])
def test_a_table_without_these_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ManifestError, match=r"my notes\.csv"):
        notes_of(tmp_path, text)


def test_texts_are_published_without_secrets_and_cut(tmp_path: Path) -> None:
    text = "https://ann:secret@photos.example/a.jpg?token=abc Cookie: Ann " + "W" * 400
    (note,) = notes_of(tmp_path, f"year,text\n1914,{text}\n")
    assert "secret" not in note.text
    assert note.text.startswith("https://photos.example/a.jpg Cookie: Ann WW")
    assert len(note.text) == 300


def test_notes_are_rules_on_the_chart_and_a_list_and_hostile_texts_are_texts(
    browser: Browser, tmp_path: Path
) -> None:
    cell = HOSTILE.replace('"', '""')
    notes = notes_of(tmp_path, f'year,text\n1902-1904,"{cell}"\n1906,A rule\n1700,Before all\n')
    photos = [photo(n, 1900 + n % 10, luminance=0.5) for n in range(30)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", "30")
        without = pixels(page)[1]
    with opened(browser, page_of(photos, tmp_path, PageMetadata(year_notes=notes))) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", "30")
        assert pixels(page)[1] > without
        items = page.get_by_role("list", name="Notes on years").get_by_role("listitem")
        expect(items).to_have_count(3)
        expect(items.nth(0)).to_have_text("1700 Before all")
        expect(items.nth(1)).to_contain_text("<img src=x onerror='alert(2)'>")


def test_a_figure_has_the_texts_of_the_notes_that_are_drawn(
    browser: Browser, tmp_path: Path
) -> None:
    lines = [f"1906,Rule {n}" for n in range(60)]
    notes = notes_of(tmp_path, "\n".join(["year,text", "1914-1918,The war", "1700,None", *lines]))
    photos = [photo(n, 1900 + n % 10, luminance=0.5) for n in range(30)]
    with opened(browser, page_of(photos, tmp_path, PageMetadata(year_notes=notes[:62]))) as page:
        with page.expect_download() as downloading:
            page.locator("#svg").click()
        whole = downloading.value.path().read_text(encoding="utf-8")
        page.evaluate("location.hash = 'range=1905_1908_0_1'")
        page.reload()
        with page.expect_download() as downloading:
            page.locator("#svg").click()
        part = downloading.value.path().read_text(encoding="utf-8")
    assert "Note 1, 1700: None" in whole
    assert "Note 2, 1906: Rule 0" in whole
    assert "12 more notes are on the page" in whole
    assert "Note 2, 1906: Rule 0" in part
    assert "1700" not in part
