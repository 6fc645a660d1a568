"""`photoparsl bundle`: pack this environment for a grid."""

from __future__ import annotations

from argparse import Namespace

from photoparsl import arguments
from photoparsl.arguments import Commands
from photoparsl.bundle import bundle as make_bundle
from photoparsl.commands.exits import Exit
from photoparsl.settings import settings
from photoparsl.trial import check


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
        print(make_bundle(settings(vars(chosen)).modules, chosen.output))
    return Exit.ALL
