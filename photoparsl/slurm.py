"""Slurm as Parsl's provider of pilots that may share no folder with the access point."""

from __future__ import annotations

import shlex
from pathlib import Path

from parsl.jobs.states import JobState, JobStatus
from parsl.launchers import SimpleLauncher
from parsl.providers import SlurmProvider

from photoparsl.addresses import web_address
from photoparsl.bundle import FOLDER
from photoparsl.grid import asking
from photoparsl.grid.janitor import Queue, attend

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
        self._attended = False
        self.poll_seconds = poll_seconds
        self.hosts: dict[str, str] = {}  # of the pilots that run or ran, by job
        super().__init__(
            partition=partition or None,
            account=account or None,
            cores_per_node=cores,
            init_blocks=pilots,
            max_blocks=pilots,
            walltime=_clock(hours),
            scheduler_options=f"#SBATCH --mem={round(memory_gb * 1024)}M\n{lines}",
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
        """Submit a pilot that runs `command`, and return its job's id."""
        self._attend()
        scripts = Path(self.script_dir or ".")
        scripts.chmod(0o700)  # they hold this run's keys
        before = self.scheduler_options
        self.scheduler_options += self._directives(scripts)
        self.worker_init = f"{self._prologue()}\n"
        try:
            return str(super().submit(command, tasks_per_node, job_name))
        finally:
            self.scheduler_options = before

    def submit_file(self, script: Path) -> str:
        """What Slurm is told of a pilot, but for the command at its end."""
        return f"{self.scheduler_options}{self._directives(script.parent)}\n{self._prologue()}\n"

    def cancel_all(self) -> None:
        """Cancel whatever of ours may be left."""
        if self.resources:
            asking.run(
                "scancel", f"--name={_name(Path(self.script_dir or '.'))}", seconds=self.cmd_timeout
            )

    def answers(self) -> bool:
        """Whether there is a controller to submit to just now."""
        return asking.run("sinfo", "--noheader", seconds=self.cmd_timeout).returncode == 0

    def _status(self) -> None:
        """Parsl's takes a job that is held for one that waits, and doesn't tell where it runs."""
        jobs = [str(job) for job, told in self.resources.items() if not told["status"].terminal]
        if not jobs:
            return
        said = asking.run(
            "squeue",
            "--noheader",
            "--states=all",
            "--format=%i|%T|%r|%N",
            f"--name={_name(Path(self.script_dir or '.'))}",
            seconds=self.cmd_timeout,
        )
        if said.returncode:
            return  # the controller doesn't answer: what was known still holds
        lines = [line.split("|") for line in said.stdout.splitlines()]
        found = {job: (word, reason, node) for job, word, reason, node in lines}
        for job in jobs:
            told = found.get(job) or ("COMPLETED", "", "")  # it has left the queue
            self.resources[job]["status"] = self._told(job, *told)

    def _told(self, job: str, word: str, reason: str, node: str) -> JobStatus:
        state = _STATES.get(word, JobState.FAILED)
        if state is JobState.PENDING and reason.startswith("JobHeld"):
            state = JobState.HELD
        if node:
            self.hosts[job] = node
        told = self.resources[job]
        output = told["job_stdout_path"] if self._is_shared else None
        errors = told["job_stderr_path"] if self._is_shared else None
        message = _WORDS.get(reason, reason) if state in (JobState.HELD, JobState.FAILED) else None
        return JobStatus(state, message, stdout_path=output, stderr_path=errors)

    def _directives(self, scripts: Path) -> str:
        """The name by which our jobs are known; of two directives the last one counts.

        Where no folder is shared, the node couldn't open the output, and the job would fail.
        """
        lines = [f"#SBATCH --job-name={_name(scripts)}"]
        if not self._is_shared:
            lines += [
                "#SBATCH --output=/dev/null",
                "#SBATCH --error=/dev/null",
                "#SBATCH --chdir=/",
            ]
        return "".join(f"{line}\n" for line in lines)

    def _prologue(self) -> str:
        """What a pilot does first: a folder of its own, the keys, and the bundle unpacked."""
        archive = shlex.quote(web_address(self._archive) or self._archive)
        fetch = f"{{ curl -fsSL {archive} || wget -qO- {archive}; }}"
        return f"""set -e -o pipefail
[ -w "${{TMPDIR:-}}" ] || TMPDIR=/tmp  # it may be the access point's
scratch=$(mktemp -d "$TMPDIR/photoparsl-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
{_written(self._brought)}
{f"cat {archive}" if self._is_shared else fetch} | tar xzf - || {{
    echo "photoparsl: the bundle can't be fetched or unpacked" >&2
    exit 1
}}
export PATH=$PWD/{FOLDER}/bin:$PATH"""

    def _attend(self) -> None:
        """See to it that none of our jobs outlives this process."""
        if not self._attended:
            self._attended = True
            name = f"--name={_name(Path(self.script_dir or '.'))}"
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


def _name(scripts: Path) -> str:
    """The name of a run's jobs: that of the folder that their scripts lie in, without commas."""
    return f"photoparsl{scripts.resolve()}".replace("/", "-").replace(",", "-").replace(" ", "-")


def _clock(hours: float) -> str:
    """Slurm's and Parsl's way to write a time.

    >>> _clock(1.5)
    '01:30:00'
    """
    minutes = round(hours * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:00"
