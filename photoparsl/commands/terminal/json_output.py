"""Prints what a command found as JSON, for scripts."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from photoparsl.commands.terminal.safe_stream import named_errors, raw_stream
from photoparsl.redact import without_secrets


def add_json(parser: ArgumentParser) -> None:
    """Add the option to print JSON."""
    parser.add_argument("--json", action="store_true", help="print it as JSON, for scripts")


def print_json(found: Any, shown: Callable[[str], str] = without_secrets) -> None:
    """Print dataclasses, mappings and sequences as JSON in ASCII, without secrets in URLs.

    A dataclass becomes an object with its fields.  JSON's own escapes keep control characters from
    the terminal.

    shown: the function that removes secrets, such as `archive_text` for an archive's texts
    """
    with named_errors():
        print(json.dumps(_as_json(found, shown), indent=1), file=raw_stream(sys.stdout), flush=True)


def _as_json(value: Any, shown: Callable[[str], str]) -> Any:
    if is_dataclass(value):
        return {f.name: _as_json(getattr(value, f.name), shown) for f in fields(value)}
    if isinstance(value, Mapping):
        return {shown(str(name)): _as_json(part, shown) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(part, shown) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return shown(str(value)) if isinstance(value, str) else value
