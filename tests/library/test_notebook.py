"""A run in a notebook, in a real kernel: its output, and its interrupt."""

from __future__ import annotations

import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel
from playwright.sync_api import Browser, Error

import photoparsl
from tests.conftest import Archive
from tests.page.chromium import launched

SECONDS = 60  # in which a cell has to end


@pytest.fixture
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    manager, client = start_new_kernel(cwd=str(folder))
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_cell_that_ends_in_a_run_shows_its_counts_and_its_page(
    archive: Archive, kernel: tuple[KernelManager, BlockingKernelClient]
) -> None:
    _, client = kernel
    client.execute(
        "import photoparsl\n"
        "def seven(photo):\n"
        "    return 7\n"
        f"run = photoparsl.run({str(archive.manifest)!r}, run_dir='x', measures=[seven])\n"
        "run\n"
    )
    messages = list(until_idle(client))
    assert not [m for m in messages if m["msg_type"] == "error"]
    texts = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    assert "\rMeasuring: 40 of 40 photos" in texts
    (shown,) = (m["content"]["data"] for m in messages if m["msg_type"] == "execute_result")
    assert "x: 40 photos: 40 measured, 0 failed" in shown["text/html"]
    assert 'sandbox="allow-scripts ' in shown["text/html"]
    assert "allow-same-origin" not in shown["text/html"].partition("srcdoc")[0]
    page = unescape(shown["text/html"].partition('srcdoc="')[2].partition('"')[0])
    assert "<b>40</b> photographs measured" in page


def test_an_interrupt_keeps_what_is_measured_and_the_kernel_lives(
    slow: Archive,
    kernel: tuple[KernelManager, BlockingKernelClient],
    tmp_path: Path,
) -> None:
    manager, client = kernel
    call = f"photoparsl.run({str(slow.manifest)!r}, run_dir='x', slice_size=20)"
    client.execute(f"import photoparsl; {call}")
    error: dict[str, Any] = {}
    is_interrupted = False
    for message in until_idle(client):
        text = message["content"].get("text", "")
        if not is_interrupted and "photos" in text and ": 0 of" not in text:
            is_interrupted = True
            manager.interrupt_kernel()
        if message["msg_type"] == "error":
            error = message["content"]
    assert error["ename"] == "KeyboardInterrupt"
    assert "what was measured is kept, and the same call goes on" in error["evalue"]
    found = photoparsl.open_run(tmp_path / "Ann's größe" / "x").check()
    assert 0 < found.measured < found.rows
    assert found.measured % 20 == 0
    client.execute(f"{call}.check().is_whole")
    results = [m for m in until_idle(client) if m["msg_type"] == "execute_result"]
    assert [m["content"]["data"]["text/plain"] for m in results] == ["True"]


def test_the_page_in_a_notebook_works_and_reaches_nothing_of_it(
    archive: Archive,
    tmp_path: Path,
    browser: Browser,
) -> None:
    run = photoparsl.run(archive.manifest, config="threads", run_dir=tmp_path / "x")
    notebook = browser.new_page()
    errors: list[str] = []
    notebook.on("pageerror", lambda error: errors.append(str(error)))
    notebook.set_content(f"<title>a notebook</title>{run._repr_html_()}")
    _, frame = notebook.frames
    frame.get_by_text("40 photographs measured").first.wait_for()
    with pytest.raises(Error, match="SecurityError"):
        frame.evaluate("parent.document.title")
    assert errors == []


def until_idle(client: BlockingKernelClient) -> Iterator[dict[str, Any]]:
    """The messages of the cell that was sent last, until it ends."""
    end = time.monotonic() + SECONDS
    busy = False
    while time.monotonic() < end:
        message = client.get_iopub_msg(timeout=SECONDS)
        state = message["content"].get("execution_state")
        busy |= message["msg_type"] == "execute_input"
        if state == "idle" and busy:
            return
        yield message
    raise AssertionError("the cell doesn't end")
