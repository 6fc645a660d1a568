"""The page as people meet it: opened from the disk in Chromium, with a pointer and with keys."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect, sync_playwright

from photoparsl.page import About, write_page
from photoparsl.results import Failure, Measurement, Ran, SliceResult

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
UNDATED = 76


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing = "Chromium isn't installed (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 5,576 photos, 76 of them undated, with two measures, three sites and failures."""
    chance = random.Random(7)
    results = []
    for start in range(0, PHOTOS, 200):
        stop = min(start + 200, PHOTOS)
        results.append(
            SliceResult(
                start,
                stop,
                "",
                {"luminance": 1, "contrast": 1},
                tuple(_photo(row, chance) for row in range(start, stop)),
                (Failure(PHOTOS + start, "https://example.org/x", 1900, "http-404", "Not found"),),
                Ran("host", ("pool", "cluster", "laptop")[start * 3 // PHOTOS], 0.0, 1.0),
            )
        )
    about = About("Light in the archive", "These photographs are invented.", "manifest.txt")
    return write_page(results, tmp_path_factory.mktemp("archive") / "scatter.html", about)


def _photo(row: int, chance: random.Random) -> Measurement:
    age = chance.betavariate(2.6, 2.2)
    values = {
        "luminance": min(1.0, max(0.0, chance.gauss(0.36 + 0.28 * age * age, 0.14))),
        "contrast": chance.betavariate(3, 4 + 3 * age),
    }
    url = f"https://photos.example.org/archive/IMG_{row:07d}.jpg"
    return Measurement(row, url, None if row < UNDATED else int(1860 + 142 * age), values)


def page_of(photos: list[Measurement], folder: Path, about: About | None = None) -> Path:
    ran = Ran(HOSTILE, HOSTILE, 0.0, 0.0)
    failures = (Failure(len(photos), HOSTILE, None, HOSTILE, HOSTILE),)
    result = SliceResult(0, len(photos) + 1, "", {}, tuple(photos), failures, ran)
    return write_page([result], folder / "scatter.html", about or About())


@contextmanager
def opened(browser: Browser, path: Path, **context: Any) -> Iterator[Page]:
    """The page of that file; at the end it must have been silent and have asked for nothing."""
    context = {"viewport": {"width": 1360, "height": 900}, **context}
    trouble: list[str] = []

    def asked(request: Request) -> None:
        if request.url != path.as_uri():
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
        page.goto(path.as_uri())
        yield page
        page.wait_for_timeout(50)
    assert trouble == []


class PhotoHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"{self.path} from {self.headers.get('Referer', 'nowhere')}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
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


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PHOTOPARSL_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def point_at(page: Page, point: tuple[float, float]) -> None:
    """Move the pointer to a place of the chart, given in parts of its width and height."""
    box = page.locator("#chart").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * point[0], box["y"] + box["height"] * point[1])


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
    browser: Browser, archive: Path, scheme: str
) -> None:
    with opened(browser, archive, color_scheme=scheme) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", str(PHOTOS - UNDATED))
        total, inked = pixels(page)
        assert inked > 0.05 * total
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(246, 244, 238)") == (scheme == "light")
        point_at(page, (0.55, 0.45))
        keep_picture(page, scheme)


def test_the_theme_can_change_while_the_page_is_open(browser: Browser, archive: Path) -> None:
    with opened(browser, archive, color_scheme="light") as page:
        light = page.evaluate("chart.toDataURL()")
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("light => chart.toDataURL() !== light", arg=light)


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


def test_pointing_at_a_dot_shows_its_year_value_and_address_and_a_click_opens_it(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    url = f"{photo_server}/one.jpg"
    path = page_of([Measurement(0, url, 1900, {"luminance": 0.5})], tmp_path)
    with opened(browser, path) as page:
        expect(page.locator("#tip")).to_be_hidden()
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        ring = page.locator("#ring").bounding_box()
        assert ring is not None
        page.keyboard.press("Escape")
        expect(page.locator("#tip")).to_be_hidden()
        centre = (ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
        page.mouse.move(centre[0] + 3, centre[1] + 3)
        expect(page.locator("#tip-value")).to_have_text("1900 · 0.500")
        expect(page.locator("#tip-url")).to_have_text(url)
        with page.context.expect_page() as opening:
            page.mouse.click(*centre)
        expect(opening.value.locator("body")).to_have_text("/one.jpg from nowhere")
        assert opening.value.evaluate("opener === null")
        link = page.locator("#chosen a")
        expect(link).to_have_attribute("href", url)
        expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_finger_chooses_a_dot_and_opens_nothing_until_it_follows_the_link(
    browser: Browser, tmp_path: Path, photo_server: str
) -> None:
    path = page_of([Measurement(0, f"{photo_server}/1.jpg", 1900, {"luminance": 0.5})], tmp_path)
    with opened(browser, path, has_touch=True) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        ring = page.locator("#ring").bounding_box()
        assert ring is not None
        page.keyboard.press("Escape")
        page.touchscreen.tap(ring["x"] + 8, ring["y"] + 8)
        link = page.get_by_role("status").get_by_role("link")
        expect(link).to_be_visible()
        assert len(page.context.pages) == 1
        with page.context.expect_page() as opening:
            link.tap()
        expect(opening.value.locator("body")).to_have_text("/1.jpg from nowhere")


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
    with opened(browser, page_of(photos, tmp_path)) as page:
        page.locator("#chart").focus()
        said = page.get_by_role("status")
        for key, row in walk:
            page.keyboard.press(key)
            year, value = known[row]
            expect(said).to_have_text(f"{year} · {value:.3f} · {photo_server}/{row}.jpg")
        with page.context.expect_page() as opening:
            page.keyboard.press("Enter")
        expect(opening.value.locator("body")).to_have_text("/3.jpg from nowhere")
        page.bring_to_front()
        page.keyboard.press("Escape")
        expect(said).to_have_text("")


def test_the_switch_shows_another_measure(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        before = page.evaluate("chart.toDataURL()")
        page.locator("#figure").get_by_text("Contrast").click()
        expect(page.get_by_role("application")).to_have_accessible_name(
            f"Contrast of {PHOTOS - UNDATED:,} photographs by year"
        )
        assert page.evaluate("chart.toDataURL()") != before


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
        expect(page.get_by_text("The chart needs JavaScript")).to_be_visible()
        expect(page.locator("#figure")).to_be_hidden()
        page.get_by_text("The table: year by year").click()
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
    about = About(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    viewport = {"width": width, "height": 800}
    with opened(browser, page_of(photos, tmp_path, about), viewport=viewport) as page:
        page.locator("#chart").focus()
        for _ in urls:
            page.keyboard.press("ArrowRight")
            expect(page.get_by_role("status")).not_to_be_empty()
            expect(page.locator("a, img, [style*=expression]")).to_have_count(0)
            page.keyboard.press("Enter")
        page.get_by_text("Which photographs").click()
        page.get_by_text("The table: year by year").click()
        assert len(page.context.pages) == 1
        assert page.evaluate("document.documentElement.scrollWidth") == width


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
