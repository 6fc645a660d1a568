"""A Slurm cluster: pilots unpack the bundle from a folder that nodes see, or from the web."""

from parsl.config import Config

from photoparsl.sites import (
    Options,
    SlurmPilotProvider,
    check_slurm,
    pilot_config,
    slurm_address,
    slurm_delivery,
)

IS_GRID = True  # pilots share no files with this machine, or need not


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    grid = options.grid
    bundle = slurm_delivery(grid)  # your cache must be where the nodes see it; else --bundle-url
    provider = SlurmPilotProvider(
        max_blocks=grid.pilots,  # pilots at a time, each a job of one node
        walltime=grid.walltime,  # hours
        cores_per_node=grid.cores,  # of each pilot, as are
        mem_per_node=grid.memory,  # GB
        partition=grid.partition,
        account=grid.project,
        scheduler_options=grid.submit,  # more lines, as '#SBATCH --qos=long'
        worker_init=bundle.unpack,  # shell lines: add a `module load` to them
        is_shared=bundle.is_local,  # then what a pilot prints is kept
    )
    return pilot_config(options, provider, address=slurm_address(grid), workers=grid.cores)


def preflight(options: Options) -> None:
    """Raise SiteError, before anything is submitted, for what would stop the run."""
    check_slurm(options)
