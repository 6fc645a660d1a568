"""OSG Connect, as its tutorials had it: pilots on the grid, photos and page in your Stash.

To make a site of your own, copy this file, change what differs, and run with --config mine.py.
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

IS_GRID = True  # pilots share no files with this machine, and reach only photos on the web


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    grid = options.grid  # what was chosen in site.toml or by options: docs/grid.md lists all
    bundle = htcondor_delivery(grid)  # Python, Parsl and photoparsl: the hosts need none of them
    provider = HTCondorProvider(
        max_blocks=grid.pilots,  # pilots at a time; each is a job in HTCondor's queue
        walltime=grid.walltime,  # hours, after which another pilot takes its place
        cores_per_slot=grid.cores,  # of each pilot, as are
        mem_per_slot=grid.memory,  # GB, and
        disk_per_slot=grid.disk,  # GB of scratch, where the bundle takes 0.2
        project=grid.project,  # what the OSG accounts pilots to: `photoparsl project NAME`
        requirements=grid.requirements,  # which slots will do: 'OSGVO_OS_STRING == "RHEL 9"'
        transfer_input_files=bundle.inputs,  # HTCondor brings the bundle's archive to the slot;
        worker_init=bundle.unpack,  # these shell lines unpack it: add a `module load` to them
        container_image=bundle.image,  # of --image, instead of the bundle
        scheduler_options=grid.submit,  # lines for the submit file, as '+WantFlocking = True'
        lease_seconds=grid.lease,  # until HTCondor gives up a host that it can't reach
        log_dir=options.run_dir / "log",  # what each pilot printed, and HTCondor's log of it
    )
    return pilot_config(options, provider, address=condor_address(grid), workers=grid.cores)


def public_dir(options: Options) -> Path:
    """Return the folder for the page, and the demo's photos: your Stash's public one."""
    return Path.home() / "stash" / "public"


def public_url(options: Options) -> str:
    """Return the URL by which the web sees that folder."""
    return f"http://stash.osgconnect.net/+{getpass.getuser()}/"


def preflight(options: Options) -> None:
    """Raise SiteError, before anything is submitted, for what would stop the run."""
    check_htcondor(options)
