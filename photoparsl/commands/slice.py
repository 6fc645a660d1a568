"""`photoparsl slice`: measure one slice, as the original tutorial's program did."""

from __future__ import annotations

from argparse import Namespace
from itertools import islice
from pathlib import Path

from photoparsl.commands.argument_types import whole_number
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.options import add_allow_private
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.safe_stream import print_as_it_is
from photoparsl.errors import ManifestError, RunError
from photoparsl.fetching import Limits
from photoparsl.files import holds_other_text, write_atomically
from photoparsl.manifests import Slice
from photoparsl.measuring import measure_slice
from photoparsl.reports import to_fragment
from photoparsl.running import open_source


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "slice",
        help=COMMANDS["slice"],
        description="Measures COUNT photos from row START of the manifest on standard input, in "
        "this process, and writes their years and luminance as the original tutorial did.  "
        "Use it to try a manifest before it goes to a grid.",
        examples=[
            "photoparsl slice - 0 10 < manifest.csv",
            "photoparsl slice results-0.json 0 200 < manifest.csv",
        ],
    )
    parser.add_argument(
        "output", metavar="OUTPUT", help="the file to write, or - for standard output"
    )
    parser.add_argument(
        "start", type=whole_number(0), metavar="START", help="the first row, from 0"
    )
    parser.add_argument("count", type=whole_number(1), metavar="COUNT", help="how many rows")
    add_allow_private(parser)
    parser.set_defaults(command=slice_)


def slice_(arguments: Namespace) -> int:
    """Measure the slice, and write its values."""
    with open_source("-") as source:
        photos = islice(source.photos(), arguments.start, arguments.start + arguments.count)
        slice_ = Slice(tuple(photos))
    output = Path(arguments.output)
    if holds_other_text(output, b"/* Running on host"):
        raise RunError(
            f"{output}: exists and isn't a slice's result; name another file, or remove it"
        )
    if not slice_.photos:
        raise ManifestError(f"there is no row {arguments.start} in the manifest")
    result = measure_slice(slice_, limits=Limits(allow_private=arguments.allow_private))
    if arguments.output == "-":
        print_as_it_is(to_fragment(result))
    else:
        write_atomically(output, to_fragment(result).encode())
    return ExitCode.SOME_FAILED if result.failures else ExitCode.DONE
