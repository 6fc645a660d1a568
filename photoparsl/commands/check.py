"""`photoparsl check`: check that a run is whole and undamaged."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_run_dir
from photoparsl.commands.terminal.exit_codes import EXIT_CODES, ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.library import Checked, open_run
from photoparsl.number_text import counted
from photoparsl.redact import visible


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "check",
        help=COMMANDS["check"],
        description="Reads all result files of a run, and prints whether every row is there "
        "exactly once and as it was written.",
        epilog=EXIT_CODES,
        examples=["photoparsl check runs/manifest", "photoparsl check runs/manifest --json"],
    )
    add_run_dir(parser)
    add_json(parser)
    parser.set_defaults(command=check)


def check(arguments: Namespace) -> int:
    """Check the run, and print its counts or what is damaged."""
    checked = open_run(arguments.run_dir).check()
    if arguments.json:
        print_json(checked)
    else:
        print("\n".join(checked.damage or _counts(checked)))
    if checked.damage:
        return ExitCode.COULD_NOT_RUN
    if checked.left:
        return ExitCode.INCOMPLETE
    return ExitCode.SOME_FAILED if checked.failed or checked.lacking else ExitCode.DONE


def _counts(checked: Checked) -> Iterator[str]:
    """Yield the counts of a run without damage, line by line."""
    yield (
        f"{counted(checked.rows, 'row')} = {checked.measured:,} measured + "
        f"{checked.failed:,} failed + {checked.left:,} left; no row twice, no file damaged"
    )
    if checked.in_jobs:
        yield (
            f"{counted(checked.in_jobs, 'photo is', 'photos are')} in jobs that haven't ended: the "
            "same 'run', later, takes in what they have measured"
        )
    if checked.to_take_in:
        yield (
            f"{counted(checked.to_take_in, 'photo is', 'photos are')} in ended jobs: the same "
            "'run' takes in what came back"
        )
    if checked.untried:
        yield f"{checked.untried:,} of those left: measured, but not yet by all measures"
    for name, photos in checked.lacking.items():
        yield f"{photos:,} of those measured: an added measure failed ({visible(name)})"
    if checked.changed:
        yield f"{checked.changed:,} of those measured: the bytes had changed at the latest start"
    if checked.without_digest:
        yield f"{checked.without_digest:,} of those measured by version 0.1.0, which kept no digest"
    if checked.aside:
        yield (
            f"{counted(checked.aside, 'more result is', 'more results are')} kept aside, of photos "
            "that aren't in the manifest any more"
        )
