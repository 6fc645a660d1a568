"""`photoparsl stop`: remove the jobs of a detached run from the queue."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_run_dir
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.library import Run
from photoparsl.number_text import counted

if TYPE_CHECKING:
    from photoparsl.detached import LeftJobs


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "stop",
        help=COMMANDS["stop"],
        description="Takes in what the jobs of 'photoparsl run --detach' have brought back, and "
        "removes those that haven't ended from the queue.  On Slurm, and from HTCondor 25.8 on, "
        "what running jobs have measured is kept; else it is measured again, and this command "
        "asks first.",
        examples=["photoparsl stop runs/manifest", "photoparsl stop runs/manifest --yes"],
    )
    add_run_dir(parser)
    parser.add_argument("--yes", action="store_true", help="don't ask")
    parser.set_defaults(command=stop)


def stop(arguments: Namespace) -> int:
    """Remove the jobs, after a question if something is lost with them."""
    run = Run(arguments.run_dir)
    if not (arguments.yes or _may_remove(run.left_jobs())):
        print("Nothing is removed; --yes removes them without a question.", file=sys.stderr)
        return ExitCode.COULD_NOT_RUN
    left = run.stop()
    print(
        f"{left.jobs:,} {'job is' if left.jobs == 1 else 'jobs are'} removed, {left.taken:,} "
        f"{'photo' if left.taken == 1 else 'photos'} came back; 'photoparsl run' goes on with what "
        "is left."
    )
    return ExitCode.DONE


def _may_remove(left: LeftJobs) -> bool:
    """Whether nothing is lost with the jobs, or the user says yes."""
    if not left.jobs or left.keeps:
        return True
    print(
        f"{counted(left.jobs, 'job')} with {counted(left.photos, 'photo')} to measure may still "
        "run; what they have measured so far is lost, and is measured again by the next run.",
        file=sys.stderr,
    )
    return sys.stdin.isatty() and input("Remove them? [y/N] ").strip().lower() in ("y", "yes")
