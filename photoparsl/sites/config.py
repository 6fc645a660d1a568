"""Parsl Configs: what is the same at every site."""

from __future__ import annotations

from parsl.config import Config
from parsl.executors.base import ParslExecutor

from photoparsl.sites.pilot_executor import PilotExecutor
from photoparsl.sites.pilot_provider import PilotProvider
from photoparsl.sites.site import Options


def parsl_config(options: Options, executor: ParslExecutor, *, poll_seconds: float = 1) -> Config:
    """Return a Config of one executor, whose files are in the run's folder.

    poll_seconds: between two looks at the executor, which replace workers or pilots that have ended
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
    """Return a Config for pilots: `options.grid` has the port that they call, and their patience.

    address: this machine's, as pilots reach it
    workers: of each pilot
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
