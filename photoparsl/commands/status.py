"""`photoparsl status`: print how far a run is."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_latest_run
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.commands.terminal.safe_stream import terminal_width
from photoparsl.reports import find_run, status_of, status_text


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "status",
        help=COMMANDS["status"],
        description="Prints how far a run is, while it goes on and afterwards: photos, tasks, rate "
        "and time left; pilots idle, running, lost, and held with the reason.  It reads the run's "
        "folder and HTCondor's queue.",
        examples=[
            "photoparsl status",
            "photoparsl status runs/manifest",
            "photoparsl status runs/manifest --json",
        ],
    )
    add_latest_run(parser)
    add_json(parser)
    parser.set_defaults(command=status)


def status(arguments: Namespace) -> int:
    """Print the run's status."""
    found = status_of(find_run(arguments.run_dir))
    if arguments.json:
        print_json(found)
    else:
        print(status_text(found, terminal_width()))
    return ExitCode.DONE
