"""`photoparsl history`: what ran where, and how long."""

from __future__ import annotations

from argparse import Namespace
from collections import deque

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.commands.status import of_run, terminal_width
from photoparsl.reports.boards import cost_lines, fitted, pilots_board, tasks_board
from photoparsl.reports.cost import cost_of
from photoparsl.reports.history import pilots_of, tasks_of
from photoparsl.reports.status import find_run
from photoparsl.results.events import read_events


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "history",
        help="what ran where and how long: pilots, slices, and what they cost",
        description="Lists a run's pilots, in the manner of condor_history and with what that "
        "knows of them, then its latest tasks, and what all has cost.",
    )
    of_run(parser)
    parser.add_argument(
        "--tasks",
        type=arguments.number,
        default=20,
        metavar="N",
        help="so many of the latest (default: 20)",
    )
    parser.set_defaults(command=history)


def history(chosen: Namespace) -> int:
    """Carry it out."""
    run = find_run(chosen.run_dir)
    print("\n".join(fitted(pilots_board(pilots_of(run)), terminal_width())))
    if chosen.tasks:
        print()
        print("\n".join(tasks_board(deque(tasks_of(run), maxlen=chosen.tasks))))
    print()
    print("\n".join(cost_lines(cost_of(read_events(run)))))
    return Exit.ALL
