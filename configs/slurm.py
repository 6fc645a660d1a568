"""A Slurm cluster: pilots unpack the bundle from a folder that all nodes share, or from the web."""

from parsl.config import Config

from photoparsl.sites import (
    Options,
    SlurmPilotProvider,
    check_slurm,
    pilot_config,
    slurm_address,
    slurm_delivery,
)

IS_GRID = True  # pilots measure photos on the web, and in the folders that --shared names
SCHEDULER = "slurm"  # settings that are for HTCondor have no effect here


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    grid = options.grid
    bundle = slurm_delivery(grid)  # from your cache folder, if nodes share it, else --bundle-url
    provider = SlurmPilotProvider(
        max_blocks=grid.pilots,  # pilots at the same time. Each is a job of one node
        walltime=grid.walltime,  # hours
        cores_per_node=grid.cores,  # cores of one pilot
        mem_per_node=grid.memory,  # GB of memory of one pilot, or 0 for the site's default
        account=grid.project,
        scheduler_options=grid.slurm_lines,  # for the job's script, such as '#SBATCH --qos=long'
        worker_init=bundle.unpack,  # shell lines that unpack it. `module load` can be added
        is_shared=bundle.is_local,  # if nodes share this machine's folders, pilots' output is kept
    )
    address = "" if options.is_detached else slurm_address(grid)  # jobs connect to nothing here
    return pilot_config(options, provider, address=address, workers=grid.cores)


def preflight(options: Options) -> None:
    """Raise SiteError, before anything is submitted, if the run can't work on this site."""
    check_slurm(options)
