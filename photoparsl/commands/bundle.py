"""`photoparsl bundle`: pack this environment for a grid."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.sites import read_settings
from photoparsl.sites.bundle import bundle as make_bundle
from photoparsl.sites.bundle_check import check


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "bundle",
        help="pack this environment for hosts where nothing is installed",
        description="Packs the interpreter, its packages and all libraries that they need into "
        "one archive, for pilots on hosts without Python; unless it is packed already.  The "
        "configs of grids do so by themselves.",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=arguments.path,
        metavar="DIR",
        help="put it there (default: your cache)",
    )
    arguments.modules(parser)
    parser.add_argument(
        "--check",
        type=arguments.path,
        metavar="ARCHIVE",
        help="run this archive in an empty root, and say what is wrong with it",
    )
    parser.set_defaults(command=bundle)


def bundle(chosen: Namespace) -> int:
    """Carry it out."""
    if chosen.check:
        print(check(chosen.check))
    else:
        print(make_bundle(read_settings({"modules": chosen.modules}).modules, chosen.output))
    return Exit.ALL
