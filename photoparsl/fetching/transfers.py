"""Many photos at once over libcurl's multi interface, in one thread.

While a photo is decoded, the others' bytes gather in the system's buffers; the clock of their
time limits stands still.  Connections stay open for a worker's next slice.
"""

from __future__ import annotations

import heapq
import re
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator

import pycurl

from photoparsl.addresses import is_loopback, may_reach
from photoparsl.fetching.connections import Connections, answer_of, borrow, give_back, prepare
from photoparsl.fetching.proxies import Proxies
from photoparsl.fetching.transfer import (
    HOST_DOWN,
    MOST_UNREACHED,
    UNREACHED,
    Answer,
    Fetched,
    Transfer,
    transfer_of,
)
from photoparsl.limits import Limits
from photoparsl.manifest import Photo
from photoparsl.origins import is_strangers

_WATCH_SECONDS = 0.1  # between two looks at the time limits


def fetch_web(photos: Iterable[Photo], limits: Limits) -> Iterator[Fetched]:
    """Fetch photos of one manifest, and give each as soon as it is there, in no order."""
    transfers = []
    for photo in photos:
        made = transfer_of(photo, limits.most_bytes)
        if isinstance(made, Fetched):
            yield made
        else:
            transfers.append(made)
    if transfers:
        base = transfers[0].photo.base
        connections = borrow(base if is_strangers(base) else None)
        try:
            yield from _Round(transfers, connections, limits).fetched()
        finally:
            give_back(connections)


