"""The command line: arguments in, an exit code out, errors as sentences."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

from photoparsl.commands import bundle, check, manifest, page, project, run, serve, slice, tutorial
from photoparsl.commands import demo as demo_command
from photoparsl.commands.exits import WORDS, Exit
from photoparsl.errors import IncompleteError, PhotoparslError

_COMMANDS = (
    run,
    manifest,
    slice,
    page,
    check,
    tutorial,
    serve,
    bundle,
    project,
)  # as --help lists them


def main(argv: Sequence[str] | None = None) -> int:
    """Run `photoparsl` with the arguments `argv`, and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="photoparsl",
        description="Measures every photo of an archive with Parsl, and shows it over time.",
        epilog=f"{WORDS} 'photoparsl COMMAND --help' says more.",
    )
    parser.add_argument("--version", action="version", version=version("photoparsl"))
    add = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.define(add)
    return _carry_out(parser, argv)


def demo(argv: Sequence[str] | None = None) -> int:
    """Run the demo, which is what `run_demo.py` does."""
    return _carry_out(demo_command.parser(), argv)


def _carry_out(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> int:
    chosen = parser.parse_args(argv)
    try:
        code: int = chosen.command(chosen)
        return code
    except IncompleteError as error:
        print(f"photoparsl: {error}", file=sys.stderr)
        return Exit.INCOMPLETE
    except PhotoparslError as error:
        print(f"photoparsl: {error}", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    except OSError as error:
        print(f"photoparsl: {error.filename or ''}: {error.strerror}", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    except KeyboardInterrupt:
        print("photoparsl: interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
