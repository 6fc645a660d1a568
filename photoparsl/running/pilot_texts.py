"""What people are told of a run's pilots."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from parsl.executors.base import ParslExecutor

from photoparsl.number_text import counted, duration_text
from photoparsl.redact import visible
from photoparsl.results import PilotSeen, PilotState, resource_name
from photoparsl.running.reporter import Reporter
from photoparsl.sites import PilotExecutor

MOST_RESOURCES = 3  # that are named for each state


@dataclass(frozen=True, slots=True)
class SilentManager:
    """A manager that has slices and has sent no heartbeat for a while.

    pilot: the id of its pilot's job
    slices: how many slices it has
    seconds: the time since its latest heartbeat
    """

    pilot: str
    slices: int
    seconds: float


def waiting_for(silent: Sequence[SilentManager]) -> str:
    """Return what a run waits for, as a phrase that follows 'waiting'.

    >>> waiting_for([SilentManager("7.0", 2, 90.4)])
    'for 2 slices at pilot 7.0, silent for 90 s'
    >>> waiting_for([SilentManager("7.0", 1, 70), SilentManager("8.0", 1, 80)])
    'for 2 slices at 2 pilots, silent for 80 s'
    """
    jobs = {manager.pilot for manager in silent}
    pilots = f"pilot {silent[0].pilot}" if len(jobs) == 1 else counted(len(jobs), "pilot")
    slices = counted(sum(manager.slices for manager in silent), "slice")
    seconds = max(manager.seconds for manager in silent)
    return f"for {slices} at {pilots}, silent for {seconds:.0f} s"


def submitted_text(pilots: Sequence[str]) -> str:
    """Return a sentence about pilots that have been submitted, by the ids of their jobs.

    >>> submitted_text(["181587.0"]), submitted_text(["9.0", "10.0", "11.0"])
    ('1 pilot submitted to cluster 181587', '3 pilots submitted to clusters 9 to 11')
    >>> submitted_text(["812", "813"])
    '2 pilots submitted as jobs 812 to 813'
    """
    numbers = [pilot.partition(".")[0] for pilot in pilots]
    noun = "to cluster" if "." in pilots[0] else "as job"
    noun += "s" if len(numbers) > 1 else ""
    places = numbers[0] if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
    return f"{counted(len(pilots), 'pilot')} submitted {noun} {places}"


def resources_text(pilots: Sequence[PilotSeen], now: float) -> str:
    """Return the number of pilots in each state, their idle time, and where they run.

    >>> idle = [PilotSeen(0, pilot, PilotState.IDLE) for pilot in ("7.0", "8.0")]
    >>> resources_text([*idle, PilotSeen(9, "9.0", PilotState.RUNNING, "c1.uchicago.edu")], 100)
    '1 running on uchicago.edu, 2 idle for 1 min 40 s'
    """
    parts = []
    for state in PilotState:
        of_state = [pilot for pilot in pilots if pilot.state is state]
        if not of_state:
            continue
        part = f"{len(of_state)} {state}"
        if state is PilotState.IDLE:
            part += f" for {duration_text(round(now - min(pilot.time for pilot in of_state)))}"
        elif resources := sorted({resource_name(pilot.host, {}) for pilot in of_state} - {""}):
            part += f" on {', '.join(map(visible, resources[:MOST_RESOURCES]))}"
            part += ", …" if len(resources) > MOST_RESOURCES else ""
        parts.append(part)
    return ", ".join(parts)


class PilotNews:
    """Tells the user what becomes of the pilots."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._seen, self._is_shown = 0, False  # pilots, and whether the user has been told of them

    def tell(self, executor: ParslExecutor, pilots: Sequence[PilotSeen]) -> None:
        """Tell once that pilots are submitted, and where they are while some wait."""
        if not isinstance(executor, PilotExecutor):
            return
        if pilots and not self._is_shown and len(pilots) == self._seen:  # or more are on their way
            self._is_shown = True
            self._reporter.add_line(submitted_text([pilot.pilot for pilot in pilots]))
        self._seen = len(pilots)
        waits = any(p.state in (PilotState.IDLE, PilotState.STARTING) for p in pilots)
        self._reporter.waiting(f"Pilots: {resources_text(pilots, time.time())}" if waits else "")
