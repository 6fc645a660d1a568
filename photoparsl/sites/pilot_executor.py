"""PilotExecutor: HighThroughputExecutor for pilots that share no files with the access point.

A pilot's job brings what the pilot needs: keys of this run, and the bundle with Python.
When no pilot works, the run ends with the reason why the last pilot failed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from math import inf
from pathlib import Path
from typing import Any

from parsl.curvezmq import create_certificates
from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import CommandClientBadError, CommandClientTimeoutError
from parsl.executors.high_throughput.executor import DEFAULT_LAUNCH_CMD
from parsl.executors.status_handling import BlockProviderExecutor
from parsl.jobs.states import JobState, JobStatus

from photoparsl.sites import parslmain
from photoparsl.sites.bad_pilots import BadPilots, NoPilotWorksError
from photoparsl.sites.keys import CERTIFICATES, SHIPPED, for_pilots
from photoparsl.sites.pilot_endings import let_end
from photoparsl.sites.pilot_provider import PilotProvider
from photoparsl.sites.tether import interchange_command

_WORKERS_A_CORE = 1000  # so high that only `workers` limits the number of workers


class PilotExecutor(HighThroughputExecutor):
    """HighThroughputExecutor with additions for pilots: it watches, replaces and gives up pilots.

    provider: submits the pilots
    address: the address of this machine that pilots connect to
    worker_port: the port of this machine that pilots connect to
    workers: how many workers each pilot has (default: one per core)
    label: the name of the executor in Parsl, and of its folder
    heartbeat_period: seconds between two heartbeats of a manager
    heartbeat_threshold: seconds without a heartbeat, after which a manager is lost
    drain_period: seconds after which a manager takes no more tasks (default: never)
    most_bad_blocks: pilots that may fail or be held within an hour.  At this number no pilot is
        submitted until some of them are an hour old (default: 2 * max_blocks + 3)
    """

    def __init__(  # noqa: PLR0913  as Parsl's
        self,
        *,
        provider: PilotProvider,
        address: str,
        worker_port: int,
        workers: int | None = None,
        label: str = "pilots",
        heartbeat_period: int = 30,
        heartbeat_threshold: int = 120,
        drain_period: int | None = None,
        most_bad_blocks: int = 0,
    ) -> None:
        # Start the pool as a module, since no script may be on PATH, with keys in the job's folder.
        _, _, arguments = DEFAULT_LAUNCH_CMD.partition(" ")
        command = f"python -m {parslmain.__name__} {parslmain.POOL} {arguments}"
        super().__init__(
            label=label,
            provider=provider,
            address=address,  # by default Parsl tries all addresses, and queries a web service
            worker_port=worker_port,
            max_workers_per_node=workers,
            cores_per_worker=1 / _WORKERS_A_CORE if workers else 1.0,
            launch_cmd=command.replace("{cert_dir}", CERTIFICATES),
            interchange_launch_cmd=interchange_command(parslmain.PILOT_INTERCHANGE),
            worker_logdir_root=".",  # by default, a path on the access point
            encrypted=True,
            heartbeat_period=heartbeat_period,
            heartbeat_threshold=heartbeat_threshold,
            drain_period=drain_period,
            address_probe_timeout=20,  # seconds: a closed port shows within a minute
            block_error_handler=check_pilots,
        )
        self.pilots = provider
        self.bad_pilots = BadPilots(provider.max_blocks, most_bad_blocks)
        self._first_seen: dict[str, float] = {}  # by manager, in seconds since 1970
        self._last_connected: dict[str, float] = {}  # by running block, in seconds since 1970
        self._silent: set[str] = set()  # running blocks without a manager at the last check
        self._looked = time.monotonic()

    def start(self) -> None:
        """Start the interchange, with keys that only this run uses."""
        certificates = create_certificates(self.logdir)
        self.cert_dir = certificates
        shipped = for_pilots(Path(certificates))
        self.pilots.set_keys(shipped)
        super().start()  # type: ignore[no-untyped-call]

    def submit_file(self, run_dir: Path) -> str:
        """Return the submit file of a pilot, for display.

        NNN in its paths stands for the number of Parsl's folder, which isn't known yet.
        """
        folder = run_dir / "parsl" / "NNN"
        pilots = copy(self.pilots)
        pilots.set_keys(folder / self.label / SHIPPED / CERTIFICATES)
        return pilots.submit_file(folder / "submit_scripts" / f"parsl.{self.label}.block-0.sh")

    def scale_out_facade(self, n: int) -> list[str]:
        """Submit up to `n` pilots, and return their blocks.

        Fewer are submitted if many were bad, and none if the scheduler doesn't answer.
        """
        allowed = self.bad_pilots.allowed()
        if not allowed or not self.pilots.answers():
            return []
        return list(super().scale_out_facade(min(n, allowed)))

    def scale_in_facade(self, n: int, max_idletime: float | None = None) -> list[str]:
        """Remove `n` pilots.  Where all are to go, let idle ones end by themselves before."""
        if n >= sum(not job.terminal for job in self.status_facade.values()):
            with suppress(CommandClientBadError, CommandClientTimeoutError):
                idle = [m["block_id"] for m in self.connected_managers() if not m["tasks"]]
                let_end(Path(self.logdir), self.pilots, map(self.blocks_to_job_id.get, idle))
        return list(super().scale_in_facade(n, max_idletime) or ())

    def give_up_gone(self, status: Mapping[str, JobStatus]) -> None:
        """Give up managers whose job no longer runs, so that their tasks run elsewhere.

        A job may restart on another host.  Then the manager that connected before is gone.
        """
        managers = self.connected_managers()
        now = time.time()
        names = [manager["manager"] for manager in managers]
        self._first_seen = {name: self._first_seen.get(name, now) for name in names}
        for manager in managers:
            block = manager["block_id"]
            has_ended = block in status and status[block].terminal
            if has_ended or not self._is_present(manager):
                self._hold_manager(manager["manager"])  # PilotInterchange then gives it up

    def present_managers(self) -> list[dict[str, Any]]:
        """Return the connected managers, without those whose job is known to have ended."""
        return [manager for manager in self.connected_managers() if self._is_present(manager)]

    def _is_present(self, manager: Mapping[str, Any]) -> bool:
        first_seen = self._first_seen.get(manager["manager"], inf)
        return first_seen >= self._idle_until(manager["block_id"])

    def _hold_block(self, block_id: str) -> None:
        """Do nothing.  Parsl holds the blocks that it cancels, and here that would lose tasks."""

    def heartbeats(self) -> dict[str, float]:
        """Return when each manager last sent a message, in seconds since 1970, or {}."""
        try:
            called: dict[str, float] = json.loads(
                Path(self.logdir, parslmain.HEARTBEATS).read_bytes()
            )
            return called
        except (OSError, ValueError):
            return {}

    def remove_lost(self, status: Mapping[str, JobStatus]) -> None:
        """Remove pilots that have had no manager at two checks, so that others replace them.

        A lost manager won't come back, and HTCondor shows a job on a host that it can't reach as
        running until the job's lease ends.  A pilot whose job has restarted is kept.
        """
        if time.monotonic() - self._looked < self.heartbeat_period:
            return
        self._looked = time.monotonic()
        connected = {manager["block_id"] for manager in self.connected_managers()}
        running = {block for block, job in status.items() if job.state is JobState.RUNNING}
        known = self._last_connected
        self._last_connected = {block: known[block] for block in known.keys() & running}
        self._last_connected |= dict.fromkeys(connected & running, time.time())
        silent = {
            block
            for block, last in self._last_connected.items()
            if block not in connected and self._idle_until(block) < last
        }
        if lost := silent & self._silent:
            self.pilots.cancel([self.blocks_to_job_id[block] for block in lost])
        self._silent = silent

    def end_when_none_works(self, status: Mapping[str, JobStatus]) -> None:
        """Fail all tasks if pilots are bad in a row and no manager is connected.

        Parsl's own handlers fail all tasks when the first or the three newest blocks are bad, even
        if other pilots work.
        """
        self.bad_pilots.update(status)
        if self.bad_pilots.new() <= 0:
            return
        if any(manager["active"] for manager in self.connected_managers()):
            self.bad_pilots.reset()
        elif self.bad_pilots.is_hopeless():
            self.set_bad_state_and_fail_all(NoPilotWorksError(str(self.bad_pilots)))

    def _idle_until(self, block: str) -> float:
        """Return the latest time at which the block's job is known not to have run.

        In seconds since 1970, or 0 if there is no such time.
        """
        return self.pilots.idle_until.get(str(self.blocks_to_job_id.get(block)), 0.0)

    def shutdown(self, timeout: float = 10.0) -> None:
        """Remove all pilots from the queue, and shut down."""
        self.pilots.cancel_all()
        super().shutdown(timeout)


def check_pilots(executor: BlockProviderExecutor, status: Mapping[str, JobStatus]) -> None:
    """Give up, remove and count bad pilots.  Parsl calls this after each check of its blocks."""
    assert isinstance(executor, PilotExecutor)
    if executor.bad_state_is_set:
        return
    with suppress(CommandClientBadError, CommandClientTimeoutError):  # its interchange is gone
        executor.give_up_gone(status)
        executor.remove_lost(status)
        executor.end_when_none_works(status)
