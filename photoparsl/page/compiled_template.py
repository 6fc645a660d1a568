"""The page's template, compiled once."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from photoparsl.page import web_files
from photoparsl.page.filters import FILTERS


@cache
def compiled_template() -> Template:
    """The template of the page's HTML."""
    html = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    html.filters |= FILTERS
    return html.from_string(web_files.template())


@cache
def prepare_page() -> None:
    """Read the page's sources, so that it takes less time to write the first page."""
    web_files.sources()
    compiled_template()
