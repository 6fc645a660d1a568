"""`photoparsl bundle`: pack this environment for a grid."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.argument_types import path
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.options import add_setting
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.progress_bar import NoteLines
from photoparsl.errors import RunError
from photoparsl.sites import (
    SETTINGS,
    check_bundle,
    make_bundle,
    packing_progress,
    read_settings,
)


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "bundle",
        help=COMMANDS["bundle"],
        description="Packs the Python interpreter, photoparsl, its packages and the shared "
        "libraries of all of them into one archive, and prints its path.  Pilots unpack it on "
        "hosts without Python.  If the archive is up to date, nothing is packed.  'photoparsl run' "
        "on a grid packs it too; use this command to put it on the web, for --bundle-url.",
        examples=[
            "photoparsl bundle -o ~/stash/public",
            "photoparsl bundle --check ~/stash/public/photoparsl-bundle-0123456789abcdef.tar.gz",
        ],
    )
    parser.add_argument(
        "-o",
        "--output",
        type=path,
        metavar="DIR",
        help="the folder that the archive is written to (default: your cache)",
    )
    add_setting(parser, SETTINGS["modules"])
    parser.add_argument(
        "--check",
        type=path,
        metavar="ARCHIVE",
        help="pack nothing: run this archive in an empty root directory, and print what it lacks",
    )
    parser.set_defaults(command=bundle)


def bundle(arguments: Namespace) -> int:
    """Pack or check a bundle, and print the result."""
    if arguments.check and (arguments.output or arguments.modules):
        raise RunError("--check packs nothing: leave out -o and --module")
    if arguments.check:
        print(check_bundle(arguments.check))
    else:
        modules = read_settings({"modules": arguments.modules}).modules
        with packing_progress(NoteLines()):
            archive = make_bundle(modules, arguments.output)
        print(archive)
    return ExitCode.DONE
