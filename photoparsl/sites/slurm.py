"""SlurmPilotProvider: submits pilots to Slurm, reads their status, and cancels them."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Sequence
from pathlib import Path

from parsl.jobs.states import JobState, JobStatus

from photoparsl.files import write_private
from photoparsl.sites.janitor import Queue
from photoparsl.sites.pilot_provider import JobSeen, PilotProvider
from photoparsl.sites.sbatch_lines import without_replaced
from photoparsl.sites.slurm_states import slurm_state

FINISH_SECONDS = 600  # before the end of its walltime, from which a pilot takes no more tasks


class SlurmPilotProvider(PilotProvider):
    """Submits pilots to Slurm.  Parameters have the names of Parsl's SlurmProvider.

    cores_per_node: cores of a pilot
    mem_per_node: GB of memory of a pilot, or 0 for Slurm's default
    max_blocks: the most pilots at a time
    walltime: the most hours that a pilot runs.  Shortly before their end it takes no more tasks
    account: the account that pilots are charged to (default: Slurm's)
    scheduler_options: lines that are added to the script, such as '#SBATCH --qos=long'.  An option
        there replaces ours of the same name
    worker_init: shell lines that a pilot runs first, in a scratch folder of its own
    is_shared: whether nodes can write to this machine's folders.  If not, no output is kept
    """

    label = "slurm"
    command_seconds = 10.0
    is_alive = ("sinfo", "--noheader")

    def __init__(
        self,
        *,
        cores_per_node: int = 1,
        mem_per_node: float = 2.0,
        max_blocks: int = 1,
        walltime: float = 8.0,
        account: str = "",
        scheduler_options: str = "",
        worker_init: str = "",
        is_shared: bool = False,
    ) -> None:
        super().__init__(
            max_blocks=max_blocks,
            cores=cores_per_node,
            memory_gb=mem_per_node,
            walltime=walltime,
            worker_init=worker_init,
        )
        self.account = account
        self.scheduler_options = scheduler_options
        self.is_shared = is_shared
        self._name = f"photoparsl-{self.run_id}"

    @property
    def drain_seconds(self) -> int:
        """Seconds after which a pilot takes no more tasks, which is before Slurm ends it."""
        seconds = super().drain_seconds
        return max(seconds - FINISH_SECONDS, seconds // 2)

    def submit_file(self, script: Path) -> str:
        """Return the sbatch command and the pilot's script, without the command at its end."""
        return f"{shlex.join(self._submit_command(script))}\n\n{self._script(script, '')}"

    def cancel(self, job_ids: Sequence[object]) -> list[bool]:
        """Cancel these jobs, and return for each whether Slurm has accepted that."""
        jobs = [str(job) for job in job_ids]
        is_done = self._run("scancel", *jobs).returncode == 0
        for job in jobs if is_done else ():
            self.resources[job]["status"] = JobStatus(JobState.CANCELLED)
        return [is_done for _ in jobs]

    def cancel_all(self) -> None:
        """Cancel all jobs of this run."""
        if self.resources:
            self._run("scancel", f"--name={self._name}")

    def _write_script(self, job_name: str, command: str) -> Path:
        self.script_folder.chmod(0o700)  # the scripts hold this run's keys
        script = self.script_folder / f"{job_name}.{time.time()}"
        text = os.fsencode(self._script(script, command))  # paths may not be UTF-8
        write_private(script, text)  # the bundle's URL may have a signature
        return script

    def _submit_command(self, script: Path) -> Sequence[str]:
        """Return the sbatch command.

        Slurm writes no output file.  It would expand `%j` even in the names of folders, and the job
        would fail if the node couldn't open the file.
        """
        return [*self.command, str(script)]

    def _job_id(self, output: str) -> str:
        """Return the number in the last line, before the cluster's name.

        A site's plugins may print other lines before it.
        """
        job = output.strip().rpartition("\n")[2].partition(";")[0]
        return job if job.isdecimal() else ""

    def _jobs_seen(self, jobs: Sequence[str]) -> dict[str, JobSeen] | None:
        """Return the jobs' status from squeue, with their hosts, which Parsl's own lacks."""
        form = "--format=%i|%T|%r|%N"
        output = self._run("squeue", "--noheader", "--states=all", form, f"--name={self._name}")
        if output.returncode:
            return None
        rows = [line.split("|") for line in output.stdout.splitlines()]
        found = {job: self._seen(job, *others) for job, *others in rows if job in self.resources}
        return {job: found.get(job) or self._seen(job, "COMPLETED", "", "") for job in jobs}

    def _seen(self, job: str, word: str, reason: str, node: str) -> JobSeen:
        state, message = slurm_state(word, reason)
        script = self.resources[job]["script"]
        status = JobStatus(
            state,
            message,
            stdout_path=f"{script}.stdout" if self.is_shared else None,
            stderr_path=f"{script}.stderr" if self.is_shared else None,
        )
        return JobSeen(status, node, 0.0 if state is JobState.RUNNING else None)

    @property
    def command(self) -> list[str]:
        """The sbatch command, but for the script, with the options whose values may hold spaces.

        Raises SiteError if the user's lines have an option by which photoparsl finds its jobs.
        """
        ours = [f"--account={self.account}"] if self.account else []
        ours += ["--output=/dev/null", "--error=/dev/null", "--chdir=/"]
        kept = without_replaced(ours, self.scheduler_options)
        return ["sbatch", "--parsable", f"--job-name={self._name}", *kept]

    @property
    def directives(self) -> str:
        """The lines at the beginning of a job's script, with the user's own at their end."""
        ours = ["--nodes=1", "--ntasks-per-node=1", f"--cpus-per-task={self.cores_per_node}"]
        ours.append(f"--time={_clock(self.walltime)}")
        if self.memory_gb:  # some sites forbid it
            ours.append(f"--mem={round(self.memory_gb * 1024)}M")
        kept = without_replaced(ours, self.scheduler_options)
        lines = ["#!/bin/bash", *(f"#SBATCH {option}" for option in kept), self.scheduler_options]
        return "\n".join([*lines, ""])

    def _script(self, script: Path, command: str) -> str:
        """The text of a job's shell script, which runs `command`.  Output goes beside `script`."""
        output, errors = shlex.quote(f"{script}.stdout"), shlex.quote(f"{script}.stderr")
        return f"""{self.directives}
export PARSL_CORES={self.cores_per_node}
{f"exec >{output} 2>{errors}" if self.is_shared else ""}
set -e
[ -w "${{TMPDIR:-}}" ] || TMPDIR=/tmp  # it may be the access point's
scratch=$(mktemp -d "$TMPDIR/photoparsl-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
{_written(self.keys) if self.keys else ""}
{self.worker_init}
{command}
"""

    def _queue(self) -> Queue:
        name = f"--name={self._name}"
        return Queue(
            left=("squeue", "--noheader", "--format=%i", name),
            remove=("scancel", name),
            force=("scancel", "--signal=KILL", name),
        )


def _written(folder: Path) -> str:
    """Return shell lines that make a folder of the same name with the same files."""
    lines = [f"mkdir -m 700 {folder.name}"]
    for path in sorted(folder.glob("*")):
        target = shlex.quote(f"{folder.name}/{path.name}")
        lines += [f"cat >{target} <<'PHOTOPARSL'", path.read_text().rstrip("\n"), "PHOTOPARSL"]
    return "\n".join(lines)


def _clock(hours: float) -> str:
    """Return a duration as Slurm reads it.

    >>> _clock(1.5)
    '01:30:00'
    """
    minutes = max(1, round(hours * 60))  # 0 would be no limit
    return f"{minutes // 60:02}:{minutes % 60:02}:00"
