"""OSG Connect, as its tutorials had it: photos and page in your Stash, pilots on the grid."""

import getpass
from pathlib import Path

from parsl.config import Config

from photoparsl.sites import Options
from photoparsl.sites import preflight as check
from photoparsl.sites.delivery import delivery
from photoparsl.sites.htcondor import HTCondorProvider
from photoparsl.sites.pilots import PilotExecutor

NETID = getpass.getuser()


IS_GRID = True  # pilots share no files with this machine


def fresh_config(options: Options) -> Config:
    """A new configuration on every call, since Parsl can't load one twice."""
    grid = options.grid
    brought = delivery(grid)
    return Config(
        executors=[
            PilotExecutor(
                address=check.address(grid),  # where pilots call,
                worker_port=grid.port,  # and the one port that has to be open
                heartbeat_period=grid.heartbeat,
                heartbeat_threshold=grid.patience,  # seconds, then a silent pilot's tasks go on
                drain_period=int(grid.walltime * 3600),  # seconds, after which it takes no tasks
                provider=HTCondorProvider(
                    project=grid.project,  # written as +ProjectName
                    init_blocks=grid.pilots,
                    max_blocks=grid.pilots,
                    cores_per_slot=grid.cores,
                    mem_per_slot=grid.memory,  # GB
                    disk_per_slot=grid.disk,  # GB
                    requirements=grid.requirements,
                    transfer_input_files=brought.inputs,  # the bundle
                    worker_init=brought.unpack,
                    lease_seconds=grid.lease,
                    most_seconds=int(grid.walltime * 3600) + 1800,
                    scheduler_options=grid.submit,
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
    """The folder that the page goes to, and the demo's photos: your Stash's public one."""
    return Path.home() / "stash" / "public"


def public_url(options: Options) -> str:
    """Where the web sees that folder."""
    return f"http://stash.osgconnect.net/+{NETID}/"


def preflight(options: Options) -> None:
    """Say what would stop the run before anything is submitted."""
    check.check_pool(options.grid)
    check.check_run_folder(options.run_dir)
    check.check_folder(public_dir(options))
