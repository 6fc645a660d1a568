"""`photoparsl watch`: show how far a run is, live."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from rich.console import Console
from rich.live import Live
from rich.text import Text

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_latest_run
from photoparsl.commands.terminal.exit_codes import EXIT_CODES, ExitCode
from photoparsl.commands.terminal.progress_bar import can_redraw
from photoparsl.commands.terminal.safe_stream import named_errors, raw_stream
from photoparsl.library import Run
from photoparsl.redact import visible_lines, without_secrets
from photoparsl.reports import (
    Status,
    find_run,
    is_starting,
    newest_run,
    status_line,
    status_text,
)
from photoparsl.results import RunState

REFRESH_SECONDS = 1  # between two updates, in a terminal
START_SECONDS = 0.2  # between two checks of a run that is starting
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
    folder = arguments.run_dir or newest_run()
    if is_starting(folder):
        print(f"A run is starting in {folder}: waiting until it measures.", flush=True)
    while is_starting(folder):
        time.sleep(START_SECONDS)
    run = Run(find_run(folder))
    console = Console(file=raw_stream(sys.stdout))
    with named_errors():
        status = _show_live(run, console) if can_redraw(console) else _print_lines(run)
    return ExitCode.DONE if status.state is RunState.COMPLETE else ExitCode.INCOMPLETE


def _print_lines(run: Run) -> Status:
    """Print a line every LINE_SECONDS until the run has ended.  Return the last status."""
    for status in run.watch(LINE_SECONDS):
        print(status_line(status), flush=True)
    return status


def _show_live(run: Run, console: Console) -> Status:
    """Redraw the status until the run has ended.  Return the last status."""
    with Live(
        console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    ) as live:
        for status in run.watch(REFRESH_SECONDS):
            text = visible_lines(without_secrets(status_text(status, console.width)))
            live.update(Text(text), refresh=True)
    return status
