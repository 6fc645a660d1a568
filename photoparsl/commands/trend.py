"""`photoparsl trend`: print a measure's trend over the years, with intervals."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from photoparsl.commands.argument_types import not_empty, odd_number, whole_number, written_file
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands, Once, Parser
from photoparsl.commands.run_folder import add_run_dir
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.safe_stream import print_sentence, print_words
from photoparsl.files import write_atomically
from photoparsl.library import Run
from photoparsl.redact import visible
from photoparsl.trends import (
    CODES,
    YEAR_WINDOWS,
    Trend,
    TrendFormat,
    TrendOptions,
    Window,
    group_lines,
    trend_text,
)


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "trend",
        help=COMMANDS["trend"],
        description="Prints a table with a row for each year that has photos: their number, the "
        "median of their values with its 95 % interval, and quantiles.  Prints on standard error "
        "which photos the table is of, and the slope of the yearly medians.  A measure whose "
        f"values are texts or codes ({', '.join(CODES)}) has shares in place of medians.  "
        "docs/trends.md has the formulas.",
        examples=[
            "photoparsl trend runs/manifest",
            "photoparsl trend runs/manifest --measure contrast --by collection -o contrast.csv",
            "photoparsl trend runs/manifest --clusters photographer --years 5",
            "photoparsl trend runs/manifest --months 3",
        ],
    )
    add_run_dir(parser)
    _add_columns(parser)
    _add_window(parser)
    parser.add_argument(
        "--format",
        choices=[form.value for form in TrendFormat],
        default=TrendFormat.CSV,
        help="default: csv",
    )
    parser.add_argument(
        "-o", "--output", type=written_file, metavar="FILE", help="default: the standard output"
    )
    parser.set_defaults(command=trend)


def _add_columns(parser: Parser) -> None:
    """Add the options of what is counted, and how photos belong together."""
    one_text: dict[str, Any] = {"action": Once, "type": not_empty}
    parser.add_argument(
        "--measure", **one_text, metavar="NAME", help="the measure (default: the run's first)"
    )
    parser.add_argument(
        "--by",
        **one_text,
        metavar="COLUMN",
        help="a column of the manifest, or resource: a trend for each entry",
    )
    parser.add_argument(
        "--clusters",
        **one_text,
        metavar="COLUMN",
        help="a column that says which photos belong together, such as the album or the "
        "photographer: intervals are then of resampled entries, and wider",
    )
    parser.add_argument(
        "--constant",
        **one_text,
        metavar="COLUMN",
        help="a column whose mixture is held constant: each year is weighted to the whole "
        "archive's shares",
    )
    parser.add_argument(
        "--spread-dates",
        action="store_true",
        help="count a photo of a vague date in each year that it may be of, with an equal share "
        "(default: in the manifest's year)",
    )
    parser.add_argument(
        "--without-duplicates",
        action="store_true",
        help="leave out photos with the bytes of an earlier row",
    )


def _add_window(parser: Parser) -> None:
    """Add the options of the window, of which one may be given."""
    window = parser.add_mutually_exclusive_group()
    window.add_argument(
        "--years",
        type=odd_number(101),
        metavar="N",
        help="each row is of the photos of N years, an odd number (default: "
        f"{', '.join(map(str, YEAR_WINDOWS[:-1]))} or {YEAR_WINDOWS[-1]}, by the number of photos; "
        "months where an archive is short and its dates are fine)",
    )
    window.add_argument(
        "--months",
        type=odd_number(1201),
        metavar="N",
        help="each row is of the photos of N months, an odd number; photos whose month isn't known "
        "are left out",
    )
    window.add_argument(
        "--photos",
        type=whole_number(6),
        metavar="N",
        help="each row is of at least N photos: the year, and as many around it as are needed",
    )


def trend(arguments: Namespace) -> int:
    """Print the table.  Say on standard error what it is of."""
    window = None
    if arguments.years or arguments.photos or arguments.months:
        window = Window(arguments.years or 1, arguments.photos or 0, arguments.months or 0)
    options = TrendOptions(
        window,
        arguments.spread_dates,
        arguments.by,
        arguments.clusters,
        arguments.constant,
        without_duplicates=arguments.without_duplicates,
    )
    found = Run(arguments.run_dir).trend(arguments.measure, options)
    text = trend_text(found, TrendFormat(arguments.format))
    if arguments.output:
        write_atomically(arguments.output, text.encode())
    else:
        print_words(text)
    held = f" with a constant mixture of {options.constant}" if options.constant else ""
    for line in group_lines(found) if isinstance(found, Trend) else ():
        print_sentence(visible(f"{found.measure}{held}: {line}"))
    for note in found.notes:
        print_sentence(visible(f"{found.measure}: {note}"))
    return ExitCode.DONE
