"""Turns results into one self-contained web page: all photos over the years, facts about the run.

`page_data` reads the results once. `blocks` packs what it keeps for the browser, `static_chart`
draws the chart that is seen without scripts, and `assemble` puts both into the template of `web/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from photoparsl.files import write_atomically
from photoparsl.page import web_files
from photoparsl.page.assemble import Links, assemble
from photoparsl.page.metadata import PageMetadata
from photoparsl.page.page_data import PageData
from photoparsl.page.side_tables import SideTables
from photoparsl.results import SliceResult

__all__ = ["PageMetadata", "render", "write_page"]

_NO_METADATA = PageMetadata()


def write_page(
    results: Iterable[SliceResult],
    path: str | Path,
    metadata: PageMetadata = _NO_METADATA,
    *,
    split: bool = False,
    public: bool = False,
) -> Path:
    """Write the page of `results`, and return its path.

    results: in any order; they are read once
    path: where to write the page; missing folders are made
    metadata: the title, and the data for citing and repeating the run
    split: write the style and the script to files of their own, NAME.css, NAME-dark.css and
        NAME.js, for web servers that forbid scripts within a page
    public: let everyone read the files, whatever the umask

    Tables that the page links to are written to the same folder: NAME-failures.csv if photos
    failed, and NAME-photos.csv.gz if there are too many photos for the page to hold. Raises
    FileExistsError if a file of such a name isn't such a table.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with SideTables(path, public=public) as side_tables:
        data = PageData(results, side_tables)
    links = Links(
        style=f"{path.stem}.css" if split else "",
        dark=f"{path.stem}-dark.css" if split else "",
        script=f"{path.stem}.js" if split else "",
        photos=side_tables.photos_name if data.histograms else "",
        failures=side_tables.failures_name if data.facts.counts.failed else "",
    )
    if split:
        _write_sources(path.parent, links, public=public)
    write_atomically(path, assemble(data, metadata, links).encode(), public=public)
    return path


def render(results: Iterable[SliceResult], metadata: PageMetadata = _NO_METADATA) -> str:
    """The page of `results` as HTML text, without its side tables."""
    return assemble(PageData(results), metadata, Links())


def _write_sources(folder: Path, links: Links, *, public: bool) -> None:
    """Write the style and the script of a page that is split."""
    for name, text in (
        (links.style, web_files.style()),
        (links.dark, web_files.dark()),
        (links.script, web_files.script()),
    ):
        write_atomically(folder / name, text.encode(), public=public)
