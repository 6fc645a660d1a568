"""Task: a slice, and the state of the Parsl tasks that were submitted for it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from parsl.executors.high_throughput.errors import WorkerLost

from photoparsl.fetching import host_of
from photoparsl.manifests import Slice
from photoparsl.reasons import Reason
from photoparsl.results import Execution, Failure, SliceResult, resource_name


@dataclass(frozen=True, slots=True)
class LostSlice:
    """A slice that was given up.

    slice_: the slice.  None of its photos has an outcome
    error: the reason, which is a WorkerLost if the slice's only photo killed its workers
    """

    slice_: Slice
    error: BaseException

    @property
    def rows(self) -> str:
        """The rows of the slice, for a message."""
        return rows_text(self.slice_)

    def result(self, error: WorkerLost, measures: dict[str, int]) -> SliceResult:
        """The result of a slice whose only photo kills every worker: a failure.

        measures: the version of each measure of the run
        """
        slice_ = self.slice_
        (photo,) = slice_.photos
        killed, host = Reason.KILLED_WORKER, error.hostname
        failure = Failure(photo.row, photo.url, photo.year, killed, str(error), photo.span)
        return SliceResult(
            start=slice_.start,
            stop=slice_.stop,
            digest=slice_.digest,
            measures=measures,
            measurements=(),
            failures=(failure,),
            execution=Execution(host, resource_name(host, {}), time.time(), 0.0),
        )


@dataclass(slots=True, eq=False)
class Task:
    """A slice, and the state of the Parsl tasks that were submitted for it.

    slice_: the slice
    lost: how many Parsl tasks were lost with their managers
    deaths: how many workers died while they measured it
    submitted: when the latest Parsl task was submitted, in seconds of the monotonic clock
    copies: how many Parsl tasks are pending
    done: whether the slice has its outcome, or has been replaced by other tasks
    first: the earlier result of the whole slice, if this task is a second attempt at some of its
        photos on another machine
    not_before: the earliest time to submit it, in seconds of the monotonic clock
    hosts: the hosts of its photos
    """

    slice_: Slice
    lost: int = 0
    deaths: int = 0
    submitted: float = 0.0
    copies: int = 0
    done: bool = False
    first: SliceResult | None = None
    not_before: float = 0.0
    hosts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.hosts = frozenset(host_of(photo.url) for photo in self.slice_.photos) - {""}

    @property
    def rows(self) -> str:
        """The rows of the slice, for a message."""
        return rows_text(self.slice_)

    def halves(self) -> tuple[Task, Task]:
        """Return tasks for the two halves of this slice, which has killed a worker."""
        photos = self.slice_.photos
        middle = len(photos) // 2
        return Task(Slice(photos[:middle]), deaths=1), Task(Slice(photos[middle:]), deaths=1)


def rows_text(slice_: Slice) -> str:
    """Return the rows of a slice, for a message, like 'rows 0 to 19' or '12 of rows 0 to 19'."""
    rows = f"rows {slice_.start} to {slice_.stop - 1}"
    photos = len(slice_.photos)
    return rows if photos == slice_.stop - slice_.start else f"{photos} of {rows}"
