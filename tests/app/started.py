"""Starts `photoparsl app` as a person does, and opens its page in Chromium."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, expect

LOOPBACK = "http://127.0.0.1:"
MINUTES = 180_000  # milliseconds that a run may take beside other work


@dataclass(frozen=True)
class Started:
    """An app that answers.

    url: the address that it printed
    process: its process
    """

    url: str
    process: subprocess.Popen[str]

    def request(
        self, path: str, body: str | None = None, method: str = "", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """The answer to a request; `Host` is the app's own unless it is given; '' sends none."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=30)
        method = method or ("GET" if body is None else "POST")
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": address.netloc, **headers}.items():
            if value:
                connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode() if body is not None else None)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found

    def enter(self) -> tuple[str, str]:
        """Open the address as a browser does; return the place that it leads to, and the cookie."""
        status, headers, body = self.request(urlsplit(self.url).path)
        assert status == 200
        found = re.search(r'url=(/[a-z-]+/)"', body.decode())
        assert found
        return found[1], headers["Set-Cookie"].partition(";")[0]


@contextmanager
def started(here: Path, folder: Path | None, *more: str) -> Iterator[Started]:
    """Start the app in a folder; at the end it is ended as Ctrl-C does.

    folder: the folder to begin in, or None to name none
    """
    named = [str(folder)] if folder else []
    command = [sys.executable, "-m", "photoparsl", "app", "--no-browser", *more, *named]
    process = subprocess.Popen(
        command,
        cwd=here,
        env=os.environ | {"PYTHONFAULTHANDLER": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/[a-z-]+/", line)
        assert found, line + process.stdout.read()
        yield Started(found[0], process)
    finally:
        process.terminate()
        try:
            process.wait(100)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)  # faulthandler prints where all threads are
            raise AssertionError(process.communicate(timeout=60)[0]) from None
        finally:
            process.kill()
            process.communicate()


@contextmanager
def opened_app(
    browser: Browser, app: Started, step: str = "choose", **context: Any
) -> Iterator[Page]:
    """Open the app's page; at the end, it must have logged nothing and asked nobody else.

    step: the step that it begins with
    """
    context = {"viewport": {"width": 1360, "height": 900}, "locale": "en-US", **context}
    trouble: list[str] = []

    def check_request(request: Request) -> None:
        if not request.url.startswith((LOOPBACK, "data:", "blob:")):
            trouble.append(f"request: {request.url}")

    with browser.new_context(**context) as place:
        page = place.new_page()
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("request", check_request)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.warn(e.violatedDirective))"
        )
        page.goto(app.url)
        expect(page.locator(f"#{step}")).to_be_visible(timeout=MINUTES)
        yield page
    assert trouble == []


def look_at(page: Page, path: Path | str) -> None:
    """Type a path and go there; of a folder, use it.  A field bears no line break: look for that.

    path: a path or a URL; it may have a line break in its last part
    """
    is_typed = "\n" not in str(path)
    page.locator("#place").fill(str(path if is_typed else Path(path).parent))
    page.get_by_role("button", name="Go there").click()
    if not is_typed:
        page.locator("#entries button", has_text=Path(path).name).click()
    if Path(path).is_dir():
        expect(page.locator("#above [aria-current]")).to_have_text(Path(path).name)
        page.locator("#use").click()
    expect(page.locator("#found")).to_be_visible(timeout=MINUTES)


def measure(page: Page) -> None:
    """Measure what was found, until it has ended."""
    page.locator("#measure").click()
    wait_for_end(page)


def wait_for_end(page: Page) -> None:
    """Wait until the run has ended."""
    expect(page.locator("#others")).to_be_visible()
    expect(page.locator("#run-progress")).to_be_hidden(timeout=MINUTES)


def until(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
