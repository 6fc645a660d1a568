"""Builds Parsl Configs from the parts that all sites share."""

from __future__ import annotations

from parsl.config import Config
from parsl.executors.base import ParslExecutor

from photoparsl.sites.pilot_executor import PilotExecutor
from photoparsl.sites.pilot_provider import PilotProvider
from photoparsl.sites.site import Options


def parsl_config(options: Options, executor: ParslExecutor, *, poll_seconds: float = 1) -> Config:
    """Return a Config with one executor and its files in the run's folder.

    poll_seconds: seconds between two checks of the executor, which replace workers or pilots that
        have ended
    """
    return Config(
        executors=[executor],
        run_dir=str(options.run_dir / "parsl"),
        strategy="simple",
        strategy_period=poll_seconds,
        initialize_logging=False,
    )


def pilot_config(
    options: Options, provider: PilotProvider, *, address: str, workers: int
) -> Config:
    """Return a Config for pilots, with the port and the heartbeat times of `options.grid`.

    address: the address of this machine that pilots connect to
    workers: how many workers each pilot has
    """
    grid = options.grid
    executor = PilotExecutor(
        provider=provider,
        address=address,
        worker_port=grid.port,
        workers=workers,
        heartbeat_period=grid.heartbeat,
        heartbeat_threshold=grid.patience,
        drain_period=provider.drain_seconds,
    )
    return parsl_config(options, executor)
