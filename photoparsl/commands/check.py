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
    found = open_run(arguments.run_dir).check()
    if arguments.json:
        print_json(found)
    else:
        print("\n".join(found.damage or _counts(found)))
    if found.damage:
        return ExitCode.COULD_NOT_RUN
    if found.left:
        return ExitCode.INCOMPLETE
    return ExitCode.SOME_FAILED if found.failed or found.lacking else ExitCode.DONE


def _counts(found: Checked) -> Iterator[str]:
    """Yield the counts of a run without damage, line by line."""
    yield (
        f"{counted(found.rows, 'row')} = {found.measured:,} measured + {found.failed:,} failed + "
        f"{found.left:,} left; no row twice, no file damaged"
    )
    if found.in_jobs:
        yield (
            f"{counted(found.in_jobs, 'photo is', 'photos are')} in jobs: the same 'run' takes in "
            "what they have measured"
        )
    if found.untried:
        yield f"{found.untried:,} of those left: measured, but not yet by all measures"
    for name, photos in found.lacking.items():
        yield f"{photos:,} of those measured: an added measure failed ({visible(name)})"
    if found.changed:
        yield f"{found.changed:,} of those measured: the bytes had changed at the latest start"
    if found.without_digest:
        yield f"{found.without_digest:,} of those measured by version 0.1.0, which kept no digest"
    if found.aside:
        yield (
            f"{counted(found.aside, 'more result is', 'more results are')} kept aside, of photos "
            "that aren't in the manifest any more"
        )
