"""The command line: arguments in, an exit code out, errors as sentences."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

from photoparsl.commands.exits import WORDS, Exit
from photoparsl.commands.streams import take_any_name
from photoparsl.errors import IncompleteError, PhotoparslError
from photoparsl.screen import safe_screen

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
    take_any_name()
    argv = sys.argv[1:] if argv is None else argv
    with safe_screen():
        return _carry_out(parser(*argv[:1]), argv)


def parser(command: str = "") -> argparse.ArgumentParser:
    """What reads the arguments of a command that is named so, or else of all commands."""
    parser = argparse.ArgumentParser(
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
    with safe_screen():
        return _carry_out(import_module("photoparsl.commands.demo").parser(), argv)


def _carry_out(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> int:
    chosen = parser.parse_args(argv)
    try:
        code: int = chosen.command(chosen)
        return code
    except IncompleteError as error:
        print(f"photoparsl: {error}", file=sys.stderr)
        return Exit.INCOMPLETE
    except PhotoparslError as error:
        print(f"photoparsl: {error}", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    except OSError as error:
        print(f"photoparsl: {error.filename or ''}: {error.strerror}", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    except KeyboardInterrupt:
        print("photoparsl: interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
