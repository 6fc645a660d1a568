"""`photoparsl help`: print a page of the documents."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from argparse import Namespace
from pathlib import Path

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.document_search import sections_with
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.errors import RunError, spelling_hint
from photoparsl.files import shipped_folder

# What only includes other files, or is shown by pictures.
_NOT_FOR_TERMINALS = {"changelog", "commands", "contributing", "examples", "index"}
_MOST_SECTIONS = 2  # that are named where there is no page of a word
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "help",
        help=COMMANDS["help"],
        description="Prints a page of the documents, or lists the pages.  On a terminal, it is "
        "shown by your pager (PAGER, or less).  'photoparsl COMMAND --help' explains a command.",
        examples=["photoparsl help", "photoparsl help archives", "photoparsl help measures | cat"],
    )
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="the page's name")
    parser.set_defaults(command=show_document)


def show_document(arguments: Namespace) -> int:
    """Print the page, or the list of pages."""
    pages = documents()
    topic: str | None = arguments.topic
    if topic:  # 'START' and 'docs/start.md' are the page 'start'
        topic = topic.lower().removeprefix("./").removeprefix("docs/").removesuffix(".md")
    if topic is None:
        print("photoparsl help TOPIC prints one of these pages:\n")
        width, columns = max(map(len, pages)), shutil.get_terminal_size().columns
        for name, page in pages.items():
            line = f"  {name:{width}}  {_title(page)}"
            print(textwrap.fill(line, columns, subsequent_indent=" " * (width + 4)))
    elif topic in pages:
        # Formatting takes a moment to import.
        from photoparsl.commands.terminal.document import print_document  # noqa: PLC0415

        print_document(pages[topic].read_text(encoding="utf-8"))
        if topic in COMMANDS:
            print(f"'photoparsl {topic} --help' explains the command.", file=sys.stderr)
    else:
        command = f"; 'photoparsl {topic} --help' explains the command" if topic in COMMANDS else ""
        near, sections = spelling_hint(topic, pages), _sections_text(topic, pages)
        if sections:
            sections = f" {sections}" if near else f"; {sections}"
        hint = command or near + sections or f"; there are {', '.join(pages)}"
        raise RunError(f"there is no page {topic!r}{hint}")
    return ExitCode.DONE


def _sections_text(topic: str, pages: dict[str, Path]) -> str:
    """Say in which sections of pages a word stands, or '' if it is in none."""
    found = sections_with(topic, pages, _MOST_SECTIONS)
    named = (f"'photoparsl help {s.page}' ({s.heading})" for s in found)
    return f"{topic!r} is in {' and '.join(named)}" if found else ""


def documents() -> dict[str, Path]:
    """Return the pages of the documents that a terminal can show, by name."""
    pages = sorted(shipped_folder("docs").glob("*.md"))
    return {page.stem: page for page in pages if page.stem not in _NOT_FOR_TERMINALS}


def _title(page: Path) -> str:
    found = _TITLE.search(page.read_text(encoding="utf-8"))
    return found[1] if found else page.stem
