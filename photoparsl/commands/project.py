"""`photoparsl project` and `show-projects`: what a grid accounts the pilots to."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.sites import choose_project, read_settings, settings_file
from photoparsl.sites.preflight import projects


def define(add: Commands) -> None:
    """Their arguments."""
    parser = add.add_parser(
        "project",
        help="choose the project that a grid accounts your pilots to",
        description=f"Writes the project to {settings_file()}, for all runs to come.",
    )
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(command=project)
    parser = add.add_parser(
        "show-projects",
        help="list the projects that your file or HTCondor's queue knows",
        description="Lists the projects that your file or HTCondor's queue and history know.",
    )
    parser.set_defaults(command=show_projects)


def project(chosen: Namespace) -> int:
    """Choose one."""
    print(f"project {chosen.name} is chosen in {choose_project(chosen.name)}")
    return Exit.ALL


def show_projects(chosen: Namespace) -> int:
    """List them."""
    grid = read_settings({})
    for name in projects(grid):
        print(f"{name} (chosen)" if name == grid.project else name)
    return Exit.ALL
