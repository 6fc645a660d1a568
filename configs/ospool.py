"""The OSPool: its access points, or an access point of your own that flocks to it."""

from dataclasses import replace

from parsl.config import Config

from photoparsl.errors import SiteError
from photoparsl.sites import FINISH_SECONDS, Options, load_site

MEDIUM_HOURS, LONG_HOURS = 20, 40  # the longest time of a job in these categories

IS_GRID = True
SCHEDULER = "htcondor"
htcondor = load_site("htcondor")


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    category = "Medium" if _most_hours(options) <= MEDIUM_HOURS else "Long"
    line = f'+JobDurationCategory = "{category}"'
    grid = replace(options.grid, submit=f"{line}\n{options.grid.submit}")
    return htcondor.fresh_config(replace(options, grid=grid))


def preflight(options: Options) -> None:
    """Raise SiteError, before anything is submitted, if the run can't work on this site."""
    if not options.grid.project:
        raise SiteError("the OSPool wants a project: 'photoparsl project NAME', or --project")
    if _most_hours(options) > LONG_HOURS:
        raise SiteError(
            f"the OSPool lets a job run for {LONG_HOURS} hours: give a shorter --walltime"
        )
    htcondor.preflight(options)


def _most_hours(options: Options) -> float:
    """Hours until HTCondor removes a pilot: its walltime, and time to finish its last tasks."""
    return options.grid.walltime + FINISH_SECONDS / 3600
