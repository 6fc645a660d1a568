"""Decide which waiting photo is requested next, and which hosts get no further requests."""

from __future__ import annotations

import random
import time
from collections import Counter, deque
from collections.abc import Iterator

from photoparsl.fetching.addresses import is_loopback
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.connections import HostPause
from photoparsl.fetching.fetched import Fetched
from photoparsl.fetching.task_limits import TaskLimits
from photoparsl.fetching.transfer import Transfer
from photoparsl.reasons import UNREACHED, Reason, reason_of_status

MOST_UNREACHED = 8  # photos in a row that couldn't reach the host, then its others fail at once
MOST_WALLED = 8  # photos in a row behind a bot wall, then only probes are sent to the host
# Probes: photos requested one after the other, to see whether the wall blocks all of the host.
MOST_PROBES = 8
MOST_PROBES_IF_SERVED = 64  # if the host has served a photo of this round
MOST_PROBES_IF_KNOWN = 2  # if the run knows of the wall


class HostQueues:
    """The waiting transfers of a round, in one queue for each host.

    limits: its `per_host`, `down`, `walled`, `connections` and `total_seconds` apply
    pauses: hosts' pauses, by host and port, shared with the worker's later rounds
    """

    def __init__(self, limits: TaskLimits, pauses: dict[str, HostPause]) -> None:
        self._limits, self._pauses = limits, pauses
        self._waiting: dict[str, deque[Transfer]] = {}
        self._requests: Counter[str] = Counter()  # requests underway, by host without port
        self._port_requests: Counter[str] = Counter()  # the same, by host and port
        self._singles: set[str] = set()  # hosts and ports that get one request at a time
        # By host and port, photos in a row: that couldn't reach it, behind a wall, probes.
        self._unreached: Counter[str] = Counter()
        self._walled: Counter[str] = Counter()
        self._probes: Counter[str] = Counter()
        self._served: set[str] = set()  # hosts that have answered without a wall
        self._retrying: dict[Transfer, str] = {}  # transfers to retry, with the unreached host
        self._retrying_at: Counter[str] = Counter()  # the number of these transfers, by host

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, transfer: Transfer) -> None:
        """Add the transfer at the end of its host's queue."""
        self._queue_of(transfer).append(transfer)

    def add_first(self, transfer: Transfer) -> None:
        """Add the transfer at the front of its host's queue."""
        self._queue_of(transfer).appendleft(transfer)

    def ask_singly(self, host: str, *, is_single: bool) -> None:
        """Set whether the host gets only one request at a time, whatever the limits are."""
        (self._singles.add if is_single else self._singles.discard)(host)

    def take_waiting(self, host: str) -> list[Transfer]:
        """Remove from the host's queue, and return, all that waits there."""
        return list(self._waiting.pop(host, ()))

    def ready(self) -> Iterator[Transfer]:
        """Remove from the queues, and yield, transfers whose hosts may get another request.

        The caller must call `record_request` for a transfer before it takes the next.
        """
        for host in list(self._waiting):
            waiting = self._waiting[host]
            while waiting and self._has_room(host, waiting[0].target.name):
                is_probe = self._walled[host] >= MOST_WALLED
                if is_probe:
                    waiting.rotate(random.randrange(len(waiting)))
                transfer = self._next_of(host, waiting)
                if transfer is None:
                    break
                self._probes[host] += is_probe
                waiting.remove(transfer)
                if not waiting:
                    del self._waiting[host]
                yield transfer

    def _next_of(self, host: str, waiting: deque[Transfer]) -> Transfer | None:
        """The host's next transfer, or None.

        If many wait for a retry, it is the first of these.
        """
        if self._retrying_at[host] < MOST_UNREACHED:
            return waiting[0]
        return next((transfer for transfer in waiting if transfer in self._retrying), None)

    def take_hopeless(self) -> Iterator[Fetched]:
        """Remove from the queues, and yield as failures, photos that their hosts won't serve.

        These hosts can't be reached, have a bot wall, or pause for longer than the time limit.
        """
        for host in list(self._waiting):
            name = self._waiting[host][0].target.name
            seconds = self._pause_seconds(host)
            if host in self._limits.down:
                is_walled = host in self._limits.walled
                reason: str = Reason.BOT_WALL if is_walled else Reason.HOST_DOWN
            elif self._unreached[host] >= MOST_UNREACHED:
                reason = Reason.HOST_DOWN
            elif self._is_walled(host, name):
                reason = Reason.BOT_WALL
            elif seconds > self._limits.total_seconds:
                reason = reason_of_status(self._pauses[host].status)
            else:
                continue
            for transfer in self._waiting.pop(host):
                self._forget_retry(transfer)
                yield _without_request(transfer, reason, seconds)

    def record_request(self, transfer: Transfer) -> None:
        """Count a request underway to the transfer's host."""
        self._requests[transfer.target.name] += 1
        self._port_requests[transfer.target.host] += 1

    def record_end(self, transfer: Transfer) -> None:
        """Stop counting a request to the transfer's host, since it has ended."""
        self._requests[transfer.target.name] -= 1
        self._port_requests[transfer.target.host] -= 1

    def record_result(self, transfer: Transfer, answer: Answer) -> None:
        """Record the last answer of a host for a photo, which isn't requested there again."""
        host = transfer.target.host
        self._forget_retry(transfer)
        is_unreached = _is_unreached(transfer, answer)
        self._unreached[host] = self._unreached[host] + 1 if is_unreached else 0
        if answer.wall_header:
            self._walled[host] += 1
        elif answer.has_come and not answer.location:
            self._walled[host] = self._probes[host] = 0
            self._served.add(host)

    def record_retry(self, transfer: Transfer, answer: Answer) -> None:
        """Record the answer of a host for a photo that will be requested again."""
        self._forget_retry(transfer)
        if _is_unreached(transfer, answer):
            self._retrying[transfer] = transfer.target.host
            self._retrying_at[transfer.target.host] += 1

    def pause_host(self, transfer: Transfer, seconds: float, status: int) -> None:
        """Send no request to the transfer's host for so many seconds.

        status: the HTTP status by which the host requested the pause
        """
        self._pauses[transfer.target.host] = HostPause(time.monotonic() + seconds, status)

    def _forget_retry(self, transfer: Transfer) -> None:
        if host := self._retrying.pop(transfer, ""):
            self._retrying_at[host] -= 1

    def _queue_of(self, transfer: Transfer) -> deque[Transfer]:
        host = transfer.target.host
        if host in self._limits.walled:
            self._walled.setdefault(host, MOST_WALLED)
        return self._waiting.setdefault(host, deque())

    def _is_walled(self, host: str, name: str) -> bool:
        """Whether no more photos are requested: MOST_PROBES probes, or more, met the bot wall."""
        if self._walled[host] < MOST_WALLED or self._requests[name]:
            return False
        if host in self._served:
            return self._probes[host] >= MOST_PROBES_IF_SERVED
        is_known = host in self._limits.walled
        return self._probes[host] >= (MOST_PROBES_IF_KNOWN if is_known else MOST_PROBES)

    def _pause_seconds(self, host: str) -> float:
        """Seconds until the host's pause is over.  0 or less if it has no pause."""
        pause = self._pauses.get(host)
        return pause.until - time.monotonic() if pause else 0.0

    def _has_room(self, host: str, name: str) -> bool:
        """Whether another request may be sent to the host now, by its pause, wall and limits."""
        if self._pause_seconds(host) > 0 or (host in self._singles and self._port_requests[host]):
            return False
        if self._walled[host] >= MOST_WALLED:
            return not self._requests[name] and not self._is_walled(host, name)
        room = self._limits.connections if is_loopback(name) else self._limits.per_host
        return self._requests[name] < room


def _is_unreached(transfer: Transfer, answer: Answer) -> bool:
    return not transfer.refused_address and answer.reason in UNREACHED


def _without_request(transfer: Transfer, reason: str, pause_seconds: float) -> Fetched:
    host = transfer.target.host
    if reason == Reason.HOST_DOWN:
        detail = f"not requested, since {host} couldn't be reached for other photos"
    elif reason == Reason.BOT_WALL:
        detail = f"not requested, since {host} has a bot wall for other photos"
    else:
        detail = f"not requested, since {host} asked for a pause of another {pause_seconds:.0f} s"
        return Fetched(transfer.photo, b"", reason, detail, pause_seconds)
    return Fetched(transfer.photo, reason=reason, detail=detail)
