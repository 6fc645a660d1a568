"""What `status`, `watch` and `history` show, in lines of plain text."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from textwrap import wrap

from photoparsl.redact import visible
from photoparsl.reports.cost import Cost
from photoparsl.reports.history import PilotHistory
from photoparsl.reports.status import Status
from photoparsl.results import PilotState, RunState
from photoparsl.results.events import TaskDone

ORDER = (
    PilotState.RUNNING,
    PilotState.STARTING,
    PilotState.IDLE,
    PilotState.HELD,
    PilotState.LOST,
    PilotState.ENDED,
    PilotState.REMOVED,
    PilotState.FAILED,
)
INDENT = 9  # characters, under which a line that is too long goes on
WHAT_TO_DO = {
    RunState.STOPPED: "the process is stopped, as by Ctrl-Z: 'fg' in its terminal lets it go on",
    RunState.KILLED: "the process is gone; the same command goes on",
    RunState.SILENT: "the process is on another machine and has given no sign since; if it was "
    "killed, the same command goes on",
}


def board(status: Status, width: int | None = None) -> str:
    """A run at a moment, in lines of any length, or of so many characters."""
    return "\n".join(fitted(_lines(status), width))


def fitted(lines: Iterable[str], width: int | None) -> Iterator[str]:
    """The lines, those that are longer than `width` broken between words and indented.

    >>> list(fitted(["  held   7.0: the scratch disk is full"], 30))
    ['  held   7.0: the scratch disk', '         is full']
    """
    for text in lines:
        if width is None or len(text) <= width:
            yield text
        else:
            yield from wrap(text, width, subsequent_indent=INDENT * " ", break_on_hyphens=False)


def line(status: Status) -> str:
    """The same in one line, for a pipe."""
    waiting = status.waiting and status.state is RunState.AT_WORK
    words = f"; waiting: {visible(status.waiting)}" if waiting else ""
    return f"{status.state}: {_photos(status)}; pilots: {_pilots(status)}{words}"


def pilots_board(pilots: Iterable[PilotHistory]) -> Iterator[str]:
    """The pilots, a line each, in the manner of condor_history."""
    yield f"{'PILOT':12}{'SUBMITTED':13}{'RUN_TIME':>12}{'STARTS':>8}  {'STATE':10}HOST"
    for ran in pilots:
        when = time.strftime("%m-%d %H:%M", time.localtime(ran.submitted))
        told = f"{visible(ran.pilot):12}{when:13}{clock(ran.seconds):>12}{ran.starts:8}  "
        told += f"{ran.state:10}"
        yield (told + visible(ran.host)).rstrip()
        if ran.why:
            yield f"{'':12}{visible(ran.why)}"


def tasks_board(tasks: Iterable[TaskDone]) -> Iterator[str]:
    """The tasks, a line each."""
    yield f"{'ROWS':22}{'STARTED':16}{'SECONDS':>8}{'MEASURED':>10}{'FAILED':>8}  HOST"
    for task in tasks:
        rows = f"{task.start} to {task.stop - 1}"
        when = time.strftime("%m-%d %H:%M:%S", time.localtime(task.started))
        numbers = f"{task.seconds:8.1f}{task.measured:10}{task.failed:8}"
        yield f"{rows:22}{when:16}{numbers}  {visible(task.host)}"


def cost_lines(cost: Cost) -> Iterator[str]:
    """What a run has cost.

    >>> print(*cost_lines(Cost(2.0, 1.5, 0.04, 3_000_000, {"unl.edu": 7.25})), sep="\\n")
    Cost: 2.0 core-hours had, 1.5 (75 %) used, 4.0 % lost to faults; 3.0 MB fetched
    Photos/s by site: unl.edu 7.2
    """
    scales = (("hours", 1), ("minutes", 60), ("seconds", 3600))
    unit, hours = next((s for s in scales if cost.asked * s[1] >= 1), scales[-1])
    used = cost.used / cost.asked if cost.asked else 0.0
    yield (
        f"Cost: {cost.asked * hours:.1f} core-{unit} had, {cost.used * hours:.1f} "
        f"({100 * used:.0f} %) used, {100 * cost.lost:.1f} % lost to faults; "
        f"{cost.bytes / 1e6:,.1f} MB fetched"
    )
    if cost.rates:
        rates = sorted(cost.rates.items(), key=lambda rate: -rate[1])
        yield f"Photos/s by site: {', '.join(f'{visible(s)} {r:.1f}' for s, r in rates)}"


def clock(seconds: float) -> str:
    """Days and a clock, as condor_history has them.

    >>> clock(93_784.6)
    '1+02:03:04'
    """
    days, rest = divmod(max(0, int(seconds)), 86_400)
    return f"{days}+{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"


def _lines(status: Status) -> Iterator[str]:
    now = time.time()
    run, config = visible(status.run), visible(status.config)
    yield f"Run      {run} ({config}): {status.state}, {_when(status, now)}"
    if words := WHAT_TO_DO.get(status.state):
        yield f"         {words}"
    yield f"Photos   {_photos(status)}"
    again = f", {status.tasks_lost:,} lost" if status.tasks_lost else ""
    yield f"Tasks    {status.tasks_done:,} done, {status.tasks_pending:,} on their way{again}"
    yield f"Pilots   {_pilots(status)}"
    if status.waiting and status.state is RunState.AT_WORK:
        yield f"Waiting  {visible(status.waiting)}"
    for pilot in status.troubled:
        where = f" on {visible(pilot.host)}" if pilot.host else ""
        named = f"{pilot.state}   {visible(pilot.pilot)}"
        yield f"  {named}{where}: {visible(pilot.why)}"
    for number, words in enumerate(status.pauses):
        yield f"{'' if number else 'Hosts':9}{visible(words)}"
    for number, words in enumerate(status.latest):
        yield f"{'' if number else 'Lately':9}{visible(words)}"


def _when(status: Status, now: float) -> str:
    began = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(status.began))
    if status.state is RunState.AT_WORK:
        return f"since {began}"
    if now < status.updated:  # a clock was set back, or another machine's is ahead
        heard = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(status.updated))
        return f"begun {began}, last heard of at {heard}, by its clock"
    return f"begun {began}, last heard of {_span(now - status.updated)} ago"


def _photos(status: Status) -> str:
    share = 100 * status.done / status.photos if status.photos else 100.0
    words = f"{status.done:,} of {status.photos:,} ({share:.0f} %)"
    if status.failed:
        words += f", {status.failed:,} failed"
    if status.state is RunState.AT_WORK and status.rate:
        words += f"; {status.rate:,.1f} photos/s"
    if status.left_seconds is not None:
        words += f", {_span(status.left_seconds)} left"
    return words


def _pilots(status: Status) -> str:
    known = [f"{status.pilots[state]} {state}" for state in ORDER if status.pilots.get(state)]
    return ", ".join(known) or "none"


def _span(seconds: float) -> str:
    """A length of time as people say it.

    >>> _span(42), _span(600), _span(9000), _span(200_000)
    ('42 s', '10 min', '2.5 h', '2.3 days')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 6_000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 48 * 3600 else f"{seconds / 86_400:.1f} days"
