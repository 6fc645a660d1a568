"""`photoparsl check`: whether a run is whole and undamaged."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.library.run import open_run


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "check",
        help="check that a run has every row exactly once, undamaged",
        description="Reads all result files of a run, and says whether every row is there exactly "
        "once and as it was written.",
        epilog="Exit codes: 0 whole; 1 whole, and some photos failed; 2 damaged; 3 incomplete.",
    )
    parser.add_argument("run_dir", type=arguments.path, metavar="RUN_DIR")
    parser.set_defaults(command=check)


def check(chosen: Namespace) -> int:
    """Print what was found in the run's folder."""
    found = open_run(chosen.run_dir).check()
    if found.damage:
        print("\n".join(found.damage))
        return Exit.COULD_NOT_RUN
    print(
        f"{found.rows:,} rows = {found.measured:,} measured + {found.failed:,} failed + "
        f"{found.left:,} left; no row twice, no file damaged"
    )
    return Exit.INCOMPLETE if found.left else Exit.SOME_FAILED if found.failed else Exit.ALL
