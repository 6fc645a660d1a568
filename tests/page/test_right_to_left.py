"""Names that are written from right to left, in the page's sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from photoparsl.page import PageMetadata
from photoparsl.results import Measurement
from tests.page.chromium import drag, opened, page_of, ready
from tests.page.directions import mixed_names

TITLE, COLUMN, OTHER = "צילומי ירושלים", "אוסף", "مجموعة"
VALUES = ("זכוכית 12", "صور القاهرة ١٩٢٣", "הדפסים")
NAMES = [TITLE, COLUMN, OTHER, *VALUES]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page whose title, columns and their values are Hebrew and Arabic."""
    photos = [
        Measurement(
            n,
            f"{n}.jpg",
            1900 + n % 20,
            {"luminance": 0.2 + (n % 7) / 10},
            cells=(VALUES[n % 3], VALUES[n // 7 % 3]),
        )
        for n in range(240)
    ]
    about = PageMetadata(
        title=TITLE,
        subtitle="",
        manifest="רשימה.csv",
        written="today",
        columns=(COLUMN, OTHER),
        groups=(COLUMN, OTHER),
    )
    return page_of(photos, tmp_path_factory.mktemp("named"), about)


def check(page: Page) -> None:
    ready(page)
    assert mixed_names(page, [*NAMES, "רשימה.csv"]) == []


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("", "#chart"),
        ("#colour=group0&multiples=on&constant=1", "#trend-note"),
        (f"#measure={COLUMN}&only=column+{OTHER}:{COLUMN}&colour=column+{TITLE}", "#link-faults"),
    ],
)
def test_a_name_from_right_to_left_leaves_the_words_beside_it_in_order(
    named: Path, browser: Browser, view: str, shown: str
) -> None:
    with opened(browser, named, view) as page:
        for summary in page.locator("summary").all():
            summary.click()
        expect(page.locator(shown)).to_be_visible()
        check(page)


def test_sentences_on_a_choice_isolate_the_names_in_it(named: Path, browser: Browser) -> None:
    with opened(browser, named) as page:
        ready(page)
        page.locator("#colour").select_option(label=COLUMN)
        page.locator("#constant").select_option(index=1)
        check(page)
        drag(page, (0.2, 0.2), (0.8, 0.8))
        expect(page.locator("#selection-numbers")).to_contain_text(f"\u2068{COLUMN}\u2069")
        check(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        check(page)


def test_a_figure_isolates_the_names_in_it(named: Path, browser: Browser) -> None:
    with opened(browser, named) as page:
        ready(page)
        page.locator("#colour").select_option(label=COLUMN)
        with page.expect_download() as saved:
            page.locator("#svg").click()
        text = Path(saved.value.path()).read_text(encoding="utf-8")
        for name in (COLUMN, VALUES[0]):
            assert f"\u2068{name}\u2069" in text
