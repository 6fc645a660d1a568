"""Turns results into one self-contained web page: all photos over the years, facts about the run.

`page_data` reads the results once. `blocks` packs what it keeps for the browser, `static_chart`
draws the chart that is seen without scripts, and `assemble` puts both into the template of `web/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names
from photoparsl.page.metadata import ArchiveMetadata, PageMetadata
from photoparsl.page.notes import PageNote, note_of, read_notes
from photoparsl.page.recognise_page import file_of_others, holds_no_page

if TYPE_CHECKING:
    from photoparsl.page.compiled_template import prepare_page
    from photoparsl.page.local_photos import LocalPhotos
    from photoparsl.page.writing import ServedPage, render, render_served, write_page

__all__ = [
    "ArchiveMetadata",
    "LocalPhotos",
    "PageMetadata",
    "PageNote",
    "ServedPage",
    "file_of_others",
    "holds_no_page",
    "note_of",
    "prepare_page",
    "read_notes",
    "render",
    "render_served",
    "write_page",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "compiled_template": ["prepare_page"],
        "local_photos": ["LocalPhotos"],
        "writing": ["ServedPage", "render", "render_served", "write_page"],
    },
)
