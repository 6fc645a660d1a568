"""Photos grouped by a column of the manifest: counts, numbers, and how a reader sees them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from photoparsl.errors import ManifestError
from photoparsl.page import PageMetadata, groups, page_data, render, write_page
from photoparsl.results import Measurement
from tests.invented import photo, shuffled, sliced
from tests.page.chromium import (
    HOSTILE,
    Scheme,
    axe_violations,
    opened,
    page_of,
    wait_for_link,
)
from tests.page.page_text import block_of, rows_of


def about(*names: str) -> PageMetadata:
    return PageMetadata(columns=("Title", "Collection"), groups=names)


def grouped(values: list[str]) -> list[Measurement]:
    return [
        Measurement(row, f"{row}.jpg", 1900 + row % 9, {"luminance": 0.5}, cells=("", value))
        for row, value in enumerate(values)
    ]


@pytest.mark.parametrize("most_whole", [10_000, 100])
def test_every_photo_has_the_number_of_its_value_and_every_value_its_count(
    monkeypatch: pytest.MonkeyPatch, most_whole: int
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", most_whole)
    monkeypatch.setattr(page_data, "_BATCH", 150)
    texts = [("", " Glass ", "Prints", "Glass", "Ünïts")[n % 5] for n in range(997)]
    results = sliced(grouped(texts))
    html = render(results, about("collection"))
    block = block_of(html, "photos")
    counts = Counter(text.strip() for text in texts)
    assert block.header["groups"] == [
        {
            "name": "Collection",
            "values": [
                [0, "Glass", 399, 0],
                [1, "Prints", 199, 0],
                [2, "Ünïts", 199, 0],
                [groups.NO_VALUE, "no value", counts[""], 0],
            ],
        }
    ]
    names = {0: "Glass", 1: "Prints", 2: "Ünïts", groups.NO_VALUE: ""}
    numbers = block.columns["group 0"].tolist()
    assert [names[n] for n in numbers] == [texts[row].strip() for row in rows_of(html)]
    other = block_of(render(shuffled(results), about("collection")), "photos")
    assert other.header == block.header
    assert other.columns["group 0"].tolist() == numbers


def test_the_rarest_of_more_than_sixty_values_are_others() -> None:
    texts = [f"c{n:02}" for n in range(70) for _ in range(100 - n)]
    block = block_of(render(sliced(grouped(texts)), about("Collection")), "photos")
    (group,) = block.header["groups"]
    *shown, others = group["values"]
    assert [name for _, name, _, _ in shown] == [f"c{n:02}" for n in range(60)]
    assert others == [groups.OTHERS, "10 others", sum(100 - n for n in range(60, 70)), 0]
    assert (block.columns["group 0"] == groups.OTHERS).sum() == others[2]


def test_values_with_the_texts_of_the_pages_own_entries_are_in_quotes() -> None:
    texts = ["no value"] * 3 + [""] * 2
    texts += [f"c{n:02}" for n in range(70) for _ in range(9)] + ["12 others"] * 99
    (group,) = block_of(render(sliced(grouped(texts)), about("Collection")), "photos").header[
        "groups"
    ]
    names = {name: photos for _, name, photos, _ in group["values"]}
    assert len(names) == len(group["values"])
    assert names["no value"] == 2
    assert names["“12 others”"] == 99
    nine = [f"c{n}" for n in range(8)] + ["others"]
    for values, shown in ((nine, "“others”"), (nine[1:], "others")):
        (group,) = block_of(render(sliced(grouped(values)), about("Collection")), "photos").header[
            "groups"
        ]
        assert group["values"][-1][1] == shown, "the legend's own 'others' are the rarer values"
    few = block_of(render(sliced(grouped(["no value", ""])), about("Collection")), "photos")
    assert few.header["groups"][0]["values"] == [
        [0, "“no value”", 1, 0],
        [groups.NO_VALUE, "no value", 1, 0],
    ]


def test_a_column_with_too_many_values_is_no_group_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "MOST_DIFFERENT", 50)
    monkeypatch.setattr(page_data, "_BATCH", 20)
    html = render(sliced(grouped([str(n) for n in range(99)]), size=10), about("Collection"))
    assert block_of(html, "photos").header["groups"] == []
    assert "<bdi>Collection</bdi> has more than" in html


def test_a_column_that_the_manifest_has_not_is_refused_with_those_that_it_has() -> None:
    with pytest.raises(
        ManifestError, match=r"no column 'Colection'.*'Title', 'Collection'; did you mean 'Coll"
    ):
        render([], about("Colection"))


def test_texts_of_strangers_are_shown_as_text_and_without_secrets(tmp_path: Path) -> None:
    texts = [HOSTILE, "https://a.example/b?X-Amz-Signature=0f3c", "W" * 300, "=1+1"]
    html = render(sliced(grouped(texts)), about("Collection"))
    (group,) = block_of(html, "photos").header["groups"]
    names = [name for _, name, _, _ in group["values"]]
    assert "<script>alert" not in html
    assert "https://a.example/b" in names
    assert max(map(len, names)) <= groups.LONGEST_VALUE
    assert "\u202e" not in "".join(names)


def test_a_reader_colours_highlights_and_reads_a_group(browser: Browser, tmp_path: Path) -> None:
    texts = ["Glass", "Glass", "Prints", "", *[f"rare {n}" for n in range(70)]]
    path = page_of(grouped(texts), tmp_path, about("Collection", "title"))
    with opened(browser, path) as page:
        page.locator("#colour").select_option(label="Collection")
        expect(page.locator("#colour-legend")).to_contain_text("Glass")
        expect(page.locator("#colour-legend")).to_contain_text("others, or no value")
        pressed = page.get_by_role("button", name="Glass")
        expect(pressed).to_contain_text("2")
        pressed.click()
        expect(pressed).to_have_attribute("aria-pressed", "true")
        wait_for_link(page, "highlighted=column+Collection%3AGlass")
        page.locator("#chart").focus()
        page.keyboard.press("Home")
        expect(page.locator("#photo-groups")).to_have_text("CollectionGlassTitleno value")
        page.reload()
        expect(page.locator("#colour")).to_have_value("group0")
        expect(page.get_by_role("button", name="Glass")).to_have_attribute("aria-pressed", "true")


def test_the_groups_of_a_large_archive_are_counted_exactly_and_coloured_by_its_sample(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 500)
    photos = [
        Measurement(m.row, m.url, m.year, m.values, cells=("", "AB"[m.row % 2]))
        for m in (photo(row, 1900 + row % 20, luminance=row % 97 / 97) for row in range(3000))
    ]
    path = write_page(sliced(photos), tmp_path / "scatter.html", about("Collection"))
    with opened(browser, path, "#colour=column+Collection") as page:
        expect(page.locator("#groups button").first).to_have_text("A1,500")
        expect(page.locator("#groups-title")).to_contain_text("of the sample")
        expect(page.locator("#colour-legend")).to_contain_text("B")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_groups_and_duplicates(
    browser: Browser, tmp_path: Path, scheme: Scheme
) -> None:
    texts = ["Glass", "", *[f"rare {n}" for n in range(70)]] * 2
    photos = [replace(m, digest=f"{m.row % 50 + 1 << 64:032x}") for m in grouped(texts)]
    path = page_of(photos, tmp_path, about("Collection", "title"))
    with opened(browser, path, "#colour=column+Collection", color_scheme=scheme) as page:
        page.locator("#groups button", has_text="Glass").click()
        page.locator("#duplicates").uncheck()
        page.locator("#chart").focus()
        page.keyboard.press("Home")
        expect(page.locator("#photo-groups")).to_be_visible()
        assert axe_violations(page) == []
