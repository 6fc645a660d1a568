"""`photoparsl histogram`: where the tasks ran."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.commands.status import of_run
from photoparsl.commands.terminal import histogram as drawn
from photoparsl.errors import RunError
from photoparsl.reports.history import tasks_by_resource
from photoparsl.reports.status import find_run


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "histogram",
        help="draw where the tasks ran, by site",
        description="Draws where a run's tasks ran, by site, in the manner of the OSG's 'connect "
        "histogram'; also while it runs.",
    )
    of_run(parser)
    parser.set_defaults(command=histogram)


def histogram(chosen: Namespace) -> int:
    """Carry it out."""
    run = find_run(chosen.run_dir)
    sites = tasks_by_resource(run)
    if not sites:
        raise RunError(f"{run}: no task has ended there yet")
    print(drawn(sites))
    return Exit.ALL
