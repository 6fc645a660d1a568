"""The command line: parses the arguments, runs the command, returns its exit code."""

from __future__ import annotations

import argparse
import logging
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands, Parser
from photoparsl.commands.terminal.command_exit import check_working_folder, exit_code_of
from photoparsl.commands.terminal.exit_codes import EXIT_CODES, ExitCode
from photoparsl.commands.terminal.safe_stream import safe_streams
from photoparsl.commands.terminal.streams import escape_unencodable, open_closed_streams
from photoparsl.errors import spelling_hint


def main(argv: Sequence[str] | None = None) -> int:
    """Run `photoparsl` with the arguments `argv`, and return its exit code."""
    open_closed_streams()
    escape_unencodable()
    logging.raiseExceptions = False  # a full disk is reported once, not once per log line
    argv = sys.argv[1:] if argv is None else argv
    with safe_streams(argv):
        return exit_code_of(lambda: _run_command(argv))


def parser(command: str = "") -> argparse.ArgumentParser:
    """Return the parser of one command's arguments, or of all commands' arguments."""
    parser, commands = _empty_parser()
    # Importing all commands takes a second: if one is named, only its module is imported.
    for name in [command] if command in COMMANDS else COMMANDS:
        import_module(f"photoparsl.commands.{name.replace('-', '_')}").define(commands)
    return parser


def overview() -> argparse.ArgumentParser:
    """Return a parser that knows only the commands' names, so that its help appears at once."""
    parser, commands = _empty_parser()
    for name, help_line in COMMANDS.items():
        commands.add_parser(name, help=help_line)
    return parser


def _empty_parser() -> tuple[Parser, Commands]:
    parser = Parser(
        prog="photoparsl",
        description="Measures every photo of an archive with Parsl, and shows it over time.",
        epilog=f"{EXIT_CODES} 'photoparsl COMMAND --help' explains a command, with examples.",
    )
    parser.add_argument("--version", action="version", version=version("photoparsl"))
    return parser, parser.add_subparsers(metavar="COMMAND", required=True)


def demo(argv: Sequence[str] | None = None) -> int:
    """Run the demo, as `run_demo.py` does, and return its exit code."""

    def run() -> int:
        arguments = import_module("photoparsl.commands.demo").parser().parse_args(argv)
        check_working_folder()
        return int(arguments.command(arguments))

    open_closed_streams()
    with safe_streams():
        return exit_code_of(run)


def _run_command(argv: Sequence[str]) -> int:
    if not argv:
        overview().print_help()
        return ExitCode.DONE
    command = argv[0]
    if command in ("-h", "--help", "--version"):
        overview().parse_args(argv)
    if not command.startswith("-") and command not in COMMANDS:
        overview().error(f"there is no command {command!r}{_command_hint(command)}")
    arguments = parser(command).parse_args(argv)
    check_working_folder()
    return int(arguments.command(arguments))


def _command_hint(unknown: str) -> str:
    """Return what to type instead: a command for the file, a similar name, or all commands."""
    if Path(unknown).exists():
        return f"; there is such a file: photoparsl run {shlex.quote(unknown)}"
    return spelling_hint(unknown, COMMANDS) or "; there are " + ", ".join(COMMANDS)
