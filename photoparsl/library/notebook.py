"""A run as the output of a notebook's cell: its counts, and its page in a frame.

The page contains texts from the archive.  The frame has a sandbox, which gives the page an origin
of its own, so that no script in it can reach the notebook.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from photoparsl.library.page_file import page_path
from photoparsl.number_text import counted
from photoparsl.redact import visible
from photoparsl.reports import progress_by_results
from photoparsl.results import RunDirectory

MOST_BYTES = 8_000_000  # of a page that is shown: the notebook's file stores it
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
_STYLE = "width: 100%; height: 40rem; border: 1px solid #8888"


def run_html(path: Path) -> str:
    """Return HTML with a run's counts, its page's path and, if it isn't too large, the page.

    path: the run's folder
    """
    directory = RunDirectory(path)
    record = directory.read_run_record()
    if record is None:
        return f"<p>{escape(visible(str(path)))}: the run hasn't begun.</p>"
    counts = f"{path}: {counted(len(record.wanted), 'photo')}"
    last = directory.read_summary()
    if last and last.is_complete:
        counts += f": {last.measured:,} measured, {last.failed:,} failed"
    elif progress := progress_by_results(path):
        counts += f": {progress.done:,} have ended"
    return _as_html(counts, page_path(directory, record))


def _as_html(counts: str, page: Path) -> str:
    text = f"<p>{escape(visible(counts))}<br>Page: <code>{escape(visible(str(page)))}</code></p>"
    if not page.is_file():
        return f"{text}<p>The page hasn't been written yet.</p>"
    if page.stat().st_size > MOST_BYTES:
        return f"{text}<p>The page is too large for a notebook: open the file in a browser.</p>"
    source = escape(page.read_text(encoding="utf-8", errors="replace"))
    return (
        f'{text}<iframe sandbox="{_SANDBOX}" title="The run\'s page" style="{_STYLE}" '
        f'srcdoc="{source}"></iframe>'
    )
