"""Slurm as Parsl's provider of pilots that may share no folder with the access point."""

from __future__ import annotations

import os
import secrets
import shlex
import time
from pathlib import Path

from parsl.jobs.states import JobState, JobStatus
from parsl.launchers import SimpleLauncher
from parsl.providers import SlurmProvider
from parsl.providers.errors import ScaleOutFailed

from photoparsl.sites import subprocesses as asking
from photoparsl.sites.bundle import FOLDER
from photoparsl.sites.delivery import fetch_command
from photoparsl.sites.janitor import Queue, attend

_STATES = {
    "PENDING": JobState.PENDING,
    "CONFIGURING": JobState.PENDING,
    "REQUEUED": JobState.PENDING,
    "REQUEUE_HOLD": JobState.HELD,
    "SPECIAL_EXIT": JobState.HELD,
    "RUNNING": JobState.RUNNING,
    "COMPLETING": JobState.RUNNING,
    "STAGE_OUT": JobState.RUNNING,
    "SUSPENDED": JobState.HELD,
    "STOPPED": JobState.HELD,
    "COMPLETED": JobState.COMPLETED,
    "CANCELLED": JobState.CANCELLED,
    "TIMEOUT": JobState.TIMEOUT,
    "DEADLINE": JobState.TIMEOUT,
    "PREEMPTED": JobState.TIMEOUT,
}  # all others are FAILED
_WORDS = {
    "JobHeldUser": "held by its user (JobHeldUser); 'scontrol release' lets it go",
    "JobHeldAdmin": "held by an administrator (JobHeldAdmin)",
}


