"""Shares out a run's photos to jobs by host, so that more jobs than --per-host may run at a time.

HTCondor creates jobs as others end, so any jobs of a batch may run at the same time.  So a host's
photos are in few enough jobs that all of them together keep within --per-host.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from photoparsl.fetching import host_of
from photoparsl.manifests import Photo

# With more hosts, or more pieces of successive rows of one host, photos are shared out in the order
# of rows: the photos of each host, and the rows of each job, are listed in memory.
MOST_HOSTS = 100_000
MOST_PIECES = 200_000


@dataclass(frozen=True, slots=True)
class HostJobs:
    """The jobs that have a host's photos.

    first: the first job's number.  The others follow
    photos: how many of the host's photos each has.  The last may have fewer
    """

    first: int
    photos: int


@dataclass(frozen=True, slots=True)
class HostShares:
    """Which job gets which photos.

    hosts: the jobs of each host
    per_host: each job's requests at a time to a host
    """

    hosts: dict[str, HostJobs]
    per_host: list[int]

    def jobs_of(self, photos: Iterable[Photo]) -> Iterator[tuple[int, Photo]]:
        """Yield each photo with the number of its job."""
        seen = Counter[str]()
        for photo in photos:
            host = host_of(photo.url)
            of_host = self.hosts[host]
            yield of_host.first + seen[host] // of_host.photos, photo
            seen[host] += 1


def share_by_host(
    photos: Iterable[Photo], pilots: int, per_host: int, job_photos: int, most_jobs: int
) -> HostShares | None:
    """Return how to share photos out by host, or None if that allows no more jobs at a time.

    pilots: how many jobs may run at a time
    per_host: requests at a time to one host, by all jobs together
    job_photos: the most photos of a job
    most_jobs: how many jobs there may be in all
    """
    counts = _counts(photos)
    if len(counts) < 2:
        return None
    size = min(job_photos, max(1, ceil(sum(counts.values()) / pilots)))
    hosts, limits, room = dict[str, HostJobs](), list[int](), 0
    for host, number in counts.most_common():
        jobs = min(per_host, ceil(number / size)) if host else ceil(number / size)
        photos_per_job = ceil(number / jobs)
        jobs = ceil(number / photos_per_job)
        if photos_per_job > job_photos:
            return None
        if jobs > 1:
            limit = max(1, per_host // jobs)  # without a host, photos are files on a shared disk
            hosts[host] = HostJobs(len(limits), photos_per_job)
            limits += [limit] * jobs
        else:  # several small hosts share a job
            if number > room:
                limits.append(per_host)
                room = size
            hosts[host] = HostJobs(len(limits) - 1, number)
            room -= number
    return HostShares(hosts, limits) if per_host < len(limits) <= most_jobs else None


def _counts(photos: Iterable[Photo]) -> Counter[str]:
    """Return how many photos each host has, or nothing if there are too many hosts or pieces."""
    counts, pieces, before = Counter[str](), 0, None
    for photo in photos:
        host = host_of(photo.url)
        counts[host] += 1
        pieces += host != before
        before = host
        if len(counts) > MOST_HOSTS or pieces > MOST_PIECES:
            return Counter()
    return counts
