"""The options that several commands have."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from photoparsl.fetching import Limits
from photoparsl.measuring.builtin import APART, MEASURES
from photoparsl.measuring.registry import DEFAULT
from photoparsl.running.slice_size import SECONDS
from photoparsl.sites import SETTINGS, Grid, settings_file

MOST = 10**12  # of any number that is given

# What a command's `define` adds its parser to; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def site(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        default="local",
        metavar="NAME_OR_FILE",
        help="the site: local (one worker a core), threads, slurm, htcondor, ospool, osgconnect, "
        "or a .py file of your own",
    )
    _grid(parser)
    parser.add_argument(
        "--slice-size",
        type=up_to(1_000_000),
        metavar="N",
        help=f"photos a task (default: what takes a worker about {SECONDS} s at the speed that is "
        "measured, and less towards the end)",
    )
    parser.add_argument(
        "--measures",
        metavar="A,B",
        help=f"what is measured, separated by commas: {', '.join(MEASURES)}; all of them: all; "
        f"besides, {', '.join(APART)}; or your own, module:function (default: {DEFAULT}, or with "
        "--restart those of the earlier run)",
    )


def limits(parser: argparse.ArgumentParser) -> None:
    default = Limits()
    group = parser.add_argument_group("limits", "what the archives and the workers are spared")
    for name, most, number, words in (
        ("--connections", 10_000, default.connections, "open connections of a worker"),
        ("--per-host", 10_000, default.per_host, "requests at a time to one host, of the run"),
        ("--timeout", 86_400, int(default.total_seconds), "seconds for a photo, over all tries"),
        ("--max-bytes", MOST, default.most_bytes, "bytes of a file"),
        ("--max-pixels", MOST, default.most_pixels, "pixels of a photo"),
        ("--max-memory", MOST, default.most_memory_bytes, "bytes of memory for a photo's pixels"),
    ):
        group.add_argument(
            name,
            type=up_to(most),
            default=number,
            metavar="N",
            help=f"{words} (default: {number:,})",
        )
    private(group)


def private(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="let a manifest from the web or a pipe, or one made from records of the web, reach "
        "private addresses",
    )


def _grid(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group(
        "on a grid", f"What is not given is taken from {settings_file()}, if it is there."
    ).add_argument
    default = Grid()
    add("--project", metavar="NAME", help="what the pilots are accounted to")
    add("--pilots", type=in_range("pilots"), metavar="N", help=f"default: {default.pilots}")
    add("--cores", type=in_range("cores"), metavar="N", help=f"a pilot's; default: {default.cores}")
    add(
        "--memory",
        type=in_range("memory"),
        metavar="GB",
        help=f"a pilot's; default: {default.memory:g}",
    )
    add("--disk", type=in_range("disk"), metavar="GB", help=f"a pilot's; default: {default.disk:g}")
    add(
        "--walltime",
        type=in_range("walltime"),
        metavar="HOURS",
        help=f"default: {default.walltime:g}",
    )
    add(
        "--heartbeat",
        type=in_range("heartbeat"),
        metavar="S",
        help=f"seconds; default: {default.heartbeat}",
    )
    add(
        "--patience",
        type=in_range("patience"),
        metavar="S",
        help=f"seconds without a heartbeat until a pilot is lost; default: {default.patience}",
    )
    add(
        "--lease",
        type=in_range("lease"),
        metavar="S",
        help=f"seconds until HTCondor gives up a silent host; default: {default.lease}",
    )
    add("--address", metavar="IP", help="this machine's, as pilots reach it (default: HTCondor's)")
    add("--port", type=in_range("port"), help=f"the one that pilots call; default: {default.port}")
    add("--requirements", metavar="EXPRESSION", help="of HTCondor's, for the slots")
    add("--partition", metavar="NAME", help="of Slurm's")
    add("--bundle-url", metavar="URL", help="where pilots fetch the bundle (default: from here)")
    add("--image", metavar="URL", help="a container of this photoparsl, instead (ospool)")
    add("--public-url", metavar="URL", help="where the web sees the public folder")
    modules(parser)


def modules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--module",
        action="append",
        dest="modules",
        metavar="NAME",
        help="a module of your own that goes into the bundle; may be given again",
    )


def folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--run-dir", type=path, metavar="DIR", help="the run's files (default: runs/NAME)"
    )
    parser.add_argument(
        "--public", type=path, metavar="DIR", help="where the page goes (default: the site's)"
    )


def photos(parser: argparse.ArgumentParser, default: int) -> None:
    parser.add_argument(
        "--photos", type=up_to(10_000_000), default=default, metavar="N", help=f"default: {default}"
    )


def given(text: str) -> str:
    """A text that isn't empty, as that of a variable that isn't set is."""
    if not text:
        raise argparse.ArgumentTypeError("is empty; this folder is '.'")
    return text


def path(text: str) -> Path:
    """A path; an empty text would be the current folder's."""
    return Path(given(text))


def number(text: str) -> int:
    """A whole number from 0 on."""
    return _whole(text, 0, MOST)


def positive(text: str) -> int:
    """A whole number from 1 on."""
    return _whole(text, 1, MOST)


def port(text: str) -> int:
    """A port; 0 is any free one."""
    return _whole(text, 0, 65_535)


def amount(text: str) -> float:
    """A number above 0."""
    return _amount(text, 0.0, MOST)


def up_to(most: int) -> Callable[[str], int]:
    """What reads a whole number from 1 to `most`."""
    return lambda text: _whole(text, 1, most)


def in_range(setting: str) -> Callable[[str], float]:
    """What reads a number of a grid's (`SETTINGS`)."""
    least, most = SETTINGS[setting].least, SETTINGS[setting].most
    if isinstance(SETTINGS[setting].default, int):
        return lambda text: _whole(text, int(least), int(most))
    return lambda text: _amount(text, least, most)


def _whole(text: str, least: int, most: int) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    if len(text) > len(str(MOST)) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} is not from {least:,} to {most:,}")
    return int(text)


def _amount(text: str, least: float, most: float) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if amount > 0 and least <= amount <= most:
        return amount
    wanted = f"from {least:,} to {most:,}" if least else "above 0"
    raise argparse.ArgumentTypeError(f"{text!r} is not a number {wanted}")
