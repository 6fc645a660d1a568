"""Chromium for tests: launch it, open a page that must be silent, point and drag on its chart."""

from __future__ import annotations

import base64
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from playwright.sync_api import Browser, Dialog, Page, Request, expect, sync_playwright

from photoparsl.page import PageMetadata, write_page
from photoparsl.results import Execution, Failure, Measurement, SliceResult
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
UNLIKE_USERS = "--disable-ipc-flooding-protection"  # Playwright's: pages may do what users' may not
HOSTILE = "</script><script>alert(1)</script>\"><img src=x onerror='alert(2)'>\u202e" + "W" * 200
PHOTOS = 5576
NOT_BUSY = "!document.querySelector('#chart[aria-busy]')"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
AXE = Path(str(files("axe_playwright_python"))) / "axe.min.js"
# Without the nodes that pass, which are thousands.
_RUN_AXE = """axe.run(document, {resultTypes: ["violations"]}).then((found) => ({
    passed: found.passes.length,
    broken: found.violations.map(({ id, nodes }) =>
        `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(", ")}`),
}))"""

Scheme = Literal["light", "dark"]

expect.set_options(timeout=30_000)  # milliseconds; how fast a page is depends on who else is busy


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium that reaches 127.0.0.1 and no other host."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), "")
    needs(found, "Chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found, args=ARGUMENTS, ignore_default_args=[UNLIKE_USERS]
        )
        yield chromium
        chromium.close()


def axe_violations(page: Page) -> list[str]:
    """The rules of accessibility that the page breaks, each with some of the nodes that do."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN_AXE)
    assert found["passed"] > 20
    broken: list[str] = found["broken"]
    return broken


def page_of(photos: list[Measurement], folder: Path, about: PageMetadata | None = None) -> Path:
    ran = Execution(HOSTILE, HOSTILE, 0.0, 0.0)
    failures = (Failure(len(photos), HOSTILE, None, HOSTILE, HOSTILE),)
    result = SliceResult(0, len(photos) + 1, "", {}, tuple(photos), failures, ran)
    return write_page([result], folder / "scatter.html", about or PageMetadata())


@contextmanager
def opened(
    browser: Browser, path: Path, view: str = "", allowed: str = "file:", **context: Any
) -> Iterator[Page]:
    """Open a page and wait until all of it works, so that no key is pressed too early.

    At the end, it must have logged nothing and requested nothing.  `allowed` is what URLs that it
    may request begin with.
    """
    context = {"viewport": {"width": 1360, "height": 900}, "locale": "en-US", **context}
    trouble: list[str] = []

    def check_request(request: Request) -> None:
        if request.url.split("#")[0] != path.as_uri() and not request.url.startswith(
            (allowed, "blob:", "data:") if allowed != "file:" else ("blob:", "data:")
        ):
            trouble.append(f"request: {request.url}")

    def dismiss(dialog: Dialog) -> None:
        trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    with browser.new_context(**context) as place:
        page = place.new_page()
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("dialog", dismiss)
        page.on("request", check_request)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.warn(e.violatedDirective))"
        )
        page.goto(path.as_uri() + view)
        wait_until(page, NOT_BUSY)
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
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
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


def ready(page: Page) -> None:
    """Wait until the chart is drawn, and the page knows where photos were measured."""
    wait_until(page, "chart.dataset.points > 0 && document.querySelector('#where button') !== null")


def wait_for_link(page: Page, part: str) -> None:
    """Wait until the page's address has that part; of many changes, it is written with delay."""
    wait_until(page, "part => location.hash.includes(part)", part)


def link_of(page: Page) -> str:
    """What the page's address has after the '#', once it says what was changed until now."""
    written = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 600)))"
    page.evaluate(written)  # its timer is later than that of the address
    return str(page.evaluate("location.hash")).removeprefix("#")


def draw(page: Page) -> None:
    """Wait until the page has drawn what has been changed until now."""
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PHOTOPARSL_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def point_at(page: Page, point: tuple[float, float]) -> None:
    """Move the pointer to a place of the chart, given in parts of its width and height.

    The chart is scrolled to, as people do.
    """
    expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[0-9]"))
    page.locator("#chart").scroll_into_view_if_needed()
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
