"""`photoparsl provenance`: print a citation of a run, and write its provenance."""

from __future__ import annotations

from argparse import Namespace

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.run_folder import add_run_dir
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.commands.terminal.safe_stream import print_words
from photoparsl.errors import RunError, write_problem
from photoparsl.redact import archive_text
from photoparsl.reports import provenance_of, write_provenance
from photoparsl.results import RunDirectory


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "provenance",
        help=COMMANDS["provenance"],
        description="Prints a text to cite a run by, and the command that repeats it.  Writes into "
        "its folder provenance.json (which version measured what, where and when) and SHA256SUMS "
        "(the checksums of the files that it read and wrote, for 'sha256sum --check SHA256SUMS').",
        examples=["photoparsl provenance runs/manifest"],
    )
    add_run_dir(parser)
    add_json(parser)
    parser.set_defaults(command=provenance)


def provenance(arguments: Namespace) -> int:
    """Write the two files.  Print the citation and the files' paths.

    The citation is printed also where a file can't be written, as in another's folder.
    """
    directory = RunDirectory(arguments.run_dir)
    found = provenance_of(directory)
    files: list[str] = []
    problem: RunError | None = None
    try:
        written = write_provenance(directory, found)
        files = [str(arguments.run_dir / path.name) for path in written]
    except RunError as error:
        problem = error
    except OSError as error:
        problem = RunError(write_problem(error, arguments.run_dir))
    if arguments.json:
        print_json(
            {"citation": found.citation, "command": found.command, "files": files}, archive_text
        )
    else:
        print_words(f"{found.citation}\n", is_prose=True)
        print_words(f"\n{found.command}\n")
        print("".join(f"\n{file}" for file in files), end="\n" * bool(files))
    if problem:
        raise problem
    return ExitCode.DONE
