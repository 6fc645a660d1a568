"""`photoparsl status`: how a run is doing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from rich.console import Console

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.commands.screen import raw_of
from photoparsl.reports.boards import board
from photoparsl.reports.status import find_run, status_of


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "status",
        help="say how a run is doing, and what became of its pilots",
        description="Says how a run is doing, while it goes on and afterwards: photos, tasks, rate "
        "and time left; pilots idle, running, lost, and held with the reason.  It reads the run's "
        "folder and HTCondor's queue.",
    )
    of_run(parser)
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(command=status)


def of_run(parser: ArgumentParser) -> None:
    """The run that a command is about."""
    parser.add_argument(
        "run_dir",
        nargs="?",
        type=arguments.path,
        metavar="RUN_DIR",
        help="the run's folder (default: the newest in runs/)",
    )
    parser.add_argument(
        "--last",
        action="store_const",
        dest="run_dir",
        const=None,
        help="the newest run in runs/, as without RUN_DIR",
    )


def status(chosen: Namespace) -> int:
    """Carry it out."""
    seen = status_of(find_run(chosen.run_dir))
    if chosen.json:
        print(json.dumps(asdict(seen), indent=1), file=raw_of(sys.stdout))
    else:
        print(board(seen, terminal_width()))
    return Exit.ALL


def terminal_width() -> int | None:
    """How wide a line may be; as long as it likes where the output is no terminal."""
    return Console(file=raw_of(sys.stdout)).width if sys.stdout.isatty() else None
