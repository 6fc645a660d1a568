"""A pilot as HTCondor is told of it: the submit file, and the script that the host runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

MARK = "PhotoparslRun"  # the attribute by which a run's jobs are known
KEPT_SECONDS = 300  # that a finished pilot stays in the queue, so that its end is seen


@dataclass(frozen=True, slots=True)
class Pilot:
    """One pilot: what it runs, what it brings, what it asks for.

    `inputs` are paths, or URLs that HTCondor fetches on the host.  `most_seconds` ends a pilot
    that should have ended itself, `lease_seconds` is how long HTCondor waits for a host that
    it can't reach.  `lines` are added to the submit file as they are.
    """

    script: Path
    log_dir: Path
    cores: int = 1
    memory_gb: float = 2.0
    disk_gb: float = 2.0
    inputs: tuple[str, ...] = ()
    project: str = ""
    requirements: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    lease_seconds: int = 600
    most_seconds: int = 0
    lines: str = ""


def submit_text(pilot: Pilot) -> str:
    """The submit file's text, as `condor_submit` takes it."""
    lines = [
        "universe                = vanilla",
        f"executable              = {pilot.script}",
        "should_transfer_files   = YES",
        "when_to_transfer_output = ON_EXIT",
        'transfer_output_files   = ""',
        f"transfer_input_files    = {', '.join(pilot.inputs)}",
        f"output                  = {pilot.log_dir}/job.out.$(Cluster).$(Process)",
        f"error                   = {pilot.log_dir}/job.error.$(Cluster).$(Process)",
        f"log                     = {pilot.log_dir}/job.log.$(Cluster).$(Process)",
        # As they are written, since those of a pilot that is removed don't come back otherwise.
        "stream_output           = true",
        "stream_error            = true",
        f"request_cpus            = {pilot.cores}",
        f"request_memory          = {round(pilot.memory_gb * 1024)}",
        f"request_disk            = {round(pilot.disk_gb * 1024**2)}",
        f"job_lease_duration      = {pilot.lease_seconds}",
        # For a while, so that the poll sees how it ended; for ever fills the queue.
        "leave_in_queue          = (JobStatus == 4)"
        f" && ((time() - EnteredCurrentStatus) < {KEPT_SECONDS})",
        f"+{MARK:22} = {mark(pilot.script.parent)}",
    ]
    if pilot.environment:
        lines.append(f'environment             = "{_environment(pilot.environment)}"')
    if pilot.requirements:
        lines.append(f"requirements            = {pilot.requirements}")
    if pilot.most_seconds:
        # Parsl's walltime never reached the submit file.
        late = f"(JobStatus == 2) && ((time() - JobCurrentStartDate) > {pilot.most_seconds})"
        lines.append(f"periodic_remove         = {late}")
    if pilot.project:
        # A ClassAd string has quotes of its own: without, My-Proj is a subtraction.
        lines.append(f"+ProjectName            = {_string(pilot.project)}")
    lines += [line for line in pilot.lines.splitlines() if line.strip()]
    return "\n".join([*lines, "queue", ""])


def mark(scripts: Path) -> str:
    """What the jobs have as MARK whose scripts lie in a folder, which each run makes anew."""
    return _string(str(scripts))


def script_text(worker_init: str, command: str, cores: int, memory_gb: float) -> str:
    """The script that a pilot is: it ends with what fails first, and with its words."""
    return "\n".join(
        (
            "#!/bin/bash",
            "set -e",
            f"export PARSL_CORES={cores} PARSL_MEMORY_GB={memory_gb}",
            "[ ! -e certificates ] || chmod 700 certificates  # or the worker refuses them",
            dedent(worker_init).strip(),
            f"exec {command}",
            "",
        )
    )


def _environment(variables: Mapping[str, str]) -> str:
    """In HTCondor's newer syntax: quotes are doubled, and space needs single ones around.

    >>> print(_environment({"GREETING": "it's", "PLACE": 'a "b"'}))
    GREETING='it''s' PLACE='a ""b""'
    """
    return " ".join(f"{name}={_quoted(value)}" for name, value in variables.items())


def _quoted(value: str) -> str:
    if re.search(r"[\s']", value):
        value = "'" + value.replace("'", "''") + "'"
    return value.replace('"', '""')


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
