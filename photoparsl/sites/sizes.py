"""How many cores this machine has, and how many workers and pilots a Parsl Config may have."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsl.config import Config


def cores() -> int:
    """Return how many cores this process may use, within the limits of a container or a job."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers(config: Config) -> int:
    """Return the most workers that a Parsl Config can have at a time, over all its executors."""
    return sum(_executor_workers(executor) for executor in config.executors)


def most_pilots(config: Config) -> int:
    """Return the most pilots that a Parsl Config can have at a time.  Threads count as one."""
    return sum(_blocks(executor) for executor in config.executors)


def cores_of_pilot(config: Config) -> int:
    """Return the cores of each pilot.  Without pilots, the number of workers, at a core each."""
    for executor in config.executors:
        if reserved := getattr(getattr(executor, "provider", None), "cores_per_node", None):
            return int(reserved)
    return workers(config) // most_pilots(config)


def _executor_workers(executor: object) -> int:
    if threads := getattr(executor, "max_threads", 0):
        return int(threads)
    return _blocks(executor) * int(getattr(executor, "workers_per_node", 1))


def _blocks(executor: object) -> int:
    provider = getattr(executor, "provider", None)
    return int(getattr(provider, "max_blocks", 1) * getattr(provider, "nodes_per_block", 1))
