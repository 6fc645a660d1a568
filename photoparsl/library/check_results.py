"""Checks a run's result files: every row is there exactly once, and no file is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from photoparsl.manifests import DIGEST_LETTERS, in_blocks
from photoparsl.planning import make_plan
from photoparsl.reports import changed_photos, read_job_states
from photoparsl.results import (
    EVENTS,
    PROGRESS,
    Failure,
    OutcomeCounts,
    RunDirectory,
    RunRecord,
    gone_copy_text,
    other_copy_text,
    read_events,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The state of a run's result files.

    rows: how many rows the run is to measure
    measured: how many of them have a measurement
    failed: how many of them have a failure
    left: how many of them have neither, or lack a measure that hasn't been tried on them
    aside: how many results are kept aside, since their photos have left the manifest
    damage: a sentence for each fault, or empty if all files are as they were written
    untried: how many of those that are left were measured, and lack a measure
    lacking: how many measured photos lack a measure since they couldn't be measured again, by
        `measure: reason`
    without_digest: how many measured photos have no digest, since version 0.1.0 measured them
    changed: how many photos had other bytes when they were measured again, at the latest start that
        measured any
    in_jobs: how many photos are in jobs of a detached run that haven't ended
    to_take_in: how many photos its ended jobs had whose results the same command will take in
    """

    rows: int
    measured: int = 0
    failed: int = 0
    left: int = 0
    damage: tuple[str, ...] = ()
    aside: int = 0
    untried: int = 0
    lacking: Mapping[str, int] = field(default_factory=dict)
    without_digest: int = 0
    changed: int = 0
    in_jobs: int = 0
    to_take_in: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every row is there exactly once and no file is damaged.

        A row in a job whose results haven't been taken in is missing.
        """
        return not self.damage and not self.left


def check_results(directory: RunDirectory, record: RunRecord) -> Checked:
    """Read all result files of a run, and return their state.

    The digest of the rows is compared with the manifest's, unless the run is of a part of it.
    """
    rows = record.wanted
    folders = (path for name in (EVENTS, PROGRESS) if (path := directory.path / name).is_dir())
    if damage := (
        *directory.find_damage(),
        *directory.aside.find_damage(),
        *(f"{path}: is a folder; remove it" for path in folders),
        *([gone_copy_text(directory.path)] if directory.manifest.is_gone() else ()),
        *(
            [other_copy_text(directory.path)]
            if directory.manifest.is_damaged(record.sha256)
            else ()
        ),
    ):
        return Checked(len(rows), damage=damage)
    counts, without_digest = OutcomeCounts(), 0
    for result in directory.results():
        counts.add(result, rows)
        without_digest += sum(not m.digest and m.row in rows for m in result.measurements)
    left, jobs = len(rows) - counts.ended, read_job_states(directory.path)
    if len(rows) == record.rows and not left and not _has_digest(directory, record.digest):
        damage = (f"{directory.path}: its rows are not those of the manifest it was started with",)
    return Checked(
        len(rows),
        counts.measured,
        counts.failed,
        left,
        damage,
        sum(len(head.rows) for head in directory.aside.finished_slices()),
        counts.untried,
        dict(counts.lacking.most_common()),
        without_digest,
        changed_photos(read_events(directory.path)),
        jobs.in_jobs if jobs else 0,
        jobs.to_take_in if jobs else 0,
    )


def failures_of(directory: RunDirectory) -> Iterator[Failure]:
    """Yield the failures of a run by rows.  Raises RunError if its copy isn't as written."""
    directory.manifest.check_undamaged(directory.require_record().sha256)
    for result in directory.results():
        yield from result.failures


def _has_digest(directory: RunDirectory, digest: str) -> bool:
    """Whether the result files hold the photos of a manifest, in its order.

    digest: the manifest's.  That of a run of version 0.1.0 is of the years too, and so can't be
        compared: such a run passes
    """
    if len(digest) != DIGEST_LETTERS:
        return True
    photos = (photo for result in directory.results() for photo in result.photos())
    return make_plan(in_blocks(photos)).digest == digest
