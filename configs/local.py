"""This machine: one Parsl worker a core, reachable from nowhere else."""

from parsl.config import Config

from photoparsl.sites import LocalExecutor, Options, parsl_config


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    executor = LocalExecutor(
        max_workers_per_node=options.workers,
        heartbeat_period=2,  # seconds, after which a dead worker is replaced
        heartbeat_threshold=20,
    )
    return parsl_config(options, executor, poll_seconds=0.2)  # to the start of the workers
