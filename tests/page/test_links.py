"""Links into the page in Chromium: they outlive the page that they were copied from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from photoparsl.page import PageMetadata
from photoparsl.results import Measurement
from tests.page.chromium import link_of, opened, page_of, wait_until


def made(folder: Path, names: Sequence[str], measures: Sequence[str]) -> Path:
    photos = [
        Measurement(
            row, f"https://photos.example/{name}.jpg", 1900 + row, dict.fromkeys(measures, 0.5)
        )
        for row, name in enumerate(names)
    ]
    folder.mkdir(exist_ok=True)
    return page_of(photos, folder)


def choose(page: Page, name: str) -> str:
    """Choose a photo by keys; return what its link has after the '#'."""
    page.locator("#chart").focus()
    page.keyboard.press("Home")
    expect(page.locator("#photo-url")).not_to_have_text("")
    while not (page.locator("#photo-url").text_content() or "").endswith(name):
        before = page.locator("#photo-url").text_content() or ""
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).not_to_have_text(before)
    return link_of(page)


def test_a_link_shows_the_same_photo_and_measure_on_a_page_that_was_made_again(
    browser: Browser, tmp_path: Path
) -> None:
    first = made(tmp_path / "1", ["a", "b", "c"], ["luminance", "contrast"])
    again = made(tmp_path / "2", ["new", "c", "x", "a", "b"], ["luminance", "value", "contrast"])
    with opened(browser, first, "#measure=contrast") as page:
        link = choose(page, "/b.jpg")
    assert "measure=contrast" in link
    for path in (first, again):
        with opened(browser, path, f"#{link}") as page:
            expect(page.locator("#photo-url")).to_have_text("https://photos.example/b.jpg")
            expect(page.get_by_role("application")).to_have_accessible_name(
                f"Contrast of {3 if path == first else 5} photographs by year"
            )
            expect(page.locator("#link-faults")).to_be_hidden()


def test_a_link_to_what_the_page_hasnt_says_so(browser: Browser, tmp_path: Path) -> None:
    first = made(tmp_path / "1", ["a", "b"], ["luminance", "contrast"])
    other = made(tmp_path / "2", ["c"], ["luminance"])
    with opened(browser, first, "#measure=contrast") as page:
        link = choose(page, "/b.jpg")
    with opened(browser, other, f"#{link}") as page:
        expect(page.locator("#link-faults")).to_have_text(
            "The link names the measure \u201ccontrast\u201d, which isn\u2019t on this page. "
            "The link names a photograph that isn\u2019t on this page."
        )
        expect(page.locator("#photo")).to_be_hidden()


def test_a_link_of_an_earlier_version_goes_on_working(browser: Browser, tmp_path: Path) -> None:
    path = made(tmp_path, ["a", "b"], ["luminance", "contrast"])
    with opened(browser, path, "#measure=1&photo=1") as page:
        expect(page.locator("#photo-url")).to_have_text("https://photos.example/b.jpg")
        expect(page.get_by_role("application")).to_have_accessible_name(
            "Contrast of 2 photographs by year"
        )
        expect(page.locator("#link-faults")).to_be_hidden()
    with opened(browser, path, "#photo=7") as page:
        expect(page.locator("#link-faults")).to_contain_text("a photograph that isn")


def test_photos_at_the_same_place_have_links_of_their_own(browser: Browser, tmp_path: Path) -> None:
    path = made(tmp_path, ["same", "same", "same"], ["luminance"])
    with opened(browser, path) as page:
        choose(page, "/same.jpg")
        page.keyboard.press("End")
        link = link_of(page)
        assert link.endswith(".2")
    with opened(browser, path, f"#{link}") as page:
        expect(page.locator("#photo-year")).to_have_text("1902")


def test_a_photo_that_is_chosen_before_its_address_is_decoded_gets_a_link(
    browser: Browser, tmp_path: Path
) -> None:
    """A browser that is busy decodes the addresses when it has time."""
    path = made(tmp_path, ["a", "b"], ["luminance"])
    with opened(browser, path) as page:
        link = choose(page, "/b.jpg")
    with browser.new_context() as place:
        page = place.new_page()
        page.add_init_script("requestIdleCallback = (then) => void (window.idle = then)")
        page.goto(path.as_uri())
        page.locator("#chart[data-points]").press("End")
        expect(page.locator("#photo-year")).to_have_text("1901")
        page.evaluate("window.idle()")
        expect(page.locator("#photo-url")).to_have_text("https://photos.example/b.jpg")
        wait_until(page, "link => location.hash === '#' + link", link)


def grouped(folder: Path, kinds: Sequence[str], columns: tuple[str, ...] = ("Kind",)) -> Path:
    photos = [
        Measurement(
            row,
            f"https://photos.example/{row}.jpg",
            1900 + row % 9,
            {"luminance": 0.5},
            cells=(kind,) * len(columns),
        )
        for row, kind in enumerate(kinds)
    ]
    folder.mkdir(exist_ok=True)
    return page_of(photos, folder, PageMetadata(columns=columns, groups=columns))


PORTRAITS = [*["portrait"] * 9, *['view: of a "town", 5 %'] * 5, "", *["others"] * 3]
VIEWS = PORTRAITS[7:]  # so that the values have other ranks


def test_a_link_names_groups_and_their_values_and_not_their_ranks(
    browser: Browser, tmp_path: Path
) -> None:
    first = grouped(tmp_path / "1", PORTRAITS)
    again = grouped(tmp_path / "2", VIEWS, ("New", "Kind"))
    for value in ('view: of a "town", 5 %', "no value", "others"):
        with opened(browser, first) as page:
            page.locator("[data-column='group 0']").select_option(label=value)
            expect(page.locator("#filter-words")).to_have_text(f"Kind: {value}")
            page.locator("#colour").select_option(label="Kind")
            page.locator("#constant").select_option(label="of Kind")
            wait_until(page, "() => location.hash.includes('constant')")
            link = link_of(page)
        for path, group in ((first, 0), (again, 1)):
            with opened(browser, path, f"#{link}") as page:
                expect(page.locator("#filter-words")).to_have_text(f"Kind: {value}")
                expect(page.locator("#colour")).to_have_value(f"group{group}")
                expect(page.locator("#constant")).to_have_value(str(group))
                expect(page.locator("#link-faults")).to_be_hidden()


def test_a_link_to_a_group_or_a_value_that_the_page_hasnt_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    path = grouped(tmp_path / "1", PORTRAITS)
    for link, what in (
        ("only=column+Kind%3Amap", "“Kind: map”"),
        ("only=column+Album%3Amap", "“Album: map”"),
        ("highlighted=column+Kind%3Amap", "“Kind: map”"),
        ("site=column+Kind%3Amap", "“Kind: map”"),
        ("only=group+0+1", "“group 0 1”"),
        ("colour=column+Album", "“Album”"),
        ("constant=0", "“0”"),
        ("filter=contrast+0.1+0.2", "the measure “contrast”"),
    ):
        with opened(browser, path, f"#{link}") as page:
            expect(page.locator("#link-faults")).to_have_text(
                f"The link names {what}, which isn’t on this page."  # noqa: RUF001
            )
            expect(page.locator("#filter-words")).to_have_text("")


def test_parts_of_a_link_that_cannot_be_read_are_said(browser: Browser, tmp_path: Path) -> None:
    path = made(tmp_path, ["a", "b"], ["luminance"])
    broken = ["selection=1930_abc__", "window=99", "only=luminance:5_2", "range=NaN_NaN", "zoom=3"]
    with opened(browser, path, "#trend=off&" + "&".join(broken)) as page:
        faults = page.locator("#link-faults")
        for part in broken:
            expect(faults).to_contain_text(part)
        expect(faults).not_to_contain_text("trend=off")
