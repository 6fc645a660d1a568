"""`photoparsl watch`: how a run is doing, live."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from rich.console import Console
from rich.live import Live
from rich.text import Text

from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.commands.screen import raw_of
from photoparsl.commands.status import of_run
from photoparsl.redact import visible_lines, without_secrets
from photoparsl.reports.boards import board, line
from photoparsl.reports.status import Status, find_run, status_of
from photoparsl.results import RunState

LOOK_SECONDS = 1
LINE_SECONDS = 10  # between two lines where the output is no terminal
GIVEN_UP_SECONDS = 600  # without a sign from another machine


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "watch",
        help="the same, live, until the run ends",
        description="Shows how a run is doing, live, from any terminal that sees its folder, until "
        "the run ends, or is killed, or Ctrl-C, which ends only the watching.",
        epilog="Exit codes: 0 the run is complete; 3 it isn't; 130 interrupted.",
    )
    of_run(parser)
    parser.set_defaults(command=watch)


def watch(chosen: Namespace) -> int:
    """Carry it out."""
    run = find_run(chosen.run_dir)
    console = Console(file=raw_of(sys.stdout))
    seen = status_of(run)
    if not console.is_terminal:
        while True:
            print(line(seen), flush=True)
            if _is_over(seen):
                return _code(seen)
            time.sleep(LINE_SECONDS)
            seen = status_of(run)
    with Live(
        _shown(seen, console),
        console=console,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as live:
        while not _is_over(seen):
            time.sleep(LOOK_SECONDS)
            seen = status_of(run)
            live.update(_shown(seen, console), refresh=True)
    return _code(seen)


def _shown(seen: Status, console: Console) -> Text:
    return Text(visible_lines(without_secrets(board(seen, console.width))))


def _is_over(seen: Status) -> bool:
    """Whether nothing more is to be seen; from another machine, probably."""
    if seen.state is RunState.SILENT:
        return abs(time.time() - seen.updated) > GIVEN_UP_SECONDS
    return seen.state in (RunState.COMPLETE, RunState.INCOMPLETE, RunState.KILLED)


def _code(seen: Status) -> Exit:
    return Exit.ALL if seen.state is RunState.COMPLETE else Exit.INCOMPLETE
