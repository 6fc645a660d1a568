"""A run as the output of a notebook's cell: its counts, and its page in a frame.

The page holds texts of strangers.  The frame's sandbox gives it an origin of its own, from which
no script reaches the notebook.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from photoparsl.redact import visible

MOST_BYTES = 8_000_000  # of a page that is put into a notebook, and so into its file
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
_STYLE = "width: 100%; height: 40rem; border: 1px solid #8888"


def as_html(counts: str, page: Path) -> str:
    """The run's counts, where its page is, and the page unless it is large or isn't there yet."""
    where = f"<p>{escape(visible(counts))}<br>Page: <code>{escape(visible(str(page)))}</code></p>"
    if not page.is_file():
        return f"{where}<p>The page hasn't been written yet.</p>"
    if page.stat().st_size > MOST_BYTES:
        return f"{where}<p>The page is too large for a notebook: open the file in a browser.</p>"
    text = escape(page.read_text(encoding="utf-8", errors="replace"))
    return (
        f'{where}<iframe sandbox="{_SANDBOX}" title="The run\'s page" style="{_STYLE}" '
        f'srcdoc="{text}"></iframe>'
    )
