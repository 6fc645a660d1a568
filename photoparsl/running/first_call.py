"""The wait for the first manager to connect, where workers are on this machine."""

from __future__ import annotations

import time

from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import CommandClientBadError, CommandClientTimeoutError
from parsl.executors.status_handling import BlockProviderExecutor
from parsl.providers import LocalProvider

from photoparsl.errors import SiteError
from photoparsl.sites import ProcessProvider

QUIET_SECONDS = 60  # without processor use, after which the manager counts as hung
MOST_SECONDS = 900  # after which the wait ends, even if the manager uses the processor
WORK_SECONDS = 0.1  # of processor time between two checks. A manager that only waits uses less
LOOK_SECONDS = 2.0  # a longer time between two checks counts as this: we may have been stopped


class FirstCall:
    """Raises SiteError when no manager connects.

    On a busy machine a manager is slow to start, but it uses the processor.  A manager that hangs
    doesn't.  Time in which this process was stopped or got no processor time doesn't count.
    """

    def __init__(self) -> None:
        self.has_connected = False
        self._waited = self._quiet = self._worked = 0.0  # seconds
        self._looked = time.monotonic()

    def check_manager(self, executor: BlockProviderExecutor) -> None:
        """Raise SiteError, with the path of the log, when no manager will connect any more."""
        if self.has_connected or not _is_here(executor) or not executor.status_facade:
            return
        if _has_called(executor):
            self.has_connected = True
            return
        now = time.monotonic()
        passed = min(now - self._looked, LOOK_SECONDS)
        self._looked = now
        self._waited += passed
        self._quiet += passed
        provider = executor.provider
        worked = provider.cpu_seconds() if isinstance(provider, ProcessProvider) else now
        if abs(worked - self._worked) > WORK_SECONDS:
            self._quiet, self._worked = 0.0, worked
        if self._quiet > QUIET_SECONDS or self._waited > MOST_SECONDS:
            raise SiteError(
                f"no worker has called in {self._waited:.0f} s, and none will; the workers' output "
                f"is in {_logs(executor)}"
            )


def _is_here(executor: BlockProviderExecutor) -> bool:
    return isinstance(executor.provider, (LocalProvider, ProcessProvider))


def _has_called(executor: BlockProviderExecutor) -> bool:
    if not isinstance(executor, HighThroughputExecutor):
        return True
    try:
        return bool(executor.connected_managers())
    except (CommandClientBadError, CommandClientTimeoutError):
        return False


def _logs(executor: BlockProviderExecutor) -> str:
    """Return the path of the newest manager's output, or else of the folder of Parsl's logs."""
    newest = executor.status_facade[max(list(executor.status_facade), key=int)]
    return newest.stderr_path or str(executor.run_dir)
