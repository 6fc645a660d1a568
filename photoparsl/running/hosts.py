"""Hosts in trouble: one that asks for a pause gets it from the whole run, one that is down is left.

What a worker hears from a host holds for all of them.  A host that answers 429 or 503 rests for
as long as it asks, longer where it goes on to refuse photos, and is then asked by half as many
slices at a time; each slice that it serves without complaint lets another one in.  From a host
and port that can't be reached, from two machines where there are two, no photo is asked for, but
for a slice now and then that looks whether it is back.  From one with a bot wall before its
photos, a few are asked for, and then as few.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from photoparsl.fetching import MOST_UNREACHED, MOST_WALLED, Limits, host_of, is_loopback, server_of
from photoparsl.manifests import Slice
from photoparsl.reasons import NO_ANSWER, UNREACHED, Reason, reason_of_status
from photoparsl.redact import visible
from photoparsl.reports.pauses import pause_sentence
from photoparsl.results import Failure, Measurement, SliceResult
from photoparsl.running.elsewhere import PATIENCE, unreached

FIRST_REST = 5.0  # seconds, doubled with every slice that is refused again
MOST_REST = 600.0  # seconds, whatever the host asks: so long a run may seem to stand still
LOOK_AGAIN = 120.0  # seconds between two slices that look whether a host is back
FAR_PAUSE = 60.0  # seconds, from which on a person is told of a pause
MOST_TOLD = 10  # hosts that a person is told of
MOST_LOOKS = 32  # slices that look whether a bot wall stands before all photos
MOST_KNOWN = 10_000  # hosts in trouble that are kept in mind

_REFUSED = (reason_of_status(429), reason_of_status(503))
_SILENT = NO_ANSWER | {Reason.BOT_WALL}  # from such no photo comes


@dataclass(slots=True)
class _Trouble:
    """What is known of a host: the slices it takes at a time, its pauses, its absence, its wall.

    `unreached` counts photos in a row for which nobody answered, and `walled` those behind a bot
    wall, for which `looks` slices have looked; the times are monotonic.
    """

    share: int
    rest: float
    rests_until: float = 0.0
    unreached: int = 0
    look_at: float = 0.0
    walled: int = 0
    looks: int = 0


class Hosts:
    """The hosts that a run asks; only those in trouble take memory.

    `per_host` slices at most have photos of the same host, other than this machine, since each
    asks for one at least.  `say` takes a line for the run's log, and `tell` one for the person at
    the terminal.  `pauses` are the far ends of pauses that hosts asked for, in seconds since 1970.
    `machines` tells whether there may be several that measure.
    """

    def __init__(
        self,
        per_host: int,
        say: Callable[[str], None],
        tell: Callable[[str], None] = lambda line: None,
        *,
        machines: bool = False,
    ) -> None:
        self._per_host = per_host
        self._say, self._tell = say, tell
        self._machines = machines
        self._troubles: dict[str, _Trouble] = {}
        self._left: dict[int, tuple[str, float]] = {}  # by first row: by which machine, until when
        self._told: set[str] = set()  # hosts with a bot wall that a person was told of
        self.pauses: dict[str, float] = {}

    def have_room(self, hosts: Collection[str], pending: Counter[str]) -> bool:
        """Whether a slice with photos of these hosts may go; `pending` counts those underway."""
        now = time.monotonic()
        for host in hosts:
            trouble = self._troubles.get(host)
            if trouble and (pending[host] >= trouble.share or now < trouble.rests_until):
                return False
            if pending[host] >= self._per_host and not is_loopback(host):
                return False
        return True

    def sparing(self, limits: Limits, slice_: Slice) -> Limits:
        """The limits for a slice, with the hosts that it is to leave alone."""
        now = time.monotonic()
        machine, until = self._left.get(slice_.start, ("", 0.0))
        if machine and now < until:
            limits = replace(limits, elsewhere=machine)
        elif machine:
            del self._left[slice_.start]  # there was no other in time
        down, walled = set(), set()
        for host in {server_of(photo.url) for photo in slice_.photos} if self._troubles else ():
            trouble = self._troubles.get(host)
            if not trouble:
                continue
            if trouble.walled >= MOST_WALLED:
                walled.add(host)
                trouble.looks += 1
            is_down = trouble.unreached >= MOST_UNREACHED or trouble.looks > MOST_LOOKS
            if is_down and now < trouble.look_at:
                down.add(host)
            elif is_down:  # this slice looks whether it is back
                trouble.look_at = now + LOOK_AGAIN
        return replace(limits, down=frozenset(down), walled=frozenset(walled))

    def elsewhere(self, slice_: Slice, result: SliceResult) -> Slice | None:
        """The photos of a slice that another machine is to try, as this one reached no host."""
        if not self._machines or not result.failures:
            return None
        down = {h for h, t in self._troubles.items() if t.unreached >= MOST_UNREACHED}
        again = unreached(slice_, result, down)
        if again:
            self._left[again.start] = result.execution.host, time.monotonic() + PATIENCE
            self._say(
                f"{len(again.photos)} of rows {slice_.start} to {slice_.stop - 1}: not reached "
                f"from {visible(result.execution.host)}; another machine tries them"
            )
        return again

    def was_left(self, slice_: Slice, machine: str) -> bool:
        """Whether a machine has left these photos for another, as it was told."""
        if self._left.get(slice_.start, ("", 0.0))[0] == machine:
            return True
        self._left.pop(slice_.start, None)
        return False

    def heard(self, result: SliceResult) -> None:
        """Take notice of how the hosts have served a slice."""
        missed = Counter(server_of(f.url) for f in result.failures if f.reason in UNREACHED)
        walled = Counter(server_of(f.url) for f in result.failures if f.reason == Reason.BOT_WALL)
        if not (self._troubles or missed or walled or result.execution.refused):
            return
        answers = [o.url for o in result.outcomes if _tells_of_an_answer(o)]
        served = {server_of(url) for url in answers}
        for host in (served | {host_of(url) for url in answers}) - result.execution.refused.keys():
            self._served(host)
        failed = {host_of(f.url) for f in result.failures if f.reason in _REFUSED}
        for host, seconds in result.execution.refused.items():
            self._refused(host, seconds, for_good=host in failed)
        for host in missed.keys() - served:
            self._missed(host, missed[host])
        for host in walled.keys() - served:
            self._walled(host, walled[host])

    def _served(self, host: str) -> None:
        trouble = self._troubles.get(host)
        if trouble is None:
            return
        if trouble.unreached >= MOST_UNREACHED:
            self._say(f"{host}: can be reached again")
        trouble.unreached, trouble.rest = 0, FIRST_REST
        trouble.walled = trouble.looks = 0
        trouble.share += 1
        if trouble.share >= self._per_host:
            del self._troubles[host]

    def _refused(self, host: str, seconds: float, *, for_good: bool) -> None:
        """Let the host rest, longer each time for which it refused a photo `for_good`."""
        trouble = self._trouble(host)
        trouble.rest = trouble.rest if for_good else FIRST_REST
        rest = min(MOST_REST, max(seconds, trouble.rest))
        trouble.share = max(1, trouble.share // 2)
        trouble.rest = min(MOST_REST, 2 * trouble.rest)
        trouble.rests_until = time.monotonic() + rest
        self._say(
            f"{host}: asks for a pause (429 or 503): it gets {rest:.0f} s, and is then asked by "
            f"at most {trouble.share} slices at a time"
        )
        if seconds >= FAR_PAUSE:
            self._far_pause(host, time.time() + seconds)

    def _far_pause(self, host: str, until: float) -> None:
        """Tell of it, once for each host."""
        now = time.time()
        for other in [other for other, end in self.pauses.items() if end < now]:
            del self.pauses[other]
        if host in self.pauses or len(self.pauses) < MOST_TOLD:
            words = pause_sentence(host, until)
            if until > self.pauses.get(host, 0.0) + FAR_PAUSE:
                self._say(words)
                self._tell(words)
            self.pauses[host] = max(until, self.pauses.get(host, 0.0))

    def _missed(self, host: str, photos: int) -> None:
        trouble = self._trouble(host)
        known = trouble.unreached >= MOST_UNREACHED
        trouble.unreached += photos
        if not known and trouble.unreached >= MOST_UNREACHED:
            trouble.look_at = time.monotonic() + LOOK_AGAIN
            self._say(
                f"{host}: can't be reached; its photos become failures '{Reason.HOST_DOWN}', for "
                f"--retry-failed, and it is tried again every {LOOK_AGAIN:.0f} s"
            )

    def _walled(self, host: str, photos: int) -> None:
        trouble = self._trouble(host)
        known = trouble.walled >= MOST_WALLED
        trouble.walled += photos
        told = host in self._told or len(self._told) >= MOST_TOLD
        if not known and not told and trouble.walled >= MOST_WALLED:
            self._told.add(host)
            words = (
                f"host {visible(host)} has a bot wall; few of its photos are asked for, and those "
                f"that aren't become failures '{Reason.BOT_WALL}', for --retry-failed"
            )
            self._say(words)
            self._tell(words)

    def _trouble(self, host: str) -> _Trouble:
        while len(self._troubles) >= MOST_KNOWN and host not in self._troubles:
            del self._troubles[next(iter(self._troubles))]  # the eldest
        return self._troubles.setdefault(host, _Trouble(self._per_host, FIRST_REST))


def _tells_of_an_answer(outcome: Measurement | Failure) -> bool:
    return isinstance(outcome, Measurement) or outcome.reason not in _SILENT
