"""`photoparsl run`: measure the photos of a manifest, and write the page."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Collection, Mapping

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.execute_run import TerminalReporter, execute_run, print_plan
from photoparsl.commands.options import add_run_options, given_keys, run_options
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import EXIT_CODES
from photoparsl.options import Given
from photoparsl.redact import visible
from photoparsl.requesting import run_defaults
from photoparsl.running import open_request


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "run",
        help=COMMANDS["run"],
        description="Measures the photos of a manifest, and writes the page.  The same command "
        "again goes on where it was interrupted, and measures only what is missing.  Of a folder, "
        "a table with other columns, a file of records (JSON, XML) or a URL of IIIF or OAI-PMH it "
        "makes the manifest first, as 'photoparsl manifest' does; it says what it understood, and "
        "keeps the manifest in the run's folder until the archive changes.",
        epilog=EXIT_CODES,
        examples=[
            "photoparsl run manifest.csv",
            "photoparsl run photos/",
            "photoparsl run catalogue.csv --image-column 'File name' --date-column Dated --fuzzy",
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
        "file they may also be paths, relative to the file.  Or an archive: a folder, a table, a "
        "file of records, a URL",
    )
    add_run_options(parser)
    parser.add_argument(
        "--no-settings",
        action="store_true",
        help="take no defaults of options from settings files; 'photoparsl config' shows these",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="print what would be done, and a grid's submit file; measure and write nothing",
    )
    parser.set_defaults(command=run)


def run(arguments: Namespace) -> int:
    """Measure, or print what would be done."""
    reporter = TerminalReporter()
    defaults = {} if arguments.no_settings else run_defaults(given_keys(arguments))
    options, is_dry_run = run_options(arguments, defaults), arguments.dry_run
    _print_origins(defaults, given_keys(arguments))
    try:
        with open_request(options, arguments.manifest, reporter, is_dry_run=is_dry_run) as request:
            if is_dry_run:
                return print_plan(request, restart=options.restart)
            return execute_run(request, reporter, restart=options.restart)
    except KeyboardInterrupt as interrupt:  # before or after photos are measured
        interrupt.args = ("interrupted; the same command goes on",)
        raise


def _print_origins(defaults: Mapping[str, Given], chosen: Collection[str]) -> None:
    """Print which options are from which settings file.

    chosen: the options that the command line has instead
    """
    used: dict[str, list[str]] = {}
    for name, given in defaults.items():
        if name not in chosen:
            used.setdefault(given.origin, []).append(name)
    for origin, names in used.items():
        print(visible(f"Settings   {', '.join(names)}: from {origin}"), file=sys.stderr)
