"""HighThroughputExecutor for pilots that share no files with the access point.

A pilot gets what it needs with its job: the public keys of this run and the environment.
When no pilot works, the run ends with the last one's own words.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from parsl.curvezmq import create_certificates
from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import CommandClientBadError, CommandClientTimeoutError
from parsl.executors.high_throughput.executor import DEFAULT_LAUNCH_CMD
from parsl.executors.status_handling import BlockProviderExecutor
from parsl.jobs.states import JobState, JobStatus

from photoparsl.sites import parslmain
from photoparsl.sites.keys import CERTIFICATES, SHIPPED, for_pilots
from photoparsl.sites.tether import interchange_command

if TYPE_CHECKING:
    from parsl.providers.base import ExecutionProvider

BAD_SECONDS = 3600  # after which a bad pilot no longer counts against new ones
BAD_BLOCKS = 3  # one after the other, and no live manager: then none will come

_BAD_STATES = (JobState.FAILED, JobState.MISSING, JobState.HELD)


class NoPilotWorksError(Exception):
    """Pilots fail one after the other, and no manager is there."""


class PilotProvider(Protocol):
    """A provider of Parsl's, with what pilots want of it besides."""

    max_blocks: int

    def bring(self, folder: Path) -> None:
        """Have every pilot bring this folder of small files, beside where it starts."""

    def submit_file(self, script: Path) -> str:
        """What the scheduler is told of the pilot that runs `script`."""

    def answers(self) -> bool:
        """Whether there is a scheduler to submit to just now."""

    def cancel_all(self) -> None:
        """Leave nothing in the queue."""


class PilotExecutor(HighThroughputExecutor):
    """HighThroughputExecutor, with what it lacks on a grid; the parameter that it hasn't:

    most_bad_blocks : so many pilots that fail or are held within an hour, and no more are
        submitted before it is over
    """

    def __init__(
        self,
        *,
        provider: PilotProvider,
        address: str,
        worker_port: int,
        label: str = "pilots",
        heartbeat_period: int = 30,
        heartbeat_threshold: int = 120,
        drain_period: int | None = None,
        most_bad_blocks: int = 0,
    ) -> None:
        # By module, not by a script on a PATH; and with what is the pilot's own folder.
        _, _, arguments = DEFAULT_LAUNCH_CMD.partition(" ")
        command = f"python -m {parslmain.__name__} {parslmain.POOL} {arguments}"
        super().__init__(
            label=label,
            provider=cast("ExecutionProvider", provider),  # which it is besides
            address=address,  # by itself Parsl tries every address, and asks the internet for one
            worker_port=worker_port,
            launch_cmd=command.replace("{cert_dir}", CERTIFICATES),
            interchange_launch_cmd=interchange_command(parslmain.PILOT_INTERCHANGE),
            worker_logdir_root=".",  # by itself a folder of the access point
            encrypted=True,
            heartbeat_period=heartbeat_period,
            heartbeat_threshold=heartbeat_threshold,
            drain_period=drain_period,
            address_probe_timeout=20,  # seconds, so that a closed port is told within a minute
            block_error_handler=look_after,
        )
        self.most_bad_blocks = most_bad_blocks or 2 * provider.max_blocks + BAD_BLOCKS
        self.pilots = provider
        self.bad_since: dict[str, float] = {}  # when a block was first seen to be bad
        self.bad_before = 0  # blocks that were bad when a manager was last seen
        self._called: dict[str, float] = {}  # when each manager was first seen
        self._seen: dict[str, float] = {}  # when blocks that run last had a manager
        self._silent: set[str] = set()  # of these, those that had none at the latest look
        self._looked = time.monotonic()

    def start(self) -> None:
        """Start, with keys of this run alone."""
        certificates = create_certificates(self.logdir)
        self.cert_dir = certificates
        shipped = for_pilots(Path(certificates))
        self.pilots.bring(shipped)
        super().start()  # type: ignore[no-untyped-call]

    def submit_file(self, run_dir: Path) -> str:
        """What a scheduler is told of a pilot; NNN is the number of Parsl's own folder."""
        folder = run_dir / "parsl" / "NNN"
        pilots = copy(self.pilots)
        pilots.bring(folder / self.label / SHIPPED / CERTIFICATES)
        return pilots.submit_file(folder / "submit_scripts" / f"parsl.{self.label}.block-0.sh")

    def scale_out_facade(self, n: int) -> list[str]:
        """Submit so many pilots, unless too many were bad of late, which end at once.

        A scheduler that doesn't answer, since it starts anew, is asked again a little later.
        """
        late = time.monotonic() - BAD_SECONDS
        allowed = self.most_bad_blocks - sum(since > late for since in self.bad_since.values())
        if allowed <= 0 or not self.pilots.answers():
            return []
        return list(super().scale_out_facade(min(n, allowed)))

    def give_up_gone(self, status: Mapping[str, JobStatus]) -> None:
        """Have the tasks of managers run elsewhere whose jobs don't run any more.

        A job may begin anew: a manager that had called before it did is no more.
        """
        managers = self.connected_managers()
        now = time.time()
        self._called = {m["manager"]: self._called.get(m["manager"], now) for m in managers}
        for manager in managers:
            block = manager["block_id"]
            has_ended = block in status and status[block].terminal
            if has_ended or not self._is_present(manager):
                self._hold_manager(manager["manager"])  # by which our interchange gives it up

    def present_managers(self) -> list[dict[str, Any]]:
        """The managers, but for those that are known to be gone."""
        return [manager for manager in self.connected_managers() if self._is_present(manager)]

    def _is_present(self, manager: Mapping[str, Any]) -> bool:
        called = self._called.get(manager["manager"], inf)
        return called >= self._idle_until(manager["block_id"])

    def _hold_block(self, block_id: str) -> None:
        """Do nothing: Parsl holds what it cancels, and here that would lose its tasks."""

    def heartbeats(self) -> dict[str, float]:
        """When each manager called last, in seconds since 1970; nothing where that isn't known."""
        try:
            called: dict[str, float] = json.loads(
                Path(self.logdir, parslmain.HEARTBEATS).read_bytes()
            )
            return called
        except (OSError, ValueError):
            return {}

    def remove_lost(self, status: Mapping[str, JobStatus]) -> None:
        """Remove pilots whose manager was lost a heartbeat ago, so that others take their place.

        It won't come back, and HTCondor takes the job on a host that it can't reach for a
        running one as long as its lease.  A pilot that was started anew since is given time.
        """
        if time.monotonic() - self._looked < self.heartbeat_period:
            return
        self._looked = time.monotonic()
        there = {manager["block_id"] for manager in self.connected_managers()}
        running = {block for block, told in status.items() if told.state is JobState.RUNNING}
        self._seen = {b: self._seen[b] for b in self._seen.keys() & running}
        self._seen |= dict.fromkeys(there & running, time.time())
        silent = {
            block
            for block, seen in self._seen.items()
            if block not in there and self._idle_until(block) < seen
        }
        if self.provider and (lost := silent & self._silent):
            self.provider.cancel([self.blocks_to_job_id[block] for block in lost])
        self._silent = silent

    def _idle_until(self, block: str) -> float:
        """Until when the block's job certainly didn't run, where its provider tells."""
        idle: dict[str, float] = getattr(self.provider, "idle_until", {})
        return idle.get(str(self.blocks_to_job_id.get(block)), 0.0)

    def shutdown(self, timeout: float = 10.0) -> None:
        """Shut down, and leave nothing in the queue."""
        self.pilots.cancel_all()
        super().shutdown(timeout)


