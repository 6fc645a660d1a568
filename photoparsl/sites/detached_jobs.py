"""Submits the jobs of a detached run to HTCondor, as one cluster, and removes them.

HTCondor creates the jobs as others end.  What an evicted job has measured waits in HTCondor's spool
for its next start.  What an ended job has measured comes back into the job's folder.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from photoparsl.errors import SiteError
from photoparsl.files import write_private
from photoparsl.results import BatchFolder
from photoparsl.sites import subprocesses
from photoparsl.sites.htcondor import HTCondorProvider
from photoparsl.sites.submit_file import (
    RUN_ID,
    Pilot,
    batch_name,
    classad_string,
    command_lines,
    input_name,
    of_run,
    request_lines,
    script_text,
    site_lines,
)

SUBMIT_SECONDS = 300.0  # the time limit of condor_submit, which sends the bundle to no spool
TRANSFER_VERSION = (25, 8)  # of HTCondor, from which condor_rm brings back what a job had
MOST_GROWTHS = 3  # after which a job that needs still more memory or disk stays on hold
MOST_HOLDS = 10  # of any kind, after which no job is released: older HTCondors count no kinds
# How often a job was held for lack of memory or disk: by its starter, and by a machine's policy.
_LACKS = "(NumHoldsByReason.JobOutOfResources ?: 0) + (NumHoldsByReason.StartdHeldJob ?: 0)"
# Whether that is why it is held now: HTCondor's codes of a starter, and of policies that the
# system sets (102: memory, 104: disk).  A user's hold has the code 1.
_IS_LACKING = (
    "(HoldReasonCode == 34 || (HoldReasonCode != 1 && "
    "(HoldReasonSubCode == 102 || HoldReasonSubCode == 104)))"
)
_CUT_OFF = 77  # the subcode of a job's hold after its connection was made anew
_IS_CUT_OFF = f"(HoldReasonCode == 3 && HoldReasonSubCode == {_CUT_OFF})"
_COMMAND = "python -P -m photoparsl.detached.job"
_VERSION = re.compile(r"CondorVersion: (\d+)\.(\d+)")


def detached_text(provider: HTCondorProvider, folder: BatchFolder, at_a_time: int) -> str:
    """Return the submit file's text of a run's jobs.

    provider: the provider of the site's config.  What it says of pilots holds for the jobs
    folder: the jobs' folder
    at_a_time: how many jobs may be in the queue at a time

    Raises SiteError if the name of an input can't be written in a submit file.
    """
    pilot = _in_folder(provider.pilot, folder)
    inputs = [f"../{BatchFolder.SCRIPT}", BatchFolder.PHOTOS, BatchFolder.REQUEST]
    for place in pilot.inputs:
        name = input_name(place, folder.path)
        inputs.append(name if "://" in place else f"../{name}")
    late = f"(JobStatus == 5) && ((time() - EnteredCurrentStatus) > {provider.held_seconds})"
    lines = [
        "universe                = vanilla",
        *command_lines(pilot.script),
        "initialdir              = $(job)",
        "should_transfer_files   = YES",
        "when_to_transfer_output = ON_EXIT_OR_EVICT",
        f"transfer_output_files   = {BatchFolder.RUN}",
        f"transfer_input_files    = {', '.join(inputs)}",
        f"output                  = {BatchFolder.OUTPUT}",
        f"error                   = {BatchFolder.ERRORS}",
        f"log                     = ../{BatchFolder.LOG}",
        f"batch_name              = {batch_name(pilot.name or pilot.run_id)}",
        "description             = photoparsl job",
        # Memory and disk are doubled each time that the job is held for lack of them.
        *request_lines(pilot, f" * pow(2, min({{{_LACKS}, {MOST_GROWTHS}}}))"),
        f"periodic_release        = {_IS_CUT_OFF} || ({_IS_LACKING} && {_LACKS} <= {MOST_GROWTHS} "
        f"&& (NumHolds ?: 0) < {MOST_HOLDS})",
        # A shadow that has connected anew brings nothing back (HTCondor 23.9): what a job measures
        # until its end would be lost too.  A new shadow, as of a schedd that has restarted, can.
        "periodic_hold           = (JobStatus == 2) && (NumJobReconnects ?: 0) >= "
        "(NumShadowStarts ?: 1)",
        f"periodic_hold_subcode   = {_CUT_OFF}",
        'periodic_hold_reason    = "its host was out of reach; it begins again"',
        # Another job may take the place of one that is held for long.
        f"periodic_remove         = {late}",
        f"max_materialize         = {at_a_time}",
        f"+{RUN_ID:22} = {classad_string(provider.run_id)}",
        *site_lines(pilot),
    ]
    return "\n".join([*lines, f"queue job from {BatchFolder.NAMES}", ""])


def submit_jobs(
    provider: HTCondorProvider, folder: BatchFolder, jobs: Sequence[str], at_a_time: int
) -> str:
    """Submit the jobs whose folders have been written, and return their cluster's number.

    jobs: the names of their folders

    Raises SiteError, with HTCondor's message, if it refuses them.
    """
    pilot = _in_folder(provider.pilot, folder)
    # The output exists from the first second: HTCondor holds an evicted job that lacks it.
    first = f"mkdir -p {BatchFolder.RUN}\n{provider.worker_init}"
    script = script_text(first, _COMMAND, pilot.cores, pilot.memory_gb)
    write_private(pilot.script, script.encode(), 0o700)  # the bundle's URL may have a signature
    (folder.path / BatchFolder.NAMES).write_text("".join(f"{job}\n" for job in jobs))
    (folder.path / BatchFolder.SUBMIT).write_text(detached_text(provider, folder, at_a_time))
    for place in map(Path, pilot.inputs):
        link = folder.path / place.name
        if place.is_file():
            link.unlink(missing_ok=True)  # whoever made it: jobs run what it leads to
            link.symlink_to(place.resolve())
    output = subprocesses.run_command(
        "condor_submit",
        "-terse",
        BatchFolder.SUBMIT,
        seconds=SUBMIT_SECONDS,
        folder=folder.path,
    )
    cluster = output.stdout.partition(".")[0].strip()
    if output.returncode or not cluster.isdecimal():
        raise SiteError(f"HTCondor refuses the jobs: {subprocesses.first_words(output)}")
    return cluster


def are_queued(run_id: str) -> bool:
    """Whether jobs of the run are in the queue, or are still to be created.

    Raises SiteError if HTCondor doesn't answer.
    """
    found = ""
    for more in ((), ("-factory",)):
        output = subprocesses.run_command(
            "condor_q", "-constraint", of_run(run_id), *more, "-af", "ClusterId"
        )
        if output.returncode:
            raise SiteError(f"no schedd answers here: {subprocesses.first_words(output)}")
        found += output.stdout
    return bool(found.strip())


def remove_jobs(run_id: str) -> None:
    """Remove the jobs of the run.  What they have measured comes back where HTCondor can do that.

    Raises SiteError if HTCondor doesn't answer.
    """
    more = ("-transfer",) if can_transfer() else ()
    output = subprocesses.run_command("condor_rm", *more, "-constraint", of_run(run_id))
    if output.returncode and are_queued(run_id):
        raise SiteError(f"the jobs aren't removed: {subprocesses.first_words(output)}")


def can_transfer() -> bool:
    """Whether HTCondor brings back what a removed job has measured."""
    version = _VERSION.search(subprocesses.run_command("condor_version").stdout)
    if version is None:
        return False
    return (int(version[1]), int(version[2])) >= TRANSFER_VERSION


def require_htcondor() -> None:
    """Raise SiteError if HTCondor's commands aren't installed here."""
    if shutil.which("condor_q") is None:
        raise SiteError("condor_q isn't installed here: run this where the jobs were submitted")


def _in_folder(pilot: Pilot, folder: BatchFolder) -> Pilot:
    return replace(pilot, script=folder.path / BatchFolder.SCRIPT)
