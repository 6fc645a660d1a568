"""Cuts what is left of a run into jobs, and writes what each job gets."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil
from pathlib import Path

from photoparsl.manifests import ORIGIN_COLUMN, Photo, Slice, is_from_web
from photoparsl.results import BatchFolder
from photoparsl.running import Plan, RunRequest
from photoparsl.sites import PilotProvider, check_reachable


@dataclass(frozen=True, slots=True)
class JobShares:
    """How a run is shared out to its jobs.

    at_a_time: how many jobs may be in the queue at a time
    photos: the most photos of a job
    per_host: requests at a time to one host, by one job
    """

    at_a_time: int
    photos: int
    per_host: int


def job_shares(
    request: RunRequest, photos: int, provider: PilotProvider, most_jobs: int = 1_000_000
) -> JobShares:
    """Return how to share photos out, so that all jobs keep within --per-host together.

    most_jobs: how many jobs there may be in all
    """
    per_host = request.limits.per_host
    at_a_time = max(1, min(provider.max_blocks, per_host))
    of_job = max(1, min(request.grid.job_photos, ceil(photos / at_a_time)))
    of_job = max(of_job, ceil(photos / most_jobs))
    return JobShares(at_a_time, of_job, per_host // at_a_time)


def write_jobs(
    request: RunRequest,
    plan: Plan,
    provider: PilotProvider,
    shares: JobShares,
    folder: BatchFolder,
) -> Iterator[list[list[int]]]:
    """Write the folder of each job, and yield the job's rows as ranges.

    Raises SiteError for a photo that only this machine can read.
    """
    cores = provider.cores_per_node or 1
    fields_of_job = {
        "measures": [str(measure) for measure in request.measures],
        "limits": asdict(replace(request.limits, per_host=shares.per_host)),
        "workers": min(cores, shares.per_host),
        "seconds": provider.drain_seconds,
        "slice_size": request.slice_size,
        "base": request.source.base if request.grid.shared else "",
    }
    slices = plan.slices(request.source, shares.photos, across_gaps=True)
    for number, slice_ in enumerate(slices):
        path = folder.job(number)
        path.mkdir(parents=True)
        _write_photos(path / BatchFolder.PHOTOS, slice_, request.grid.shared)
        (path / BatchFolder.REQUEST).write_text(json.dumps(fields_of_job) + "\n")
        yield _ranges(slice_.photos)


def _write_photos(path: Path, slice_: Slice, shared: Sequence[str]) -> None:
    """Write a job's manifest, whose rows reach no more than the run's could.

    shared: the folders whose photos the job can read
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("url", ORIGIN_COLUMN))
        for photo in slice_.photos:
            check_reachable(photo, "job", shared)
            writer.writerow((photo.url, photo.base if is_from_web(photo.base) else ""))


def _ranges(photos: Sequence[Photo]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for photo in photos:
        if ranges and ranges[-1][1] == photo.row:
            ranges[-1][1] += 1
        else:
            ranges.append([photo.row, photo.row + 1])
    return ranges
