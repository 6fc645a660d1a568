"""`photoparsl history`: list what ran where, for how long, and at what cost."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.argument_types import whole_number
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_latest_run
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.commands.terminal.safe_stream import terminal_width
from photoparsl.library import Run
from photoparsl.reports import cost_lines, find_run, pilot_lines, task_lines, wrapped


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "history",
        help=COMMANDS["history"],
        description="Lists a run's pilots in the style of condor_history, with HTCondor's data "
        "about them; then the run's latest tasks; then its cost.",
        examples=["photoparsl history", "photoparsl history runs/manifest --tasks 100"],
    )
    add_latest_run(parser)
    parser.add_argument(
        "--tasks",
        type=whole_number(0),
        default=20,
        metavar="N",
        help="list the N latest tasks (default: 20)",
    )
    add_json(parser)
    parser.set_defaults(command=history)


def history(arguments: Namespace) -> int:
    """Print the pilots, the tasks and the cost."""
    found = Run(find_run(arguments.run_dir)).history(arguments.tasks)
    if arguments.json:
        print_json(found)
        return ExitCode.DONE
    width = terminal_width()
    print("\n".join(wrapped(pilot_lines(found.pilots), width)))
    if arguments.tasks:
        print()
        print("\n".join(wrapped(task_lines(found.tasks), width)))
    print()
    print("\n".join(cost_lines(found.cost)))
    return ExitCode.DONE
