"""Takes what jobs have brought back into the run's folder."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from photoparsl.detached.job_events import log_changes, new_changes
from photoparsl.detached.returned import returned_results
from photoparsl.detached.taken_in import (
    TakenIn,
    count_states,
    held_sentences,
    left_sentences,
    why_nothing,
)
from photoparsl.errors import RunError, SiteError
from photoparsl.manifests import ManifestRow, digest
from photoparsl.number_text import counted
from photoparsl.results import (
    Batch,
    BatchFolder,
    Failure,
    Journal,
    Measurement,
    PilotSeen,
    PilotState,
    RunDirectory,
    SliceResult,
    TaskDone,
    read_progress,
)
from photoparsl.sites import ClusterLog, LoggedJob, log_of, scheduler_of

_MOST_SHOWN = 5  # jobs that are shown each time. The log has all


def take_in(directory: RunDirectory, folder: BatchFolder) -> TakenIn:
    """Take in the results of the jobs that have ended since the last time.

    The caller holds the run's lock.

    Raises RunError if the list of jobs is damaged.
    """
    batch = folder.read()
    if batch is None:
        return TakenIn()
    log = log_of(folder, batch)
    is_over = _is_over(log, batch)
    ended = [job for job in batch.left if is_over or _state(log, job).is_final]
    present = _present(directory)
    if ended:
        directory.mark_summary_old()
    photos, sentences, tasks, whys = 0, list[str](), list[TaskDone](), dict[int, str]()
    for job, places in _with_places(directory, batch, ended):
        try:
            results = _take_job(directory, folder, batch, job, places, present)
            left = batch.photos(job) - sum(result.photo_count for result in results)
            why = f"photos left: {left:,} of {batch.photos(job):,}" if left else ""
        except RunError as error:
            results, why = [], why_nothing(log, job, error)
        photos += sum(result.photo_count for result in results)
        whys[job] = why
        tasks += map(TaskDone.of, results)
        if why:
            sentences += left_sentences(folder, log, job, why)
    directory.merge_retried()
    _record(directory, new_changes(directory, log, batch, whys), tasks, present)
    list(map(directory.log, sentences))
    if photos:
        directory.log(f"{counted(photos, 'photo')} came back from jobs")
    batch = replace(batch, taken=sorted({*batch.taken, *ended}))
    _keep(folder, None if is_over else batch)
    return TakenIn(
        photos,
        is_over,
        sum(map(batch.photos, batch.left)),
        count_states(log, batch),
        (*sentences[: _MOST_SHOWN * 6], *held_sentences(log, batch, _MOST_SHOWN)),
        had_jobs=True,
        uncreated=0 if log.has_ended else len(set(batch.left) - log.jobs.keys()),
    )


def _keep(folder: BatchFolder, batch: Batch | None) -> None:
    """Write the state of the jobs.  If `batch` is None, no job is left: remove their folder."""
    if batch is None:
        folder.remove()
    else:
        folder.write(batch)


def _record(
    directory: RunDirectory,
    changes: Sequence[PilotSeen],
    tasks: Sequence[TaskDone],
    present: Sequence[range],
) -> None:
    """Add what was taken in to the run's log, events and figures.

    changes, tasks: the changes of jobs, and their tasks, that were taken in
    present: the rows that had outcomes before
    """
    log_changes(directory, changes)
    Journal(directory.path).add_events([*changes, *tasks])
    progress = read_progress(directory.path)
    if progress is None:
        return
    ends = Counter(change.state for change in changes if change.state.is_final)
    new = sum(map(len, _present(directory))) - sum(map(len, present))
    Journal(directory.path).write_progress(
        replace(
            progress,
            updated=time.time(),
            done=progress.done + new,
            failed=progress.failed + sum(task.failed for task in tasks),
            tasks_done=progress.tasks_done + len(tasks),
            final_counts=dict(ends + Counter(progress.final_counts)),
            is_detached=True,
        )
    )


def _is_over(log: ClusterLog, batch: Batch) -> bool:
    """Whether no job of the batch is left, by the log or else by the queue, if it answers."""
    if log.is_over:
        return True
    with suppress(SiteError):
        return not scheduler_of(batch).are_queued(batch.run_id)
    return False


def _state(log: ClusterLog, job: int) -> PilotState:
    return log.jobs.get(job, LoggedJob()).state


def _with_places(
    directory: RunDirectory, batch: Batch, jobs: Iterable[int]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each job with the places of its rows, as many as the run's manifest has.

    Jobs are cut in the order of rows, so the manifest is read hardly more often than once.
    """
    rows: Iterator[ManifestRow] = iter(())
    ahead = 0
    for job in sorted(jobs, key=lambda job: batch.rows[job][0][0]):
        places: list[str] = []
        for start, stop in batch.rows[job]:
            if start < ahead or not ahead:
                rows, ahead = directory.manifest.rows(), 0
            places += [row.url for row in islice(rows, start - ahead, stop - ahead)]
            ahead = stop
        yield job, places


def _take_job(
    directory: RunDirectory,
    folder: BatchFolder,
    batch: Batch,
    job: int,
    places: Sequence[str],
    present: Sequence[range],
) -> list[SliceResult]:
    """Take in what a job has brought back, and return its results.

    Raises RunError, before anything is taken in, if something of it is wrong.
    """
    if len(places) < batch.photos(job):
        raise RunError("the manifest has fewer rows than when it was submitted")
    results = returned_results(folder, batch, job, places)
    for result in results:
        _write(directory, result, present)
    return results


def _present(directory: RunDirectory) -> list[range]:
    """Return the rows that have outcomes, as ascending ranges."""
    ranges: list[range] = []
    for head in directory.finished_slices():
        if ranges and ranges[-1].stop >= head.start:
            ranges[-1] = range(ranges[-1].start, max(ranges[-1].stop, head.stop))
        else:
            ranges.append(head.rows)
    return ranges


def _write(directory: RunDirectory, result: SliceResult, present: Sequence[range]) -> None:
    """Write the outcomes, as revisions where a row has an outcome already."""
    new: list[Measurement | Failure] = []
    old: list[Measurement | Failure] = []
    for outcome in result.outcomes:
        at = bisect_right(present, outcome.row, key=lambda rows: rows.start) - 1
        is_old = at >= 0 and outcome.row in present[at]
        (old if is_old else new).append(outcome)
    if new:
        directory.write(_part(result, new))
    if old:
        directory.write_retried(_part(result, old))


def _part(result: SliceResult, outcomes: Sequence[Measurement | Failure]) -> SliceResult:
    return replace(
        result,
        start=outcomes[0].row,
        stop=outcomes[-1].row + 1,
        digest=digest(outcome.url for outcome in outcomes),
        measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
    )
