"""This machine: one Parsl worker for each core.  No other machine can reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.sites import start_early

if TYPE_CHECKING:
    from parsl.config import Config

    from photoparsl.sites import Options

__all__ = ["SCHEDULER", "fresh_config", "start_early"]

SCHEDULER = None  # there are no pilots: settings of a grid have no effect here


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    from photoparsl.sites import LocalExecutor, parsl_config  # noqa: PLC0415  imports Parsl

    executor = LocalExecutor(
        max_workers_per_node=options.workers,
        heartbeat_period=2,  # seconds between two checks for dead workers, which are replaced
        heartbeat_threshold=20,  # seconds without a heartbeat until a manager counts as lost
    )
    return parsl_config(options, executor, poll_seconds=0.05)  # so that workers start at once
