"""The page as people meet it: opened from the disk in Chromium, with a pointer and with keys."""

from __future__ import annotations

import base64
import csv
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any, Literal
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser, Dialog, Page, Request, expect, sync_playwright

from photoparsl.page import PageMetadata, page_data, sample, write_page
from photoparsl.page.scales import SCALES
from photoparsl.results import Execution, Failure, Measurement, SliceResult
from tests import invented
from tests.conftest import needs

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
HOSTILE = "</script><script>alert(1)</script>\"><img src=x onerror='alert(2)'>\u202e" + "W" * 200
PHOTOS = 5576
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
AXE = Path(str(files("axe_playwright_python"))) / "axe.min.js"

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), "")
    needs(found, "Chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of an invented archive, with two measures, three sites and failures."""
    about = PageMetadata("Light in the archive", "These photographs are invented.", "manifest.txt")
    path = tmp_path_factory.mktemp("archive") / "scatter.html"
    return write_page(invented.archive(PHOTOS), path, about)


@pytest.fixture(scope="module")
def dated() -> int:
    """How many photos of the archive have a year and a value."""
    results = invented.archive(PHOTOS)
    return sum(m.year is not None for result in results for m in result.measurements)


def page_of(photos: list[Measurement], folder: Path, about: PageMetadata | None = None) -> Path:
    ran = Execution(HOSTILE, HOSTILE, 0.0, 0.0)
    failures = (Failure(len(photos), HOSTILE, None, HOSTILE, HOSTILE),)
    result = SliceResult(0, len(photos) + 1, "", {}, tuple(photos), failures, ran)
    return write_page([result], folder / "scatter.html", about or PageMetadata())


@contextmanager
def opened(
    browser: Browser, path: Path, view: str = "", may_ask: str = "file:", **context: Any
) -> Iterator[Page]:
    """The page of that file; at the end it must have been silent and have asked for nothing."""
    context = {"viewport": {"width": 1360, "height": 900}, "locale": "en-US", **context}
    trouble: list[str] = []

    def asked(request: Request) -> None:
        if request.url.split("#")[0] != path.as_uri() and not request.url.startswith(
            (may_ask, "blob:", "data:") if may_ask != "file:" else ("blob:", "data:")
        ):
            trouble.append(f"request: {request.url}")

    def spoke(dialog: Dialog) -> None:
        trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    with browser.new_context(**context) as place:
        page = place.new_page()
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("dialog", spoke)
        page.on("request", asked)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.warn(e.violatedDirective))"
        )
        page.goto(path.as_uri() + view)
        yield page
        page.wait_for_timeout(50)
    assert trouble == []


class PhotoHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"{self.path} from {self.headers.get('Referer', 'nowhere')}".encode()
        kind = "text/plain"
        if self.path.endswith(".png"):
            body, kind = PIXEL, "image/png"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def photo_server() -> Iterator[str]:
    """The address of a server of photos, each of which says who sent the reader there."""
    with ThreadingHTTPServer(("127.0.0.1", 0), PhotoHandler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def serving_under(policy: str, folder: Path) -> Iterator[str]:
    """The address of a server of that folder which sends that policy with everything."""

    class Strict(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def wait_until(page: Page, condition: str, argument: object = None) -> None:
    """Wait until JavaScript's `condition` is true.

    Playwright's own `wait_for_function` evaluates text within the page after its first look,
    which the page's policy forbids.
    """
    deadline = time.monotonic() + 30
    while not page.evaluate(condition, argument):
        assert time.monotonic() < deadline, f"never became true: {condition}"
        page.wait_for_timeout(20)


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PHOTOPARSL_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def point_at(page: Page, point: tuple[float, float]) -> None:
    """Move the pointer to a place of the chart, given in parts of its width and height."""
    expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[0-9]"))
    box = page.locator("#chart").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * point[0], box["y"] + box["height"] * point[1])


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one place of the chart to another, given in parts of its width and height."""
    point_at(page, start)
    page.mouse.down()
    point_at(page, end)
    page.mouse.up()


def middle(page: Page) -> tuple[float, float]:
    """The middle of the chart's frame: where a lone photo of luminance 0.5 is."""
    box = page.locator("#chart").bounding_box()
    assert box is not None
    return box["x"] + (box["width"] - 16) / 2, box["y"] + (box["height"] - 84) / 2


def pixels(page: Page) -> tuple[int, int]:
    """How many pixels of the canvas there are, and how many of them differ from its corner's."""
    counted = page.evaluate(
        """() => {
            const canvas = document.getElementById("chart");
            const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            const each = new Uint32Array(all.data.buffer);
            return [each.length, each.filter((pixel) => pixel !== each[0]).length];
        }"""
    )
    return counted[0], counted[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_photo_with_a_year_is_drawn_and_the_page_is_silent(
    browser: Browser, archive: Path, dated: int, scheme: Scheme
) -> None:
    with opened(browser, archive, color_scheme=scheme) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", str(dated))
        total, inked = pixels(page)
        assert inked > 0.05 * total
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(246, 244, 238)") == (scheme == "light")
        point_at(page, (0.5, 0.4))
        expect(page.locator("#photo-rank")).to_contain_text("Luminance higher than that of")
        keep_picture(page, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_axe_finds_nothing(browser: Browser, archive: Path, scheme: Scheme, width: int) -> None:
    viewport = {"width": width, "height": 900}
    with opened(browser, archive, color_scheme=scheme, viewport=viewport) as page:
        page.locator("#chart").focus()
        for key in ("ArrowRight", "PageUp", "PageUp", " "):
            page.keyboard.press(key)
        expect(page.locator("#selection-count")).to_contain_text("photo")
        for summary in page.locator("summary").all():
            summary.click()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document)")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        assert len(found["passes"]) > 20


def test_the_theme_can_change_while_the_page_is_open(browser: Browser, archive: Path) -> None:
    with opened(browser, archive, color_scheme="light") as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        light = page.evaluate("chart.toDataURL()")
        page.emulate_media(color_scheme="dark")
        wait_until(page, "light => chart.toDataURL() !== light", light)
        dark = page.evaluate("chart.toDataURL()")
        page.get_by_role("button", name="Theme").click()
        wait_until(page, "dark => chart.toDataURL() !== dark", dark)
        assert "theme=light" in page.url


def test_text_stands_out_from_its_ground_in_both_themes(browser: Browser, tmp_path: Path) -> None:
    contrast = """() => {
        const style = getComputedStyle(document.documentElement);
        const light = (name) => {
            const hex = style.getPropertyValue(name).trim();
            const parts = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
                .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return Math.min(...["--ink", "--quiet", "--dot", "--median"].flatMap((text) =>
            ["--page", "--card"].map((ground) => ratio(light(text), light(ground)))));
    }"""
    with opened(browser, write_page([], tmp_path / "scatter.html")) as page:
        page.emulate_media(color_scheme="light")
        assert page.evaluate(contrast) >= 4.5
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(contrast) >= 4.5


def test_pointing_at_a_photo_shows_it_and_a_click_opens_it(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    url = f"{photo_server}/one.jpg"
    path = page_of([Measurement(0, url, 1900, {"luminance": 0.5})], tmp_path)
    with opened(browser, path) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).to_have_text(url)
        centre = middle(page)
        page.keyboard.press("Escape")
        expect(page.locator("#photo")).to_be_hidden()
        page.mouse.move(centre[0] + 3, centre[1] + 3)
        expect(page.locator("#photo-year")).to_have_text("1900")
        expect(page.locator("#photo-values")).to_contain_text("0.500")
        page.mouse.move(0, 0)  # the panel stays, so that what is in it can be reached
        expect(page.get_by_role("link", name="Open photo")).to_be_visible()
        with page.context.expect_page() as opening:
            page.mouse.click(*centre)
        expect(opening.value.locator("body")).to_have_text("/one.jpg from nowhere")
        assert opening.value.evaluate("opener === null")
        link = page.get_by_role("link", name="Open photo")
        expect(link).to_have_attribute("href", url)
        expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_an_address_whose_path_was_cut_is_no_link(browser: Browser, tmp_path: Path) -> None:
    url = "https://photos.example/0f3c5a7d9b1e2f4a6c8d0e1f/a.jpg"
    with opened(
        browser, page_of([Measurement(0, url, 1900, {"luminance": 0.5})], tmp_path)
    ) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).to_have_text("https://photos.example/a.jpg …")
        expect(page.get_by_role("link", name="Open photo")).to_have_count(0)
        expect(page.locator("#source-choice")).to_be_hidden()


def test_an_object_of_the_osdf_opens_by_its_director(browser: Browser, tmp_path: Path) -> None:
    photo = Measurement(0, "osdf:///ospool/ann/a b.jpg", 1900, {"luminance": 0.5})
    with opened(browser, page_of([photo], tmp_path)) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).to_have_text(photo.url)
        link = page.get_by_role("link", name="Open photo")
        address = "https://osdf-director.osg-htc.org/ospool/ann/a%20b.jpg"
        expect(link).to_have_attribute("href", address)


