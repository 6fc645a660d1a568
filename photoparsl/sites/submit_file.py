"""Writes a pilot's submit file for HTCondor, and the script that the host runs.

The submit file names files without their folders, since HTCondor splits lists at commas and expands
`$(...)` in everything that it reads.  condor_submit runs in the script's folder, which has links to
files in other folders.
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

RUN_ID = "PhotoparslRun"  # the attribute that holds the run's identifier
LOGS = "logs"  # the link to the folder of the jobs' logs, output and errors


@dataclass(frozen=True, slots=True)
class Pilot:
    """One pilot: its script, its input files and the resources that it requests.

    script: the script that the host runs
    run_id: identifies the run's jobs in the queue
    name: the run's name, for the pool's own commands
    cores, memory_gb, disk_gb: the resources that the pilot requests
    inputs: paths to transfer, and URLs that HTCondor fetches on the host
    project: the project that the pilot is accounted to
    requirements: a ClassAd expression that the slot must match
    environment: environment variables
    image: the URL of a container image that the script runs in
    most_seconds: running time after which HTCondor removes the pilot, or 0 for never
    lines: lines that are added to the submit file unchanged
    """

    script: Path
    run_id: str
    name: str = ""
    cores: int = 1
    memory_gb: float = 2.0
    disk_gb: float = 2.0
    inputs: tuple[str, ...] = ()
    project: str = ""
    requirements: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    image: str = ""
    most_seconds: int = 0
    lines: str = ""


def submit_text(pilot: Pilot) -> str:
    """Return the submit file's text.

    Raises SiteError if the name of an input can't be written in a submit file.
    """
    inputs = [*(input_name(p, pilot.script.parent) for p in pilot.inputs), pilot.script.name]
    lines = [
        "universe                = vanilla",
        *command_lines(pilot.script),
        "should_transfer_files   = YES",
        "when_to_transfer_output = ON_EXIT",
        'transfer_output_files   = ""',
        f"transfer_input_files    = {', '.join(inputs)}",
        f"output                  = {LOGS}/job.out.$(Cluster).$(Process)",
        f"error                   = {LOGS}/job.error.$(Cluster).$(Process)",
        f"log                     = {LOGS}/job.log.$(Cluster).$(Process)",
        # Without streaming, the output of a removed pilot is lost.
        "stream_output           = true",
        "stream_error            = true",
        *request_lines(pilot),
        f"batch_name              = {batch_name(pilot.name or pilot.run_id)}",
        "description             = photoparsl pilot",
        f"+{RUN_ID:22} = {classad_string(pilot.run_id)}",
    ]
    if pilot.most_seconds:
        # Parsl's CondorProvider doesn't write the walltime to the submit file.
        late = f"(JobStatus == 2) && ((time() - JobCurrentStartDate) > {pilot.most_seconds})"
        lines.append(f"periodic_remove         = {late}")
    return "\n".join([*lines, *site_lines(pilot), "queue", ""])


def command_lines(script: Path) -> Iterator[str]:
    """Yield the lines about what a job runs: a script, which must be among its input files.

    HTCondor would list a script that is the executable by its whole path, in condor_history.
    """
    yield "executable              = /bin/bash"
    yield "transfer_executable     = false"
    yield f"arguments               = {script.name}"


def site_lines(pilot: Pilot) -> Iterator[str]:
    """Yield the lines about the pilot's environment, project and image, and the user's own."""
    if pilot.environment:
        yield f'environment             = "{_environment(pilot.environment)}"'
    if pilot.project:
        # A ClassAd string needs quotes: without them, My-Proj is a subtraction.
        yield f"+ProjectName            = {classad_string(pilot.project)}"
    if pilot.image:
        yield f"container_image         = {_unexpanded(pilot.image)}"
    yield from (line for line in pilot.lines.splitlines() if line.strip())


def request_lines(pilot: Pilot, factor: str = "") -> Iterator[str]:
    """Yield the lines about the slot that a pilot requests.

    factor: the factor of memory and disk, such as ` * 2`
    """
    yield f"request_cpus            = {pilot.cores}"
    yield f"request_memory          = {round(pilot.memory_gb * 1024)}{factor}"
    yield f"request_disk            = {round(pilot.disk_gb * 1024**2)}{factor}"
    if pilot.requirements:
        yield f"requirements            = {pilot.requirements}"


def batch_name(name: str) -> str:
    """Return the name under which HTCondor lists a run's jobs.

    >>> batch_name("Glass plates, $(HOME)")
    'photoparsl-Glass_plates_HOME'
    """
    return "photoparsl-" + re.sub(r"[^\w.-]+", "_", name).strip("_")


def of_run(run_id: str) -> str:
    """Return the ClassAd expression that only the jobs of this run match.  `=?=` minds the case."""
    return f"{RUN_ID} =?= {classad_string(run_id)}"


def link_inputs(pilot: Pilot, log_dir: Path) -> None:
    """Make the links that the submit file names, in the script's folder."""
    places = [Path(place) for place in pilot.inputs if "://" not in place]
    for link, target in [(LOGS, log_dir), *((p.name, p) for p in places if p.is_file())]:
        path = pilot.script.with_name(link)
        if not path.is_symlink():  # the first pilot's link serves all pilots
            path.symlink_to(target.resolve())


def input_name(place: str, scripts: Path) -> str:
    """Return an input as the submit file names it: a URL, a link, or a folder's relative path."""
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
    command: the command that starts the workers
    cores, memory_gb: the cores and the memory that the workers may use
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
    """Return variables in HTCondor's newer syntax: quotes doubled, values with spaces quoted.

    >>> print(_environment({"GREETING": "it's", "PLACE": 'a "b"'}))
    GREETING='it''s' PLACE='a ""b""'
    """
    return _unexpanded(" ".join(f"{name}={_quoted(v)}" for name, v in variables.items()))


def _quoted(value: str) -> str:
    if re.search(r"[\s']", value):
        value = "'" + value.replace("'", "''") + "'"
    return value.replace('"', '""')


def classad_string(text: str) -> str:
    r"""Return a text as a ClassAd string on one line.

    >>> print(classad_string('a "b" $(HOME)'))
    "a \"b\" $(DOLLAR)(HOME)"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{_unexpanded(escaped)}"'


def _unexpanded(text: str) -> str:
    """Return the text with its dollars escaped, so that HTCondor expands no macro."""
    return text.replace("$", "$(DOLLAR)")
