"""`photoparsl show-projects`: list the projects that pilots can be accounted to."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.sites import known_projects, read_settings


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "show-projects",
        help=COMMANDS["show-projects"],
        description="Lists the projects in your settings file, and those of the jobs in HTCondor's "
        "queue and history.",
        examples=["photoparsl show-projects"],
    )
    parser.set_defaults(command=show_projects)


def show_projects(arguments: Namespace) -> int:
    """Print one project per line, and mark the chosen project."""
    grid = read_settings({})
    for name in known_projects(grid):
        print(f"{name} (chosen)" if name == grid.project else name)
    return ExitCode.DONE
