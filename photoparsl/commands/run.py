"""`photoparsl run`: measure the photos of a manifest, and write the page."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands import options as arguments
from photoparsl.commands.execute import carry_out
from photoparsl.commands.exits import WORDS
from photoparsl.commands.options import Commands
from photoparsl.running.request import order_of, run_name, source_of
from photoparsl.running.run import TITLE


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "run",
        help="measure the photos of a manifest, and write the page",
        description="Measures the photos of a manifest, and writes the page.  The same command "
        "again goes on where it was interrupted, and measures only what is missing.",
        epilog=WORDS,
    )
    parser.add_argument(
        "manifest",
        metavar="MANIFEST",
        help="a file, an http(s) URL, or - for standard input; plain or gzip; lines 'URL YEAR', "
        "or CSV or Parquet with the columns 'url' and perhaps 'year', 'earliest' and 'latest' "
        "(docs/archives.md has the rules); photos are at http(s) or osdf:/// URLs, and in a "
        "file they may be paths too, relative to it",
    )
    arguments.site(parser)
    parser.add_argument(
        "--start", type=arguments.number, default=0, metavar="ROW", help="begin at this row"
    )
    parser.add_argument("--count", type=arguments.positive, metavar="N", help="take so many rows")
    arguments.folders(parser)
    arguments.limits(parser)
    parser.add_argument("--title", default=TITLE, help="the page's title")
    parser.add_argument("--note", default="", help="a sentence under the title")
    parser.add_argument(
        "--retry-failed",
        nargs="*",
        metavar="REASON",
        help="try the failed photos again: all, or those that failed for these reasons (to be "
        "given after MANIFEST)",
    )
    parser.add_argument(
        "--restart", action="store_true", help="begin anew; the earlier run is kept aside"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and do nothing"
    )
    parser.set_defaults(command=run)


def run(chosen: Namespace) -> int:
    """Carry it out."""
    with source_of(chosen.manifest, allow_private=chosen.allow_private) as source:
        request = order_of(chosen, source, run_name(chosen.manifest))
        return carry_out(request, restart=chosen.restart, dry_run=chosen.dry_run)
