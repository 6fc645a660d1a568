"""A reader of arguments that says what was probably meant."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NoReturn

from photoparsl.errors import spelling_hint

_UNKNOWN = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """An ArgumentParser, and so are those of its commands."""

    def error(self, message: str) -> NoReturn:
        """End with the message, and with the option that a misspelt one is most like."""
        if message.startswith(_UNKNOWN):
            wrong = next(iter(message.removeprefix(_UNKNOWN).split()), "").partition("=")[0]
            if wrong.startswith("--"):
                message += spelling_hint(wrong, self._options())
        super().error(message)

    def _options(self) -> Iterator[str]:
        yield from self._option_string_actions
        for action in self._actions:
            if isinstance(action.choices, dict):
                for command in action.choices.values():
                    yield from command._option_string_actions
