"""The options that several commands have, and all those of a run."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from photoparsl.commands.argument_types import MOST, amount, path, whole
from photoparsl.fetching import Limits
from photoparsl.measuring import DEFAULT_MEASURE, MEASURES, SLOW_MEASURES
from photoparsl.running.run import TITLE
from photoparsl.running.slice_size import SECONDS
from photoparsl.sites import SETTINGS, settings_file
from photoparsl.sites.grid import Setting


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """The options of a run, whose names `photoparsl.run` has too."""
    add_site_options(parser)
    add_folders(parser)
    add = parser.add_argument
    add(
        "--start",
        type=whole(0),
        default=0,
        metavar="ROW",
        help="the first row to measure, from 0 (default: 0)",
    )
    add("--count", type=whole(1), metavar="N", help="how many rows to measure (default: all)")
    add("--title", default=TITLE, metavar="TEXT", help=f"the page's title (default: {TITLE})")
    add("--note", default="", metavar="TEXT", help="a sentence below the page's title")
    add(
        "--retry-failed",
        nargs="*",
        metavar="REASON",
        help="measure the failed photos again: all, or those that failed for these reasons, e.g. "
        "'timeout' (give this option after MANIFEST)",
    )
    add(
        "--restart",
        action="store_true",
        help="measure all photos anew, into an empty folder; the earlier run is kept beside it",
    )
    _add_limits(parser)


def add_site_options(parser: argparse.ArgumentParser) -> None:
    """Where and what to measure."""
    parser.add_argument(
        "--config",
        default="local",
        metavar="NAME_OR_FILE",
        help="the site to measure at: local (one worker a core of this machine), threads, slurm, "
        "htcondor, ospool, osgconnect, or a .py file of your own (default: local)",
    )
    parser.add_argument(
        "--measures",
        metavar="A,B",
        help=f"the measures, separated by commas: {', '.join(MEASURES)}; all for all of these; "
        f"{', '.join(SLOW_MEASURES)}; or a function of your own as module:function "
        f"(default: {DEFAULT_MEASURE}, or with --restart those of the earlier run)",
    )
    parser.add_argument(
        "--slice-size",
        type=whole(1, 1_000_000),
        metavar="N",
        help=f"photos a task (default: as many as take a worker about {SECONDS} s at the speed "
        "that is measured, and fewer towards the end)",
    )
    _add_grid(parser)


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Where the run and its page are written."""
    parser.add_argument(
        "--run-dir",
        type=path,
        metavar="DIR",
        help="the run's folder (default: runs/NAME, NAME being the manifest's)",
    )
    parser.add_argument(
        "--public",
        type=path,
        metavar="DIR",
        help="the folder that the page is written to (default: the site's)",
    )


def add_allow_private(parser: argparse._ActionsContainer) -> None:
    """Whether photos may be on private addresses."""
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="fetch photos from private addresses too, e.g. http://192.168.1.5/, where the "
        "manifest comes from the web or a pipe, or was made from records of the web",
    )


def add_photos(parser: argparse.ArgumentParser, default: int) -> None:
    """The size of the archive that is made."""
    parser.add_argument(
        "--photos",
        type=whole(1, 10_000_000),
        default=default,
        metavar="N",
        help=f"how many photos to make (default: {default})",
    )


def add_run_dir(parser: argparse.ArgumentParser) -> None:
    """The run that a command reads."""
    parser.add_argument(
        "run_dir", type=path, metavar="RUN_DIR", help="the run's folder, e.g. runs/manifest"
    )


def add_latest_run(parser: argparse.ArgumentParser) -> None:
    """The run that a command reads, by default the latest."""
    parser.add_argument(
        "run_dir",
        nargs="?",
        type=path,
        metavar="RUN_DIR",
        help="the run's folder (default: the newest in runs/)",
    )
    parser.add_argument(
        "--last",
        action="store_const",
        dest="run_dir",
        const=None,
        help="the newest run in runs/, as without RUN_DIR",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    default = Limits()
    group = parser.add_argument_group(
        "limits", "What a run takes at most of the photos' servers and of the workers."
    )
    for name, most, number, meaning in (
        ("--connections", 10_000, default.connections, "connections that a worker has open"),
        ("--per-host", 10_000, default.per_host, "requests at a time to one host, by all workers"),
        ("--timeout", 86_400, int(default.total_seconds), "seconds for a photo, with all retries"),
        ("--max-bytes", MOST, default.most_bytes, "bytes of a photo's file"),
        ("--max-pixels", MOST, default.most_pixels, "pixels of a photo"),
        ("--max-memory", MOST, default.most_memory_bytes, "bytes of memory for a photo's pixels"),
    ):
        group.add_argument(
            name,
            type=whole(1, most),
            default=number,
            metavar="N",
            help=f"{meaning} (default: {number:,})",
        )
    add_allow_private(group)


def _add_grid(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "on a grid", f"An option that isn't given is taken from {settings_file()}, if it exists."
    )
    for setting in SETTINGS.values():
        if setting.option and setting.name != "public":  # which is one of the folders
            add_setting(group, setting)


def add_setting(parser: argparse._ActionsContainer, setting: Setting) -> None:
    """The option of a grid's setting; it is None if it isn't given."""
    meaning = setting.help
    if setting.only:
        meaning += f"; {setting.only} only"
    if setting.default_text:
        meaning += f" (default: {setting.default_text})"
    is_list = isinstance(setting.default, tuple)
    parser.add_argument(
        setting.option,
        dest=setting.name,
        action="append" if is_list else "store",
        type=_type_of(setting),
        metavar=setting.metavar,
        help=meaning,
    )


def _type_of(setting: Setting) -> Callable[[str], str | float]:
    if isinstance(setting.default, int):
        return whole(int(setting.least), int(setting.most))
    if isinstance(setting.default, float):
        return amount(setting.least, setting.most)
    return str
