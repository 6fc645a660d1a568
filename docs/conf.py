"""How `make docs` builds these pages with Sphinx: all that it needs is on this machine.

The reference of commands is made from the program's own parsers, so that it says what they do.
"""

from __future__ import annotations

import argparse
import re
from importlib.metadata import version as version_of
from pathlib import Path

from photoparsl.commands.main import parser

project = "photoparsl"
author = "the authors of photoparsl"
copyright = "the authors of photoparsl; Apache License 2.0"
version = release = version_of("photoparsl")

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"  # readable light and dark, on a phone, without scripts, and offline
html_title = "photoparsl"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["static"]
html_css_files = ["docs.css"]


def setup(app: object) -> None:
    """Fill in what is made when the documents are built."""
    app.connect("source-read", _fill_in)  # type: ignore[attr-defined]


def _fill_in(app: object, name: str, source: list[str]) -> None:
    if name == "commands":
        source[0] += "".join(_command(*each) for each in _commands())


def _commands() -> list[tuple[str, argparse.ArgumentParser]]:
    """Every command's name and parser, in the order of `photoparsl --help`."""
    (action,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return list(action.choices.items())


def _command(name: str, command: argparse.ArgumentParser) -> str:
    text = f"\n## {name}\n\n{_plain(command.description)}\n"
    usage = command.format_usage().removeprefix("usage: ")
    text += "\n```text\n" + re.sub(r"\n +", "\n    ", usage) + "```\n"
    for group in command._action_groups:
        actions = [a for a in group._group_actions if not isinstance(a, argparse._HelpAction)]
        if actions:
            text += f"\n{(group.title or '').capitalize()}: {_plain(group.description)}\n"
            text += "\n| | |\n| --- | --- |\n"
            text += "".join(_row(command._get_formatter(), action) for action in actions)
    examples = getattr(command, "examples", ())
    return text + ("\n```text\n" + "\n".join(examples) + "\n```\n" if examples else "")


def _row(formatter: argparse.HelpFormatter, action: argparse.Action) -> str:
    name = formatter._format_action_invocation(action).replace("|", "\\|")
    told = _plain(formatter._expand_help(action) if action.help else "")
    return f"| `{name}` | {told} |\n"


def _plain(text: str | None) -> str:
    """A help text, in Markdown; whose home it was made in is nobody's business."""
    words = " ".join((text or "").replace(str(Path.home()), "~").split())
    return re.sub(r"([|<*_])", r"\\\1", words)
