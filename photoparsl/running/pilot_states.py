"""The states of a run's pilots, from Parsl's interchange and the scheduler."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import Any

from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import CommandClientBadError, CommandClientTimeoutError
from parsl.executors.status_handling import BlockProviderExecutor
from parsl.jobs.states import JobState, JobStatus

from photoparsl.results import PilotSeen, PilotState
from photoparsl.running.pilot_texts import SilentManager, resources_text, waiting_for
from photoparsl.sites import PilotExecutor, last_words

DRAIN_SLACK_SECONDS = 15  # by which a manager may have begun before it was seen

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


class PilotStates:
    """Keeps the latest state of each pilot, and yields the states that have changed."""

    def __init__(self) -> None:
        self._pilots: dict[str, PilotSeen] = {}
        self._started: set[str] = set()  # pilots that the provider has seen running
        self._called: dict[str, float] = {}  # when a pilot's manager was first seen
        self._restarted: set[str] = set()  # pilots evicted and started again since the last look

    def changes(self, executor: BlockProviderExecutor) -> Iterator[PilotSeen]:
        """Yield the executor's pilots whose state or host has changed."""
        for seen in self._seen(executor):
            before = self._pilots.get(seen.pilot)
            if before and not seen.host and seen.state is not PilotState.IDLE:
                seen = replace(seen, host=before.host)  # noqa: PLW2901
            is_gone = before and before.state.has_slot and seen.state is PilotState.IDLE
            # Between two looks it may have started again elsewhere.
            has_moved = before and before.host and seen.host not in ("", before.host)
            is_elsewhere = has_moved and seen.state.has_slot
            if before and (is_gone or is_elsewhere or seen.pilot in self._restarted):
                seen = replace(seen, why=f"it was evicted from {before.host or 'its host'}")  # noqa: PLW2901
            is_new = before is None or (before.state, before.host) != (seen.state, seen.host)
            if is_new or seen.pilot in self._restarted:
                self._restarted.discard(seen.pilot)
                self._pilots[seen.pilot] = seen
                yield seen

    def active(self) -> Iterator[PilotSeen]:
        """Return the pilots whose state isn't final."""
        return (pilot for pilot in self._pilots.values() if not pilot.state.is_final)

    def final_counts(self) -> dict[PilotState, int]:
        """Return how many pilots are in each final state."""
        return dict(Counter(p.state for p in self._pilots.values() if p.state.is_final))

    def waiting(self, executor: BlockProviderExecutor) -> str:
        """Return what the run waits for, as a phrase, or empty if it waits for no pilot."""
        if not isinstance(executor, PilotExecutor) or (managers := _managers(executor)) is None:
            return ""
        if not managers:
            text = resources_text(list(self.active()), time.time())
            return f"for pilots: {text or 'none is submitted yet'}"
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
            if self._called.get(pilot, inf) < idle.get(pilot, 0.0):
                del self._called[pilot]  # that was the manager before the job restarted
                if status.state is JobState.RUNNING:
                    self._restarted.add(pilot)
            has_called = called is None or block in called
            state = self._state(pilot, status, has_called, _drain_seconds(executor))
            why = (
                ""
                if state in (PilotState.IDLE, PilotState.STARTING, PilotState.RUNNING)
                else _reason(status)
            )
            if state is PilotState.LOST:
                why = "its manager is silent"
            host = "" if state is PilotState.IDLE else hosts.get(pilot, "")
            started = idle.get(pilot, 0.0) if state.has_slot else 0.0
            yield PilotSeen(time.time(), pilot, state, host, why, started)

    def _state(
        self, pilot: str, status: JobStatus, has_called: bool, drain_seconds: float
    ) -> PilotState:
        if status.state is JobState.RUNNING:
            self._started.add(pilot)
            if has_called:
                self._called.setdefault(pilot, time.time())
                return PilotState.RUNNING
            if pilot not in self._called:
                return PilotState.STARTING
            has_drained = time.time() - self._called[pilot] > drain_seconds - DRAIN_SLACK_SECONDS
            return PilotState.RUNNING if has_drained else PilotState.LOST  # its job is about to end
        self._called.pop(pilot, None)
        if has_called and status.state is JobState.PENDING and pilot not in self._started:
            return PilotState.RUNNING  # its manager is connected. The provider is late
        return _STATES.get(status.state, PilotState.UNKNOWN)


def _drain_seconds(executor: BlockProviderExecutor) -> float:
    """Return after how many seconds the executor's managers end by themselves."""
    return float(getattr(executor, "drain_period", None) or inf)


def _blocks_with_a_manager(executor: BlockProviderExecutor) -> set[str] | None:
    """Return the blocks whose manager is connected, or None if that can't be known now."""
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


def _reason(status: JobStatus) -> str:
    """Return why a pilot is in its state.

    This is HTCondor's or Parsl's reason, or else the last line of the pilot's output.
    """
    if status.message and status.state is not JobState.MISSING:
        return " ".join(status.message.split())
    if status.state in (JobState.FAILED, JobState.MISSING):
        output = status.stderr_summary or status.stdout_summary or ""
        return last_words(output) or "it ended before its manager called"
    return ""
