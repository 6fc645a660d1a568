"""How far a run is, and what became of its photos, for the app's page."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from photoparsl.app.plain_words import failure_words, problem_words
from photoparsl.app.run_process import RunProcess
from photoparsl.errors import RunError
from photoparsl.library import ListedRun, Run, arguments_of, list_runs
from photoparsl.number_text import duration_text
from photoparsl.page import LocalPhotos
from photoparsl.redact import visible
from photoparsl.reports import Status
from photoparsl.results import RunDirectory, RunState, is_locked
from photoparsl.sites import load_site, shipped_sites

_EXAMPLES = 3
_FAULTS, _INCOMPLETE = (2, 70), 3  # exit codes of `photoparsl run`
_PATIENCE = 20  # a count that took a second is repeated after 20 seconds at the earliest

Answer = dict[str, Any]


class ChangedRunError(RunError):
    """A run isn't any more what a page shows of it."""


@dataclass(slots=True)
class FailureCounts:
    """How many photos failed, by reason.

    reasons: the counts
    examples: up to three photos of each
    """

    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def answer(self) -> list[Answer]:
        """The same for the page."""
        return [
            {"name": failure_words(reason), "count": count, "examples": self.examples[reason]}
            for reason, count in self.reasons.most_common()
        ]


def count_failures(run_dir: Path) -> FailureCounts:
    """Count a run's failures.  All of its results are read."""
    counts = FailureCounts()
    record = RunDirectory(run_dir).read_run_record()
    local = LocalPhotos((run_dir / record.folder).resolve() if record else run_dir)
    for failure in Run(run_dir).failures():
        counts.reasons[failure.reason] += 1
        examples = counts.examples.setdefault(failure.reason, [])
        if len(examples) < _EXAMPLES:
            examples.append(visible(str(local.path(failure.url) or failure.url)))
    return counts


class FailureCounter:
    """Counts the failures of one run repeatedly, and more rarely if a count takes longer."""

    def __init__(self) -> None:
        self._of: tuple[Path, float] | None = None
        self._counts, self._next = FailureCounts(), 0.0

    def counts(self, run_dir: Path, updated: float) -> FailureCounts:
        """Return the counts, which may be some time old while the run is at work.

        updated: when the run's folder was last written
        """
        now = time.monotonic()
        if self._of == (run_dir, updated) or (
            self._of and self._of[0] == run_dir and now < self._next
        ):
            return self._counts
        self._counts, self._of = count_failures(run_dir), (run_dir, updated)
        self._next = now + _PATIENCE * (time.monotonic() - now)
        return self._counts

    def forget(self) -> None:
        """Count anew at the next call."""
        self._of = None


def run_answer(run_dir: Path, process: RunProcess | None, failures: FailureCounter) -> Answer:
    """How far a run is.

    run_dir: its folder
    process: the app's process that executes or executed the run, or None if the app didn't start it
    failures: counts its failures
    """
    name = {"run": str(run_dir), "shown": visible(str(run_dir)), "version": ""}
    code = process.exit_code if process else None
    is_ours = process is not None and code is None
    state = "stopping" if process and process.is_stopping else "starting"
    beginning = {**name, "state": state, "is_ours": True}
    try:
        status = Run(run_dir).status()
    except RunError as error:
        if is_ours:
            return beginning
        if process and process.is_stopping and code not in _FAULTS:  # it had no folder yet
            return {**name, "state": "stopped"}
        problem = process.problem if process else str(error)
        return {**name, "state": "problem", "problem": problem_words(problem or str(error))}
    if is_ours and process and status.began < process.began - 1:  # the earlier start's
        return beginning
    state = _state(status, process, run_dir)
    if state in ("done", "stopped"):
        failures.forget()
    counts = failures.counts(run_dir, status.updated)
    return {
        **name,
        "version": _version(run_dir, status),
        "state": state,
        "is_ours": is_ours,
        "photos": status.photos,
        "done": status.done,
        "failed": max(status.failed, counts.reasons.total()) if is_ours else counts.reasons.total(),
        "reasons": counts.answer,
        "pending": status.photos_pending,
        "left": "" if status.left_seconds is None else duration_text(round(status.left_seconds)),
        "waiting": visible(status.waiting),
        "problem": problem_words(process.problem)
        if process and code in (*_FAULTS, _INCOMPLETE)
        else "",
        "keeps": "" if is_ours else why_not_go_on(run_dir),
    }


def check_shown(run_dir: Path, version: str) -> None:
    """Raise ChangedRunError if a run isn't any more what a page shows of it.

    version: as `run_answer` gave it to the page
    """
    if version != _version(run_dir, Run(run_dir).status()):
        raise ChangedRunError(
            "this run has changed since this page looked at it; what it has now is shown here. "
            "Press the button again if you want that"
        )


def _version(run_dir: Path, status: Status) -> str:
    """A text that differs once a run was started again, or has gone on."""
    sha256 = RunDirectory(run_dir).require_record().sha256
    return f"{sha256} {status.began} {status.updated}"


def _state(status: Status, process: RunProcess | None, run_dir: Path) -> str:
    if process and process.exit_code is None:
        return "stopping" if process.is_stopping else "measuring"
    if process and process.exit_code in _FAULTS:
        return "problem"
    if is_locked(run_dir):
        return "elsewhere"
    return "done" if status.state is RunState.COMPLETE else "stopped"


def why_not_go_on(run_dir: Path) -> str:
    """Why the app can't go on with a run, or '' if it can."""
    try:
        config = arguments_of(run_dir).get("config", "")
    except RunError as error:
        return problem_words(str(error))
    if not _is_of_this_machine(config):
        return f"This run is measured at {visible(config)}: go on in a terminal, with its command."
    return ""


def _is_of_this_machine(config: str) -> bool:
    """Whether a run's site is a shipped one that is no grid.

    A site's file of one's own isn't asked, since it is code, and anybody may have written the
    run's folder that names it.
    """
    return config in shipped_sites() and not load_site(config).is_grid


def listed_runs(runs: Path, most: int) -> list[Answer]:
    """The newest runs in a folder, for the page."""
    return [_listed(run) for run in list_runs(runs)[:most]]


def _listed(run: ListedRun) -> Answer:
    return {
        "run": str(run.path.absolute()),
        "name": visible(run.path.name),
        "source": visible(run.source),
        "photos": run.photos,
        "done": run.done,
        "updated": time.strftime("%Y-%m-%d %H:%M", time.localtime(run.updated)),
        "is_at_work": run.is_at_work,
        "is_complete": run.is_complete,
    }
