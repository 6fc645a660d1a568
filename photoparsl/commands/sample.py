"""`photoparsl sample`: draw a sample of a manifest, to measure before the whole."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from photoparsl.commands.argument_types import not_empty, source, whole_number, written_file
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.options import add_allow_private
from photoparsl.commands.parser import Commands, Parser
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.progress_bar import progress_bar
from photoparsl.library import sample as draw_sample
from photoparsl.redact import visible


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "sample",
        help=COMMANDS["sample"],
        description="Writes a manifest of some photos of a manifest, drawn at random in strata, "
        "such as years.  'photoparsl run' measures it; its trends weight the photos back to the "
        "archive, and give the medians' intervals.  The same manifest gives the same sample, and "
        "a larger sample has all photos of a smaller one: write it to the same file and run that "
        "again, and only the others are measured.",
        examples=[
            "photoparsl sample manifest.csv --photos 20000 --by year",
            "photoparsl sample manifest.csv --photos 5000 --by collection --equal -o first.csv",
        ],
    )
    parser.add_argument(
        "manifest",
        type=source,
        metavar="MANIFEST",
        help="the manifest's path or URL; - reads it from the standard input",
    )
    parser.add_argument(
        "--photos",
        type=whole_number(1),
        required=True,
        metavar="N",
        help="how many photos the sample has",
    )
    _add_strata(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=written_file,
        default=Path("sample.csv"),
        metavar="FILE",
        help="the sample's file, CSV; a name that ends in .gz compresses it (default: sample.csv)",
    )
    add_allow_private(parser)
    parser.set_defaults(command=sample)


def _add_strata(parser: Parser) -> None:
    """Add the options of the strata."""
    parser.add_argument(
        "--by",
        type=not_empty,
        action="append",
        default=[],
        metavar="COLUMN",
        help="draw in strata: a column whose entries are the strata, or 'year'; give the option "
        "again for another.  Each stratum has at least one photo (default: one stratum of all "
        "photos)",
    )
    parser.add_argument(
        "--equal",
        action="store_true",
        help="draw the same number of photos from each stratum (default: in proportion to its "
        "photos)",
    )


def sample(arguments: Namespace) -> int:
    """Write the sample, and print its size."""
    with progress_bar("Reading", None, "rows") as bar:
        drawn = draw_sample(
            arguments.manifest,
            arguments.output,
            photos=arguments.photos,
            by=arguments.by,
            equal=arguments.equal,
            allow_private=arguments.allow_private,
            add_progress=bar.add,
        )
    for note in drawn.notes:
        print(f"Note       {visible(note)}")
    print(visible(str(drawn)))
    return ExitCode.DONE
