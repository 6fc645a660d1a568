"""HTCondor as Parsl's provider of pilots, where Parsl's own falls short on a real pool."""

from __future__ import annotations

import re
import secrets
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from parsl.jobs.states import JobState, JobStatus
from parsl.launchers import SimpleLauncher
from parsl.providers import CondorProvider
from parsl.providers.errors import ScaleOutFailed

from photoparsl.sites import condor
from photoparsl.sites import subprocesses as asking
from photoparsl.sites.janitor import Queue, attend
from photoparsl.sites.submit_file import Pilot, link_inputs, marked, script_text, submit_text

_STATES = {
    1: JobState.PENDING,
    2: JobState.RUNNING,
    3: JobState.CANCELLED,
    4: JobState.COMPLETED,
    5: JobState.HELD,  # FAILED in Parsl's, so that one held pilot ended the others' tasks
    6: JobState.RUNNING,  # bringing back its output; FAILED in Parsl's
    7: JobState.HELD,  # suspended; UNKNOWN in Parsl's, and never replaced
}
_COUNTED = (
    "JobStatus", "HoldReason", "ExitCode", "RemoteHost", "EnteredCurrentStatus",
    "JobCurrentStartDate",
)  # fmt: skip
_EVENT = re.compile(r"^(\d{3}) \(.*\n(?:\t(.*))?", re.MULTILINE)  # of a job's log, and its reason
_RUNNING, _HELD = 2, 5
_COMPLETED, _ABORTED = "005", "009"


