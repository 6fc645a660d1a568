"""This machine: one Parsl worker a core, reachable from nowhere else."""

from pathlib import Path

from parsl.config import Config
from parsl.executors import HighThroughputExecutor
from parsl.jobs.error_handlers import windowed_error_handler
from parsl.providers import LocalProvider

from photoparsl.grid.tether import interchange_command, worker_pool_command
from photoparsl.sites import Options


def fresh_config(options: Options) -> Config:
    """A new configuration on every call, since Parsl can't load one twice."""
    return Config(
        executors=[
            HighThroughputExecutor(
                label="local",
                address="127.0.0.1",
                max_workers_per_node=options.workers,
                provider=LocalProvider(init_blocks=1, min_blocks=1, max_blocks=1),
                interchange_launch_cmd=interchange_command(),
                launch_cmd=worker_pool_command(),
                heartbeat_period=2,  # seconds, after which a dead worker is replaced
                heartbeat_threshold=20,
                block_error_handler=windowed_error_handler,  # gives up when three in a row fail
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
