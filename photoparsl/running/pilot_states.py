"""The states of a run's pilots, from Parsl's interchange and the scheduler."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import CommandClientBadError, CommandClientTimeoutError
from parsl.executors.status_handling import BlockProviderExecutor
from parsl.jobs.states import JobState, JobStatus

from photoparsl.results import PilotSeen, PilotState
from photoparsl.sites import PilotExecutor

_STATES = {
    JobState.PENDING: PilotState.IDLE,
    JobState.HELD: PilotState.HELD,
    JobState.COMPLETED: PilotState.ENDED,
    JobState.TIMEOUT: PilotState.ENDED,
    JobState.SCALED_IN: PilotState.ENDED,
    JobState.CANCELLED: PilotState.REMOVED,
    JobState.FAILED: PilotState.FAILED,
    JobState.MISSING: PilotState.FAILED,
}


@dataclass(frozen=True, slots=True)
class SilentManager:
    """A manager that has slices and has sent no heartbeat for a while.

    pilot: the id of its pilot's job
    slices: how many slices it has
    seconds: the time since its latest heartbeat
    """

    pilot: str
    slices: int
    seconds: float


def waiting_for(silent: Sequence[SilentManager]) -> str:
    """Return what a run waits for, as a phrase that follows 'waiting'.

    >>> waiting_for([SilentManager("7.0", 2, 90.4)])
    'for 2 slices at pilot 7.0, silent for 90 s'
    >>> waiting_for([SilentManager("7.0", 1, 70), SilentManager("8.0", 1, 80)])
    'for 2 slices at 2 pilots, silent for 80 s'
    """
    jobs = {manager.pilot for manager in silent}
    pilots = f"pilot {silent[0].pilot}" if len(jobs) == 1 else f"{len(jobs)} pilots"
    slices = _number(sum(manager.slices for manager in silent), "slice")
    seconds = max(manager.seconds for manager in silent)
    return f"for {slices} at {pilots}, silent for {seconds:.0f} s"


class PilotStates:
    """Keeps the latest state of each pilot, and yields the states that have changed."""

    def __init__(self) -> None:
        self._pilots: dict[str, PilotSeen] = {}
        self._started: set[str] = set()  # pilots that the provider has seen running
        self._called: dict[str, float] = {}  # when a pilot's manager was first seen

    def changes(self, executor: BlockProviderExecutor) -> Iterator[PilotSeen]:
        """Yield the executor's pilots whose state or host has changed."""
        for seen in self._seen(executor):
            before = self._pilots.get(seen.pilot)
            if before and not seen.host and seen.state is not PilotState.IDLE:
                seen = replace(seen, host=before.host)  # noqa: PLW2901
            if before is None or (before.state, before.host) != (seen.state, seen.host):
                self._pilots[seen.pilot] = seen
                yield seen

    def active(self) -> Iterator[PilotSeen]:
        """Return the pilots whose state isn't final."""
        return (pilot for pilot in self._pilots.values() if not pilot.state.is_final)

    def final_counts(self) -> dict[PilotState, int]:
        """Return how many pilots are in each final state."""
        return dict(Counter(p.state for p in self._pilots.values() if p.state.is_final))

    def waiting(self, executor: BlockProviderExecutor) -> str:
        """Return what the run waits for, as a phrase; empty if it waits for no pilot."""
        if not isinstance(executor, PilotExecutor) or (managers := _managers(executor)) is None:
            return ""
        if not managers:
            return self._waiting_for_a_call()
        late = time.time() - 2 * executor.heartbeat_period
        called = {name: when for name, when in executor.heartbeats().items() if when < late}
        silent = [
            SilentManager(
                pilot=str(executor.blocks_to_job_id.get(manager["block_id"])),
                slices=manager["tasks"],
                seconds=time.time() - called[manager["manager"]],
            )
            for manager in managers
            if manager["manager"] in called and manager["tasks"]
        ]
        return waiting_for(silent) if silent else ""

    def _waiting_for_a_call(self) -> str:
        states = Counter(pilot.state for pilot in self.active())
        if (
            started := states[PilotState.STARTING]
            + states[PilotState.RUNNING]
            + states[PilotState.LOST]
        ):
            return f"for a call: {_number(started, 'pilot')} running, none has called in yet"
        if idle := states[PilotState.IDLE]:
            return f"for a slot: {_number(idle, 'pilot')} in the queue"
        return "for pilots to be submitted"

    def end(self) -> Iterator[PilotSeen]:
        """Mark the pilots whose state isn't final as ended, and yield them."""
        for pilot in list(self.active()):
            self._pilots[pilot.pilot] = replace(
                pilot, time=time.time(), state=PilotState.ENDED, why=""
            )
            yield self._pilots[pilot.pilot]

    def _seen(self, executor: BlockProviderExecutor) -> Iterator[PilotSeen]:
        called = _blocks_with_a_manager(executor)
        hosts: dict[str, str] = getattr(executor.provider, "hosts", {})
        idle: dict[str, float] = getattr(executor.provider, "idle_until", {})
        for block, status in list(executor.status_facade.items()):
            pilot = str(executor.blocks_to_job_id.get(block, f"block {block}"))
            if self._called.get(pilot, 0.0) < idle.get(pilot, 0.0):
                self._called.pop(pilot, None)  # that was the manager before the job restarted
            state = self._state(pilot, status, called is None or block in called)
            why = (
                ""
                if state in (PilotState.IDLE, PilotState.STARTING, PilotState.RUNNING)
                else _reason(status)
            )
            if state is PilotState.LOST:
                why = "its manager is silent"
            host = "" if state is PilotState.IDLE else hosts.get(pilot, "")
            yield PilotSeen(time.time(), pilot, state, host, why)

    def _state(self, pilot: str, status: JobStatus, has_called: bool) -> PilotState:
        if status.state is JobState.RUNNING:
            self._started.add(pilot)
            if has_called:
                self._called.setdefault(pilot, time.time())
                return PilotState.RUNNING
            return PilotState.LOST if pilot in self._called else PilotState.STARTING
        self._called.pop(pilot, None)
        if has_called and status.state is JobState.PENDING and pilot not in self._started:
            return PilotState.RUNNING  # its manager is connected; the provider is late
        return _STATES.get(status.state, PilotState.UNKNOWN)


def _blocks_with_a_manager(executor: BlockProviderExecutor) -> set[str] | None:
    """Return the blocks whose manager is connected; None if that can't be known now."""
    managers = _managers(executor)
    return None if managers is None else {manager["block_id"] for manager in managers}


def _managers(executor: BlockProviderExecutor) -> list[dict[str, Any]] | None:
    if not isinstance(executor, HighThroughputExecutor):
        return None
    try:
        if isinstance(executor, PilotExecutor):
            return executor.present_managers()
        return executor.connected_managers()
    except (CommandClientBadError, CommandClientTimeoutError):
        return None


def _number(count: int, noun: str) -> str:
    """Return a count with its noun, in the singular or the plural.

    >>> _number(1, "slice"), _number(2, "slice")
    ('1 slice', '2 slices')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _reason(status: JobStatus) -> str:
    """Return why a pilot is in its state.

    This is HTCondor's or Parsl's reason, or else the last line of the pilot's output.
    """
    if status.message and status.state is not JobState.MISSING:
        return " ".join(status.message.split())
    if status.state in (JobState.FAILED, JobState.MISSING):
        output = (status.stderr_summary or status.stdout_summary or "").strip().splitlines()
        return output[-1].strip() if output else "it ended before its manager called"
    return ""
