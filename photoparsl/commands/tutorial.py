"""`photoparsl tutorial`: make the tutorial's archive."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.argument_types import not_empty, path
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.options import add_photos
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.progress_bar import progress_bar
from photoparsl.tutorial import PHOTOS, make_archive


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "tutorial",
        help=COMMANDS["tutorial"],
        description="Makes an archive of synthetic photographs with years.  Each photo has a "
        "Dublin Core record; manifest.txt lists the photos, and truth.csv has the brightness of "
        "each.",
        examples=["photoparsl tutorial my-archive --photos 200"],
    )
    parser.add_argument(
        "folder",
        type=path,
        metavar="DIR",
        help="the archive's folder: new, empty, or of an earlier archive, which is completed",
    )
    add_photos(parser, PHOTOS)
    parser.add_argument(
        "--url",
        type=not_empty,
        default="http://127.0.0.1:8000/",
        metavar="URL",
        help="the URL at which the folder will be served, for the URLs in the manifest "
        "(default: http://127.0.0.1:8000/, as 'photoparsl serve' does)",
    )
    parser.set_defaults(command=tutorial)


def tutorial(arguments: Namespace) -> int:
    """Make the archive, and print its manifest's path."""
    with progress_bar("Making photos", arguments.photos) as bar:
        manifest = make_archive(arguments.folder, arguments.photos, arguments.url, progress=bar.add)
    print(manifest)
    return ExitCode.DONE
