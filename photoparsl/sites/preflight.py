"""What would stop a run on a grid, said in a sentence before anything is submitted."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from photoparsl.errors import SiteError
from photoparsl.fetching import host_of, is_loopback, web_address
from photoparsl.manifests import Photo
from photoparsl.sites import subprocesses as asking
from photoparsl.sites.grid import Grid
from photoparsl.sites.settings import settings_file

COMMANDS = ("condor_submit", "condor_q", "condor_rm")
PHOTOS = 1000  # of the manifest, that are looked at


def check_pool(grid: Grid) -> None:
    """Raise SiteError unless pilots can be submitted from here, and can call back."""
    missing = [command for command in COMMANDS if shutil.which(command) is None]
    if missing:
        raise SiteError(f"{missing[0]} isn't installed here: run this on an HTCondor access point")
    if (said := asking.run("condor_q", "-totals")).returncode:
        words = " ".join((said.stderr or said.stdout).split())
        raise SiteError(f"no schedd answers here: {words}")
    check_port(address(grid), grid.port)


def check_run_folder(run_dir: Path) -> None:
    """Raise SiteError unless HTCondor can work in the run's folder.

    Its queue has no place for a line break, and it expands `$$(...)` even in the name of a job's
    own folder.
    """
    if re.search(r"[\r\n]|\$\$[(\[]", str(run_dir)):
        raise SiteError(
            f"{str(run_dir)!r}: HTCondor can't work in a folder whose name holds a line break, "
            "'$$(' or '$$[': give another with --run-dir"
        )


def check_slurm(grid: Grid) -> None:
    """Raise SiteError unless pilots can be submitted from here."""
    said = asking.run("sinfo", "--noheader")
    if said.returncode:
        raise SiteError(f"no Slurm answers here: {' '.join((said.stderr or said.stdout).split())}")
    partitions = {line.split()[0].rstrip("*") for line in said.stdout.splitlines() if line}
    if grid.partition and not partitions.issuperset(grid.partition.split(",")):
        known = ", ".join(sorted(partitions))
        raise SiteError(f"Slurm has no partition {grid.partition!r}: choose of {known}")


def check_port(host: str, port: int) -> None:
    """Raise SiteError unless the address is this machine's, and the port free."""
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        if error.errno is None or isinstance(error, socket.gaierror):
            raise SiteError(f"{host!r} is no address: {error}") from error
        if _is_bound(host):
            raise SiteError(
                f"port {port} of {host} can't be had ({os.strerror(error.errno)}): end what has "
                "it, or give another that the firewall lets in, with --port"
            ) from error
        raise SiteError(
            f"{host} isn't an address of this machine: give the one that pilots can reach, with "
            "--address"
        ) from error


def check_folder(folder: Path) -> None:
    """Raise SiteError unless files can be published there; the folder isn't made yet."""
    there = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    if not there.is_dir():
        raise SiteError(f"{folder}: the public folder can't be made: {there} is no folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise SiteError(f"{folder}: the public folder can't be written")


def check_photos(photos: Iterable[Photo]) -> None:
    """Raise SiteError for the first photo that only this machine could read."""
    for photo in islice(photos, PHOTOS):
        if not web_address(photo.url):
            raise SiteError(f"row {photo.row}: {photo.url} is a file, which no pilot can read")
        if is_loopback(host_of(photo.url)):
            raise SiteError(
                f"row {photo.row}: {photo.url} is on this machine only, and to a pilot it is its "
                "own host: give an address that pilots can reach"
            )


def address(grid: Grid) -> str:
    """The access point's address as pilots reach it: as chosen, else what HTCondor goes by."""
    if grid.address:
        return grid.address
    said = asking.run("condor_config_val", "IP_ADDRESS")
    if said.returncode:
        raise SiteError("HTCondor doesn't know this machine's address: give it with --address")
    return said.stdout.strip()


def address_for_slurm(grid: Grid) -> str:
    """This machine's address as the nodes reach it: as chosen, else on the way to a node."""
    if grid.address:
        return grid.address
    nodes: Sequence[str] = asking.run("sinfo", "--noheader", "--format=%o").stdout.split()
    for node in nodes:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.connect((node, 9))  # sends nothing: only asks for the way
                return str(probe.getsockname()[0])
        except OSError:
            continue
    raise SiteError("no way to Slurm's nodes is known: give this machine's address with --address")


def projects(grid: Grid) -> list[str]:
    """The projects that the user's file or HTCondor knows of."""
    known = {grid.project, *grid.projects}
    for command in ("condor_q", "condor_history"):
        if shutil.which(command):
            limit = ["-limit", "1000"] if command == "condor_history" else []
            said = asking.run(command, getpass.getuser(), *limit, "-af", "ProjectName")
            if said.returncode == 0:
                known.update(map(str.strip, said.stdout.splitlines()))
    found = sorted(known - {"", "undefined"})
    if not found:
        raise SiteError(
            f"neither {settings_file()} nor HTCondor's queue names a project: choose one with "
            "'photoparsl project NAME'"
        )
    return found


def _is_bound(host: str) -> bool:
    try:
        with socket.create_server((host, 0)):
            return True
    except OSError:
        return False
