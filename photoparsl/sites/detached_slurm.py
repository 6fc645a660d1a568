"""Submits the jobs of a detached run to Slurm, as one array, and removes them.

Nodes write to the run's folder.  So what a job has measured is there at once, and a job that is
started anew goes on with it.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Sequence

from photoparsl.errors import SiteError
from photoparsl.files import write_private
from photoparsl.results import BatchFolder
from photoparsl.sites import subprocesses
from photoparsl.sites.array_log import named
from photoparsl.sites.sbatch_lines import without_replaced
from photoparsl.sites.slurm import SlurmPilotProvider


def slurm_text(provider: SlurmPilotProvider, folder: BatchFolder, at_a_time: int) -> str:
    """Return the sbatch command and the script of a run's jobs, for display.

    at_a_time: how many jobs may run at a time
    """
    command = shlex.join(_command(provider, folder, "N", at_a_time))
    return f"{command}\n\n{_script(provider, folder)}"


def submit_array(
    provider: SlurmPilotProvider, folder: BatchFolder, jobs: Sequence[str], at_a_time: int
) -> str:
    """Submit the jobs whose folders have been written, and return their array's number.

    Raises SiteError, with Slurm's message, if it refuses them.
    """
    script = os.fsencode(_script(provider, folder))  # paths may not be UTF-8
    write_private(folder.path / BatchFolder.SCRIPT, script, 0o700)
    command = _command(provider, folder, str(len(jobs) - 1), at_a_time)
    output = subprocesses.run_command(*command)
    array = output.stdout.strip().rpartition("\n")[2].partition(";")[0]
    if output.returncode or not array.isdecimal():
        raise SiteError(f"Slurm refuses the jobs: {subprocesses.first_words(output)}")
    return array


def is_array_queued(run_id: str) -> bool:
    """Whether jobs of the run are in the queue.  Raises SiteError if Slurm doesn't answer."""
    output = subprocesses.run_command("squeue", "--noheader", "--format=%i", named(run_id))
    if output.returncode:
        raise SiteError(f"no Slurm answers here: {subprocesses.first_words(output)}")
    return bool(output.stdout.strip())


def cancel_array(run_id: str) -> None:
    """Remove the jobs of the run.  Raises SiteError if Slurm doesn't answer."""
    output = subprocesses.run_command("scancel", named(run_id))
    if output.returncode and is_array_queued(run_id):
        raise SiteError(f"the jobs aren't removed: {subprocesses.first_words(output)}")


def require_slurm() -> None:
    """Raise SiteError if Slurm's commands aren't installed here."""
    if shutil.which("squeue") is None:
        raise SiteError("squeue isn't installed here: run this where the jobs were submitted")


def _command(
    provider: SlurmPilotProvider, folder: BatchFolder, last: str, at_a_time: int
) -> list[str]:
    requeue = without_replaced(["--requeue"], provider.scheduler_options)
    array = f"--array=0-{last}%{at_a_time}"
    return [*provider.command, array, *requeue, str(folder.path / BatchFolder.SCRIPT)]


def _script(provider: SlurmPilotProvider, folder: BatchFolder) -> str:
    files = BatchFolder
    return f"""{provider.directives}
export PARSL_CORES={provider.cores_per_node}
job={shlex.quote(str(folder.path))}/$(printf %05d "$SLURM_ARRAY_TASK_ID")
cd "$job" || exit 1  # nodes must see the run's folder
exec >{files.OUTPUT} 2>{files.ERRORS}
set -e
rm -f {files.ENDED}
mkdir -p {files.RUN}
hostname >{files.HOST}
[ -w "${{TMPDIR:-}}" ] || TMPDIR=/tmp  # it may be the access point's
scratch=$(mktemp -d "$TMPDIR/photoparsl-XXXXXX")
trap 'code=$?; rm -rf "$scratch"; echo "$code" >"$job/{files.ENDED}"' EXIT
cd "$scratch"
{provider.worker_init}
cd "$job"
python -P -m photoparsl.detached.job
"""
