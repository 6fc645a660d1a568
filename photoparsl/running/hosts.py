"""Limits the requests to hosts in trouble, for the run as a whole.

A host that answers 429 or 503 gets a pause of the length that it asks for, or longer if it refuses
photos again.  After the pause, half as many slices with its photos may be pending at a time.  Every
slice that the host serves without a refusal allows one more.

A host and port that can't be reached (from two machines, where there are two) gets no requests.
One slice every LOOK_SECONDS is an exception: it tries whether the host answers again.

A host with a bot wall gets a few requests from each of MOST_LOOKS slices, and after these from one
slice every LOOK_SECONDS.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import replace

from photoparsl.fetching import (
    Limits,
    TaskLimits,
    host_of,
    is_loopback,
    server_of,
    task_limits,
)
from photoparsl.manifests import Slice
from photoparsl.options import option
from photoparsl.reasons import NO_ANSWER, UNREACHED, Reason, reason_of_status
from photoparsl.redact import visible
from photoparsl.results import Failure, Measurement, SliceResult
from photoparsl.running.elsewhere import PATIENCE_SECONDS, unreached
from photoparsl.running.host_trouble import LOOK_SECONDS, HostTrouble
from photoparsl.running.log import LOG
from photoparsl.running.long_pauses import LongPauses

MOST_SHOWN = 10  # hosts whose bot walls are shown to the user
MOST_KNOWN = 10_000  # hosts in trouble that are kept in memory

_REFUSED = (reason_of_status(429), reason_of_status(503))
_SILENT = NO_ANSWER | {Reason.BOT_WALL}  # failures that don't count as an answer of the host


class Hosts:
    """Knows which hosts are in trouble, and what slices may request from them.

    per_host: the most pending slices with photos of the same host.  This machine as a host has no
        such limit
    has_machines: whether workers may be on several machines
    pauses: by host and port, when its long pause ends, in seconds since 1970
    """

    def __init__(self, per_host: int, *, has_machines: bool = False) -> None:
        self._per_host = per_host
        self._has_machines = has_machines
        self._troubles: dict[str, HostTrouble] = {}
        # By a slice's first row: the machine that couldn't reach its hosts, and the time until
        # which another machine may try.
        self._left: dict[int, tuple[str, float]] = {}
        self._shown: set[str] = set()  # hosts whose bot wall has been shown to the user
        self._director = host_of("osdf:///object")
        self._caches: deque[Counter[str]] = deque(maxlen=50)  # of the latest slices
        self._long_pauses = LongPauses()
        self.pauses = self._long_pauses.ends

    def _most_pending(self, host: str) -> float:
        """Return how many slices with a host's photos may be pending.

        Behind the OSDF's director: so many that its busiest cache, as of late, gets `per_host`.
        """
        if host != self._director or not (photos := sum(self._caches, Counter())):
            return self._per_host
        return self._per_host * photos.total() / max(photos.values())

    def have_room(self, hosts: Collection[str], pending: Counter[str]) -> bool:
        """Whether a slice with photos of these hosts may be submitted.

        pending: by host, how many slices with its photos are pending
        """
        now = time.monotonic()
        for host in hosts:
            trouble = self._troubles.get(host)
            if trouble and (pending[host] >= trouble.share or now < trouble.paused_until):
                return False
            if pending[host] >= self._most_pending(host) and not is_loopback(host):
                return False
        return True

    def limits_for(self, slice_: Slice, limits: Limits) -> TaskLimits:
        """Return the limits for a slice, with the hosts that it is to leave alone."""
        machine, until = self._left.get(slice_.start, ("", 0.0))
        if machine and time.monotonic() >= until:
            del self._left[slice_.start]  # no other machine has taken it in time
            machine = ""
        servers = {server_of(photo.url) for photo in slice_.photos} if self._troubles else set()
        known = {server: t for server in servers if (t := self._troubles.get(server))}
        return replace(
            task_limits(limits),
            elsewhere=machine,
            down=frozenset(server for server, t in known.items() if t.is_left_alone()),
            walled=frozenset(server for server, t in known.items() if t.is_walled),
        )

    def photos_to_try_elsewhere(self, slice_: Slice, result: SliceResult) -> Slice | None:
        """Return a slice of the photos that another machine is to try, or None."""
        if not self._has_machines or not result.failures:
            return None
        again = unreached(slice_, result, {h for h, t in self._troubles.items() if t.is_down})
        if again:
            self._left[again.start] = result.execution.host, time.monotonic() + PATIENCE_SECONDS
            LOG.info(
                "%s of rows %s to %s: not reached from %s; another machine tries them",
                len(again.photos),
                slice_.start,
                slice_.stop - 1,
                visible(result.execution.host),
            )
        return again

    def was_skipped_by(self, slice_: Slice, machine: str) -> bool:
        """Whether this machine has skipped the slice, since its limits name it as `elsewhere`."""
        if self._left.get(slice_.start, ("", 0.0))[0] == machine:
            return True
        self._left.pop(slice_.start, None)
        return False

    def add_result(self, result: SliceResult) -> None:
        """Record how the hosts have answered for a slice."""
        execution = result.execution
        self._caches += [Counter(execution.caches)] if execution.caches else []
        missed = Counter(server_of(f.url) for f in result.failures if f.reason in UNREACHED)
        walled = Counter(server_of(f.url) for f in result.failures if f.reason == Reason.BOT_WALL)
        if not (self._troubles or missed or walled or execution.refused):
            return
        answers = [outcome.url for outcome in result.outcomes if _is_answer(outcome)]
        served = {server_of(url) for url in answers}
        hosts = {server: host_of(f"http://{server}") for server in execution.refused}
        for host in (served | {host_of(url) for url in answers}) - {*hosts, *hosts.values()}:
            self._add_answer(host)
        failed = {host_of(f.url) for f in result.failures if f.reason in _REFUSED}
        for server, seconds in execution.refused.items():
            self._pause(hosts[server], server, seconds, for_good=hosts[server] in failed)
        for server in missed.keys() - served:
            self._add_unreached(server, missed[server])
        for server in walled.keys() - served:
            self._add_walled(server, walled[server])

    def _add_answer(self, host: str) -> None:
        if trouble := self._troubles.get(host):
            if trouble.is_down:
                LOG.info("%s: can be reached again", host)
            trouble.add_answer()
            if trouble.share >= self._per_host:
                del self._troubles[host]

    def _pause(self, host: str, server: str, seconds: float, *, for_good: bool) -> None:
        """Begin a pause of the host, for all its ports.  `server` is the one that asks for it."""
        trouble = self._trouble(host)
        pause = trouble.pause(seconds, for_good=for_good)
        LOG.info(
            "%s: asks for a pause (429 or 503): it gets %.0f s, and then the requests of at most "
            "%s slices at a time",
            server,
            pause,
            trouble.share,
        )
        self._long_pauses.add(server, seconds)

    def _add_unreached(self, server: str, photos: int) -> None:
        trouble = self._trouble(server)
        was_down = trouble.is_down
        trouble.unreached += photos
        if trouble.is_down and not was_down:
            trouble.look_at = time.monotonic() + LOOK_SECONDS
            LOG.info(
                "%s: can't be reached; its photos become failures '%s', for %s, and it is tried "
                "again every %.0f s",
                server,
                Reason.HOST_DOWN,
                option("--retry-failed"),
                LOOK_SECONDS,
            )

    def _add_walled(self, server: str, photos: int) -> None:
        trouble = self._trouble(server)
        was_walled = trouble.is_walled
        trouble.walled += photos
        is_to_show = server not in self._shown and len(self._shown) < MOST_SHOWN
        if trouble.is_walled and not was_walled and is_to_show:
            self._shown.add(server)
            LOG.warning(
                "host %s has a bot wall; few of its photos are requested, and the others become "
                "failures '%s', for %s",
                visible(server),
                Reason.BOT_WALL,
                option("--retry-failed"),
            )

    def _trouble(self, host: str) -> HostTrouble:
        while len(self._troubles) >= MOST_KNOWN and host not in self._troubles:
            del self._troubles[next(iter(self._troubles))]  # the eldest
        return self._troubles.setdefault(host, HostTrouble(self._per_host))


def _is_answer(outcome: Measurement | Failure) -> bool:
    """Whether this outcome shows that the host answers."""
    return isinstance(outcome, Measurement) or outcome.reason not in _SILENT
