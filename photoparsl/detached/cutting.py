"""Cuts what is left of a run into jobs, and writes what each job gets."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from photoparsl.detached.host_shares import HostShares, share_by_host
from photoparsl.manifests import ORIGIN_COLUMN, Photo, is_from_web
from photoparsl.number_text import counted
from photoparsl.planning import Plan
from photoparsl.requesting import RunRequest
from photoparsl.results import BatchFolder
from photoparsl.sites import PilotProvider, check_reachable

_BLOCK = 1_000  # photos that are read at a time
_MOST_HELD = 50_000  # photos in memory, before they are written to their jobs' folders


@dataclass(frozen=True, slots=True)
class JobShares:
    """How a run is shared out to its jobs.

    at_a_time: how many jobs may be in the queue at a time
    photos: the most photos of a job
    per_host: requests at a time to one host: by each job or, with `by_host`, by all jobs together
    by_host: the jobs of each host, or None if photos are shared out in the order of rows
    """

    at_a_time: int
    photos: int
    per_host: int
    by_host: HostShares | None = None

    def jobs(self, photos: int) -> int:
        """How many jobs there are for so many photos."""
        return len(self.by_host.per_host) if self.by_host else ceil(photos / self.photos)

    def sentence(self, jobs: int, photos: int, submitted: str) -> str:
        """Return a sentence about the jobs.

        submitted: what becomes of them, such as 'submitted to cluster 7'
        """
        return (
            f"{counted(jobs, 'job')} {submitted}, with {counted(photos, 'photo')}; at most "
            f"{min(self.at_a_time, jobs)} at a time, {self.text}."
        )

    @property
    def text(self) -> str:
        """What jobs may request at a time, as a phrase."""
        requests = counted(self.per_host, "request")
        if self.by_host:
            return f"cut by host, with {requests} in all at a host"
        return f"with {requests} each at a host"


def job_shares(
    request: RunRequest,
    photos: int,
    provider: PilotProvider,
    most_jobs: int = 1_000_000,
    plan: Plan | None = None,
) -> JobShares:
    """Return how to share photos out, so that all jobs keep within --per-host together.

    Jobs are cut by host if more of them may run at a time then.

    photos: how many are to be measured
    most_jobs: how many jobs there may be in all
    plan: which photos are to be measured, or None if all are of one host
    """
    per_host, most = request.limits.per_host, request.grid.job_photos
    if plan and (pilots := provider.max_blocks) > per_host:
        shares = share_by_host(_photos(request, plan), pilots, per_host, most, most_jobs)
        if shares:
            return JobShares(pilots, most, per_host, shares)
    at_a_time = max(1, min(provider.max_blocks, per_host))
    of_job = max(1, min(most, ceil(photos / at_a_time)))
    of_job = max(of_job, ceil(photos / most_jobs))
    return JobShares(at_a_time, of_job, per_host // at_a_time)


def _photos(request: RunRequest, plan: Plan) -> Iterator[Photo]:
    """Yield the photos that are to be measured."""
    for slice_ in plan.slices(request.source, _BLOCK, across_gaps=True):
        yield from slice_.photos


def write_jobs(
    request: RunRequest,
    plan: Plan,
    provider: PilotProvider,
    shares: JobShares,
    folder: BatchFolder,
) -> list[list[list[int]]]:
    """Write the folder of each job, and return the rows of each as ranges.

    Raises SiteError for a photo that only this machine can read.
    """
    by_host = shares.by_host
    jobs = list[list[list[int]]]()
    for number, photos in _by_job(request, plan, shares):
        path = folder.job(number)
        if number >= len(jobs) or not path.exists():
            jobs += [[] for _ in range(number + 1 - len(jobs))]
            per_host = by_host.per_host[number] if by_host else shares.per_host
            _begin_job(path, _fields_of_job(request, provider, per_host))
        _add_photos(path / BatchFolder.PHOTOS, photos, request.grid.shared)
        _add_rows(jobs[number], photos)
    return jobs


def _by_job(
    request: RunRequest, plan: Plan, shares: JobShares
) -> Iterator[tuple[int, Sequence[Photo]]]:
    """Yield photos with the number of their job, all of a job's in the order of rows."""
    if shares.by_host is None:
        slices = plan.slices(request.source, shares.photos, across_gaps=True)
        yield from ((number, slice_.photos) for number, slice_ in enumerate(slices))
        return
    held, photos_held = defaultdict[int, list[Photo]](list), 0
    for number, photo in shares.by_host.jobs_of(_photos(request, plan)):
        held[number].append(photo)
        photos_held += 1
        if photos_held == _MOST_HELD:
            yield from held.items()
            held, photos_held = defaultdict(list), 0
    yield from held.items()


def _fields_of_job(request: RunRequest, provider: PilotProvider, per_host: int) -> dict[str, Any]:
    """Return the fields of job.json.  `per_host`: the job's requests at a time to one host."""
    return {
        "measures": [str(measure) for measure in request.measures],
        "limits": asdict(replace(request.limits, per_host=per_host)),
        "workers": min(provider.cores_per_node or 1, per_host),
        "seconds": provider.drain_seconds,
        "slice_size": request.slice_size,
        "base": request.source.base if request.grid.shared else "",
    }


def _begin_job(path: Path, fields: dict[str, Any]) -> None:
    """Write a job's folder, with a manifest that has no photos yet."""
    path.mkdir(parents=True)
    (path / BatchFolder.REQUEST).write_text(json.dumps(fields) + "\n")
    (path / BatchFolder.PHOTOS).write_text(f"url,{ORIGIN_COLUMN}\n")


def _add_photos(path: Path, photos: Iterable[Photo], shared: Sequence[str]) -> None:
    """Add photos to a job's manifest, whose rows reach no more than the run's could.

    shared: the folders whose photos the job can read
    """
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for photo in photos:
            check_reachable(photo, "job", shared)
            writer.writerow((photo.url, photo.base if is_from_web(photo.base) else ""))


def _add_rows(ranges: list[list[int]], photos: Iterable[Photo]) -> None:
    """Add the photos' rows to a job's ascending ranges."""
    for photo in photos:
        if ranges and ranges[-1][1] == photo.row:
            ranges[-1][1] += 1
        else:
            ranges.append([photo.row, photo.row + 1])
