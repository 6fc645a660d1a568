"""What HTCondor is told of a pilot: the submit file, and the script that the host runs.

The submit file names no folder.  condor_submit runs in the script's folder, where links lead to
what lies elsewhere, since HTCondor splits lists at commas and expands `$(...)` in all it reads.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from urllib.parse import quote

from photoparsl.errors import SiteError

MARK = "PhotoparslRun"  # the attribute by which a run's jobs are known
LOGS = "logs"  # the link to the folder of the jobs' logs, output and errors
KEPT_SECONDS = 300  # that a finished pilot stays in the queue, so that its end is seen


@dataclass(frozen=True, slots=True)
class Pilot:
    """One pilot: what it runs, brings and asks for.

    script: what the host runs
    mark: the run's own, by which its jobs are found
    cores, memory_gb, disk_gb: what the pilot asks for
    inputs: paths, and URLs that HTCondor fetches on the host
    project: what the pilot is accounted to
    requirements: a ClassAd expression that the slot must match
    environment: variables
    image: the URL of a container image that the script runs in
    lease_seconds: how long HTCondor waits for a host that it can't reach
    most_seconds: after which HTCondor removes the pilot; 0 for never
    lines: added to the submit file as they are
    """

    script: Path
    mark: str
    cores: int = 1
    memory_gb: float = 2.0
    disk_gb: float = 2.0
    inputs: tuple[str, ...] = ()
    project: str = ""
    requirements: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    image: str = ""
    lease_seconds: int = 600
    most_seconds: int = 0
    lines: str = ""


def submit_text(pilot: Pilot) -> str:
    """Return the submit file's text.

    Raises SiteError for an input whose name can't stand in a submit file.
    """
    inputs = ", ".join(_input(place, pilot.script.parent) for place in pilot.inputs)
    lines = [
        "universe                = vanilla",
        f"executable              = {pilot.script.name}",
        "should_transfer_files   = YES",
        "when_to_transfer_output = ON_EXIT",
        'transfer_output_files   = ""',
        f"transfer_input_files    = {inputs}",
        f"output                  = {LOGS}/job.out.$(Cluster).$(Process)",
        f"error                   = {LOGS}/job.error.$(Cluster).$(Process)",
        f"log                     = {LOGS}/job.log.$(Cluster).$(Process)",
        # Else the output of a pilot that is removed is lost.
        "stream_output           = true",
        "stream_error            = true",
        *_requests(pilot),
        # So that a look at the queue sees how the pilot ended.
        "leave_in_queue          = (JobStatus == 4)"
        f" && ((time() - EnteredCurrentStatus) < {KEPT_SECONDS})",
        f"+{MARK:22} = {_string(pilot.mark)}",
    ]
    if pilot.environment:
        lines.append(f'environment             = "{_environment(pilot.environment)}"')
    if pilot.most_seconds:
        # Parsl's walltime never reached the submit file.
        late = f"(JobStatus == 2) && ((time() - JobCurrentStartDate) > {pilot.most_seconds})"
        lines.append(f"periodic_remove         = {late}")
    if pilot.project:
        # A ClassAd string has quotes of its own: without, My-Proj is a subtraction.
        lines.append(f"+ProjectName            = {_string(pilot.project)}")
    if pilot.image:
        lines.append(f"container_image         = {_unexpanded(pilot.image)}")
    lines += [line for line in pilot.lines.splitlines() if line.strip()]
    return "\n".join([*lines, "queue", ""])


def _requests(pilot: Pilot) -> Iterator[str]:
    """The lines about the slot that a pilot asks for."""
    yield f"request_cpus            = {pilot.cores}"
    yield f"request_memory          = {round(pilot.memory_gb * 1024)}"
    yield f"request_disk            = {round(pilot.disk_gb * 1024**2)}"
    yield f"job_lease_duration      = {pilot.lease_seconds}"
    if pilot.requirements:
        yield f"requirements            = {pilot.requirements}"


def marked(mark: str) -> str:
    """Return the ClassAd expression that only jobs with this mark meet; `==` ignores case."""
    return f"{MARK} =?= {_string(mark)}"


def link_inputs(pilot: Pilot, log_dir: Path) -> None:
    """Put the links that the submit file names beside the script."""
    places = [Path(place) for place in pilot.inputs if "://" not in place]
    for link, target in [(LOGS, log_dir), *((p.name, p) for p in places if p.is_file())]:
        path = pilot.script.with_name(link)
        if not path.is_symlink():  # as it is from the second pilot on
            path.symlink_to(target.resolve())


def _input(place: str, scripts: Path) -> str:
    """How an input stands in the submit file: a URL, a file's link, or a folder's relative path."""
    if "://" in place:
        return quote(place, safe="%:/?#[]@!&'()*+;=~")  # commas and dollars encoded
    path = Path(place)
    name = path.name if path.is_file() else os.path.relpath(path.resolve(), scripts.resolve())
    if re.search(r"[,$\r\n]|^\s|\s$", name):
        raise SiteError(f"{name!r}: HTCondor can't bring a file with such a name: rename it")
    return name


def script_text(worker_init: str, command: str, cores: int, memory_gb: float) -> str:
    """Return a pilot's script, which ends at the first command that fails.

    worker_init: shell lines that run first
    command: starts the workers
    cores, memory_gb: what the workers may use
    """
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
    """Variables in HTCondor's newer syntax: quotes are doubled, values with spaces quoted.

    >>> print(_environment({"GREETING": "it's", "PLACE": 'a "b"'}))
    GREETING='it''s' PLACE='a ""b""'
    """
    return _unexpanded(" ".join(f"{name}={_quoted(v)}" for name, v in variables.items()))


def _quoted(value: str) -> str:
    if re.search(r"[\s']", value):
        value = "'" + value.replace("'", "''") + "'"
    return value.replace('"', '""')


def _string(text: str) -> str:
    r"""A ClassAd string of one line.

    >>> print(_string('a "b" $(HOME)'))
    "a \"b\" $(DOLLAR)(HOME)"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{_unexpanded(escaped)}"'


def _unexpanded(text: str) -> str:
    """The text, in which HTCondor expands no macro."""
    return text.replace("$", "$(DOLLAR)")
