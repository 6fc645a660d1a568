"""`photoparsl project`: choose the project that pilots are accounted to."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.argument_types import not_empty
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.options import user_file
from photoparsl.sites import choose_project, settings_file


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "project",
        help=COMMANDS["project"],
        description=f"Writes the project's name to {user_file()}, for all later runs; or to "
        f"{settings_file().name} beside it, if that exists.",
        examples=["photoparsl project MyProject"],
    )
    parser.add_argument(
        "name", type=not_empty, metavar="NAME", help="the project's name on the grid"
    )
    parser.set_defaults(command=project)


def project(arguments: Namespace) -> int:
    """Write the project's name to the settings file."""
    print(f"project {arguments.name} is chosen in {choose_project(arguments.name)}")
    return ExitCode.DONE