class SlurmPilotProvider(SlurmProvider):
    """SlurmProvider, with what it lacks for pilots; the parameters that it hasn't:

    archive : the bundle, on a folder that the nodes share; or the URL where they fetch it,
        and then no folder need be shared
    poll_seconds : between two looks at the queue
    """

    def __init__(
        self,
        *,
        archive: str,
        pilots: int,
        cores: int,
        memory_gb: float,
        hours: float,
        partition: str = "",
        account: str = "",
        lines: str = "",
        poll_seconds: int = 10,
    ) -> None:
        self._is_shared = "://" not in archive
        self._archive = archive
        self._brought = Path()
        self._memory, self._lines = round(memory_gb * 1024), lines
        self._name = f"photoparsl-{secrets.token_hex(8)}"  # no other run's, wherever its folder is
        self._attended = False
        self.poll_seconds = poll_seconds
        self.idle_until: dict[str, float] = {}  # by job: until when it certainly didn't run
        self.hosts: dict[str, str] = {}  # of the pilots that run or ran, by job
        super().__init__(
            partition=partition or None,
            account=account or None,
            cores_per_node=cores,
            init_blocks=pilots,
            max_blocks=pilots,
            walltime=_clock(hours),
            exclusive=False,
            launcher=SimpleLauncher(),
        )

    @property
    def status_polling_interval(self) -> int:
        """Seconds between two looks at the queue."""
        return self.poll_seconds

    def bring(self, folder: Path) -> None:
        """Have every pilot bring this folder of small text files, in its script."""
        self._brought = folder

    def submit(self, command: str, tasks_per_node: int, job_name: str = "pilot") -> str:
        """Submit a pilot that runs `command`, and return its job's id.

        Parsl's gives the script's path to a shell as it is.  Raises ScaleOutFailed with what
        sbatch says.
        """
        scripts = self._scripts()
        scripts.chmod(0o700)  # they hold this run's keys
        script = scripts / f"{job_name}.{time.time()}"
        script.write_bytes(os.fsencode(self._script(script, command)))  # a path may be of any bytes
        self._attend()
        said = asking.run(*self._sbatch(script), seconds=self.cmd_timeout)
        job = said.stdout.strip().rpartition("\n")[2].partition(";")[0]  # others may print words
        if said.returncode or not job.isdecimal():
            raise ScaleOutFailed(self.label, " ".join((said.stderr or said.stdout).split()))
        self.resources[job] = {"status": JobStatus(JobState.PENDING), "script": script}
        return job

    def submit_file(self, script: Path) -> str:
        """What Slurm is told of a pilot, but for the command at its end."""
        return f"{shlex.join(self._sbatch(script))}\n\n{self._script(script, '')}"

    def cancel_all(self) -> None:
        """Cancel whatever of ours may be left."""
        if self.resources:
            asking.run("scancel", f"--name={self._name}", seconds=self.cmd_timeout)

    def answers(self) -> bool:
        """Whether there is a controller to submit to just now."""
        return asking.run("sinfo", "--noheader", seconds=self.cmd_timeout).returncode == 0

    def _status(self) -> None:
        """Parsl's takes a job that is held for one that waits, and doesn't tell where it runs."""
        jobs = [str(job) for job, told in self.resources.items() if not told["status"].terminal]
        if not jobs:
            return
        asked = time.time()
        said = asking.run(
            "squeue",
            "--noheader",
            "--states=all",
            "--format=%i|%T|%r|%N",
            f"--name={self._name}",
            seconds=self.cmd_timeout,
        )
        if said.returncode:
            return  # the controller doesn't answer: what was known still holds
        lines = [line.split("|") for line in said.stdout.splitlines()]
        found = {job: (word, reason, node) for job, word, reason, node in lines}
        for job in jobs:
            told = found.get(job) or ("COMPLETED", "", "")  # it has left the queue
            self.resources[job]["status"] = self._told(job, *told)
            if self.resources[job]["status"].state is not JobState.RUNNING:
                self.idle_until[job] = asked

    def _told(self, job: str, word: str, reason: str, node: str) -> JobStatus:
        state = _STATES.get(word, JobState.FAILED)
        if state is JobState.PENDING and reason.startswith("JobHeld"):
            state = JobState.HELD
        if node:
            self.hosts[job] = node
        script = self.resources[job]["script"]
        output = f"{script}.stdout" if self._is_shared else None
        errors = f"{script}.stderr" if self._is_shared else None
        message = _WORDS.get(reason, reason) if state in (JobState.HELD, JobState.FAILED) else None
        return JobStatus(state, message, stdout_path=output, stderr_path=errors)

    def _sbatch(self, script: Path) -> list[str]:
        """The command line: what can't be said in a script's lines where it holds spaces.

        Slurm opens no output: it expands `%j` in the names of folders too, and where none is
        shared the node couldn't open it, and the job would fail.
        """
        command = ["sbatch", "--parsable", f"--job-name={self._name}"]
        command += [f"--partition={self.partition}"] if self.partition else []
        command += [f"--account={self.account}"] if self.account else []
        return [*command, "--output=/dev/null", "--error=/dev/null", "--chdir=/", str(script)]

    def _script(self, script: Path, command: str) -> str:
        """The script; of two directives the last one counts, so the user's lines are last."""
        output, errors = shlex.quote(f"{script}.stdout"), shlex.quote(f"{script}.stderr")
        return f"""#!/bin/bash
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task={self.cores_per_node}
#SBATCH --time={self.walltime}
#SBATCH --mem={self._memory}M
{self._lines}

export PARSL_CORES={self.cores_per_node}
{f"exec >{output} 2>{errors}" if self._is_shared else ""}
{self._prologue()}
{command}
"""

    def _prologue(self) -> str:
        """What a pilot does first: a folder of its own, the keys, and the bundle unpacked."""
        archive = self._archive
        get = f"cat {shlex.quote(archive)}" if self._is_shared else fetch_command(archive)
        return f"""set -e -o pipefail
[ -w "${{TMPDIR:-}}" ] || TMPDIR=/tmp  # it may be the access point's
scratch=$(mktemp -d "$TMPDIR/photoparsl-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
{_written(self._brought)}
{get} | tar xzf - || {{
    echo "photoparsl: the bundle can't be fetched or unpacked" >&2
    exit 1
}}
export PATH=$PWD/{FOLDER}/bin:$PATH"""

    def _scripts(self) -> Path:
        return Path(self.script_dir or ".").resolve()  # Parsl sets it when it loads the config

    def _attend(self) -> None:
        """See to it that none of our jobs outlives this process."""
        if not self._attended:
            self._attended = True
            name = f"--name={self._name}"
            cancel = ("scancel", name)
            left = ("squeue", "--noheader", "--format=%i", name)
            attend(Queue(left=left, remove=cancel, force=("scancel", "--signal=KILL", name)))


def _written(folder: Path) -> str:
    """Shell lines that write the folder's files; of one that isn't there yet, only the folder."""
    lines = [f"mkdir -m 700 {folder.name}"]
    for path in sorted(folder.glob("*")):
        target = shlex.quote(f"{folder.name}/{path.name}")
        lines += [f"cat >{target} <<'PHOTOPARSL'", path.read_text().rstrip("\n"), "PHOTOPARSL"]
    return "\n".join(lines)


def _clock(hours: float) -> str:
    """Slurm's and Parsl's way to write a time.

    >>> _clock(1.5)
    '01:30:00'
    """
    minutes = round(hours * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:00"
