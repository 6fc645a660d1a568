"""Checks, before anything is submitted, that a run on a grid can work."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

from photoparsl.errors import SiteError, error_text
from photoparsl.options import grid_option, option
from photoparsl.sites import subprocesses
from photoparsl.sites.grid import Grid
from photoparsl.sites.site import Options

COMMANDS = ("condor_submit", "condor_q", "condor_rm")
ANSWER_SECONDS = 5.0  # that a port of this machine has to answer it
_DETACH = f"use {option('--detach')}, which needs no port"


def check_htcondor(options: Options) -> None:
    """Raise SiteError unless HTCondor accepts pilots here and can work in the run's folder."""
    if not options.grid.memory:
        raise SiteError(
            f"a job of HTCondor's requests memory: give it with {grid_option('--memory', '2')}"
        )
    if options.grid.shared:
        raise SiteError(f"{grid_option('--shared')} is for Slurm: leave it out on HTCondor")
    check_schedd()
    if not options.is_detached:
        check_port(condor_address(options.grid), options.grid.port)
    check_run_folder(options.run_dir)


def check_schedd() -> None:
    """Raise SiteError unless jobs can be submitted from here."""
    missing = [command for command in COMMANDS if shutil.which(command) is None]
    if missing:
        raise SiteError(f"{missing[0]} isn't installed here: run this on an HTCondor access point")
    output = subprocesses.run_command("condor_q", "-totals")
    if output.returncode:
        raise SiteError(f"no schedd answers here: {subprocesses.first_words(output)}")


def check_run_folder(run_dir: Path) -> None:
    """Raise SiteError unless HTCondor can work in the run's folder.

    HTCondor can't store a path with a line break, and it expands `$$(...)` even in the path of a
    job's folder.
    """
    if re.search(r"[\r\n]|\$\$[(\[]", str(run_dir)):
        raise SiteError(
            f"{str(run_dir)!r}: HTCondor can't work in a folder whose name holds a line break, "
            f"'$$(' or '$$[': give another with {option('--run-dir')}"
        )


def check_slurm(options: Options) -> None:
    """Raise SiteError unless pilots can be submitted from here, and can connect back."""
    grid = options.grid
    output = subprocesses.run_command("sinfo", "--noheader")
    if output.returncode:
        raise SiteError(f"no Slurm answers here: {subprocesses.first_words(output)}")
    partitions = {line.split()[0].rstrip("*") for line in output.stdout.splitlines() if line}
    if grid.partition and not partitions.issuperset(grid.partition.split(",")):
        choices = ", ".join(sorted(partitions))
        raise SiteError(f"Slurm has no partition {grid.partition!r}: choose from {choices}")
    if not options.is_detached:
        check_port(slurm_address(grid), grid.port)


def check_port(host: str, port: int) -> None:
    """Raise SiteError unless the address belongs to this machine and the port is free."""
    if ":" in host:
        raise SiteError(
            f"{host}: Parsl's pilots connect to an IPv4 address: give this machine's with "
            f"{grid_option('--address')}, or {_DETACH}"
        )
    try:
        with socket.create_server((host, port)):
            _check_answer(host, port)
            return
    except OSError as error:
        if error.errno is None or isinstance(error, socket.gaierror):
            raise SiteError(f"{host!r} is no address: {error_text(error)}") from error
        if _is_bound(host):
            raise SiteError(
                f"port {port} of {host} can't be opened ({os.strerror(error.errno)}): end the "
                "program that uses it, give another port that the firewall allows, with "
                f"{grid_option('--port')}, or {_DETACH}"
            ) from error
        raise SiteError(
            f"{host} isn't an address of this machine: give the one that pilots can reach, with "
            f"{grid_option('--address')}"
        ) from error


def _check_answer(host: str, port: int) -> None:
    """Raise SiteError if a port that listens doesn't answer even this machine."""
    try:
        socket.create_connection((host, port), ANSWER_SECONDS).close()
    except OSError as error:
        raise SiteError(
            f"pilots need an open port here, and port {port} of {host} doesn't answer: have the "
            f"firewall opened for it, or {_DETACH}"
        ) from error


def check_folder(folder: Path) -> None:
    """Raise SiteError unless the folder can be written to, or made.  Don't make it."""
    parent = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    if not parent.is_dir():
        raise SiteError(f"{folder}: the public folder can't be made: {parent} is no folder")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise SiteError(f"{folder}: the public folder can't be written")


def condor_address(grid: Grid) -> str:
    """Return the address of this machine that pilots connect to: the chosen one, or HTCondor's.

    Raises SiteError if HTCondor knows none.
    """
    if grid.address:
        return grid.address
    output = subprocesses.run_command("condor_config_val", "IP_ADDRESS")
    if output.returncode:
        raise SiteError(
            f"HTCondor doesn't know this machine's address: give it with {grid_option('--address')}"
        )
    return output.stdout.strip()


def slurm_address(grid: Grid) -> str:
    """Return the address of this machine that pilots connect to.

    This is the chosen address, or else the address of the interface that leads to Slurm's nodes.

    Raises SiteError if there is no route to a node.
    """
    if grid.address:
        return grid.address
    nodes: Sequence[str] = subprocesses.run_command(
        "sinfo", "--noheader", "--format=%o"
    ).stdout.split()
    for node in nodes:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.connect((node, 9))  # sends nothing, but selects the route to the node
                return str(probe.getsockname()[0])
        except OSError:
            continue
    raise SiteError(
        "no way to Slurm's nodes is known: give this machine's address with "
        f"{grid_option('--address')}"
    )


def known_projects(grid: Grid) -> list[str]:
    """Return the names of projects in the user's file and in HTCondor's queue and history.

    Raises SiteError if there are none.
    """
    known = {grid.project, *grid.projects}
    for command in ("condor_q", "condor_history"):
        if shutil.which(command):
            limit = ["-limit", "1000"] if command == "condor_history" else []
            user = getpass.getuser()
            output = subprocesses.run_command(command, user, *limit, "-af", "ProjectName")
            if output.returncode == 0:
                known.update(map(str.strip, output.stdout.splitlines()))
    found = sorted(known - {"", "undefined"})
    if not found:
        raise SiteError(
            "neither your settings nor HTCondor's queue names a project: choose one with "
            "'photoparsl project NAME'"
        )
    return found


def _is_bound(host: str) -> bool:
    try:
        with socket.create_server((host, 0)):
            return True
    except OSError:
        return False
