"""The options that several commands have."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from photoparsl.limits import Limits
from photoparsl.measures import APART, MEASURES
from photoparsl.running.pace import SECONDS
from photoparsl.settings import Grid, settings_file

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
        type=positive,
        metavar="N",
        help=f"photos a task (default: what takes a worker about {SECONDS} s at the speed that is "
        "measured, and less towards the end)",
    )
    parser.add_argument(
        "--measures",
        default="luminance",
        metavar="A,B",
        help=f"what is measured, separated by commas: {', '.join(MEASURES)}; all of them: all; "
        f"besides, {', '.join(APART)}; or your own, module:function",
    )


def limits(parser: argparse.ArgumentParser) -> None:
    default = Limits()
    group = parser.add_argument_group("limits", "what the archives and the workers are spared")
    for name, number, words in (
        ("--connections", default.connections, "open connections of a worker"),
        ("--per-host", default.per_host, "requests at a time to one host, of the whole run"),
        ("--timeout", int(default.total_seconds), "seconds for a photo, over all tries"),
        ("--max-bytes", default.most_bytes, "bytes of a file"),
        ("--max-pixels", default.most_pixels, "pixels of a photo"),
        ("--max-memory", default.most_memory_bytes, "bytes of memory for a photo's pixels"),
    ):
        group.add_argument(
            name, type=positive, default=number, metavar="N", help=f"{words} (default: {number:,})"
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
    add("--pilots", type=positive, metavar="N", help=f"default: {default.pilots}")
    add("--cores", type=positive, metavar="N", help=f"a pilot's; default: {default.cores}")
    add("--memory", type=amount, metavar="GB", help=f"a pilot's; default: {default.memory:g}")
    add("--disk", type=amount, metavar="GB", help=f"a pilot's; default: {default.disk:g}")
    add("--walltime", type=amount, metavar="HOURS", help=f"default: {default.walltime:g}")
    add("--heartbeat", type=positive, metavar="S", help=f"seconds; default: {default.heartbeat}")
    add(
        "--patience",
        type=positive,
        metavar="S",
        help=f"seconds without a heartbeat until a pilot is lost; default: {default.patience}",
    )
    add(
        "--lease",
        type=positive,
        metavar="S",
        help=f"seconds until HTCondor gives up a silent host; default: {default.lease}",
    )
    add("--address", metavar="IP", help="this machine's, as pilots reach it (default: HTCondor's)")
    add("--port", type=positive, help=f"the one that pilots call; default: {default.port}")
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
        "--run-dir", type=Path, metavar="DIR", help="the run's files (default: runs/NAME)"
    )
    parser.add_argument(
        "--public", type=Path, metavar="DIR", help="where the page goes (default: the site's)"
    )


def photos(parser: argparse.ArgumentParser, default: int) -> None:
    parser.add_argument(
        "--photos", type=positive, default=default, metavar="N", help=f"default: {default}"
    )


def number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def amount(text: str) -> float:
    try:
        if (amount := float(text)) > 0:
            return amount
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")


def positive(text: str) -> int:
    if not number(text):
        raise argparse.ArgumentTypeError("at least 1")
    return int(text)
