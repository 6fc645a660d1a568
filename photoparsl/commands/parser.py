"""Parser: argparse's parser, with examples in --help and hints about misspelt options."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn, TypeAlias

from photoparsl.commands.terminal.folding import folded, folded_command
from photoparsl.errors import spelling_hint

_UNKNOWN = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """An ArgumentParser.  The parsers of its commands are Parsers too.

    examples: command lines for the end of --help
    """

    def __init__(self, *positional: Any, examples: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*positional, **named)
        self.examples = tuple(examples)

    def format_help(self) -> str:
        """Return argparse's help and then the examples, whose lines argparse would rewrap.

        Of the usage, argparse breaks no line within a group of options.
        """
        width = shutil.get_terminal_size().columns - 2  # as argparse's own
        lines = [f"{folded_command(f'  {example}', width)}\n" for example in self.examples]
        text = "\n".join(folded(line, width) for line in super().format_help().split("\n"))
        return text + ("\nexamples:\n" + "".join(lines) if lines else "")

    def error(self, message: str) -> NoReturn:
        """Print the message, with the known option most like a misspelt one, and exit."""
        if message.startswith(_UNKNOWN):
            wrong = next(iter(message.removeprefix(_UNKNOWN).split()), "").partition("=")[0]
            if wrong.startswith("--"):
                message += spelling_hint(wrong, self._all_options())
        super().error(message)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print a message.  Raises OSError if that fails, which argparse's own method ignores."""
        if message:
            (file or sys.stderr).write(message)

    def _all_options(self) -> Iterator[str]:
        """Return the options of this parser and of its commands."""
        yield from self._option_string_actions
        for action in self._actions:
            if isinstance(action.choices, dict):
                for command in action.choices.values():
                    yield from command._option_string_actions


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
