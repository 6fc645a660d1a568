"""Runs of the app: stopped and continued, at work elsewhere, ended with the app."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from photoparsl.results.progress import read_progress
from tests.app.started import (
    MINUTES,
    Started,
    look_at,
    opened_app,
    started,
    until,
    wait_for_end,
)
from tests.conftest import Archive, Flow
from tests.page.chromium import Scheme, axe_violations
from tests.running.test_survival import running

ROWS = 3_000  # more than are on their way at a time


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    return folder


def is_stopping(app: Started) -> bool:
    """Whether the app's run has been told to stop: it prints so in its signal handler."""
    for child in psutil.Process(app.process.pid).children():
        if "Stopping" in Path(f"/proc/{child.pid}/fd/2").read_text():
            return True
    return False


def check_accessibility(page: Page, state: str) -> None:
    """Check that the page breaks no rule, in light and in dark."""
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert axe_violations(page) == [], (state, scheme)


def test_a_run_is_stopped_kept_and_continued(
    slow: Archive,
    flow: Flow,
    here: Path,
    browser: Browser,
) -> None:
    slow.write_manifest(ROWS)
    flow.hold(after=30)
    with started(here, slow.folder) as app, opened_app(browser, app) as page:
        look_at(page, slow.manifest)
        page.locator("#measure").click()
        expect(page.locator("#run-title")).to_have_text("3. Measuring", timeout=MINUTES)
        until(lambda: flow.is_held)
        check_accessibility(page, "measuring")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#run-title")).to_have_text("3. Stopping")
        until(lambda: is_stopping(app))
        check_accessibility(page, "stopping")
        expect(page.locator("#run-note")).to_contain_text(
            re.compile(r"kept: [\d,]+ photographs more\.$")
        )
        flow.release()
        wait_for_end(page)
        expect(page.locator("#run-title")).to_have_text("3. Not all is measured yet")
        check_accessibility(page, "stopped")
        progress = read_progress(here / "runs" / "manifest")
        assert progress
        assert 0 < progress.done < ROWS
        expect(page.locator("#show")).to_be_visible()
        page.get_by_role("button", name="Go on").click()
        text = page.locator("#run-text")
        expect(text).to_have_text(f"{ROWS:,} photographs measured.", timeout=MINUTES)


def test_a_run_of_another_program_is_said_and_shown(
    slow: Archive,
    flow: Flow,
    here: Path,
    browser: Browser,
) -> None:
    (here / "runs").mkdir()
    flow.hold(after=60)
    run = here / "runs" / "manifest"
    with running(slow, run, "--config", "threads") as process:
        until(lambda: list(run.glob("slices/slice-*")) and (run / "progress.json").exists())
        with started(here, slow.folder) as app, opened_app(browser, app) as page:
            expect(page.locator("#runs button")).to_contain_text("being measured")
            look_at(page, slow.manifest)
            expect(page.locator("#found-body")).to_contain_text("by another program")
            page.get_by_role("button", name="See how far it is").click()
            expect(page.locator("#run-title")).to_contain_text("Being measured by another program")
            expect(page.locator("#stop")).to_be_hidden()
            flow.release()
            process.wait(100)
            wait_for_end(page)
            expect(page.locator("#run-text")).to_have_text("600 photographs measured.")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_app_and_stops_its_run(
    slow: Archive,
    flow: Flow,
    here: Path,
    browser: Browser,
    number: signal.Signals,
) -> None:
    """Ctrl-C, a program's end, a closed terminal."""
    slow.write_manifest(ROWS)
    flow.hold(after=30)
    run = here / "runs" / "manifest"
    with started(here, slow.folder) as app:
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(app.url)
            look_at(page, slow.manifest)
            page.locator("#measure").click()
            until(lambda: flow.is_held)
            expect(page.locator("#run-title")).to_have_text("3. Measuring", timeout=MINUTES)
            children = psutil.Process(app.process.pid).children(recursive=True)
            assert children
            os.kill(app.process.pid, number)
            expect(page.locator("#run-title")).to_have_text("3. Stopping")
            until(lambda: is_stopping(app))
            flow.release()
            expect(page.locator("#gone")).to_contain_text("photoparsl app", timeout=MINUTES)
        assert app.process.wait(100) == 0
    until(lambda: not any(child.is_running() for child in children))
    progress = read_progress(run)
    assert progress
    assert progress.ended == "incomplete"
    assert (run / "public" / "scatter.html").exists()


def test_a_page_at_rest_says_that_the_app_has_ended(
    slow: Archive, here: Path, browser: Browser
) -> None:
    with started(here, slow.folder) as app, browser.new_context() as context:
        page = context.new_page()
        page.goto(app.url)
        look_at(page, slow.manifest)  # it asks nothing any more, but whether the app is there
        expect(page.locator("#found-body")).to_be_visible(timeout=MINUTES)
        expect(page.locator("#gone")).to_be_hidden()
        app.process.send_signal(signal.SIGINT)
        assert app.process.wait(100) == 0
        expect(page.locator("#gone")).to_contain_text("photoparsl app", timeout=MINUTES)


def test_a_second_signal_ends_a_run_at_once(
    slow: Archive,
    flow: Flow,
    here: Path,
    browser: Browser,
) -> None:
    flow.hold(after=0)
    with started(here, slow.folder) as app, browser.new_context() as context:
        page = context.new_page()
        page.goto(app.url)
        look_at(page, slow.manifest)
        page.locator("#measure").click()
        until(lambda: flow.is_held)
        expect(page.locator("#run-title")).to_have_text("3. Measuring", timeout=MINUTES)
        children = psutil.Process(app.process.pid).children(recursive=True)
        os.kill(app.process.pid, signal.SIGINT)
        expect(page.locator("#run-title")).to_have_text("3. Stopping")
        os.kill(app.process.pid, signal.SIGINT)
        assert app.process.wait(50) == 0
    until(lambda: not any(child.is_running() for child in children))


def test_reading_is_ended_by_choosing_something_else(
    slow: Archive,
    flow: Flow,
    here: Path,
    browser: Browser,
) -> None:
    flow.hold(after=0)
    with started(here, here) as app, opened_app(browser, app) as page:
        page.locator("#place").fill(f"{slow.url}manifest.txt")
        page.keyboard.press("Enter")
        expect(page.locator("#reading-text")).to_contain_text("seconds so far")
        (child,) = psutil.Process(app.process.pid).children()
        page.get_by_role("button", name="Choose something else").click()
        expect(page.locator("#choose")).to_be_visible()
        until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
