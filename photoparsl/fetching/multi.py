"""Many photos at once over libcurl's multi interface, in one thread.

While a photo is decoded, the others' bytes gather in the system's buffers; the clock of their
time limits stands still.  Connections stay open for a worker's next slice.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator

import pycurl

from photoparsl.fetching.addresses import may_reach
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.connections import (
    Connections,
    answer_of,
    borrow,
    check_addresses,
    give_back,
    prepare,
)
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.proxies import Proxies
from photoparsl.fetching.transfer import Fetched, Transfer, transfer_of
from photoparsl.fetching.turns import Turns
from photoparsl.manifests import Photo, is_from_web

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
        connections = borrow(base if is_from_web(base) else None)
        try:
            yield from _Round(transfers, connections, limits).fetched()
        finally:
            give_back(connections)


class _Round:
    """One slice's transfers: waiting, underway, or resting before another try."""

    def __init__(self, transfers: list[Transfer], connections: Connections, limits: Limits) -> None:
        self._kept, self._multi, self._limits = connections, connections.multi, limits
        self._multi.setopt(pycurl.M_MAXCONNECTS, limits.connections)
        self._turns = Turns(limits, connections.rests)
        self._later: list[tuple[float, int, Transfer]] = []  # a heap by time
        self._underway: dict[pycurl.Curl, Transfer] = {}  # the eldest first
        self._held = 0  # bytes of all bodies that haven't been handed out
        self._streams = 0  # photos underway that may share a connection
        self._away = 0.0  # seconds spent decoding
        self._watched = 0.0
        self._proxies = Proxies()
        self._origin = None if limits.allow_private else connections.origin
        self._allowed = None if self._origin is None else may_reach(self._origin)
        self._refused: list[Fetched] = []
        for transfer in transfers:
            self._turn(transfer, first=False)

    def fetched(self) -> Iterator[Fetched]:
        """Give each photo as it ends."""
        try:
            while self._underway or self._turns or self._later or self._refused:
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
            self._turn(heapq.heappop(self._later)[2], first=True)
        while self._refused:
            yield self._refused.pop()
        yield from self._turns.hopeless()
        if self._has_room():
            for transfer in self._turns.ready():
                self._send(transfer, now)
                if not self._has_room():
                    break

    def _turn(self, transfer: Transfer, *, first: bool) -> None:
        """Let it wait for its host, if it may be asked for."""
        is_hidden = not transfer.direct and self._proxies.of(transfer.target.url)
        if is_hidden and not transfer.may_go(self._origin):
            self._refused.append(transfer.fetched(Answer(pycurl.E_OK)))
        elif first:
            self._turns.add_first(transfer)
        else:
            self._turns.add(transfer)

    def _has_room(self) -> bool:
        """Whether another photo may be underway, whatever its host.

        libcurl takes in up to 10 MB of a stream of HTTP/2, even of one that we let wait.
        """
        if len(self._underway) >= self._limits.connections:
            return False
        expected = self._streams * self._kept.typical
        return max(self._held, expected) < self._limits.most_held_bytes

    def _send(self, transfer: Transfer, now: float) -> None:
        handle = self._kept.idle.pop() if self._kept.idle else pycurl.Curl()
        target = transfer.target
        transfer.begin(now)
        transfer.proxy = "" if transfer.direct else self._proxies.of(target.url)
        self._underway[handle] = transfer
        self._turns.sent(transfer)
        transfer.shares = self._kept.may_share(target)
        self._streams += transfer.shares
        prepare(handle, target, self._limits, transfer.proxy)
        self._kept.join(handle, target)
        handle.setopt(pycurl.HEADERFUNCTION, transfer.heads.append)
        handle.setopt(pycurl.WRITEFUNCTION, lambda block: self._take(handle, transfer, block))
        if self._allowed and not transfer.proxy:
            check_addresses(handle, self._allowed, transfer.refuse)
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
        ended = [(handle, pycurl.E_OK, "") for handle in done] + failed
        answers = [(each[0], answer_of(self._underway[each[0]], *each)) for each in ended]
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
        self._turns.answered(transfer)
        self._streams -= transfer.shares
        return transfer

    def _conclude(self, transfer: Transfer, answer: Answer) -> Fetched | None:
        """What came of it, or nothing where there is something else to ask for."""
        self._kept.heard(transfer.target.origin, answer)
        if answer.came and answer.location and not answer.wall:
            self._turns.heard(transfer, answer)
            if not transfer.follow(answer.location, self._limits.most_redirects):
                return transfer.fetched(answer)
            self._turn(transfer, first=True)
            return None
        pause: float | None = 0.0
        if transfer.proxy and answer.is_proxys_fault:
            if answer.is_without_proxy:
                self._proxies.failed(transfer.proxy)
            transfer.direct, transfer.proxied = True, answer
            transfer.tries -= 1
        else:
            answer = self._beside_proxy(transfer, answer)
            pause = transfer.pause(answer, self._limits.tries)
        if answer.rests and not transfer.proxy:
            self._turns.rests(transfer, max(answer.wait, pause or 0.0), answer.status)
            transfer.pause_seconds = max(answer.wait, transfer.pause_seconds or 0.0)
        if answer.came:
            self._kept.came(transfer.received)
        if pause is None or (again := self._now() + pause) > self._deadline(transfer):
            self._turns.heard(transfer, answer)
            return transfer.fetched(answer)
        self._turns.tried(transfer, answer)
        transfer.again()
        heapq.heappush(self._later, (again, transfer.photo.row, transfer))
        return None

    def _beside_proxy(self, transfer: Transfer, answer: Answer) -> Answer:
        """The answer that counts, after one through a proxy has failed.

        Where all that leaves the site must go through its proxy, nobody answers directly.
        """
        proxied, transfer.proxied = transfer.proxied, None
        if proxied and answer.came and not proxied.came:
            self._proxies.failed(self._proxies.of(transfer.target.url))
        if proxied and answer.is_unreached and proxied.is_hosts:
            transfer.direct = False
            return proxied
        return answer
