"""Reads the options in the user's `#SBATCH` lines, which replace ours of the same name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator

from photoparsl.errors import SiteError

_LETTERS = {
    "a": "array",
    "A": "account",
    "c": "cpus-per-task",
    "D": "chdir",
    "e": "error",
    "J": "job-name",
    "N": "nodes",
    "o": "output",
    "t": "time",
}
# Options of which Slurm takes only one.
_ALIKE = {
    "mem-per-cpu": "mem",
    "mem-per-gpu": "mem",
    "no-requeue": "requeue",
    "workdir": "chdir",
}
_NEEDED = {"array", "job-name", "parsable", "wrap"}  # by which photoparsl finds its jobs
_DIRECTIVE = re.compile(r"^#SBATCH\s+(.*)$", re.MULTILINE)


def without_replaced(ours: Iterable[str], lines: str) -> list[str]:
    """Return our options of sbatch but for those that the user's lines replace.

    Slurm takes an option on its command line before one in a script, and refuses some pairs.

    ours: like '--mem=2G'
    lines: the user's lines

    Raises SiteError if the lines have an option that photoparsl needs itself, and if they can't be
    read.

    >>> without_replaced(["--mem=2G", "--time=8:00:00"], "#SBATCH --qos=long --mem-per-cpu 1G")
    ['--time=8:00:00']
    """
    names = set(_names(lines))
    if taken := sorted(names & _NEEDED):
        raise SiteError(
            f"the lines of 'submit' can't have #SBATCH --{taken[0]}, which photoparsl sets itself"
        )
    return [option for option in ours if _ALIKE.get(name := _name(option), name) not in names]


def _names(lines: str) -> Iterator[str]:
    """Yield the long names of the options in `#SBATCH` lines."""
    for found in _DIRECTIVE.finditer(lines):
        try:
            arguments = shlex.split(found[1], comments=True)
        except ValueError as error:
            raise SiteError(f"{found[0]!r}: can't be read: {error}") from error
        for argument in arguments:
            if argument.startswith("-") and argument not in ("-", "--"):
                name = _name(argument)
                yield _ALIKE.get(name, name)


def _name(option: str) -> str:
    """Return an option's long name.

    >>> _name("--mem=2G"), _name("-t10"), _name("-q")
    ('mem', 'time', 'q')
    """
    if option.startswith("--"):
        return option[2:].partition("=")[0]
    return _LETTERS.get(option[1], option[1])
