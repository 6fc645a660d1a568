"""Makes the faults of a grid: of pilots, links, hosts and daemons of a test's pool."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from tests.pool.pool import Pool

_PLUGIN = "/usr/libexec/condor/curl_plugin"


def running_pilots(pool: Pool) -> dict[str, str]:
    """The hosts of the pilots that run, by their jobs."""
    output = pool.at("condor_q", "-constraint", "JobStatus == 2", "-af:j", "RemoteHost")
    pairs = (line.split() for line in output.stdout.splitlines())
    return {job: host.rpartition("@")[2] for job, host in pairs if "@" in host}


def kill_pilots(pool: Pool, host: str) -> None:
    """`kill -9` for all processes of pilots on a host, and their starters."""
    for process in processes(pool, host, "process_worker_pool", "condor_starter"):
        with suppress(psutil.NoSuchProcess):
            process.kill()


@contextmanager
def frozen_pilots(pool: Pool, host: str) -> Iterator[None]:
    """A host whose pilots, with all that they have started, stand still meanwhile."""
    starters = list(processes(pool, host, "condor_starter"))
    still = [p for starter in starters for p in (starter, *starter.children(recursive=True))]
    for process in still:
        process.suspend()
    try:
        yield
    finally:
        for process in still:
            with suppress(psutil.NoSuchProcess):
                process.resume()


@contextmanager
def cut_off(pool: Pool, host: str) -> Iterator[None]:
    """A host without a network, meanwhile."""
    _link(pool, host, "down")
    try:
        yield
    finally:
        _link(pool, host, "up")


@contextmanager
def failing_fetches(pool: Pool, host: str) -> Iterator[None]:
    """A host where HTCondor can't fetch anything by URL, meanwhile."""
    fails = f'#!/bin/sh\n[ "$1" != -classad ] || exec {_PLUGIN}.whole -classad\nexit 1\n'
    put = 'mv "$0" "$0.whole"; printf %s "$1" >"$0"; chmod +x "$0"'
    done = pool.on(host, "sh", "-ec", put, _PLUGIN, fails)
    assert done.returncode == 0, done.stderr
    try:
        yield
    finally:
        pool.on(host, "mv", f"{_PLUGIN}.whole", _PLUGIN)


def kill_host(pool: Pool, host: str) -> None:
    """End all that a host is, at once and for good."""
    pid = (pool.state / host / "pid").read_text().strip()
    subprocess.run(["kill", "-KILL", pid], check=True)


def restart_schedd(pool: Pool) -> None:
    """As its administrator would."""
    done = pool.on(pool.names[0], "condor_restart", "-fast", "-schedd")
    assert done.returncode == 0, done.stderr


def processes(pool: Pool, host: str, *words: str) -> Iterator[psutil.Process]:
    """The processes on a host whose command has one of these words, but for the checkout's path."""
    checkout = str(Path(__file__).parents[2])
    namespace = _pid_namespace(int((pool.state / host / "pid").read_text()))
    for process in psutil.process_iter(["cmdline"]):
        command = " ".join(process.info["cmdline"] or ()).replace(checkout, "")
        with suppress(OSError):
            if any(w in command for w in words) and _pid_namespace(process.pid) == namespace:
                yield process


def _pid_namespace(pid: int) -> str:
    return str(Path(f"/proc/{pid}/ns/pid").readlink())


def _link(pool: Pool, host: str, state: str) -> None:
    command = pool.on_network_of(host, "ip", "link", "set", "eth0", state)
    subprocess.run(command, check=True)
