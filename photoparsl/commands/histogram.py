"""`photoparsl histogram`: draw where the tasks ran."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_latest_run
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.commands.terminal.run_report import histogram as drawn
from photoparsl.errors import RunError
from photoparsl.library import Run
from photoparsl.reports import find_run


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "histogram",
        help=COMMANDS["histogram"],
        description="Draws how many of a run's tasks ran at each site, as the OSG's 'connect "
        "histogram' did.  The run may still be going on.",
        examples=["photoparsl histogram", "photoparsl histogram runs/manifest"],
    )
    add_latest_run(parser)
    add_json(parser)
    parser.set_defaults(command=histogram)


def histogram(arguments: Namespace) -> int:
    """Draw the histogram."""
    run = Run(find_run(arguments.run_dir))
    tasks = run.histogram()
    if not tasks:
        raise RunError(f"{run.path}: no task has ended there yet")
    if arguments.json:
        print_json(tasks)
    else:
        print(drawn(tasks))
    return ExitCode.DONE
