"""Writes share/: manual pages, and completions for shells: `python docs/manual.py`.

They are made from the commands' parsers: the completions by shtab; the pages here, since what else
makes pages of parsers has no wheel, and pip can't build one below a folder with a $ in its name.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import shtab

from photoparsl.commands.argument_types import path, source
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.help import documents
from photoparsl.commands.main import overview, parser
from photoparsl.commands.parser import Parser
from photoparsl.measuring import ALL_MEASURES, MEASURES, MORE_MEASURES
from photoparsl.options import user_file
from photoparsl.sites import shipped_sites

SHARE = Path(__file__).parent.parent / "share"
COMPLETIONS = {  # of each shell: where programs look for them
    "bash": "bash-completion/completions/photoparsl",
    "zsh": "zsh/site-functions/_photoparsl",
    "tcsh": "photoparsl/completion.tcsh",
}
_FOLDERS = ("DIR", "RUN_DIR")
_OFFERED = {  # names that shells offer for arguments that take others too
    "topic": list(documents()),
    "measure": [*MEASURES, *MORE_MEASURES],
}
_SITES = " ".join(shipped_sites())
_LISTED = " ".join([ALL_MEASURES, *MEASURES, *MORE_MEASURES])
_FUNCTIONS = {
    "bash": f"""
# A list of measures, separated by commas: the last one is completed.
_photoparsl_measures() {{
  local before=""
  [[ $1 == *,* ]] && before="${{1%,*}},"
  compgen -P "$before" -W "{_LISTED}" -- "${{1##*,}}"
}}
_photoparsl_site_files() {{ compgen -W "{_SITES}" -- "$1"; compgen -f -- "$1"; }}""",
    "zsh": f"""
_photoparsl_measures() {{ _sequence compadd - {_LISTED} }}
_photoparsl_sites() {{ compadd - {_SITES}; _files }}""",
}
_COMPLETED = {  # by functions: a site's name or file, several names
    "config": {"bash": "_photoparsl_site_files", "zsh": "_photoparsl_sites", "tcsh": "f"},
    "measures": dict.fromkeys(("bash", "zsh"), "_photoparsl_measures"),
}
_FILES_TEXT = """\
.TP
.I ~/.config/photoparsl/config.toml
your settings: defaults of options, and of a grid; 'photoparsl config' shows them
.TP
.I photoparsl.toml
in the folder that you work in: harmless defaults of options
.TP
.I runs/NAME
the files of a run; 'photoparsl help run' explains them"""
_ENVIRONMENT_TEXT = """\
.TP
.B NO_COLOR
if it is set and not empty, nothing is printed in colour
.TP
.B PAGER
shows the pages of 'photoparsl help' on a terminal
.TP
.BR XDG_CONFIG_HOME ", " XDG_CACHE_HOME
the folders of settings and of what is kept for later runs"""


def files() -> dict[str, str]:
    """The files of share/, by their paths there."""
    with _columns("80"):
        return _files(parser())


def _files(top: argparse.ArgumentParser) -> dict[str, str]:
    commands = _commands(top)
    made = {f"man/man1/photoparsl-{name}.1": _page(name, each) for name, each in commands.items()}
    made["man/man1/photoparsl.1"] = _overview_page()
    for each in commands.values():
        _mark_values(each)
    for shell, place in COMPLETIONS.items():
        made[place] = shtab.complete(top, shell, preamble=_FUNCTIONS)
    return {place: _neutral(text) for place, text in made.items()}


@contextmanager
def _columns(number: str) -> Iterator[None]:
    """Have argparse break lines at this width."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = number
    try:
        yield
    finally:
        os.environ.pop("COLUMNS")
        os.environ |= {} if before is None else {"COLUMNS": before}


def write() -> None:
    """Write the files, and remove those of commands that are gone."""
    made = files()
    for stale in {*_names()} - {*made}:
        (SHARE / stale).unlink()
    for place, text in made.items():
        (SHARE / place).parent.mkdir(parents=True, exist_ok=True)
        (SHARE / place).write_text(text, encoding="utf-8")


def _names() -> Iterable[str]:
    return [str(path.relative_to(SHARE)) for path in SHARE.rglob("*") if path.is_file()]


