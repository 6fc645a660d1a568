"""The pool's scripts from Python: a pool for tests, beside whatever other is up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).parent
PROGRAMS = ("debootstrap", "ip", "nft", "nsenter", "setsid", "sysctl", "tshark", "unshare")


@dataclass(frozen=True)
class Pool:
    """A pool of the hosts in a file, with its state in a folder."""

    hosts: Path
    state: Path
    user: str
    worker_port: int

    @property
    def names(self) -> list[str]:
        """The hosts' names, the access point first."""
        lines = (line.partition("#")[0].split() for line in self.hosts.read_text().splitlines())
        return [fields[0] for fields in lines if fields]

    def address_of(self, name: str) -> str:
        """A host's address."""
        lines = (line.partition("#")[0].split() for line in self.hosts.read_text().splitlines())
        return next(fields[1] for fields in lines if fields and fields[0] == name)

    @property
    def home(self) -> Path:
        """The submitting user's home, as this machine sees it."""
        return self.state / self.names[0] / "upper" / "home" / self.user

    def up(self) -> None:
        """Bring it up; raises CalledProcessError with what went wrong."""
        self.script("up", sys.executable, seconds=600, check=True)

    def down(self) -> None:
        """End it."""
        self.script("down", seconds=60, check=True)

    def at(self, *command: str, seconds: int = 240) -> subprocess.CompletedProcess[str]:
        """Run a command on the access point as the user, for so long at most."""
        bounded = ("timeout", "--kill-after=10", str(seconds), *command)
        return self.script("at", *bounded, seconds=seconds + 20)

    def on(self, name: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command on a host as root."""
        enter = '. settings.sh; enter "$@"'
        return subprocess.run(
            ["bash", "-c", enter, str(SCRIPTS / "at"), name, *command],
            cwd=SCRIPTS,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=self.environment(),
        )

    def start(self, *command: str, seconds: int = 240) -> subprocess.Popen[str]:
        """Start a command on the access point as the user, for so long at most."""
        return subprocess.Popen(
            [SCRIPTS / "at", "timeout", "--kill-after=10", str(seconds), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment(),
        )

    def script(
        self, name: str, *arguments: str, seconds: int, check: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts."""
        return subprocess.run(
            [SCRIPTS / name, *arguments],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=check,
            env=self.environment(),
        )

    def on_network_of(self, name: str, *command: str) -> list[str]:
        """The command line that runs this machine's program on a host's (or `switch`'s) network."""
        pid = (self.state / name / "pid").read_text().strip()
        return ["nsenter", "--target", pid, "--net", "--", *command]

    def environment(self) -> dict[str, str]:
        """What tells the scripts which pool is meant."""
        return {
            **os.environ,
            "PHOTOPARSL_POOL": str(self.state),
            "PHOTOPARSL_POOL_HOSTS": str(self.hosts),
            "PHOTOPARSL_POOL_USER": self.user,
            "PHOTOPARSL_POOL_WORKER_PORT": str(self.worker_port),
            "PHOTOPARSL_POOL_HOURS": "1",
        }


def why_no_pool() -> str:
    """Why this machine can't have one, or nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a pool needs root on Linux"
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"a pool needs {', '.join(missing)}" if missing else ""


def wait_until(true: Callable[[], bool], seconds: float) -> float:
    """Wait until it is true, and give the seconds that it took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.2)
    return time.monotonic() - began
