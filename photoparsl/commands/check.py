"""`photoparsl check`: whether a run is whole and undamaged."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.errors import RunError
from photoparsl.results.files import photos_of
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.plan import make_plan


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
    """Carry it out."""
    directory = RunDirectory(chosen.run_dir)
    asked = directory.asked()
    if asked is None:
        raise RunError(f"{directory.path}: is no run's folder: it has no run.json")
    damage = list(directory.damage())
    if damage:
        print("\n".join(damage))
        return Exit.COULD_NOT_RUN
    rows = asked.wanted
    measured = failed = 0
    for result in directory.results():
        measured += sum(m.row in rows for m in result.measurements)
        failed += sum(f.row in rows for f in result.failures)
    left = len(rows) - measured - failed
    if len(rows) == asked.rows and not left:
        photos = (photo for result in directory.results() for photo in photos_of(result))
        if make_plan(photos).digest != asked.digest:
            print(f"{directory.path}: its rows are not those of the manifest it was asked for")
            return Exit.COULD_NOT_RUN
    print(
        f"{len(rows):,} rows = {measured:,} measured + {failed:,} failed + {left:,} left; "
        "no row twice, no file damaged"
    )
    return Exit.INCOMPLETE if left else Exit.SOME_FAILED if failed else Exit.ALL
