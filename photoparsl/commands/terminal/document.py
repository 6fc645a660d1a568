"""Prints a page of the documents: formatted on a terminal, as Markdown elsewhere."""

from __future__ import annotations

import os
import re
import sys

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, TableElement
from rich.table import Table

from photoparsl.commands.terminal.safe_stream import named_errors, raw_stream, terminal_width

_OF_PAGE = re.compile(r"\[([^][]+)\]\(#[^()]*\)")  # a link to another place in the same page
_IN_ASCII = {0x2022: "*", 0x2013: "-", 0x2026: "...", 0xD7: "x", 0x2019: "'"}


class _WholeTable(TableElement):
    """A table whose cells are never cut, and whose words are broken only where there is no room."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table."""
        for table in super().__rich_console__(console, options):
            if isinstance(table, Table):
                table.show_lines = True  # a blank line, since most rows have several lines
                _give_room(table, options.max_width)
            yield table


def _give_room(table: Table, width: int) -> None:
    """Let each column have its longest word in one line if there is room, else an equal share."""
    longest = [
        max(
            (len(word) for cell in (column.header, *column.cells) for word in str(cell).split()),
            default=1,
        )
        for column in table.columns
    ]
    share = width // len(longest) - 2  # 2 columns between cells
    fits = sum(longest) + 2 * len(longest) <= width
    for column, word in zip(table.columns, longest, strict=True):
        column.overflow = "fold"
        column.min_width = word if fits else min(word, share)


class _Document(Markdown):
    """Markdown with whole tables."""

    elements = {**Markdown.elements, "table_open": _WholeTable}  # noqa: RUF012  as rich declares it


def print_document(markdown: str) -> None:
    """Print Markdown as it is, or formatted and by the pager if this is a terminal."""
    stream = raw_stream(sys.stdout)
    encoding = stream.encoding or "utf-8"
    if not stream.isatty():
        with named_errors():
            print(_encodable(markdown, encoding), file=stream, end="", flush=True)
        return
    os.environ.setdefault("LESS", "-FRX")  # colours. No pager for what fits the screen
    # Without a height, rich takes a terminal with TERM=dumb for one of 80 columns.
    console = Console(file=stream, width=terminal_width(), height=25)
    shown = _encodable(_OF_PAGE.sub(r"\1", markdown), encoding)
    document = _Document(shown, hyperlinks=False)
    if console.is_dumb_terminal or not encoding.lower().startswith("utf"):
        with console.capture() as capture:
            console.print(document)
        with named_errors():
            print(_encodable(capture.get(), encoding), file=stream, end="", flush=True)
        return
    with console.pager(styles=True, links=False):
        console.print(document)


def _encodable(text: str, encoding: str) -> str:
    """The text in the characters that an encoding has, with '?' for others."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_IN_ASCII)
    return text.encode(encoding, "replace").decode(encoding)
