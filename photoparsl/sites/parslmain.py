"""Parsl's interchange and worker pool as programs that import no more than they need.

`python -m photoparsl.sites.parslmain MODULE ARGUMENTS` runs a module as `python -m MODULE` does.

Half of the time from a command to its first result goes to importing Parsl, in five processes
one after the other.  Two things spare most of it: no process but the user's own checks the
types of what is handed to Parsl's classes (typeguard compiles each of them anew), and of the
processes that a worker pool spawns only its workers import Parsl, its SyncManager doesn't.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar

_ANY = TypeVar("_ANY")

INTERCHANGE = "parsl.executors.high_throughput.interchange"
PILOT_INTERCHANGE = "photoparsl.sites.interchange"
POOL = "parsl.executors.high_throughput.process_worker_pool"
LONGEST_TEMPORARY = 74  # bytes of a temporary folder's path that leave room for a socket's
HEARTBEATS = "heartbeats.json"  # in the executor's folder: when each manager called last


def run(module: str, arguments: list[str]) -> None:
    """Be the program that a module is."""
    _shorten_temporary_folder()
    _import_parsl()
    spec = find_spec(module)
    if spec is None or not isinstance(spec.loader, InspectLoader):
        raise ModuleNotFoundError(module)
    main = ModuleType("__main__")
    main.__file__ = spec.origin
    main.__spec__ = find_spec(__name__)  # which multiprocessing runs in what it spawns
    sys.argv = [str(spec.origin), *arguments]
    sys.modules["__main__"] = main
    exec(spec.loader.get_code(module) or "", vars(main))


def _shorten_temporary_folder() -> None:
    """A worker pool's processes meet at a socket there, whose whole path has 107 bytes at most."""
    if len(os.fsencode(tempfile.gettempdir())) > LONGEST_TEMPORARY:
        os.environ["TMPDIR"], tempfile.tempdir = "/tmp", None


def __getattr__(name: str) -> Any:
    """What a spawned process, whose `__main__` this is, looks for there: the pool's `worker`."""
    if name.startswith("__"):
        raise AttributeError(name)
    _import_parsl()
    return getattr(import_module(POOL), name)


def _import_parsl() -> None:
    try:
        typeguard: Any = import_module("typeguard")
    except ModuleNotFoundError:
        return  # there is a Parsl that doesn't ask for it
    checked = typeguard.typechecked
    typeguard.typechecked = _as_it_is
    try:
        import_module("parsl")
    finally:
        typeguard.typechecked = checked  # for a measure of someone's own


def _as_it_is(target: _ANY) -> _ANY:
    return target


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
