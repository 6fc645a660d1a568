"""Whose turn it is: photos that wait for their host, and hosts that aren't asked any more."""

from __future__ import annotations

import random
import time
from collections import Counter, deque
from collections.abc import Iterator

from photoparsl.fetching.addresses import is_loopback
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.transfer import Fetched, Transfer
from photoparsl.reasons import UNREACHED, Reason, reason_of_status

MOST_UNREACHED = 8  # photos in a row for which a host can't be reached, before it is left alone
MOST_WALLED = 8  # photos in a row behind a bot wall, before others are asked for here and there
MOST_LOOKS = 8  # such others, one after the other, before their host is left alone
MOST_LOOKS_IF_SERVED = 64  # and where the host has served a photo of this round
LOOKS_IF_KNOWN = 2  # and where the run knows of the wall


class Turns:
    """The photos of a round that wait, by host; `rests` are the hosts that asked for a pause."""

    def __init__(self, limits: Limits, rests: dict[str, tuple[float, int]]) -> None:
        self._limits, self._rests = limits, rests
        self._waiting: dict[str, deque[Transfer]] = {}
        self._busy: Counter[str] = Counter()  # by name alone, whatever the port
        self._unreached: Counter[str] = Counter()  # photos in a row
        self._walled: Counter[str] = Counter()  # likewise, but for walls
        self._looks: Counter[str] = Counter()  # photos asked for to see whether there is a way
        self._served: set[str] = set()
        self._stumbled: dict[Transfer, str] = {}  # not reached at this host, to be asked for again
        self._stumbles: Counter[str] = Counter()  # how many of them, by host

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, transfer: Transfer) -> None:
        """It waits behind the others of its host."""
        self._of(transfer).append(transfer)

    def add_first(self, transfer: Transfer) -> None:
        """It is the next of its host."""
        self._of(transfer).appendleft(transfer)

    def ready(self) -> Iterator[Transfer]:
        """The photos whose hosts have room for them, as long as one is sent after the other."""
        for host in list(self._waiting):
            waiting = self._waiting[host]
            while waiting and self._may_be_asked(host, waiting[0].target.name):
                if self._walled[host] >= MOST_WALLED:
                    waiting.rotate(random.randrange(len(waiting)))
                transfer = self._first(host, waiting)
                if transfer is None:
                    break
                self._looks[host] += self._walled[host] >= MOST_WALLED
                waiting.remove(transfer)
                if not waiting:
                    del self._waiting[host]
                yield transfer

    def _first(self, host: str, waiting: deque[Transfer]) -> Transfer | None:
        """The next photo; where many weren't reached, one of them: no other is asked for first."""
        if self._stumbles[host] < MOST_UNREACHED:
            return waiting[0]
        return next((each for each in waiting if each in self._stumbled), None)

    def hopeless(self) -> Iterator[Fetched]:
        """The photos that their hosts won't serve in time, which then no longer wait."""
        for host in list(self._waiting):
            name = self._waiting[host][0].target.name
            rest, status = self._rest(host)
            if host in self._limits.down:
                walled = host in self._limits.walled
                reason: str = Reason.BOT_WALL if walled else Reason.HOST_DOWN
            elif self._unreached[host] >= MOST_UNREACHED:
                reason = Reason.HOST_DOWN
            elif self._is_walled(host, name):
                reason = Reason.BOT_WALL
            elif rest > self._limits.total_seconds:
                reason = reason_of_status(status)
            else:
                continue
            for transfer in self._waiting.pop(host):
                self._forget(transfer)
                yield _not_asked(transfer, reason, rest)

    def sent(self, transfer: Transfer) -> None:
        """Its host has one request more."""
        self._busy[transfer.target.name] += 1

    def answered(self, transfer: Transfer) -> None:
        """Its host has one request less."""
        self._busy[transfer.target.name] -= 1

    def heard(self, transfer: Transfer, answer: Answer) -> None:
        """Take notice of how a host has served the photo, at last."""
        host = transfer.target.host
        self._forget(transfer)
        is_unreached = _is_unreached(transfer, answer)
        self._unreached[host] = self._unreached[host] + 1 if is_unreached else 0
        if answer.wall:
            self._walled[host] += 1
        elif answer.came and not answer.location:
            self._walled[host] = self._looks[host] = 0
            self._served.add(host)

    def tried(self, transfer: Transfer, answer: Answer) -> None:
        """Take notice of how a host has answered, whether or not it is asked again."""
        self._forget(transfer)
        if _is_unreached(transfer, answer):
            self._stumbled[transfer] = transfer.target.host
            self._stumbles[transfer.target.host] += 1

    def _forget(self, transfer: Transfer) -> None:
        """It stumbles no longer."""
        if host := self._stumbled.pop(transfer, ""):
            self._stumbles[host] -= 1

    def rests(self, transfer: Transfer, seconds: float, status: int) -> None:
        """The photo's host is to be left alone."""
        self._rests[transfer.target.host] = (time.monotonic() + seconds, status)

    def _of(self, transfer: Transfer) -> deque[Transfer]:
        host = transfer.target.host
        if host in self._limits.walled:
            self._walled.setdefault(host, MOST_WALLED)
        return self._waiting.setdefault(host, deque())

    def _is_walled(self, host: str, name: str) -> bool:
        """Whether a wall stands before all photos of the host, as far as one can tell."""
        if self._walled[host] < MOST_WALLED or self._busy[name]:
            return False
        if host in self._served:
            return self._looks[host] >= MOST_LOOKS_IF_SERVED
        known = host in self._limits.walled
        return self._looks[host] >= (LOOKS_IF_KNOWN if known else MOST_LOOKS)

    def _rest(self, host: str) -> tuple[float, int]:
        """For how many seconds more it is to be left alone, and the status that it gave."""
        until, status = self._rests.get(host, (0.0, 0))
        return until - time.monotonic(), status

    def _may_be_asked(self, host: str, name: str) -> bool:
        if host in self._rests and self._rest(host)[0] > 0:
            return False
        if self._walled[host] >= MOST_WALLED:
            return not self._busy[name] and not self._is_walled(host, name)
        room = self._limits.connections if is_loopback(name) else self._limits.per_host
        return self._busy[name] < room


def _is_unreached(transfer: Transfer, answer: Answer) -> bool:
    return not transfer.refused and answer.reason in UNREACHED


def _not_asked(transfer: Transfer, reason: str, rest: float) -> Fetched:
    host = transfer.target.host
    if reason == Reason.HOST_DOWN:
        detail = f"{host} couldn't be reached for other photos, so it wasn't asked for this"
    elif reason == Reason.BOT_WALL:
        detail = f"{host} has a bot wall before other photos, so it wasn't asked for this"
    else:
        detail = f"{host} asked to be left alone for another {rest:.0f} s"
        return Fetched(transfer.photo, reason=reason, detail=detail, pause_seconds=rest)
    return Fetched(transfer.photo, reason=reason, detail=detail)
