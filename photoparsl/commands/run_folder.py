"""Adds the argument for the run that a command reads, with few imports, so that it starts fast."""

from __future__ import annotations

from argparse import ArgumentParser

from photoparsl.commands.argument_types import path


def add_run_dir(parser: ArgumentParser) -> None:
    """Add the argument for the run that a command reads."""
    parser.add_argument(
        "run_dir", type=path, metavar="RUN_DIR", help="the run's folder, e.g. runs/manifest"
    )


def add_latest_run(parser: ArgumentParser) -> None:
    """Add the argument for the run that a command reads, by default the latest."""
    parser.add_argument(
        "run_dir",
        nargs="?",
        type=path,
        metavar="RUN_DIR",
        help="the run's folder (default: the newest in runs/)",
    )
    parser.add_argument(
        "--last",
        action="store_const",
        dest="run_dir",
        const=None,
        help="the newest run in runs/, which is also the default",
    )
