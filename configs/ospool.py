"""The OSPool as it is today: its access points, or one of your own that flocks to it."""

from pathlib import Path

from parsl.config import Config

from photoparsl.errors import SiteError
from photoparsl.sites import Options
from photoparsl.sites import preflight as check
from photoparsl.sites.delivery import Delivery, delivery, for_everyone
from photoparsl.sites.htcondor import HTCondorProvider
from photoparsl.sites.pilots import PilotExecutor

MEDIUM, LONG = 20, 40  # hours that a job of these categories may take


IS_GRID = True  # pilots share no files with this machine


def fresh_config(options: Options) -> Config:
    """A new configuration on every call, since Parsl can't load one twice."""
    grid = options.grid
    most_hours = grid.walltime + 0.5  # with what a pilot takes to finish its last tasks
    lines = [f'+JobDurationCategory = "{"Medium" if most_hours <= MEDIUM else "Long"}"']
    if grid.image:  # of this Python and this photoparsl, instead of the bundle
        lines, brought = [*lines, f"container_image = {for_everyone(grid.image)}"], Delivery((), "")
    else:
        brought = delivery(grid)
    return Config(
        executors=[
            PilotExecutor(
                address=check.address(grid),
                worker_port=grid.port,  # which has to be open: docs/grid.md
                heartbeat_period=grid.heartbeat,
                heartbeat_threshold=grid.patience,  # seconds, then a silent pilot's tasks go on
                drain_period=int(grid.walltime * 3600),  # seconds, after which it takes no tasks
                provider=HTCondorProvider(
                    project=grid.project,  # written as +ProjectName, in quotes
                    init_blocks=grid.pilots,
                    max_blocks=grid.pilots,
                    cores_per_slot=grid.cores,
                    mem_per_slot=grid.memory,  # GB
                    disk_per_slot=grid.disk,  # GB
                    requirements=grid.requirements,
                    transfer_input_files=brought.inputs,  # the bundle
                    worker_init=brought.unpack,
                    lease_seconds=grid.lease,
                    most_seconds=int(most_hours * 3600),
                    scheduler_options="\n".join([*lines, grid.submit]),
                    log_dir=options.run_dir / "log",
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
    if not options.grid.project:
        raise SiteError("the OSPool wants a project: 'photoparsl project NAME', or --project")
    if options.grid.walltime + 0.5 > LONG:
        raise SiteError(f"the OSPool lets a job run for {LONG} hours: give a shorter --walltime")
    check.check_pool(options.grid)
    check.check_run_folder(options.run_dir)
    check.check_folder(public_dir(options))
