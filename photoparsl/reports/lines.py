"""Formats what `status`, `watch`, `history` and the end of a run print, as lines of plain text."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from textwrap import wrap

from photoparsl.number_text import duration_text, percent_text, rate_text
from photoparsl.redact import visible
from photoparsl.reports.cost import Cost
from photoparsl.reports.pilot_history import PilotHistory
from photoparsl.reports.run_status import Status
from photoparsl.results import PilotSeen, PilotState, RunState, TaskDone

INDENT = 9  # spaces at the start of a continuation line
MOST_RESOURCES = 3  # that are named in a line

_ADVICE = {
    RunState.STOPPED: "the process is stopped, as by Ctrl-Z: 'fg' in its terminal lets it go on",
    RunState.KILLED: "the process is gone and didn't write how it ended: it was killed, its "
    "disk failed, or its folder was moved meanwhile; the same command goes on",
    RunState.INCOMPLETE: "it stopped before its end; the same command goes on",
    RunState.SILENT: "the process is on another machine and has given no sign since; if it was "
    "killed, the same command goes on",
    RunState.DETACHED: "its jobs measure on their own; the same command takes in what they have "
    "measured",
}
_JOBS_ENDED = "its jobs have ended; the same command takes in what came back, and goes on"


def status_text(status: Status, width: int | None = None) -> str:
    """Return a run's status as text.

    width: the most characters in a line, or None for any number
    """
    return "\n".join(wrapped(_status_lines(status), width))


def status_line(status: Status) -> str:
    """Return a run's status in one line, for output that is no terminal."""
    is_waiting = status.waiting and status.state is RunState.AT_WORK
    waiting = f"; waiting: {visible(status.waiting)}" if is_waiting else ""
    noun = "jobs" if status.is_detached else "pilots"
    return f"{status.state}: {_photos(status)}; {noun}: {_pilots(status)}{waiting}"


def wrapped(lines: Iterable[str], width: int | None) -> Iterator[str]:
    """Yield the lines, breaking those longer than `width` between words.

    >>> list(wrapped(["  held   7.0: the scratch disk is full"], 30))
    ['  held   7.0: the scratch disk', '         is full']
    """
    for text in lines:
        if width is None or len(text) <= width:
            yield text
        else:
            yield from wrap(text, width, subsequent_indent=INDENT * " ", break_on_hyphens=False)


def pilot_lines(pilots: Iterable[PilotHistory]) -> Iterator[str]:
    """Yield a table of pilots in the style of condor_history: a header, then a line a pilot."""
    yield f"{'PILOT':12}{'SUBMITTED':13}{'RUN_TIME':>12}{'STARTS':>8}  {'STATE':10}HOST"
    for pilot in pilots:
        submitted = time.strftime("%m-%d %H:%M", time.localtime(pilot.submitted))
        ran = f"{condor_duration(pilot.seconds):>12}{pilot.starts:8}"
        start, end = f"{visible(pilot.pilot):12}{submitted:13}", f"{pilot.state:10}"
        yield f"{start}{ran}  {end}{visible(pilot.host)}".rstrip()
        if pilot.why:
            yield f"{'':12}{visible(pilot.why)}"


def task_lines(tasks: Iterable[TaskDone]) -> Iterator[str]:
    """Yield a table of tasks: a header, then a line a task."""
    yield f"{'ROWS':19}{'STARTED':15}{'SECONDS':>8}{'MEASURED':>9}{'FAILED':>7}  HOST"
    for task in tasks:
        rows = f"{task.start} to {task.stop - 1}"
        started = time.strftime("%m-%d %H:%M:%S", time.localtime(task.started))
        numbers = f"{task.seconds:8.1f}{task.measured:9}{task.failed:7}"
        yield f"{rows:19}{started:15}{numbers}  {visible(task.host)}"


def cost_lines(cost: Cost) -> Iterator[str]:
    """Yield the lines about what a run has cost.

    >>> print(*cost_lines(Cost(2.0, 1.5, 0.04, 3_000_000, {"unl.edu": 7.25})), sep="\\n")
    Cost: 2.0 core-hours had, 1.5 (75 %) used, 4.0 % lost to faults; 3.0 MB fetched
    Photos/s by resource: unl.edu 7.2
    """
    scales = (("hours", 1), ("minutes", 60), ("seconds", 3600))
    unit, scale = next((s for s in scales if cost.core_hours * s[1] >= 1), scales[-1])
    used = cost.used_core_hours / cost.core_hours if cost.core_hours else 0.0
    yield (
        f"Cost: {cost.core_hours * scale:.1f} core-{unit} had, "
        f"{cost.used_core_hours * scale:.1f} ({100 * used:.0f} %) used, "
        f"{100 * cost.lost_share:.1f} % lost to faults; {cost.bytes / 1e6:,.1f} MB fetched"
    )
    if cost.rates:
        rates = sorted(cost.rates.items(), key=lambda rate: -rate[1])
        shown = (f"{visible(resource)} {rate:.1f}" for resource, rate in rates)
        yield f"Photos/s by resource: {', '.join(shown)}"


