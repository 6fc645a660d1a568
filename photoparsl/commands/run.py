"""`photoparsl run`: measure the photos of a manifest, and write the page."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.execute_run import execute_run, print_plan
from photoparsl.commands.options import add_run_options, run_options
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import EXIT_CODES
from photoparsl.running import make_request, open_source, run_name


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "run",
        help="measure the photos of a manifest, and write the page",
        description="Measures the photos of a manifest, and writes the page.  The same command "
        "again goes on where it was interrupted, and measures only what is missing.",
        epilog=EXIT_CODES,
        examples=[
            "photoparsl run manifest.csv",
            "photoparsl run manifest.csv --measures luminance,contrast --title 'Glass negatives'",
            "photoparsl run manifest.csv --retry-failed timeout no-connection",
            "photoparsl run manifest.csv --config osgconnect --project MyProject --dry-run",
        ],
    )
    parser.add_argument(
        "manifest",
        metavar="MANIFEST",
        help="a file, an http(s) URL, or - for standard input, compressed with gzip or not: lines "
        "'URL YEAR', or CSV or Parquet with the columns 'url' and perhaps 'year', 'earliest' and "
        "'latest' (docs/archives.md has the rules).  Photos are at http(s) or osdf:/// URLs; in a "
        "file they may also be paths, relative to the file",
    )
    add_run_options(parser)
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="print what would be done, and a grid's submit file; measure and write nothing",
    )
    parser.set_defaults(command=run)


def run(arguments: Namespace) -> int:
    """Measure, or print what would be done."""
    with open_source(arguments.manifest, allow_private=arguments.allow_private) as source:
        request = make_request(run_options(arguments), source, run_name(arguments.manifest))
        if arguments.dry_run:
            return print_plan(request)
        return execute_run(request, restart=arguments.restart)
