"""Hosts in trouble: one that asks for a pause gets it from the whole run, one that is down is left.

What a worker hears from a host holds for all of them.  A host that answers 429 or 503 rests for
as long as it asks and is then asked by half as many slices at a time; each slice that it serves
without complaint lets another one in.  From a host that can't be reached no photo is asked for,
but for a slice now and then that looks whether it is back.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from photoparsl.addresses import host_of, is_loopback
from photoparsl.fetching.reasons import HOST_DOWN, UNREACHED
from photoparsl.fetching.turns import MOST_UNREACHED
from photoparsl.limits import Limits
from photoparsl.photos import Slice
from photoparsl.results import Failure, Measurement, SliceResult

FIRST_REST = 5.0  # seconds, doubled with every slice that is refused again
MOST_REST = 600.0  # seconds, whatever the host asks: so long a run may seem to stand still
LOOK_AGAIN = 120.0  # seconds between two slices that look whether a host is back
MOST_KNOWN = 10_000  # hosts in trouble that are kept in mind


@dataclass(slots=True)
class _Trouble:
    """What is known of a host: the slices it takes at a time, its pauses, and its absence.

    `unreached` counts photos in a row for which nobody answered; the times are monotonic.
    """

    share: int
    rest: float
    rests_until: float = 0.0
    unreached: int = 0
    look_at: float = 0.0


class Hosts:
    """The hosts that a run asks; only those in trouble take memory.

    `per_host` slices at most have photos of the same host, other than this machine, since each
    asks for one at least.  `say` takes a line for the run's log.
    """

    def __init__(self, per_host: int, say: Callable[[str], None]) -> None:
        self._per_host = per_host
        self._say = say
        self._troubles: dict[str, _Trouble] = {}

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
        now, down = time.monotonic(), set()
        for host in {host_of(photo.url) for photo in slice_.photos} if self._troubles else ():
            trouble = self._troubles.get(host)
            if trouble and trouble.unreached >= MOST_UNREACHED:
                if now < trouble.look_at:
                    down.add(host)
                else:  # this slice looks whether it is back
                    trouble.look_at = now + LOOK_AGAIN
        return replace(limits, down=frozenset(down)) if down else limits

    def heard(self, result: SliceResult) -> None:
        """Take notice of how the hosts have served a slice."""
        unreached = Counter(host_of(f.url) for f in result.failures if f.reason in UNREACHED)
        if not (self._troubles or unreached or result.ran.refused):
            return
        served = {host_of(o.url) for o in result.outcomes if _tells_of_an_answer(o)}
        for host in served - result.ran.refused.keys():
            self._served(host)
        for host, seconds in result.ran.refused.items():
            self._refused(host, seconds)
        for host in unreached.keys() - served:
            self._missed(host, unreached[host])

    def _served(self, host: str) -> None:
        trouble = self._troubles.get(host)
        if trouble is None:
            return
        if trouble.unreached >= MOST_UNREACHED:
            self._say(f"{host}: can be reached again")
        trouble.unreached, trouble.rest = 0, FIRST_REST
        trouble.share += 1
        if trouble.share >= self._per_host:
            del self._troubles[host]

    def _refused(self, host: str, seconds: float) -> None:
        trouble = self._trouble(host)
        rest = min(MOST_REST, max(seconds, trouble.rest))
        trouble.share = max(1, trouble.share // 2)
        trouble.rest = min(MOST_REST, 2 * trouble.rest)
        trouble.rests_until = time.monotonic() + rest
        self._say(
            f"{host}: asks for a pause (429 or 503): it gets {rest:.0f} s, and is then asked by "
            f"at most {trouble.share} slices at a time"
        )

    def _missed(self, host: str, photos: int) -> None:
        trouble = self._trouble(host)
        known = trouble.unreached >= MOST_UNREACHED
        trouble.unreached += photos
        if not known and trouble.unreached >= MOST_UNREACHED:
            trouble.look_at = time.monotonic() + LOOK_AGAIN
            self._say(
                f"{host}: can't be reached; its photos become failures '{HOST_DOWN}', for "
                f"--retry-failed, and it is tried again every {LOOK_AGAIN:.0f} s"
            )

    def _trouble(self, host: str) -> _Trouble:
        while len(self._troubles) >= MOST_KNOWN and host not in self._troubles:
            del self._troubles[next(iter(self._troubles))]  # the eldest
        return self._troubles.setdefault(host, _Trouble(self._per_host, FIRST_REST))


def _tells_of_an_answer(outcome: Measurement | Failure) -> bool:
    return isinstance(outcome, Measurement) or outcome.reason not in (*UNREACHED, HOST_DOWN)
