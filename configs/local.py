"""This machine: one Parsl worker a core, reachable from nowhere else."""

from pathlib import Path

from parsl.config import Config

from photoparsl.sites import Options
from photoparsl.sites.local import LocalExecutor


def fresh_config(options: Options) -> Config:
    """A new configuration on every call, since Parsl can't load one twice."""
    return Config(
        executors=[
            LocalExecutor(
                max_workers_per_node=options.workers,
                heartbeat_period=2,  # seconds, after which a dead worker is replaced
                heartbeat_threshold=20,
            )
        ],
        run_dir=str(options.run_dir / "parsl"),
        strategy="simple",  # starts the block again when its manager was killed
        strategy_period=0.2,  # seconds to the block's start
        initialize_logging=False,
    )


def public_dir(options: Options) -> Path:
    """The folder that the page goes to."""
    return options.run_dir / "public"
