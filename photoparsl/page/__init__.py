"""Results in, one self-contained web page out: every photo over the years, and how the run went.

`gathering` takes one pass over the results; what it has becomes `blocks` of data, a `picture`,
and with the sources of `web/` the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from photoparsl.files import write_atomically
from photoparsl.page import web_files as sources
from photoparsl.page.about import About
from photoparsl.page.assemble import Links, assemble
from photoparsl.page.gathering import Gathering
from photoparsl.page.side_tables import Beside
from photoparsl.results import SliceResult

__all__ = ["About", "render", "write_page"]

_PLAIN = About()


def write_page(
    results: Iterable[SliceResult],
    path: str | Path,
    about: About = _PLAIN,
    *,
    split: bool = False,
    public: bool = False,
) -> Path:
    """Write the page of `results` to `path`, making its folder, and return the path.

    Beside it come the tables that it links to, named after it: …-failures.csv where photos failed,
    and …-photos.csv.gz where they are too many for the page; and, if it is to be `split` for
    servers that allow no script within a page, its style and its script.  All of them are for
    everyone if they are `public`, else for whom the umask lets.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with Beside(path, public=public) as beside:
        gathering = Gathering(results, beside)
    links = Links(
        style=f"{path.stem}.css" if split else "",
        dark=f"{path.stem}-dark.css" if split else "",
        script=f"{path.stem}.js" if split else "",
        photos=beside.photos_name if gathering.histograms else "",
        failures=beside.failures_name if gathering.facts.failed else "",
    )
    if split:
        for name, text in (
            (links.style, sources.style()),
            (links.dark, sources.dark()),
            (links.script, sources.script()),
        ):
            write_atomically(path.parent / name, text.encode(), public=public)
    write_atomically(path, assemble(gathering, about, links).encode(), public=public)
    return path


def render(results: Iterable[SliceResult], about: About = _PLAIN) -> str:
    """The page of `results` alone, as HTML text."""
    return assemble(Gathering(results), about, Links())