class HTCondorProvider(CondorProvider):
    """CondorProvider, with what it lacks; the parameters that it hasn't:

    disk_per_slot : GB of scratch disk to ask for
    log_dir : where each pilot's job log, output and errors go (default: `script_dir`)
    lease_seconds, most_seconds : see `Pilot`
    held_seconds : after which a held pilot is removed; another has long taken its place
    poll_seconds : between two looks at the queue; Parsl's 60 is a minute before any news
    """

    def __init__(
        self,
        *,
        cores_per_slot: int = 1,
        mem_per_slot: float = 2.0,
        disk_per_slot: float = 2.0,
        init_blocks: int = 1,
        min_blocks: int = 0,
        max_blocks: int = 1,
        project: str = "",
        requirements: str = "",
        environment: Mapping[str, str] | None = None,
        scheduler_options: str = "",
        transfer_input_files: Sequence[str] = (),
        worker_init: str = "",
        log_dir: Path | None = None,
        lease_seconds: int = 600,
        most_seconds: int = 0,
        held_seconds: int = 600,
        poll_seconds: int = 10,
    ) -> None:
        super().__init__(
            cores_per_slot=cores_per_slot,
            mem_per_slot=mem_per_slot,
            init_blocks=init_blocks,
            min_blocks=min_blocks,
            max_blocks=max_blocks,
            project=project,
            requirements=requirements,
            scheduler_options=scheduler_options,
            transfer_input_files=list(transfer_input_files),
            worker_init=worker_init,
            launcher=SimpleLauncher(),
        )
        self._cores, self._memory_gb = cores_per_slot, mem_per_slot
        self.environment = dict(environment or {})  # Parsl's changes the caller's, and its quotes
        self.disk_per_slot = disk_per_slot
        self.log_dir = log_dir
        self.lease_seconds = lease_seconds
        self.most_seconds = most_seconds
        self.held_seconds = held_seconds
        self.poll_seconds = poll_seconds
        self.hosts: dict[str, str] = {}  # of the pilots that run or ran, by job
        self.idle_until: dict[str, float] = {}  # by job: until when it certainly didn't run
        self._mark = secrets.token_hex(8)  # no other run's, wherever its folder is
        self._attended = False

    @property
    def status_polling_interval(self) -> int:
        """Seconds between two looks at the queue."""
        return self.poll_seconds

    def bring(self, folder: Path) -> None:
        """Have every pilot bring this folder too."""
        self.transfer_input_files = [*self.transfer_input_files, str(folder)]

    def submit_file(self, script: Path) -> str:
        """The submit file of the pilot that runs `script`."""
        return submit_text(self._pilot(script))

    def submit(self, command: str, tasks_per_node: int, job_name: str = "pilot") -> str:
        """Submit a pilot that runs `command`, and return its job's id, CLUSTER.PROCESS.

        Raises ScaleOutFailed with what condor_submit says.
        """
        folder = self._scripts()
        script = folder / f"{job_name}.sh"
        script.write_text(script_text(self.worker_init, command, self._cores, self._memory_gb))
        script.chmod(0o700)  # it may hold the bundle's URL, with a signature
        self._logs(folder).mkdir(parents=True, exist_ok=True)
        description = script.with_suffix(".submit")
        description.write_text(self.submit_file(script))
        link_inputs(self._pilot(script), self._logs(folder))
        self._attend()
        said = asking.run(
            "condor_submit", "-terse", description.name, seconds=self.cmd_timeout, folder=folder
        )
        job = said.stdout.partition(" - ")[0].strip()
        if said.returncode or not job:
            raise ScaleOutFailed(self.label, " ".join((said.stderr or said.stdout).split()))
        self.resources[job] = {"status": self._job_status(job, JobState.PENDING), "size": 1}
        return job

    def cancel(self, job_ids: Sequence[object]) -> list[bool]:
        """Remove these jobs, and say of each whether it is gone.

        Without Parsl's `-forcex`, which leaves the slot waiting for the whole job lease.
        """
        jobs = [str(job) for job in job_ids]
        for some in _chunks(jobs, self.cmd_chunk_size):
            self._condor("condor_rm", *some)
        left = condor.queue(jobs, _COUNTED, self.cmd_timeout)
        gone = [left is not None and left.get(job, {}).get("JobStatus", 3) == 3 for job in jobs]
        for job, is_gone in zip(jobs, gone, strict=True):
            if is_gone and job in self.resources:
                self.resources[job]["status"] = self._job_status(job, JobState.CANCELLED)
        return gone

    def cancel_all(self) -> None:
        """Remove whatever of ours may be left: held and finished pilots stay in Parsl's."""
        if self.resources:
            self.cancel(list(self.resources))

    def answers(self) -> bool:
        """Whether there is a schedd to submit to just now."""
        return self._condor("condor_q", "-totals").returncode == 0

    def _status(self) -> None:
        jobs = [str(job) for job, told in self.resources.items() if not told["status"].terminal]
        asked = time.time()
        found = condor.queue(jobs, _COUNTED, self.cmd_timeout)
        if found is None:
            return  # the schedd doesn't answer: what was known still holds
        for job in jobs:
            ad = found.get(job, {})
            self.resources[job]["status"] = self._told(job, ad) if ad else self._left(job)
            runs = ad.get("JobStatus") == _RUNNING
            self.idle_until[job] = ad.get("JobCurrentStartDate", 0.0) if runs else asked
        held = [job for job, ad in found.items() if ad["JobStatus"] == _HELD]
        late = time.time() - self.held_seconds
        if old := [job for job in held if found[job].get("EnteredCurrentStatus", late) < late]:
            self._condor("condor_rm", *old)

    def _attend(self) -> None:
        """See to it that none of our jobs outlives this process."""
        if not self._attended:
            self._attended = True
            ours = ("-constraint", marked(self._mark))
            attend(
                Queue(
                    left=("condor_q", *ours, "-af", "ClusterId"),
                    remove=("condor_rm", *ours),
                    force=("condor_rm", "-forcex", *ours),
                )
            )

    def _told(self, job: str, told: condor.Ad) -> JobStatus:
        state = _STATES.get(told["JobStatus"], JobState.UNKNOWN)
        reason = told.get("HoldReason") if told["JobStatus"] == _HELD else None
        if host := told.get("RemoteHost"):
            self.hosts[job] = host.rpartition("@")[2]
        return self._job_status(job, state, reason, told.get("ExitCode"))

    def _left(self, job: str) -> JobStatus:
        """How a job ended that has left the queue; in Parsl's it never ends, and the run hangs."""
        log = self._logs(self._scripts()) / f"job.log.{job}"
        events = _EVENT.findall(log.read_text(errors="replace")) if log.exists() else []
        code, reason = events[-1] if events else ("", "")
        if code == _COMPLETED:
            return self._job_status(job, JobState.COMPLETED, reason or None)
        if code == _ABORTED:
            return self._job_status(job, JobState.CANCELLED, reason or None)
        return self._job_status(job, JobState.FAILED, "it has vanished from the queue")

    def _job_status(
        self, job: str, state: JobState, message: str | None = None, code: int | None = None
    ) -> JobStatus:
        logs = self._logs(self._scripts())
        output, errors = str(logs / f"job.out.{job}"), str(logs / f"job.error.{job}")
        return JobStatus(state, message, code, output, errors)

    def _pilot(self, script: Path) -> Pilot:
        return Pilot(
            script=script,
            mark=self._mark,
            cores=self._cores,
            memory_gb=self._memory_gb,
            disk_gb=self.disk_per_slot,
            inputs=tuple(self.transfer_input_files),
            project=self.project,
            requirements=self.requirements,
            environment=self.environment,
            lease_seconds=self.lease_seconds,
            most_seconds=self.most_seconds,
            lines=self.scheduler_options,
        )

    def _scripts(self) -> Path:
        return Path(self.script_dir or ".").resolve()  # Parsl sets it when it loads the config

    def _logs(self, scripts: Path) -> Path:
        return (self.log_dir or scripts).resolve()

    def _condor(self, *command: str) -> subprocess.CompletedProcess[str]:
        return asking.run(*command, seconds=self.cmd_timeout)


def _chunks(jobs: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (jobs[start : start + size] for start in range(0, len(jobs), size))
