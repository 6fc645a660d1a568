"""HTCondorProvider: submits pilots to HTCondor, reads their status, and removes them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from parsl.jobs.states import JobState, JobStatus

from photoparsl.files import write_private
from photoparsl.results import PilotState
from photoparsl.sites import condor
from photoparsl.sites.condor_log import read_job_log
from photoparsl.sites.condor_states import (
    JOB_ATTRIBUTES,
    condor_state,
    held_since,
    is_removed,
    slot_since,
)
from photoparsl.sites.janitor import Queue
from photoparsl.sites.pilot_provider import JobSeen, PilotProvider
from photoparsl.sites.submit_file import Pilot, link_inputs, of_run, script_text, submit_text

FINISH_SECONDS = 1800  # that a pilot has for its last tasks after its walltime

_JOBS_A_COMMAND = 100


class HTCondorProvider(PilotProvider):
    """Submits pilots to HTCondor.  Parameters have the names of Parsl's CondorProvider.

    cores_per_slot: cores of a pilot
    mem_per_slot: GB of memory of a pilot
    disk_per_slot: GB of scratch disk of a pilot
    max_blocks: the most pilots at a time
    walltime: hours after which a pilot takes no more tasks.  Half an hour later it is removed
    project: the project that pilots are accounted to, written as +ProjectName
    requirements: a ClassAd expression that slots must match
    environment: environment variables of a pilot
    container_image: the URL of an image that pilots run in
    scheduler_options: lines that are added to the submit file
    transfer_input_files: paths to transfer, and URLs that HTCondor fetches on the host
    worker_init: shell lines that a pilot runs first
    log_dir: the folder of the jobs' logs, output and errors (default: the scripts' folder)
    name: the run's name, under which condor_q lists its jobs (default: a random one)
    """

    label = "condor"
    held_seconds = 600  # after which a held pilot is removed. Another has already replaced it
    is_alive = ("condor_q", "-totals")

    def __init__(
        self,
        *,
        cores_per_slot: int = 1,
        mem_per_slot: float = 2.0,
        disk_per_slot: float = 2.0,
        max_blocks: int = 1,
        walltime: float = 8.0,
        project: str = "",
        requirements: str = "",
        environment: Mapping[str, str] | None = None,
        container_image: str = "",
        scheduler_options: str = "",
        transfer_input_files: Sequence[str] = (),
        worker_init: str = "",
        log_dir: Path | None = None,
        name: str = "",
    ) -> None:
        super().__init__(
            max_blocks=max_blocks,
            cores=cores_per_slot,
            memory_gb=mem_per_slot,
            walltime=walltime,
            worker_init=worker_init,
        )
        self.log_dir = log_dir
        self._pilot = Pilot(
            script=Path(),  # every pilot has its own
            run_id=self.run_id,
            name=name,
            cores=cores_per_slot,
            memory_gb=mem_per_slot,
            disk_gb=disk_per_slot,
            inputs=tuple(transfer_input_files),
            project=project,
            requirements=requirements,
            environment=dict(environment or {}),
            image=container_image,
            lines=scheduler_options,
        )

    @property
    def pilot(self) -> Pilot:
        """The inputs and the resources of each pilot.  Its script isn't known yet."""
        return self._pilot

    def submit_file(self, script: Path) -> str:
        """Return the submit file of the pilot that runs `script`."""
        return submit_text(self._pilot_of(script))

    def cancel(self, job_ids: Sequence[object]) -> list[bool]:
        """Remove these jobs, and return for each whether it is gone.

        Parsl's CondorProvider uses `-forcex`, after which the slot waits for the whole job lease.
        """
        jobs = [str(job) for job in job_ids]
        self._remove([job for job in jobs if not self.has_ended(job)])
        left = condor.queue(jobs, JOB_ATTRIBUTES, self.command_seconds)
        gone = [left is not None and is_removed(left.get(job, {})) for job in jobs]
        for job, is_gone in zip(jobs, gone, strict=True):
            if is_gone and job in self.resources and not self.has_ended(job):
                self.resources[job]["status"] = self._job_status(job, JobState.CANCELLED)
        return gone

    def cancel_all(self) -> None:
        """Remove all jobs of this run that haven't ended."""
        self.cancel([job for job in self.resources if not self.has_ended(job)])

    def _write_script(self, job_name: str, command: str) -> Path:
        script = self.script_folder / f"{job_name}.sh"
        cores = self._pilot.cores
        text = script_text(self.worker_init, command, cores, self.memory_gb)
        write_private(script, text.encode(), 0o700)  # the bundle's URL may have a signature
        self._logs.mkdir(parents=True, exist_ok=True)
        script.with_suffix(".submit").write_text(self.submit_file(script))
        link_inputs(self._pilot_of(script), self._logs)
        return script

    def _submit_command(self, script: Path) -> Sequence[str]:
        return ("condor_submit", "-terse", script.with_suffix(".submit").name)

    def _job_id(self, output: str) -> str:
        """Return CLUSTER.PROCESS: the first id of the range that condor_submit prints."""
        return output.partition(" - ")[0].strip()

    def _jobs_seen(self, jobs: Sequence[str]) -> dict[str, JobSeen] | None:
        ads = condor.queue(jobs, JOB_ATTRIBUTES, self.command_seconds)
        if ads is None:
            return None
        late = time.time() - self.held_seconds
        self._remove([job for job, ad in ads.items() if held_since(ad) < late])
        return {job: self._seen(job, ads.get(job)) for job in jobs}

    def _seen(self, job: str, ad: condor.Ad | None) -> JobSeen:
        if not ad or ad["JobStatus"] == condor.COMPLETED:
            return JobSeen(self._last_status(job))
        return JobSeen(
            self._job_status(job, *condor_state(ad)),
            host=ad.get("RemoteHost", "").rpartition("@")[2],
            started=slot_since(ad),
        )

    def _last_status(self, job: str) -> JobStatus:
        """Return the status of a job that has left the queue, from its log.

        With Parsl's CondorProvider such a job never ends, and the run hangs.
        """
        ended = read_job_log(self._logs / f"job.log.{job}", job)
        if not ended.state.is_final:
            return self._job_status(job, JobState.FAILED, "it has vanished from the queue")
        state = JobState.FAILED if ended.code is None else JobState.COMPLETED
        if ended.state is PilotState.REMOVED:
            state = JobState.CANCELLED
        return self._job_status(job, state, ended.why or None, ended.code)

    def _job_status(
        self, job: str, state: JobState, message: str | None = None, code: int | None = None
    ) -> JobStatus:
        output, errors = (str(self._logs / f"job.{kind}.{job}") for kind in ("out", "error"))
        return JobStatus(state, message, code, output, errors)

    def _pilot_of(self, script: Path) -> Pilot:
        keys = (str(self.keys),) if self.keys else ()
        return replace(
            self._pilot,
            script=script,
            inputs=(*self._pilot.inputs, *keys),
            most_seconds=self.drain_seconds + FINISH_SECONDS,
        )

    @property
    def _logs(self) -> Path:
        return (self.log_dir or self.script_folder).resolve()

    def _remove(self, jobs: Sequence[str]) -> None:
        for first in range(0, len(jobs), _JOBS_A_COMMAND):
            self._run("condor_rm", *jobs[first : first + _JOBS_A_COMMAND])

    def _queue(self) -> Queue:
        ours = ("-constraint", of_run(self.run_id))
        return Queue(
            left=("condor_q", *ours, "-af", "ClusterId"),
            remove=("condor_rm", *ours),
            force=("condor_rm", "-forcex", *ours),
        )
