"""Starts Parsl's interchange and worker pool faster than Parsl does.

`python -m photoparsl.sites.parslmain MODULE ARGUMENTS` runs a module as `python -m MODULE` does.

Half of the time from a command to its first result is spent on importing Parsl, in five processes
one after the other.  This module saves most of that time.  It switches off typeguard, which
recompiles each of Parsl's classes to check the types of arguments.  Of Parsl's modules, the
interchange and the worker pool import only those that they name.  The SyncManager, one of the
processes that a worker pool spawns, imports none.  The workers are forks of one process
(`worker_process`), which imports all of Parsl.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from functools import partial
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, TypeVar

_ANY = TypeVar("_ANY")

INTERCHANGE = "parsl.executors.high_throughput.interchange"
PILOT_INTERCHANGE = "photoparsl.sites.interchange"
POOL = "parsl.executors.high_throughput.process_worker_pool"
WORKER_IMPORTS = "photoparsl.sites.worker_imports"
WORKER_NAME = "HTEX-Worker"  # the beginning of the names of a pool's processes that are workers
LONGEST_TEMPORARY = 74  # bytes of a temporary folder's path, so that a socket's path fits into 107
DRAIN = "drain"  # in the executor's folder: while it exists, managers without tasks end
# Packages that import far more than the modules in them need.
_DEFERRED = ("requests", "parsl", "parsl.executors", "parsl.monitoring")
HEARTBEATS = "heartbeats.json"  # in the executor's folder: the time of each manager's last message


def run_module(module: str, arguments: list[str]) -> None:
    """Run a module as the main program.  A worker pool and its workers ignore SIGINT."""
    if module == POOL:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a measure's KeyboardInterrupt is its own
    _shorten_temporary_folder()
    _import(module)
    if module == POOL:
        _outlive_workers()
    spec = find_spec(module)
    if spec is None or not isinstance(spec.loader, InspectLoader):
        raise ModuleNotFoundError(module)
    main = ModuleType("__main__")
    main.__file__ = spec.origin
    main.__spec__ = find_spec(__name__)  # multiprocessing runs this module in spawned processes
    sys.argv = [str(spec.origin), *arguments]
    sys.modules["__main__"] = main
    exec(spec.loader.get_code(module) or "", vars(main))


def import_early(module: str) -> None:
    """Import what a module imports, before `run_module` runs it."""
    _shorten_temporary_folder()
    if module == POOL:
        import_module("photoparsl.sites.worker_process").start_server(WORKER_IMPORTS)
    _import(module)


def _shorten_temporary_folder() -> None:
    """Use /tmp if the path of a worker pool's socket would be longer than Linux's 107 bytes."""
    if len(os.fsencode(tempfile.gettempdir())) > LONGEST_TEMPORARY:
        os.environ["TMPDIR"], tempfile.tempdir = "/tmp", None


def _outlive_workers() -> None:
    """Let the worker pool share only objects that outlive a killed worker."""
    ours = import_module("photoparsl.sites.worker_queue")
    processes = import_module("photoparsl.sites.worker_process")
    processes.start_server(WORKER_IMPORTS)
    spawning = import_module("parsl.multiprocessing").SpawnContext
    spawning.Queue, spawning.Value = ours.WorkerQueue, ours.WorkerCount
    spawned = spawning.Process

    def process(*arguments: Any, name: str = "", **options: Any) -> Any:
        kind = processes.WorkerProcess if name.startswith(WORKER_NAME) else spawned
        return kind(*arguments, name=name or None, **options)

    spawning.Process = process


def __getattr__(name: str) -> Any:
    """Return a name of the worker pool, since a spawned process looks for it in `__main__`."""
    if name.startswith("__"):
        raise AttributeError(name)
    import_parsl()
    return getattr(import_module(POOL), name)


def import_parsl() -> None:
    """Import Parsl without its checks of arguments' types, and without `requests`."""
    if "parsl" in sys.modules:
        return
    typeguard: Any = sys.modules.get("typeguard")
    checked = typeguard and typeguard.typechecked
    deferred = [_defer("requests"), _defer("typeguard", typechecked=_unchecked)]
    try:
        if typeguard:
            typeguard.typechecked = _unchecked
        import_module("parsl")
    finally:
        if typeguard:
            typeguard.typechecked = checked  # a user's measure may use it
        for package in filter(None, deferred):
            del sys.modules[package.__name__]  # who imports it later gets the package itself


def _import(module: str) -> None:
    """Import what a module of Parsl's own imports, or, for another, all of Parsl."""
    if module not in (INTERCHANGE, PILOT_INTERCHANGE, POOL):
        import_parsl()
        return
    for package in _DEFERRED:
        _defer(package)
    _defer("typeguard", typechecked=_unchecked)
    import_module(module)


def _defer(name: str, **known: object) -> ModuleType | None:
    """Run a package's own code when one of its names is used, not when a module in it is.

    known: names of the package that are used without it

    Returns None if there is no such package, or if it has been imported.
    """
    spec = None if name in sys.modules else find_spec(name)
    if spec is None:
        return None
    package = sys.modules[name] = module_from_spec(spec)
    vars(package).update(known, __getattr__=partial(_deferred_name, package))
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, package)
    return package


def _deferred_name(package: ModuleType, name: str) -> Any:
    """Return a name of a deferred package: a module in it, or a name that its code defines."""
    full_name = f"{package.__name__}.{name}"
    if sys.modules.get(package.__name__) is not package:
        return getattr(import_module(package.__name__), name)
    if find_spec(full_name):
        return import_module(full_name)
    if vars(package).pop("__getattr__", None) and package.__spec__ and package.__spec__.loader:
        package.__spec__.loader.exec_module(package)
    return getattr(package, name)


def _unchecked(target: _ANY) -> _ANY:
    return target


if __name__ == "__main__":
    run_module(sys.argv[1], sys.argv[2:])
