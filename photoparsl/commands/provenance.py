"""`photoparsl provenance`: where a run's numbers come from."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.reports.provenance import provenance as provenance_of
from photoparsl.reports.provenance import record
from photoparsl.results.run_directory import RunDirectory


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "provenance",
        help="say which version measured what, where and when, as a text to cite",
        description="Prints a text to cite a run by, and writes into its folder provenance.json, "
        "with which version measured what, where and when, and SHA256SUMS, with the checksums of "
        "what it read and wrote ('sha256sum --check SHA256SUMS' there compares them).",
    )
    parser.add_argument("run_dir", type=arguments.path, metavar="RUN_DIR")
    parser.set_defaults(command=provenance)


def provenance(chosen: Namespace) -> int:
    """Carry it out."""
    directory = RunDirectory(chosen.run_dir)
    found = provenance_of(directory)
    path, sums = record(directory, found)
    print(f"{found.citation}\n\n{path}\n{sums}")
    return Exit.ALL
