"""Says which options of a run have no effect."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from photoparsl.options import grid_option, option, without_effect
from photoparsl.requesting.run_options import RunOptions
from photoparsl.results import Scheduler
from photoparsl.sites import SETTINGS, Site

_LOG = logging.getLogger(__name__)
_OF_PAGE = ("public", "public_url")  # they are of the page, wherever photos are measured
_OF_BUNDLE = ("bundle_url", "modules")


def tell_unheeded(options: RunOptions, site: Site) -> None:
    """Log the options that the user gave and that change nothing in this run."""
    if options.restart:
        again = {
            "--retry-failed": options.retry_failed is not False,
            "--recheck": options.recheck,
            "--moved-from": options.moved_from,
        }
        flags = [option(flag) for flag, value in again.items() if value]
        _tell(flags, f"with {option('--restart')}, which measures all photos anew")
    chosen = {name: value for name, value in (options.grid or {}).items() if value is not None}
    _tell_of_grid(options, site, {name: v for name, v in chosen.items() if name in SETTINGS})


def _tell_of_grid(options: RunOptions, site: Site, chosen: Mapping[str, Any]) -> None:
    """Log the settings of a grid, of those chosen for this run, that the site doesn't heed.

    A site whose file doesn't say its scheduler may heed any of them.
    """
    name, scheduler = str(options.config), site.scheduler
    if site.has_scheduler is False:
        flags = [SETTINGS[key].option or key for key in chosen if key not in _OF_PAGE]
        _tell(flags, f"at the site {name}")
    elif "job_photos" in chosen and not options.detach:
        _tell([grid_option("--job-photos")], f"without {option('--detach')}")
    if "public_url" in chosen and "public" not in chosen and not site.is_grid:
        _tell([grid_option("--public-url")], f"without {grid_option('--public', 'DIR')}")
    if scheduler is None:
        return
    others = [
        SETTINGS[key].option or key
        for key in chosen
        if SETTINGS[key].only not in (None, scheduler) and key != "shared"  # is refused
    ]
    _tell(others, f"at the site {name}, whose scheduler isn't {_other(scheduler).text}")
    if "container" in chosen and not others:
        flags = [SETTINGS[key].option for key in _OF_BUNDLE if key in chosen]
        _tell(flags, f"with {grid_option('--container')}, which replaces the bundle")


def _other(scheduler: Scheduler) -> Scheduler:
    return Scheduler.HTCONDOR if scheduler is Scheduler.SLURM else Scheduler.SLURM


def _tell(flags: list[str], why: str) -> None:
    if flags:
        _LOG.warning("%s", without_effect(flags, why))
