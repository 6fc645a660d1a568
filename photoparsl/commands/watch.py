"""`photoparsl watch`: show how far a run is, live."""

from __future__ import annotations

import sys
from argparse import Namespace

from rich.console import Console
from rich.live import Live
from rich.text import Text

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_latest_run
from photoparsl.commands.terminal.exit_codes import EXIT_CODES, ExitCode
from photoparsl.commands.terminal.safe_stream import raw_stream
from photoparsl.library import Run
from photoparsl.redact import visible_lines, without_secrets
from photoparsl.reports import Status, find_run, status_line, status_text
from photoparsl.results import RunState

REFRESH_SECONDS = 1  # between two updates, in a terminal
LINE_SECONDS = 10  # between two lines, if the output is no terminal


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "watch",
        help=COMMANDS["watch"],
        description="Shows what 'status' prints, live, in any terminal that sees the run's folder, "
        "until the run ends or is killed.  Ctrl-C ends the watching, not the run.",
        epilog=EXIT_CODES,
        examples=["photoparsl watch", "photoparsl watch runs/manifest"],
    )
    add_latest_run(parser)
    parser.set_defaults(command=watch)


def watch(arguments: Namespace) -> int:
    """Show the run's status again and again until it has ended."""
    run = Run(find_run(arguments.run_dir))
    console = Console(file=raw_stream(sys.stdout))
    status = _show_live(run, console) if console.is_terminal else _print_lines(run)
    return ExitCode.DONE if status.state is RunState.COMPLETE else ExitCode.INCOMPLETE


def _print_lines(run: Run) -> Status:
    """Print a line every LINE_SECONDS until the run has ended; return the last status."""
    for status in run.watch(LINE_SECONDS):
        print(status_line(status), flush=True)
    return status


def _show_live(run: Run, console: Console) -> Status:
    """Redraw the status until the run has ended; return the last status."""
    with Live(
        console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    ) as live:
        for status in run.watch(REFRESH_SECONDS):
            text = visible_lines(without_secrets(status_text(status, console.width)))
            live.update(Text(text), refresh=True)
    return status
