"""What was taken in of the jobs of a detached run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from photoparsl.number_text import counted
from photoparsl.results import PilotState


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in from a run's jobs, and which jobs haven't ended.

    photos: how many photos' outcomes were taken in
    is_over: whether no job of the batch is left in the queue
    in_jobs: how many photos are in jobs that haven't ended
    jobs: how many jobs that haven't ended are in each state
    sentences: what happened to jobs that didn't bring back all of their photos
    had_jobs: whether the run had jobs whose results weren't taken in
    """

    photos: int = 0
    is_over: bool = True
    in_jobs: int = 0
    jobs: Mapping[PilotState, int] | None = None
    sentences: tuple[str, ...] = ()
    had_jobs: bool = False

    @property
    def all_sentences(self) -> tuple[str, ...]:
        """The sentences for the user."""
        came = [f"{counted(self.photos, 'photo')} came back from jobs."] if self.photos else []
        if self.is_over:
            return (*came, *self.sentences)
        states = ", ".join(f"{number} {state}" for state, number in (self.jobs or {}).items())
        in_jobs = (
            f"{counted(self.in_jobs, 'photo is', 'photos are')} in jobs that haven't "
            f"ended ({states or 'none started'}): the same command, later, takes in what they "
            "have measured."
        )
        return (*came, *self.sentences, in_jobs)