def test_a_finger_chooses_a_photo_and_opens_nothing_until_it_follows_the_link(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    path = page_of([Measurement(0, f"{photo_server}/1.jpg", 1900, {"luminance": 0.5})], tmp_path)
    with opened(browser, path, has_touch=True) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo")).to_be_visible()
        centre = middle(page)
        page.keyboard.press("Escape")
        page.touchscreen.tap(*centre)
        link = page.get_by_role("link", name="Open photo")
        expect(link).to_be_visible()
        assert len(page.context.pages) == 1
        with page.context.expect_page() as opening:
            link.tap()
        expect(opening.value.locator("body")).to_have_text("/1.jpg from nowhere")


def test_the_sources_own_picture_is_fetched_only_once_the_reader_asks(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    photos = [
        Measurement(row, f"{photo_server}/{row}.png", 1900 + row, {"luminance": 0.5})
        for row in range(3)
    ]
    with opened(browser, page_of(photos, tmp_path), may_ask=photo_server) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(600)
        assert asked == []
        page.get_by_label("fetch pictures from").check()
        expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 1)
        assert asked == [f"{photo_server}/0.png"]


def test_each_host_is_asked_for_pictures_only_once_the_reader_allows_it(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    other = photo_server.replace("127.0.0.1", "localhost")
    photos = [
        Measurement(row, f"{server}/{row}.png", 1900 + row, {"luminance": 0.5})
        for row, server in enumerate((photo_server, other, photo_server))
    ]
    path = page_of(photos, tmp_path)
    with opened(browser, path, may_ask=photo_server) as page:  # another request is an error
        choice = page.get_by_label("fetch pictures from")
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        choice.check()
        expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 1)
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#source-host")).to_have_text(other.partition("//")[2])
        expect(choice).not_to_be_checked()
        expect(page.locator("#source-picture img")).to_have_count(0)
        page.wait_for_timeout(400)
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(choice).to_be_checked()
        expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 1)


