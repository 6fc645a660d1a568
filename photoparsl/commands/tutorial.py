"""`photoparsl tutorial`: make the tutorial's archive."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.commands.terminal import console, meter
from photoparsl.tutorial.archive import make_archive
from photoparsl.tutorial.demo import PHOTOS


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "tutorial",
        help="make the tutorial's archive: photos, metadata, manifest",
        description="Makes an archive of synthetic photographs by year, each with a Dublin Core "
        "record, a manifest of them, and truth.csv with the brightness each was made with.",
    )
    parser.add_argument("folder", type=arguments.path, metavar="DIR")
    arguments.photos(parser, PHOTOS)
    parser.add_argument(
        "--url",
        default="http://127.0.0.1:8000/",
        help="where the folder will be served: the manifest's URLs begin with it",
    )
    parser.set_defaults(command=tutorial)


def tutorial(chosen: Namespace) -> int:
    """Carry it out."""
    with meter(console(), "Making", chosen.photos) as bar:
        path = make_archive(chosen.folder, chosen.photos, chosen.url, progress=bar.add)
    print(path)
    return Exit.ALL
