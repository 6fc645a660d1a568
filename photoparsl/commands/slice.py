"""`photoparsl slice`: the original tutorial's program for one slice."""

from __future__ import annotations

import sys
from argparse import Namespace
from itertools import islice
from pathlib import Path

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.errors import ManifestError
from photoparsl.fetching import Limits
from photoparsl.files import write_atomically
from photoparsl.manifests import Slice
from photoparsl.measuring.slice import measure_slice
from photoparsl.reports.fragments import to_fragment
from photoparsl.running.request import source_of


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "slice",
        help="measure one slice in this process, without Parsl",
        description="Measures COUNT photos from row START of the manifest on standard input, in "
        "this process, and writes their years and luminance in the form of the original "
        "tutorial.  A way to try a manifest before it goes to a grid.",
    )
    parser.add_argument("output", metavar="OUTPUT", help="the file to write, or - for the terminal")
    parser.add_argument(
        "start", type=arguments.number, metavar="START", help="the first row, from 0"
    )
    parser.add_argument("count", type=arguments.positive, metavar="COUNT", help="how many rows")
    arguments.private(parser)
    parser.set_defaults(command=slice_)


def slice_(chosen: Namespace) -> int:
    """Carry it out."""
    with source_of("-") as source:
        photos = islice(source.photos(), chosen.start, chosen.start + chosen.count)
        slice_ = Slice(tuple(photos))
    if not slice_.photos:
        raise ManifestError(f"there is no row {chosen.start} in the manifest")
    result = measure_slice(slice_, limits=Limits(allow_private=chosen.allow_private))
    if chosen.output == "-":
        sys.stdout.write(to_fragment(result))
    else:
        write_atomically(Path(chosen.output), to_fragment(result).encode())
    return Exit.SOME_FAILED if result.failures else Exit.ALL