def look_after(executor: BlockProviderExecutor, status: Mapping[str, JobStatus]) -> None:
    """What is done about pilots whenever Parsl has looked at its blocks."""
    assert isinstance(executor, PilotExecutor)
    if executor.bad_state_is_set:
        return
    with suppress(CommandClientBadError, CommandClientTimeoutError):  # its interchange is gone
        executor.give_up_gone(status)
        executor.remove_lost(status)
        end_when_no_pilot_works(executor, status)


def end_when_no_pilot_works(executor: PilotExecutor, status: Mapping[str, JobStatus]) -> None:
    """Fail all tasks when pilots are bad one after the other and no manager is there.

    Parsl's handlers end everything when the first, or the three newest, are bad, whatever
    else works.
    """
    bad = bad_blocks(status)
    for block in bad:
        executor.bad_since.setdefault(block, time.monotonic())
    if len(bad) <= executor.bad_before:
        return
    if any(manager["active"] for manager in executor.connected_managers()):
        executor.bad_before = len(bad)
    elif len(bad) - executor.bad_before >= min(BAD_BLOCKS, executor.pilots.max_blocks + 1):
        executor.set_bad_state_and_fail_all(NoPilotWorksError(_in_words(list(bad.values()))))


def bad_blocks(status: Mapping[str, JobStatus]) -> dict[str, JobStatus]:
    """The blocks whose pilot failed, is held, or ended before its manager called."""
    return {block: told for block, told in status.items() if told.state in _BAD_STATES}


def _in_words(bad: list[JobStatus]) -> str:
    last = bad[-1]
    said = (last.stderr_summary or last.stdout_summary or "").strip().splitlines()
    why = last.message if last.state is not JobState.MISSING or not said else said[-1].strip()
    where = f"; its files are {last.stderr_path} and beside it" if last.stderr_path else ""
    return f"no pilot works: {len(bad)} are bad, and of the last one: {why}{where}"
