"""What was taken in of the jobs of a detached run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from photoparsl.errors import RunError
from photoparsl.number_text import counted
from photoparsl.redact import visible
from photoparsl.results import Batch, BatchFolder, PilotState
from photoparsl.sites import ClusterLog, LoggedJob


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was taken in from a run's jobs, and which jobs haven't ended.

    photos: how many photos' outcomes were taken in
    is_over: whether no job of the batch is left in the queue
    in_jobs: how many photos are in jobs that haven't ended
    jobs: how many jobs that haven't ended are in each state
    sentences: what happened to jobs that didn't bring back all of their photos
    had_jobs: whether the run had jobs whose results weren't taken in
    uncreated: how many jobs will be created as others end
    """

    photos: int = 0
    is_over: bool = True
    in_jobs: int = 0
    jobs: Mapping[PilotState, int] | None = None
    sentences: tuple[str, ...] = ()
    had_jobs: bool = False
    uncreated: int = 0

    @property
    def all_sentences(self) -> tuple[str, ...]:
        """The sentences for the user."""
        came = [f"{counted(self.photos, 'photo')} came back from jobs."] if self.photos else []
        if self.is_over:
            return (*came, *self.sentences)
        states = ", ".join(f"{number} {state}" for state, number in (self.jobs or {}).items())
        if self.uncreated:
            states += f"{', ' if states else ''}{self.uncreated:,} to be created as others end"
        in_jobs = (
            f"{counted(self.in_jobs, 'photo is', 'photos are')} in jobs that haven't "
            f"ended ({states or 'none started'}): the same command, later, takes in what they "
            "have measured."
        )
        return (*came, *self.sentences, in_jobs)


def count_states(log: ClusterLog, batch: Batch) -> dict[PilotState, int]:
    """Return how many jobs that haven't been taken in are in each state."""
    states = [log.jobs[job].state for job in batch.left if job in log.jobs]
    return {state: states.count(state) for state in PilotState if state in states}


def held_sentences(log: ClusterLog, batch: Batch, most: int) -> Iterator[str]:
    """Yield a sentence for each held job with the reason.

    most: of how many jobs.  The others are counted
    """
    held = [job for job in batch.left if job in log.jobs if log.jobs[job].state is PilotState.HELD]
    for job in held[:most]:
        logged = log.jobs[job]
        where = f" on {logged.host}" if logged.host else ""
        why = f": {logged.why}" if logged.why else ""
        yield visible(f"job {log.name_of(job)}: held{where}{why}")
    if len(held) > most:
        yield f"{counted(len(held) - most, 'more job is', 'more jobs are')} held: status says why"


def left_sentences(folder: BatchFolder, log: ClusterLog, job: int, why: str) -> Iterator[str]:
    """Yield what a job didn't bring back, how it ended, and the last lines that it printed."""
    end = log.jobs.get(job, LoggedJob()).why
    yield f"job {log.name_of(job)}: {why}" + (f" ({end})" if end else "")
    yield from (f"  {visible(line)}" for line in folder.messages(job))


def why_nothing(log: ClusterLog, job: int, error: RunError) -> str:
    """Return a phrase that says why nothing of a job is taken in."""
    if log.has_ended and job not in log.jobs:
        return "it was removed before it was created; its photos are measured by a later job"
    return f"nothing of it is taken in, its photos are measured again: {error}"
