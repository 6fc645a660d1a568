"""Messages name an option by its flag, for the command line, and by its parameter, for Python."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import photoparsl
from photoparsl.commands.main import parser
from photoparsl.options import flag_of, option_names
from photoparsl.sites import SETTINGS
from photoparsl.trends import TrendOptions, Window

PACKAGE = Path(photoparsl.__file__).parent
NAMING = ("option", "grid_option", "limit_option", "trend_option")
DECLARING = ("option_field", "parameter_field", "_setting")
FOR_THE_TERMINAL = (PACKAGE / "commands", PACKAGE / "library" / "summary_text.py")


def flags() -> set[str]:
    (action,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    commands = action.choices.values()
    return {o for c in commands for a in c._actions for o in a.option_strings if o[:2] == "--"}


def called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def texts(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts in a module, without docstrings, and without what declares or names an option."""
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child
        elif not is_docstring and called(child) not in (*NAMING, *DECLARING):
            yield from texts(child)


def named() -> Iterator[tuple[str, str]]:
    """Each function of `option_names` that is called, with the flag that it gets."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if called(node) in NAMING and isinstance(node, ast.Call):
                (flag, *_) = node.args
                if isinstance(flag, ast.Constant) and isinstance(flag.value, str):
                    yield called(node), flag.value


def test_no_message_names_an_option_by_its_flag_alone() -> None:
    known = flags()
    for path in PACKAGE.rglob("*.py"):
        if any(path.is_relative_to(place) for place in FOR_THE_TERMINAL):
            continue
        for text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            is_script = "\n" in str(text.value)
            found = re.findall(r"(?<![\w-])--[a-z][a-z-]+", str(text.value))
            is_message = " " in str(text.value).removeprefix(" ") and not is_script
            assert not (is_message and known & set(found)), f"{path}:{text.lineno}: {text.value!r}"


def test_what_a_message_calls_an_option_is_a_parameter_of_that_name() -> None:
    assert len(set(named())) > 20
    functions = (
        photoparsl.run,
        photoparsl.make_manifest,
        photoparsl.sample,
        photoparsl.Run.export,
    )
    parameters = {name for function in functions for name in inspect.signature(function).parameters}
    limits = {limit.name for limit in fields(photoparsl.Limits)}
    for function, flag in named():
        assert flag in flags()
        (name,) = re.findall(
            r"Python: (?:\w+\(|grid=\{')?(\w+)", getattr(option_names, function)(flag)
        )
        known = {
            "option": parameters,
            "limit_option": limits,
            "grid_option": set(SETTINGS),
            "trend_option": {
                field.name for kind in (TrendOptions, Window) for field in fields(kind)
            },
        }
        assert name in known[function], flag


def test_the_page_for_python_lists_each_option_whose_name_differs_there() -> None:
    page = (Path(photoparsl.__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    table = page.split("## Options with other names")[1].split("\n## ")[0]
    limits = [limit for limit in fields(photoparsl.Limits) if "help" in limit.metadata]
    options = {flag_of(limit): limit.name for limit in limits}
    options |= {setting.option: setting.name for setting in SETTINGS.values() if setting.option}
    options |= option_names._PARAMETERS
    others = {flag: name for flag, name in options.items() if flag[2:].replace("-", "_") != name}
    assert {"--timeout", "--module", "--next"} <= others.keys()
    rows = [row.split("|")[1:3] for row in table.splitlines() if row.startswith("|")]
    for flag, name in others.items():
        said = [python for shell, python in rows if re.search(rf"{flag}\b", shell)]
        assert any(re.search(rf"\b{name}\b", python) for python in said), flag
