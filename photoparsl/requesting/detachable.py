"""Refuses the options that the jobs of a detached run couldn't heed."""

from __future__ import annotations

from photoparsl.errors import RunError
from photoparsl.options import grid_option, option
from photoparsl.requesting.run_options import RunOptions
from photoparsl.sites import SETTINGS


def check_detachable(options: RunOptions) -> None:
    """Raise RunError if a detached run has an option that its jobs couldn't heed.

    What the user's file says of pilots is for other runs, and isn't refused.
    """
    if not options.detach:
        return
    detach = option("--detach")
    if options.recheck:
        raise RunError(
            f"{option('--recheck')} asks the photos' servers from here: leave out {detach}"
        )
    if options.thumbnails:
        raise RunError(
            f"{option('--thumbnails')} are made by a run without {detach}, which adds them later"
        )
    for name, value in (options.grid or {}).items():
        if value is not None and SETTINGS[name].of_pilots:
            raise RunError(
                f"{grid_option(SETTINGS[name].option)} is about pilots, and {detach} submits jobs "
                "that connect to nothing here: leave out one of the two"
            )