def _commands(top: argparse.ArgumentParser) -> dict[str, Parser]:
    """Every command's parser."""
    (commands,) = (a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    return dict(commands.choices)


def _page(name: str, command: Parser) -> str:
    examples = "\n".join(_escaped(example) for example in command.examples)
    return _manpage(
        command,
        f"photoparsl-{name}",
        COMMANDS[name],
        {"examples": f".EX\n{examples}\n.EE", "see also": ".BR photoparsl (1)"},
    )


def _overview_page() -> str:
    known = overview()
    usage = "%(prog)s [--version] COMMAND ..."
    top = Parser(prog="photoparsl", usage=usage, description=known.description, epilog=known.epilog)
    top.add_argument("--version", action="version", help="print the version")
    rows = (
        f".TP\n.BR photoparsl\\-{_escaped(name)} (1)\n{_escaped(told % {})}"
        for name, told in COMMANDS.items()
    )
    return _manpage(
        top,
        "photoparsl",
        "measure every photo of an archive, and show it over time",
        {
            "commands": "\n".join(rows),
            "files": _escaped_dashes(_FILES_TEXT),
            "environment": _escaped_dashes(_ENVIRONMENT_TEXT),
        },
    )


def _manpage(
    command: argparse.ArgumentParser, name: str, summary: str, more: Mapping[str, str]
) -> str:
    """A page in the language of man(7).

    more: the last sections' texts in that language, by their headings
    """
    program, *words = command.format_usage().split(":", 1)[-1].split()
    lines = [
        f'.TH {_escaped(name.upper())} "1" "" "photoparsl" "photoparsl"',
        *(".SH NAME", _escaped(f"{name} - {summary % {}}")),
        *(".SH SYNOPSIS", f".B {_escaped(program)}", _escaped(" ".join(words))),
        *(".SH DESCRIPTION", _paragraphs(command.description or "")),
    ]
    for group in command._action_groups:
        shown = [a for a in group._group_actions if not isinstance(a, argparse._HelpAction)]
        if told := "\n".join(_argument(command, a) for a in shown if a.help != argparse.SUPPRESS):
            lines += [f".SH {_escaped((group.title or 'options').upper())}", told]
    if command.epilog:
        lines += [".SH EXIT STATUS", _paragraphs(command.epilog)]
    for heading, text in more.items():
        lines += [f".SH {heading.upper()}", text]
    return "\n".join(lines)


def _argument(command: argparse.ArgumentParser, action: argparse.Action) -> str:
    """An argument, or an option with its value, and its help."""
    formatter = command._get_formatter()
    words = [rf"\fB{_escaped(flag)}\fR" for flag in action.option_strings]
    words[:-1] = [f"{word}," for word in words[:-1]]
    if action.nargs != 0:
        words.append(rf"\fI{_escaped(formatter._format_args(action, action.dest.upper()))}\fR")
    told = formatter._expand_help(action) if action.help else ""
    return f".TP\n{' '.join(words)}\n{_paragraphs(told)}"


def _paragraphs(text: str) -> str:
    """Paragraphs of plain text."""
    return "\n.PP\n".join(_escaped(" ".join(part.split())) for part in text.split("\n\n"))


def _mark_values(command: Parser) -> None:
    """Have shells complete files, folders and names where an argument is one."""
    for action in command._actions:
        if action.dest in _OFFERED:
            action.choices = _OFFERED[action.dest]
        if action.dest in _COMPLETED:
            action.complete = _COMPLETED[action.dest]  # type: ignore[attr-defined]
        elif action.metavar in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif action.type in (path, source) or action.metavar == "MANIFEST":
            action.complete = shtab.FILE  # type: ignore[attr-defined]


def _neutral(text: str) -> str:
    """A text without the home folder that it was made in."""
    config = str(user_file().parent)
    for shown in (config, config.replace("-", r"\-"), re.sub(r"([^\w\s.,()-])", r"\\\1", config)):
        text = text.replace(shown, "~/.config/photoparsl")
    return text if text.endswith("\n") else text + "\n"


def _escaped(text: str) -> str:
    r"""A line of a manual page that shows the text as it is.

    >>> _escaped(".a-b 'c\\d'")
    "\\&.a\\-b 'c\\ed'"
    """
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{text}" if text.startswith((".", "'")) else text


def _escaped_dashes(text: str) -> str:
    return text.replace("-", r"\-")


if __name__ == "__main__":
    write()
