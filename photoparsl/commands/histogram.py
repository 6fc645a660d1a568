"""`photoparsl histogram`: draw where the tasks ran."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_latest_run
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.commands.terminal.run_report import histogram as drawn
from photoparsl.commands.terminal.safe_stream import terminal_width
from photoparsl.errors import RunError
from photoparsl.library import Run
from photoparsl.reports import find_run


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "histogram",
        help=COMMANDS["histogram"],
        description="Draws at which resources, such as a university's cluster, a run's pilots or "
        "jobs are now, and how many of its tasks ran at each of them, as the OSG's 'connect "
        "histogram' did.",
        examples=["photoparsl histogram", "photoparsl histogram runs/manifest"],
    )
    add_latest_run(parser)
    add_json(parser)
    parser.set_defaults(command=histogram)


def histogram(arguments: Namespace) -> int:
    """Draw the histogram."""
    run = Run(find_run(arguments.run_dir))
    pilots, tasks, noun = dict[str, int](), run.histogram(), "pilot"
    with suppress(RunError):  # a damaged progress hides no tasks
        status = run.status()
        pilots, noun = status.pilots_by_resource, "job" if status.is_detached else "pilot"
    if not pilots and not tasks:
        raise RunError(
            f"{run.path}: no {noun}'s host is known now, and no task's result has come back yet"
        )
    if arguments.json:
        print_json(tasks)
        return ExitCode.DONE
    blocks = ((pilots, f"Where the {noun}s are"), (tasks, "Where the tasks ran"))
    width = terminal_width()
    print("\n\n".join(drawn(places, title, width) for places, title in blocks if places))
    return ExitCode.DONE