def test_whole_numbers_of_a_measure_of_ones_own_are_shown_and_saved_as_they_are(
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


def test_keys_walk_through_the_years_and_the_photos_and_enter_opens(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    known = [(1900, 0.1), (1900, 0.6), (1950, 0.2), (2000, 0.9)]
    photos = [
        Measurement(row, f"{photo_server}/{row}.jpg", year, {"luminance": value})
        for row, (year, value) in enumerate(known)
    ]
    walk = [("ArrowRight", 0), ("ArrowUp", 1), ("ArrowRight", 2), ("ArrowRight", 3)]
    walk += [("ArrowRight", 3), ("ArrowLeft", 2), ("ArrowLeft", 0), ("ArrowDown", 0), ("End", 3)]
    walk += [("PageDown", 2), ("Home", 0), ("PageUp", 2), ("PageUp", 3)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        page.locator("#chart").focus()
        announced = page.locator("#announced")
        for key, row in walk:
            page.keyboard.press(key)
            year, value = known[row]
            expect(announced).to_contain_text(f"{year}. Luminance {value:.3f}")
            expect(announced).to_contain_text(f"{photo_server}/{row}.jpg")
        with page.context.expect_page() as opening:
            page.keyboard.press("Enter")
        expect(opening.value.locator("body")).to_have_text("/3.jpg from nowhere")
        page.bring_to_front()
        page.keyboard.press(" ")
        expect(page.locator("#selection-count")).to_have_text("1 photograph")
        page.keyboard.press("Escape")
        expect(announced).to_have_text("")
        expect(page.locator("#selection")).to_be_hidden()


def test_the_switch_shows_another_measure(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        before = page.evaluate("chart.toDataURL()")
        page.locator("#figure").get_by_text("Contrast").click()
        expect(page.get_by_role("application")).to_have_accessible_name(
            re.compile(r"Contrast of 5,\d+ photographs by year")
        )
        wait_until(page, "before => chart.toDataURL() !== before", before)
        assert page.url.endswith("#measure=1")


def test_dragging_selects_and_gives_numbers_photos_and_tables(
    browser: Browser, archive: Path, tmp_path: Path
) -> None:
    with opened(browser, archive) as page:
        drag(page, (0.4, 0.2), (0.6, 0.5))
        count = page.locator("#selection-count")
        expect(count).to_have_text(re.compile(r"\d+ photographs"))
        photos = int((count.text_content() or "").split()[0].replace(",", ""))
        expect(page.locator("#selection-numbers")).to_contain_text("Luminance: median 0.")
        expect(page.locator("#strip button")).to_have_count(24)
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


def test_pictures_of_the_chart_can_be_taken_along(
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


def test_zooming_in_turns_dots_into_photos_and_back(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        before = page.evaluate("chart.toDataURL()")
        drag(page, (0.5, 0.3), (0.6, 0.5))
        page.locator("#selection-zoom").click()
        expect(page.locator("#density-legend")).to_be_visible()
        wait_until(page, "Number(chart.dataset.points) < 800")
        assert "range=" in page.url
        keep_picture(page, "zoomed")
        page.locator("#chart").focus()
        page.keyboard.press("0")
        wait_until(page, "before => chart.toDataURL() === before", before)


def test_a_link_and_a_reload_keep_the_view(browser: Browser, archive: Path) -> None:
    view = "#measure=1&colour=own&trend=off&range=1900_1950_0.1_0.4&photo=2000&theme=dark"
    with opened(browser, archive, view=view) as page:
        expect(page.locator("#photo")).to_be_visible()
        picture = page.evaluate("chart.toDataURL()")
        page.reload()
        expect(page.locator("#photo")).to_be_visible()
        wait_until(page, "picture => chart.toDataURL() === picture", picture)
        assert page.url.endswith(view)


@pytest.mark.parametrize(
    "view", ["#measure=99&photo=-1", "#range=x_y&selection=1_2", "#range=9_1_1_1&photo=1e9", "#%"]
)
def test_a_link_that_makes_no_sense_shows_everything(
    browser: Browser, archive: Path, dated: int, view: str
) -> None:
    with opened(browser, archive, view=view) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", str(dated))


def test_pressing_a_site_highlights_its_photos(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        site = page.get_by_role("button", name="Wisconsin")
        expect(site).to_have_attribute("aria-pressed", "false")
        before = page.evaluate("chart.toDataURL()")
        site.click()
        expect(site).to_have_attribute("aria-pressed", "true")
        wait_until(page, "before => chart.toDataURL() !== before", before)


def test_photos_without_a_year_can_be_shown_beside_the_years(
    browser: Browser, archive: Path, dated: int
) -> None:
    with opened(browser, archive) as page:
        page.get_by_label("photographs without a year", exact=True).check()
        wait_until(page, f"Number(chart.dataset.points) > {dated}")
        page.locator("#chart").focus()
        page.keyboard.press("End")
        expect(page.locator("#photo-year")).to_have_text("no year")


@pytest.mark.parametrize("size", ["one", "undated", "one-year", "twenty"])
def test_a_few_photos_are_shown_as_well(browser: Browser, tmp_path: Path, size: str) -> None:
    photos = [m for result in invented.archive(20) for m in result.measurements]
    if size == "undated":
        photos = [replace(photo, year=None, span=None) for photo in photos]
    if size == "one-year":
        photos = [replace(photo, year=1900, span=None) for photo in photos]
    photos = photos[1:2] if size == "one" else photos
    with opened(browser, page_of(photos, tmp_path)) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        page.locator("#chart").focus()
        page.keyboard.press("Home")
        expect(page.locator("#photo-url")).to_contain_text("photos.example.org")
        keep_picture(page, size)


def test_a_sample_of_many_says_so_and_counts_all(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 4_000)
    monkeypatch.setattr(sample, "MOST_PHOTOS", 2_000)
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


def test_the_years_that_a_photo_may_be_of_are_told_however_far_apart_and_without_a_year(
    browser: Browser, tmp_path: Path
) -> None:
    spans = [(1900, None), (1900, (300, 1950)), (None, (1930, 1939)), (None, None)]
    photos = [
        Measurement(row, f"{row}.jpg", year, {"luminance": 0.5}, span=span)
        for row, (year, span) in enumerate(spans)
    ]
    with opened(browser, page_of(photos, tmp_path)) as page:
        with page.expect_download() as download:
            page.locator("#csv").click()
        rows = csv.DictReader(Path(download.value.path()).read_text().splitlines())
        assert [(row["year"], row["earliest"], row["latest"]) for row in rows] == [
            ("1900", "1900", "1900"),
            ("1900", "300", "1950"),
            ("", "1930", "1939"),
            ("", "", ""),
        ]


@pytest.mark.parametrize("width", [390, 1360])
def test_the_axis_has_room_for_the_numbers_of_large_files(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    photos = [
        Measurement(row, f"{row}.jpg", 1900 + row, {"size_bytes": 400_000.0 * (row + 1)})
        for row in range(16)
    ]
    path = page_of(photos, tmp_path)
    with opened(browser, path, viewport={"width": width, "height": 900}) as page:
        with page.expect_download() as downloading:
            page.locator("#svg").click()
        page.set_content(Path(downloading.value.path()).read_text())
        texts = page.locator("svg text").all()
        boxes = {text.text_content(): text.bounding_box() for text in texts}
        number, name = boxes["5,000,000"], boxes["File size (B, small to large)"]
        assert number and name and number["x"] > name["x"] + name["width"]


@pytest.mark.parametrize("width", [390, 1360])
def test_a_photos_longest_numbers_stand_within_its_panel(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    values = {"size_bytes": 1_048_576_000.0, "mine:least": -1.2345e-100, "mine:most": -1.2345e295}
    values |= {f"mine:m{n}": float(n) for n in range(16)}
    path = page_of([Measurement(0, "a.jpg", 1900, values)], tmp_path)
    with opened(browser, path, viewport={"width": width, "height": 900}) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-values")).to_contain_text("1,048,576,000 B")
        wide = page.evaluate(
            "[...document.querySelectorAll('#photo-values, #photo-values *')]"
            ".filter(e => e.clientWidth && e.scrollWidth > e.clientWidth).map(e => e.textContent)"
        )
        assert wide == []


def test_a_selection_of_whole_years_counts_every_photo_and_not_the_sample(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 4_000)
    monkeypatch.setattr(sample, "MOST_PHOTOS", 500)
    results = list(invented.archive(9_000))
    path = write_page(results, tmp_path / "scatter.html")
    years = [m.year for result in results for m in result.measurements]
    count = sum(year is not None and 1930 <= year < 1940 for year in years)
    with opened(browser, path, "#selection=1930_1940__") as page:
        expect(page.locator("#selection-count")).to_have_text(f"{count:,} photographs")


def test_every_measure_can_be_shown(browser: Browser, tmp_path: Path) -> None:
    path = write_page(invented.archive(400, list(SCALES)), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        for number, scale in enumerate(SCALES.values()):
            page.get_by_label("Measure").select_option(str(number))
            expect(page.get_by_role("application")).to_have_accessible_name(
                re.compile(re.escape(scale.label))
            )
            wait_until(page, "Number(chart.dataset.points) > 300")


def test_print_has_the_chart_on_paper_in_the_light_theme(
    browser: Browser, archive: Path, tmp_path: Path
) -> None:
    with opened(browser, archive, color_scheme="dark") as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        with_chart = page.pdf()
        page.evaluate("document.getElementById('paper').hidden = true")
        without = page.pdf()
        assert len(with_chart) > len(without) + 20_000
        if folder := os.environ.get("PHOTOPARSL_PICTURES"):
            (Path(folder) / "print.pdf").write_bytes(with_chart)


def test_paper_has_what_is_folded_and_none_of_the_controls(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#where button")).not_to_have_count(0)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("#paper svg")).to_be_visible()
        expect(page.get_by_role("rowheader", name="1930", exact=True)).to_be_visible()
        expect(page.get_by_text("Cite or repeat this run")).to_be_visible()
        expect(page.get_by_role("rowheader", name="Nebraska")).to_be_visible()
        expect(page.locator("button:visible, select:visible, input:visible")).to_have_count(0)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        expect(page.get_by_role("rowheader", name="1930", exact=True)).to_be_hidden()


def test_nothing_moves_while_the_page_opens(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        expect(page.locator("#where button")).not_to_have_count(0)
        moved = page.evaluate(
            """new Promise((tell) => {
                const seen = new PerformanceObserver((list) => tell(list.getEntries().length));
                seen.observe({ type: "layout-shift", buffered: true });
                setTimeout(() => tell(0), 500);
            })"""
        )
        assert moved == 0


def test_a_split_page_works_under_a_servers_own_strict_policy(
    browser: Browser, tmp_path: Path
) -> None:
    write_page(invented.archive(300), tmp_path / "scatter.html", split=True)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data: blob:; connect-src 'self'"
    )
    with serving_under(policy, tmp_path) as url, browser.new_context() as place:
        page = place.new_page()
        trouble: list[str] = []
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{url}/scatter.html")
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        drag(page, (0.3, 0.3), (0.6, 0.6))
        expect(page.locator("#selection-count")).to_contain_text("photo")
        page.locator("#theme").click()
        expect(page.locator("body")).to_have_css("background-color", "rgb(16, 18, 21)")
        page.locator("#where button").first.click()
        with page.expect_download() as download:
            page.locator("#csv").click()
        assert Path(download.value.path()).read_text().startswith("row,year,")
        assert trouble == []


def test_the_page_of_a_run_that_goes_on_loads_itself_again(
    browser: Browser, tmp_path: Path
) -> None:
    (result,) = invented.archive(100)
    write_page([result], tmp_path / "scatter.html", PageMetadata(rows=500, written="today"))
    with browser.new_context() as place:
        page = place.new_page()
        page.clock.install()
        page.goto((tmp_path / "scatter.html").as_uri() + "#trend=off")
        expect(page.get_by_text("100 of 500 photographs so far, as of today")).to_be_visible()
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        write_page(invented.archive(500), tmp_path / "scatter.html", PageMetadata(rows=500))
        page.clock.run_for(61_000)
        expect(page.get_by_text("so far")).to_have_count(0)
        expect(page.locator("#trend")).not_to_be_checked()


def test_a_photo_without_a_value_is_not_drawn(browser: Browser, tmp_path: Path) -> None:
    values = (0.5, float("nan"), 1e300, -40.0)
    photos = [
        Measurement(row, f"{row}.jpg", 1900 + row, {"warmth": value})
        for row, value in enumerate(values)
    ]
    with opened(browser, page_of(photos, tmp_path)) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", "3")


@pytest.mark.parametrize("value", [0.0, 1e16, -1e308])
def test_photos_of_one_value_and_one_year_are_drawn(
    browser: Browser, tmp_path: Path, value: float
) -> None:
    photos = [Measurement(row, f"{row}.jpg", 1900, {"luminance": value}) for row in range(3)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", "3")


@pytest.mark.parametrize("width", [360, 390])
def test_a_narrow_screen_needs_no_sideways_scrolling(
    browser: Browser, archive: Path, width: int
) -> None:
    viewport = {"width": width, "height": 800}
    with opened(browser, archive, viewport=viewport, device_scale_factor=2) as page:
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("chart.width === 2 * chart.clientWidth")
        if width == 390:
            keep_picture(page, "phone")


def test_with_scripts_off_the_figures_and_the_table_are_still_there(
    browser: Browser, archive: Path
) -> None:
    with opened(browser, archive, java_script_enabled=False) as page:
        expect(page.get_by_text("needs JavaScript")).to_be_visible()
        expect(page.locator("#picture")).to_be_visible()
        expect(page.locator("#picture .median")).to_have_count(1)
        expect(page.get_by_role("button")).to_have_count(0)
        keep_picture(page, "no-script")
        page.get_by_text("Table: medians by year").click()
        expect(page.get_by_role("rowheader", name="1930", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [360, 1360])
def test_a_hostile_manifest_runs_nothing_links_nowhere_and_fits(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    urls = [HOSTILE, "javascript:alert(3)", "data:text/html,<script>alert(4)</script>", "x" * 3000]
    urls += ["https://example.org/\u202egpj.exe", "file:///etc/passwd"]
    photos = [
        Measurement(row, url, 1900 + row, {"luminance": 0.5, HOSTILE: 0.5})
        for row, url in enumerate(urls)
    ]
    about = PageMetadata(HOSTILE, HOSTILE, HOSTILE, HOSTILE, 99, HOSTILE, {HOSTILE: HOSTILE})
    viewport = {"width": width, "height": 800}
    with opened(browser, page_of(photos, tmp_path, about), viewport=viewport) as page:
        page.locator("#chart").focus()
        for _ in urls:
            page.keyboard.press("ArrowRight")
            expect(page.locator("#announced")).not_to_be_empty()
            expect(page.locator("a[href]:not([href$='-failures.csv']), img")).to_have_count(0)
            page.keyboard.press("Enter")
        page.get_by_text("Which photographs failed").click()
        page.get_by_text("Table: medians by year").click()
        assert len(page.context.pages) == 1
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_thousands_of_hostile_sites_and_reasons_stay_a_short_page(
    browser: Browser, tmp_path: Path
) -> None:
    def ran(number: int) -> SliceResult:
        failure = Failure(number, HOSTILE, None, f"{number} {HOSTILE}", HOSTILE)
        place = Execution(f"{HOSTILE} host {number}", f"{HOSTILE} site {number}", 1e9 + number, 1.0)
        measured = invented.photo(number)
        return SliceResult(number, number + 1, "", {}, (measured,), (failure,), place)

    path = write_page(map(ran, range(5000)), tmp_path / "scatter.html")
    with opened(browser, path, "#colour=site") as page:
        expect(page.locator("#where li")).to_have_count(13)
        expect(page.get_by_text("4,988 other reasons")).to_be_visible()
        expect(page.locator("#colour-legend li")).to_have_count(8)
        assert page.evaluate("document.documentElement.scrollWidth") == 1360
        assert page.evaluate("document.documentElement.scrollHeight") < 8000


def test_a_downloaded_table_has_no_formula(browser: Browser, tmp_path: Path) -> None:
    starts = ("=1+1", "\t=1", " =1", "\ufeff=1", "＝1", "+1", "-1", "@SUM(1)")  # noqa: RUF001
    photos = [Measurement(row, text, 1900, {"luminance": 0.5}) for row, text in enumerate(starts)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        with page.expect_download() as download:
            page.locator("#csv").click()
        rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    # Of some, all is cut, as of an address with a parameter that isn't known to be harmless.
    assert all(row["url"] == "…" or row["url"].startswith("'") for row in rows)


def test_a_page_without_photos_is_silent(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, write_page([], tmp_path / "scatter.html")) as page:
        expect(page.get_by_text("No photograph has been measured yet")).to_be_visible()
        expect(page.locator("canvas")).to_have_count(0)


def test_the_page_leaves_nothing_in_the_global_scope(browser: Browser, tmp_path: Path) -> None:
    names = "Object.getOwnPropertyNames(window).sort().join()"
    with opened(browser, write_page([], tmp_path / "scatter.html")) as page:
        empty = page.evaluate(names)
    photos = [Measurement(0, "a.jpg", 1900, {"luminance": 0.5})]
    with opened(browser, page_of(photos, tmp_path)) as page:
        assert page.evaluate(names) == empty
