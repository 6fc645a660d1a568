"""How messages name an option: by its flag on the command line, and by its parameter in Python."""

from __future__ import annotations

import re
from collections.abc import Sequence

_IN_PYTHON = re.compile(r" \(Python: (?:\w+|\w+\(\w+=…\)|grid=\{'\w+': …\})\)")
_PARAMETERS = {  # the parameters of flags whose parameter has another name
    "--as": "kind",
    "--format": "form",
    "--next": "next_page",
}
_SETTINGS = {"--module": "modules"}  # the settings of flags whose setting has another name


def option(flag: str, value: str = "") -> str:
    """Return the names of an option of `run`, `export` or `manifest`.

    value: what to write after the flag

    >>> option("--run-dir"), option("--as", "oai")
    ('--run-dir (Python: run_dir)', '--as oai (Python: kind)')
    """
    return f"{_with_value(flag, value)} (Python: {_PARAMETERS.get(flag) or _name(flag)})"


def limit_option(flag: str) -> str:
    """Return the names of a limit whose flag and field of `Limits` are called alike.

    >>> limit_option("--allow-private")
    '--allow-private (Python: Limits(allow_private=…))'
    """
    return f"{flag} (Python: Limits({_name(flag)}=…))"


def trend_option(flag: str) -> str:
    """Return the names of the option of `trend` for a field of `TrendOptions` or `Window`.

    >>> trend_option("--spread-dates"), trend_option("--months")
    ('--spread-dates (Python: TrendOptions(spread_dates=…))', '--months (Python: Window(months=…))')
    """
    options = "Window" if flag in ("--years", "--months", "--photos") else "TrendOptions"
    return f"{flag} (Python: {options}({_name(flag)}=…))"


def grid_option(flag: str, value: str = "") -> str:
    """Return how messages name a grid's setting: by its flag and by its key in Python.

    value: what to write after the flag

    >>> grid_option("--module", "numba")
    "--module numba (Python: grid={'modules': …})"
    """
    name = _SETTINGS.get(flag) or _name(flag)
    return f"{_with_value(flag, value)} (Python: grid={{'{name}': …}})"


def in_shell(message: str) -> str:
    """Return the message with options named by their flags alone, for who types commands.

    >>> in_shell(f"{option('--fuzzy')} or {grid_option('--port', '9000')}; {option('--as', 'oai')}")
    '--fuzzy or --port 9000; --as oai'
    >>> in_shell(f"{limit_option('--timeout')}, {trend_option('--months')}")
    '--timeout, --months'
    """
    return _IN_PYTHON.sub("", message)


def without_effect(flags: Sequence[str], why: str) -> str:
    """Return the sentence about options that change nothing.

    flags: as messages name them
    why: where or since when they have no effect: the end of the sentence

    >>> without_effect(["--equal"], "without --by")
    '--equal has no effect without --by'
    """
    return f"{', '.join(flags)} {'has' if len(flags) == 1 else 'have'} no effect {why}"


def _name(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def _with_value(flag: str, value: str) -> str:
    return f"{flag} {value}" if value else flag
