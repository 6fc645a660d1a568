"""A Slurm cluster: pilots unpack the bundle, from a folder that is shared or from the web."""

from pathlib import Path

from parsl.config import Config

from photoparsl.sites import Options
from photoparsl.sites import preflight as check
from photoparsl.sites.delivery import bundle_place
from photoparsl.sites.pilots import PilotExecutor
from photoparsl.sites.slurm import SlurmPilotProvider

IS_GRID = True  # pilots share no files with this machine


def fresh_config(options: Options) -> Config:
    """A new configuration on every call, since Parsl can't load one twice."""
    grid = options.grid
    return Config(
        executors=[
            PilotExecutor(
                address=check.address_for_slurm(grid),
                worker_port=grid.port,
                heartbeat_period=grid.heartbeat,
                heartbeat_threshold=grid.patience,  # seconds, then a silent pilot's tasks go on
                drain_period=int(grid.walltime * 3600) - 600,  # seconds, then it takes no tasks
                provider=SlurmPilotProvider(
                    # Your cache has to be where the nodes see it; else give --bundle-url.
                    archive=bundle_place(grid),
                    pilots=grid.pilots,
                    cores=grid.cores,
                    memory_gb=grid.memory,
                    hours=grid.walltime,
                    partition=grid.partition,
                    account=grid.project,
                    lines=grid.submit,
                ),
            )
        ],
        run_dir=str(options.run_dir / "parsl"),
        strategy="simple",  # replaces pilots that have ended
        strategy_period=1,  # seconds
        initialize_logging=False,
    )


def public_dir(options: Options) -> Path:
    """The folder that the page goes to."""
    return Path(options.grid.public or options.run_dir / "public")


def preflight(options: Options) -> None:
    """Say what would stop the run before anything is submitted."""
    check.check_slurm(options.grid)
    check.check_port(check.address_for_slurm(options.grid), options.grid.port)
    check.check_folder(public_dir(options))