def condor_duration(seconds: float) -> str:
    """Return a duration as condor_history prints it.

    >>> condor_duration(93_784.6)
    '1+02:03:04'
    """
    days, seconds_left = divmod(max(0, int(seconds)), 86_400)
    minutes, second = divmod(seconds_left, 60)
    return f"{days}+{minutes // 60:02}:{minutes % 60:02}:{second:02}"


def _status_lines(status: Status) -> Iterator[str]:
    run, config = visible(status.run), visible(status.config)
    yield f"Run      {run} ({config}): {status.state}, {_times(status, time.time())}"
    has_ended_jobs = status.is_detached and status.to_take_in and not status.in_jobs
    if advice := _JOBS_ENDED if has_ended_jobs else _ADVICE.get(status.state):
        yield f"{'':9}{advice}"
    if status.stopped_by:
        yield f"{'':9}{visible(status.stopped_by)}"
    yield f"Photos   {_photos(status)}"
    if status.is_detached:
        yield from _lines_of_jobs(status)
    else:
        lost = f", {status.tasks_lost:,} lost" if status.tasks_lost else ""
        yield f"Tasks    {status.tasks_done:,} done, {status.tasks_pending:,} on their way{lost}"
        yield f"Pilots   {_pilots(status)}"
    if status.waiting and status.state is RunState.AT_WORK:
        yield f"Waiting  {visible(status.waiting)}"
    yield from map(_trouble_line, status.troubled)
    yield from _titled("Hosts", status.pauses)
    yield from _titled("Lately", status.latest)


def _lines_of_jobs(status: Status) -> Iterator[str]:
    """Yield what is known of the jobs of a detached run."""
    if status.in_jobs:
        yield f"{'':9}{status.in_jobs:,} in jobs that haven't ended"
    if status.to_take_in:
        what = "in ended jobs: the same command takes in what came back"
        yield f"{'':9}{status.to_take_in:,} {what}"
    in_none = status.photos - status.done - status.in_jobs - status.to_take_in
    if in_none > 0 and status.state is RunState.DETACHED:
        what = "in no job: the same command goes on with them once the others have ended"
        yield f"{'':9}{in_none:,} {what}"
    if status.tasks_done:
        yield f"Tasks    {status.tasks_done:,} done in jobs that were taken in"
    yield f"Jobs     {_pilots(status)}"


def _trouble_line(pilot: PilotSeen) -> str:
    host = f" on {visible(pilot.host)}" if pilot.host else ""
    why = f": {visible(pilot.why)}" if pilot.why else ""
    return f"  {pilot.state}   {visible(pilot.pilot)}{host}{why}"


def _titled(title: str, sentences: Iterable[str]) -> Iterator[str]:
    """Yield a line for each sentence, with the title before the first."""
    for number, sentence in enumerate(sentences):
        yield f"{'' if number else title:9}{visible(sentence)}"


def _times(status: Status, now: float) -> str:
    """Return when the run began and, unless it is at work, when its files last changed."""
    began = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(status.began))
    if status.state in (RunState.AT_WORK, RunState.DETACHED):
        return f"since {began}"
    if now < status.updated:  # a clock was set back, or another machine's is ahead
        updated = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(status.updated))
        return f"begun {began}, last heard of at {updated}, by its clock"
    return f"begun {began}, last heard of {_rounded(now - status.updated)} ago"


def _photos(status: Status) -> str:
    share = percent_text(status.done, status.photos) if status.photos else "100 %"
    text = f"{status.done:,} of {status.photos:,} ({share})"
    if status.failed:
        text += f", {status.failed:,} failed"
    if status.state is RunState.AT_WORK and status.rate:
        text += f"; {rate_text(status.rate, 'photos')}"
    if status.left_seconds is not None:
        text += f", {_rounded(status.left_seconds)} left"
    return text


def _pilots(status: Status) -> str:
    counts = {
        state: f"{n} {state}" for state in PilotState if (n := status.pilot_counts.get(state))
    }
    if status.idle_since is not None and PilotState.IDLE in counts:
        seconds = max(0.0, time.time() - status.idle_since)
        counts[PilotState.IDLE] += f" for {_rounded(seconds)}"
    for state, places in status.resources_by_state.items():
        names = list(map(visible, places))
        more = ", …" if len(names) > MOST_RESOURCES else ""
        counts[state] += f" on {', '.join(names[:MOST_RESOURCES])}{more}"
    uncreated = [f"{status.uncreated} to be created as others end"] if status.uncreated else []
    return ", ".join([*counts.values(), *uncreated]) or "none"


def _rounded(seconds: float) -> str:
    return duration_text(round(seconds))
