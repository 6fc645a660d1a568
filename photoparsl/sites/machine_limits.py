"""The limits that a shell sets for its programs (`ulimit`), as far as a run needs them.

Where open files or threads run out, ZeroMQ ends the whole process with a message of its own.  Where
memory runs out, other libraries end it.  So a run checks them before it begins.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from photoparsl.errors import SiteError

_MOST_COUNTED = 4096  # a limit of threads that is higher isn't compared with those that there are
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class _Need:
    """How many of a limited thing, such as open files, a run needs.

    kind: the limit's number in the module `resource`
    what: the name of the things in messages
    option: the option of `ulimit` that sets the limit
    unit: how many things are one unit of `ulimit`
    least: how many things a run needs without its workers
    per_worker: how many more things it needs for each worker on this machine
    """

    kind: int
    what: str
    option: str
    unit: int
    least: int
    per_worker: int


_NEEDS = (
    _Need(resource.RLIMIT_NOFILE, "open files", "-n", 1, 96, 8),
    _Need(resource.RLIMIT_NPROC, "processes and threads", "-u", 1, 64, 8),
    _Need(resource.RLIMIT_AS, "bytes of virtual memory", "-v", 1024, 600 * _MB, 0),
)


def allow_enough(workers: int) -> None:
    """Raise this process' soft limits, up to its hard ones, as far as a run needs it.

    workers: the workers of this machine

    Raises SiteError if a hard limit is too low.
    """
    for need in _NEEDS:
        soft, hard = resource.getrlimit(need.kind)
        used = 0
        if need.kind == resource.RLIMIT_NPROC:
            if os.geteuid() == 0 or not 0 <= soft < _MOST_COUNTED:
                continue  # nothing limits root
            used = sum(_threads())
        wanted = used + need.least + need.per_worker * workers
        if soft == resource.RLIM_INFINITY or soft >= wanted:
            continue
        if hard != resource.RLIM_INFINITY and hard < wanted:
            others = f", besides the {used:,} that your other programs have" if used else ""
            raise SiteError(
                f"a run with {workers} workers here needs about {wanted - used:,} {need.what}"
                f"{others}, and {hard:,} are allowed: start it in a shell that allows more, as "
                f"'ulimit {need.option} {-(-wanted // need.unit)}' does"
            )
        with suppress(ValueError, OSError):  # a system may have further limits
            resource.setrlimit(need.kind, (wanted, hard))


def _threads() -> Iterator[int]:
    """The numbers of threads of this user's processes, or None where the system has no /proc."""
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError, KeyError, ValueError):  # it has ended
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
            if int(fields["Uid"].split()[0]) == os.getuid():
                yield int(fields["Threads"])
