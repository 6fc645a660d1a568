"""TaskLimits: the user's limits, and the hosts that one task of a run leaves alone."""

from __future__ import annotations

from dataclasses import dataclass, fields

from photoparsl.fetching.limits import Limits


@dataclass(frozen=True, slots=True)
class TaskLimits(Limits):
    """Limits for the photos of one task, which a run makes from the user's `Limits`.

    down: hosts, with their ports, that get no requests, since the run couldn't reach them
    walled: hosts, with their ports, that get a few requests only, since the run has met a bot wall
        there
    elsewhere: the name of a machine that must not fetch the photos, since it couldn't reach their
        host.  Another machine tries them
    """

    down: frozenset[str] = frozenset()
    walled: frozenset[str] = frozenset()
    elsewhere: str = ""


def task_limits(limits: Limits) -> TaskLimits:
    """Return the limits for a task.  A user's `Limits` leave no host alone."""
    if isinstance(limits, TaskLimits):
        return limits
    return TaskLimits(*(getattr(limits, limit.name) for limit in fields(limits)))
