"""The command line: arguments in, an exit code out."""

from __future__ import annotations

import argparse
import logging
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from photoparsl.commands.ending import ended
from photoparsl.commands.exits import WORDS, Exit
from photoparsl.commands.parser import Parser
from photoparsl.commands.screen import safe_screen
from photoparsl.commands.streams import open_closed, take_any_name
from photoparsl.errors import spelling_hint

# The module of each command in `photoparsl.commands`, as --help lists them.
_COMMANDS = {
    "manifest": "manifest",
    "run": "run",
    "status": "status",
    "watch": "watch",
    "history": "history",
    "histogram": "histogram",
    "slice": "slice",
    "page": "page",
    "export": "export",
    "provenance": "provenance",
    "check": "check",
    "tutorial": "tutorial",
    "serve": "serve",
    "bundle": "bundle",
    "project": "project",
    "show-projects": "project",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run `photoparsl` with the arguments `argv`, and return its exit code."""
    open_closed()
    take_any_name()
    logging.raiseExceptions = False  # a full disk is said once, and not by each line of a log
    argv = sys.argv[1:] if argv is None else argv
    with safe_screen():
        return ended(lambda: _run(argv))


def parser(command: str = "") -> argparse.ArgumentParser:
    """What reads the arguments of a command that is named so, or else of all commands."""
    parser = Parser(
        prog="photoparsl",
        description="Measures every photo of an archive with Parsl, and shows it over time.",
        epilog=f"{WORDS} 'photoparsl COMMAND --help' says more.",
    )
    parser.add_argument("--version", action="version", version=version("photoparsl"))
    add = parser.add_subparsers(metavar="COMMAND", required=True)
    # All that the commands import takes a second: where one is named, only it is loaded.
    modules = [_COMMANDS[command]] if command in _COMMANDS else _COMMANDS.values()
    for module in dict.fromkeys(modules):
        import_module(f"photoparsl.commands.{module}").define(add)
    return parser


def demo(argv: Sequence[str] | None = None) -> int:
    """Run the demo, which is what `run_demo.py` does."""

    def run() -> int:
        chosen = import_module("photoparsl.commands.demo").parser().parse_args(argv)
        return int(chosen.command(chosen))

    open_closed()
    with safe_screen():
        return ended(run)


def _run(argv: Sequence[str]) -> int:
    if not argv:
        parser().print_help()
        return Exit.ALL
    command = argv[0]
    if not command.startswith("-") and command not in _COMMANDS:
        hint = spelling_hint(command, _COMMANDS)
        if Path(command).exists():
            what = "manifest" if Path(command).is_dir() else "run"
            hint = f"; there is such a file: photoparsl {what} {shlex.quote(command)}"
        hint = hint or "; there are " + ", ".join(_COMMANDS)
        parser().error(f"there is no command {command!r}{hint}")
    chosen = parser(command).parse_args(argv)
    return int(chosen.command(chosen))
