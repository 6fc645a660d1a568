"""A Slurm cluster of one node on this machine: Debian's daemons, on a network of the test's own.

The node's daemon sees this machine but for what is hidden from it, in a mount namespace: no
Python, and none of the submit side's folders, as on a cluster that shares none.
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "unshare", "nsenter", "ip")
ADDRESS = "10.88.0.1"
CONFIGURATION = """\
ClusterName=photoparsl
SlurmctldHost={host}({address})
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdParameters=config_overrides
KillWait=5
MailProg=/bin/true
NodeName=node1 NodeHostname={host} NodeAddr={address} CPUs=8 RealMemory=4000 State=UNKNOWN
PartitionName=normal Nodes=node1 Default=YES MaxTime=INFINITE State=UP
"""


@dataclass(frozen=True)
class Cluster:
    """A cluster that is up, and how to run a program on its submit side."""

    home: Path
    network: int  # a process that is on it
    environment: dict[str, str]

    def run(self, *command: str, seconds: int = 200) -> subprocess.CompletedProcess[str]:
        """Run a command where jobs are submitted."""
        process = self.start(*command)
        try:
            out, err = process.communicate(timeout=seconds)
        finally:
            process.kill()
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start one."""
        return subprocess.Popen(
            ["nsenter", "--target", str(self.network), "--net", "--", *command],
            cwd=self.home,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def queue(self) -> list[str]:
        """The states of the jobs in the queue."""
        return self.run("squeue", "--noheader", "--format=%T").stdout.split()


def why_no_slurm() -> str:
    """Why this machine can't have one, or nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "root on Linux, for a Slurm of the test's own"
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"{', '.join(missing)}, for a Slurm of the test's own" if missing else ""


@contextmanager
def cluster(folder: Path, hidden: Sequence[Path] = (), **variables: str) -> Iterator[Cluster]:
    """A cluster whose node sees this machine, but for what is `hidden`: folders and programs.

    The submit side's home is `folder/home`, and `variables` are in its environment.
    """
    (folder / "home").mkdir()
    with TemporaryDirectory(prefix="slurm-") as plain, ExitStack() as daemons:
        slurm = Path(plain)  # Slurm's own files bear no space in their paths
        _configure(slurm)
        up = "ip link set lo up; ip address add $0 dev lo; exec sleep 1200"
        network = _daemon(daemons, {}, "unshare", "--net", "sh", "-c", up, f"{ADDRESS}/32")
        _wait_for(lambda: _network(network) != _network(os.getpid()), slurm)
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = {"SLURM_CONF": str(slurm / "slurm.conf"), "HOME": str(folder / "home")}
        environment["PATH"] = programs  # this Python's, whether or not it is activated
        submit = Cluster(folder / "home", network, {**os.environ, **environment, **variables})
        enter = ("nsenter", "--target", str(network), "--net", "--")
        munged = ["munged", "--foreground", "--force", f"--key-file={slurm}/munge.key"]
        munged += [f"--{name}={slurm}/munge.{name[:4]}" for name in ("socket", "log-file")]
        munged += [f"--pid-file={slurm}/munge.pid", f"--seed-file={slurm}/munge.seed"]
        _daemon(daemons, environment, *munged)
        _wait_for((slurm / "munge.sock").exists, slurm)
        _daemon(daemons, environment, *enter, "slurmctld", "-D", "-c")
        hide = [
            shlex.join(["mount", "--bind", *map(str, (_nothing(slurm, path), path))])
            for path in hidden
        ]
        node = "\n".join([*hide, "exec slurmd -D -N node1"])
        _daemon(daemons, environment, *enter, "unshare", "--mount", "sh", "-ec", node)
        idle = ("sinfo", "--noheader", "--format=%t")
        _wait_for(lambda: "idle" in submit.run(*idle).stdout, slurm)
        yield submit
        submit.run("scancel", "--user=root")


def _configure(slurm: Path) -> None:
    for name in ("state", "spool", "nothing"):
        (slurm / name).mkdir(parents=True)
    (slurm / "munge.key").write_bytes(os.urandom(128))
    (slurm / "munge.key").chmod(0o400)
    text = CONFIGURATION.format(host=socket.gethostname(), folder=slurm, address=ADDRESS)
    (slurm / "slurm.conf").write_text(text)


def _daemon(daemons: ExitStack, environment: dict[str, str], *command: str) -> int:
    """Start one that ends with the cluster, and give its process's number."""
    started = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    daemons.callback(started.wait, 20)
    daemons.callback(started.terminate)
    return started.pid


def _network(pid: int) -> str:
    return str(Path(f"/proc/{pid}/ns/net").readlink())


def _nothing(slurm: Path, path: Path) -> Path:
    return slurm / "nothing" if path.is_dir() else Path("/dev/null")


def _wait_for(true: Callable[[], bool], slurm: Path) -> None:
    for _ in range(120):
        if true():
            return
        time.sleep(0.25)
    logs = [path.read_text(errors="replace")[-1500:] for path in slurm.glob("*.log")]
    raise AssertionError("\n".join(["Slurm doesn't come up", *logs]))
