"""OSG Connect, as in its tutorials: pilots on the grid, photos and page in your Stash.

For a site of your own, copy this file, change what differs, and run with --config mine.py.
"""

import getpass
from pathlib import Path

from parsl.config import Config

from photoparsl.sites import (
    HTCondorProvider,
    Options,
    check_htcondor,
    condor_address,
    htcondor_delivery,
    pilot_config,
)

IS_GRID = True  # pilots share no files with this machine: they measure only photos on the web
SCHEDULER = "htcondor"  # settings that are for Slurm have no effect here


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    grid = options.grid  # the settings of your file and of the command line: see docs/grid.md
    bundle = htcondor_delivery(grid)  # Python, Parsl and photoparsl, which the hosts may lack
    provider = HTCondorProvider(
        max_blocks=grid.pilots,  # pilots at the same time. Each is a job in HTCondor's queue
        walltime=grid.walltime,  # hours, then another pilot replaces this one
        cores_per_slot=grid.cores,  # cores of one pilot
        mem_per_slot=grid.memory,  # GB of memory of one pilot
        disk_per_slot=grid.disk,  # GB of scratch of one pilot. The bundle takes 0.2 of them
        project=grid.project,  # the OSG's project for accounting: `photoparsl project NAME`
        requirements=grid.requirements,  # for slots, e.g. 'OSGVO_OS_STRING == "RHEL 9"'
        transfer_input_files=bundle.inputs,  # the bundle's archive, which HTCondor transfers
        worker_init=bundle.unpack,  # shell lines that unpack it. `module load` can be added
        container_image=bundle.container,  # of --container, which replaces the bundle
        scheduler_options=grid.condor_lines,  # for the submit file, such as '+WantFlocking = True'
        log_dir=options.run_dir / "log",  # for the pilots' output and HTCondor's logs
        name=options.run_dir.name,  # condor_q lists the pilots under it
    )
    address = "" if options.is_detached else condor_address(grid)  # jobs connect to nothing here
    return pilot_config(options, provider, address=address, workers=grid.cores)


def public_dir(options: Options) -> Path:
    """Return the folder for the page and the demo's photos: the public folder of your Stash."""
    return Path.home() / "stash" / "public"


def public_url(options: Options) -> str:
    """Return the URL of that folder on the web."""
    return f"http://stash.osgconnect.net/+{getpass.getuser()}/"


def preflight(options: Options) -> None:
    """Raise SiteError, before anything is submitted, if the run can't work on this site."""
    check_htcondor(options)
