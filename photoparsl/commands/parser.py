"""Parser: argparse's parser, with examples in --help and hints about misspelt options."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from typing import Any, TypeAlias

from photoparsl.commands.terminal.folding import folded, folded_command
from photoparsl.errors import spelling_hint


class Parser(argparse.ArgumentParser):
    """An ArgumentParser.  The parsers of its commands are Parsers too.

    A shortened name of an option is refused: with a later option it might mean another one.

    examples: command lines for the end of --help
    """

    def __init__(self, *positional: Any, examples: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*positional, **{"allow_abbrev": False, **named})
        self.examples = tuple(examples)

    def format_help(self) -> str:
        """Return argparse's help and then the examples, whose lines argparse would rewrap.

        Of the usage, argparse breaks no line within a group of options.
        """
        width = shutil.get_terminal_size().columns - 2  # as argparse's own
        lines = [f"{folded_command(f'  {example}', width)}\n" for example in self.examples]
        text = "\n".join(folded(line, width) for line in super().format_help().split("\n"))
        return text + ("\nexamples:\n" + "".join(lines) if lines else "")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse the arguments.  End with an error if the command doesn't know one of them."""
        known, others = super().parse_known_args(args, namespace)
        if others:
            self.error(f"unrecognized arguments: {' '.join(others)}{self._hint(others[0])}")
        return known, []

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print a message.  Raises OSError if that fails, which argparse's own method ignores."""
        if message:
            (file or sys.stderr).write(message)

    def _hint(self, unknown: str) -> str:
        """Return a hint at an option that begins with the unknown one, or is most like it."""
        wrong = unknown.partition("=")[0]
        if not wrong.startswith("--"):
            return ""
        options = list(self._option_string_actions)
        longer = [option for option in options if option.startswith(f"{wrong}-")]
        return spelling_hint(wrong, longer or options)


class Once(argparse.Action):
    """Stores a value, of which an option has one: a second one would replace it in silence."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: Any, value: Any, option: str | None = None
    ) -> None:
        """Store the value.  End with an error if there is another one already."""
        given = getattr(namespace, self.dest)
        if given not in (self.default, value):
            parser.error(f"{option} takes one value, and has two: {given!r} and {value!r}")
        setattr(namespace, self.dest, value)


# What a command's `define` adds its parser to. argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