class _Round:
    """One slice's transfers: waiting, underway, or resting before another try."""

    def __init__(self, transfers: list[Transfer], connections: Connections, limits: Limits) -> None:
        self._kept, self._multi, self._limits = connections, connections.multi, limits
        self._multi.setopt(pycurl.M_MAXCONNECTS, limits.connections)
        self._waiting: dict[str, deque[Transfer]] = {}
        for transfer in transfers:
            self._waiting.setdefault(transfer.host, deque()).append(transfer)
        self._later: list[tuple[float, int, Transfer]] = []  # a heap by time
        self._underway: dict[pycurl.Curl, Transfer] = {}  # the eldest first
        self._busy: Counter[str] = Counter()
        self._unreached: Counter[str] = Counter()  # photos in a row, by their host
        self._held = 0  # bytes of all bodies that haven't been handed out
        self._away = 0.0  # seconds spent decoding
        self._watched = 0.0
        self._proxies = Proxies()
        origin = None if limits.allow_private else connections.origin
        self._allowed = None if origin is None else may_reach(origin)

    def fetched(self) -> Iterator[Fetched]:
        """Give each photo as it ends."""
        try:
            while self._underway or self._waiting or self._later:
                yield from self._start()
                if not self._underway:
                    time.sleep(0.02)
                    continue
                for transfer, answer in self._ended():
                    held = transfer.received
                    if outcome := self._conclude(transfer, answer):
                        left = time.monotonic()
                        yield outcome
                        self._away += time.monotonic() - left
                    self._held -= held
                    if 2 * len(self._underway) < self._limits.connections:
                        yield from self._start()  # else decoding what came together ends in a wait
                        self._multi.perform()
                self._resume()
        finally:
            for handle in list(self._underway):
                self._release(handle)

    def _now(self) -> float:
        return time.monotonic() - self._away

    def _start(self) -> Iterator[Fetched]:
        """Send what may be sent now; give what its host won't serve in time."""
        now = self._now()
        while self._later and self._later[0][0] <= now:
            transfer = heapq.heappop(self._later)[2]
            self._waiting.setdefault(transfer.host, deque()).appendleft(transfer)
        for host in list(self._waiting):
            if not self._has_room():
                return
            waiting = self._waiting[host]
            room = self._limits.connections if is_loopback(_name(host)) else self._limits.per_host
            until, status = self._kept.rests.get(host, (0.0, 0))
            rest = until - time.monotonic()
            if rest > self._limits.total_seconds:
                yield from (_told_to_wait(transfer, rest, status) for transfer in waiting)
                waiting.clear()
            if self._is_down(host):
                yield from map(_not_asked, waiting)
                waiting.clear()
            while waiting and rest <= 0 and self._busy[host] < room and self._has_room():
                self._send(waiting.popleft(), now)
            if not waiting:
                del self._waiting[host]

    def _has_room(self) -> bool:
        """Whether another photo may be underway, whatever its host."""
        free = len(self._underway) < self._limits.connections
        return free and self._held < self._limits.most_held_bytes

    def _is_down(self, host: str) -> bool:
        return self._unreached[host] >= MOST_UNREACHED or _name(host) in self._limits.down

    def _send(self, transfer: Transfer, now: float) -> None:
        handle = self._kept.idle.pop() if self._kept.idle else pycurl.Curl()
        transfer.begin(now)
        transfer.proxy = "" if transfer.direct else self._proxies.of(transfer.url)
        self._underway[handle] = transfer
        self._busy[transfer.host] += 1
        prepare(
            handle,
            transfer,
            self._limits,
            lambda block: self._take(handle, transfer, block),
            self._allowed,
        )
        self._multi.add_handle(handle)

    def _take(self, handle: pycurl.Curl, transfer: Transfer, block: bytes) -> int:
        size = len(block)
        received, held = transfer.received + size, self._held + size
        if received > transfer.most_bytes:
            return 0  # fewer than were given: libcurl ends the transfer
        if held > self._limits.most_held_bytes and handle is not self._eldest():
            transfer.paused = self._now()
            return int(pycurl.WRITEFUNC_PAUSE)
        transfer.body.append(block)
        transfer.received, self._held = received, held
        transfer.heard = self._now()
        return size

    def _eldest(self) -> pycurl.Curl:
        return next(iter(self._underway))

    def _resume(self) -> None:
        """Let paused transfers go on when there is room; the eldest always, so that one ends."""
        for number, (handle, transfer) in enumerate(self._underway.items()):
            if transfer.paused is None:
                continue
            if number == 0 or self._held < self._limits.most_held_bytes / 2:
                transfer.resume(self._now())
                handle.pause(pycurl.PAUSE_CONT)

    def _ended(self) -> list[tuple[Transfer, Answer]]:
        """Let libcurl work, wait if there is nothing to do, and say which transfers ended."""
        self._multi.perform()
        _, done, failed = self._multi.info_read()
        answers = [(handle, answer_of(handle, pycurl.E_OK, "")) for handle in done]
        answers += [(handle, answer_of(handle, code, words)) for handle, code, words in failed]
        answers += self._overdue()
        if not answers:
            asked = time.monotonic()
            if self._multi.select(_WATCH_SECONDS) == 0 and time.monotonic() - asked < 0.001:
                time.sleep(0.005)  # there is no socket yet, only a name being looked up
        return [(self._release(handle), answer) for handle, answer in answers]

    def _overdue(self) -> list[tuple[pycurl.Curl, Answer]]:
        now = self._now()
        if now - self._watched < _WATCH_SECONDS:
            return []
        self._watched = now
        overdue = []
        for handle, transfer in self._underway.items():
            if transfer.paused is not None:
                continue
            silent = now - transfer.heard > self._limits.idle_seconds
            if silent or now > self._deadline(transfer):
                words = f"{'silent' if silent else 'unfinished'} after {transfer.received:,} bytes"
                overdue.append((handle, Answer(pycurl.E_OPERATION_TIMEDOUT, words)))
        return overdue

    def _deadline(self, transfer: Transfer) -> float:
        return (transfer.began or 0.0) + self._limits.total_seconds

    def _release(self, handle: pycurl.Curl) -> Transfer:
        self._multi.remove_handle(handle)
        handle.reset()  # forgets the options, and with them the bytes; connections stay open
        self._kept.idle.append(handle)
        transfer = self._underway.pop(handle)
        self._busy[transfer.host] -= 1
        return transfer

    def _conclude(self, transfer: Transfer, answer: Answer) -> Fetched | None:
        """What came of it, or nothing where it will be tried again."""
        if transfer.proxy_failed(answer):
            if answer.code != pycurl.E_OK:
                self._proxies.failed(transfer.proxy)
            transfer.direct = True
            transfer.tries -= 1
            pause: float | None = 0.0
        else:
            pause = transfer.pause(answer, self._limits.tries)
        if transfer.rests(answer) and not transfer.proxy:
            wait = max(answer.wait, pause or 0.0)
            self._kept.rests[transfer.host] = (time.monotonic() + wait, answer.status)
            transfer.rest = max(answer.wait, transfer.rest or 0.0)
        if pause is None or (again := self._now() + pause) > self._deadline(transfer):
            fetched = transfer.fetched(answer)
            unreached = fetched.reason in UNREACHED
            self._unreached[transfer.host] = self._unreached[transfer.host] + 1 if unreached else 0
            return fetched
        heapq.heappush(self._later, (again, transfer.photo.row, transfer))
        return None


def _told_to_wait(transfer: Transfer, rest: float, status: int) -> Fetched:
    detail = f"{transfer.host} asked to be left alone for another {rest:.0f} s"
    return Fetched(transfer.photo, reason=f"http-{status}", detail=detail, rest=rest)


def _not_asked(transfer: Transfer) -> Fetched:
    detail = f"{transfer.host} couldn't be reached for other photos, so it wasn't asked for this"
    return Fetched(transfer.photo, reason=HOST_DOWN, detail=detail)


def _name(host: str) -> str:
    """A host without its port."""
    return re.sub(r":\d*$", "", host)
