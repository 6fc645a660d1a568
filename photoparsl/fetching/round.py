"""Fetch the photos of one slice from the web, many at the same time, with retries."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import pycurl

from photoparsl.fetching.address_rules import AddressRules
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.connections import keep_connections, take_connections
from photoparsl.fetching.fetched import Fetched, NextPhotos
from photoparsl.fetching.host_queues import HostQueues
from photoparsl.fetching.open_requests import OpenRequests
from photoparsl.fetching.osdf import aim, learn, with_cache
from photoparsl.fetching.proxies import Proxies
from photoparsl.fetching.task_limits import TaskLimits
from photoparsl.fetching.transfer import Transfer, make_transfer
from photoparsl.manifests import Photo, is_from_web

_IDLE_SECONDS = 0.02  # between two checks whether a pause is over, while no request is underway


class Round:
    """The transfers of one slice, and towards its end those of the next.

    A transfer waits until a request may be sent to its host, has a request underway, or pauses
    before its next try.

    base: the photos' `Photo.base`
    limits: the limits of both slices
    next_photos: the next slice's photos, once its transfers have been added (None: not yet)
    """

    def __init__(self, base: str, limits: TaskLimits) -> None:
        self.limits = limits
        self.next_photos: Sequence[Photo] | None = None
        self._base, self._left = base, 0  # how many of the slice's photos haven't been yielded
        self._connections = connections = take_connections(base if is_from_web(base) else None)
        self._rules = AddressRules(connections.origin, limits.allow_private)
        self._requests = OpenRequests(connections, limits, self._rules)
        self._queues = HostQueues(limits, connections.pauses)
        self._pausing: list[tuple[float, int, Transfer]] = []  # a heap by the pause's end
        self._refused: list[Fetched] = []
        self._proxies = Proxies()
        self._look_ahead: NextPhotos | None = None
        self._next: set[int] = set()  # the identities of the next slice's photos
        self._early: list[tuple[Fetched, int]] = []  # those of them that are done, and their bytes
        self._later: list[Photo] = []  # those of them that are fetched again, in their turn

    def add(self, photos: Sequence[Photo]) -> None:
        """Add transfers of the next slice's photos."""
        self.next_photos = photos
        self._next = set(map(id, photos))
        for photo in photos:
            self._add_photo(photo)

    def _add_photo(self, photo: Photo) -> None:
        made = make_transfer(photo, self.limits.most_bytes)
        if isinstance(made, Fetched):
            self._early.append((made, 0))
        else:
            self._queue(made, first=False)

    def begin(self, look_ahead: NextPhotos | None) -> None:
        """Let `fetch` yield the photos that were added, and request `look_ahead`'s photos next."""
        for photo in self._later:
            self._add_photo(photo)
        self._later.clear()
        self._left = len(self.next_photos or ())
        self._look_ahead = look_ahead
        self.next_photos, self._next = None, set()

    def close(self) -> None:
        """Abandon all requests, and keep the connections for another round."""
        self.next_photos = None
        self._requests.close()
        keep_connections(self._connections)

    def fetch(self) -> Iterator[Fetched]:
        """Fetch the slice's photos.  Yield each when it is done."""
        early, self._early = self._early[::-1], []
        while early:
            yield from self._hand_over(*early.pop())
        while self._left and (self._requests or self._queues or self._pausing or self._refused):
            for failed in chain(self._send_requests(), self._send_next()):
                yield from self._hand_over(failed, 0)
            if not self._requests:
                self._make_room()
                time.sleep(_IDLE_SECONDS)
                continue
            for transfer, answer in self._requests.take_ended():
                size = transfer.received_bytes
                self._queues.record_end(transfer)
                if fetched := self._conclude(transfer, answer):
                    yield from self._hand_over(fetched, size)
                else:
                    self._requests.release(size)
                if self._requests.is_half_empty():
                    # Keep requests underway while the caller decodes the photos that ended.
                    for failed in self._send_requests():
                        yield from self._hand_over(failed, 0)
                    self._requests.perform()
            self._requests.resume_paused()

    def _hand_over(self, fetched: Fetched, size: int) -> Iterator[Fetched]:
        """Yield a photo that is done, and holds `size` bytes, or keep one of the next slice."""
        if id(fetched.photo) in self._next:
            self._early.append((fetched, size))
            return
        self._left -= 1
        began = time.monotonic()
        yield fetched
        self._requests.stop_clock(time.monotonic() - began)
        self._requests.release(size)

    def _send_next(self) -> Iterator[Fetched]:
        """Send the next slice's first requests, if it is known and all of this one's are sent."""
        if self._look_ahead and not self._queues and self._requests.has_room():
            photos = self._look_ahead(self._base, self.limits)
            if photos is not None:
                self._look_ahead = None
                self.add([replace(photo) for photo in photos])  # which may be this slice again
                yield from self._send_requests()

    def _make_room(self) -> None:
        """Forget what the next slice has fetched if this one's photos have no room in memory."""
        pausing = sum(id(transfer.photo) not in self._next for _, _, transfer in self._pausing)
        if self._left > pausing and not self._requests.has_room():
            while self._early:
                fetched, size = self._early.pop()
                self._requests.release(size)
                self._later.append(fetched.photo)

    def _send_requests(self) -> Iterator[Fetched]:
        """Send the requests that may be sent now.  Yield the photos that fail without a request."""
        while self._pausing and self._pausing[0][0] <= self._requests.now():
            self._queue(heapq.heappop(self._pausing)[2], first=True)
        while self._refused:
            yield self._refused.pop()
        yield from self._queues.take_hopeless()
        for transfer in self._queues.ready() if self._requests.has_room() else ():
            proxy = "" if transfer.avoids_proxy else self._proxies.of(transfer.target.url)
            transfer.proxy = proxy
            self._queues.record_request(transfer)
            self._requests.send(transfer)
            if not self._requests.has_room():
                break

    def _queue(self, transfer: Transfer, *, first: bool) -> None:
        """Queue the transfer at its host, or refuse it, if its proxy can't check addresses."""
        aim(transfer, self._connections.director, self._queues)
        proxy = "" if transfer.avoids_proxy else self._proxies.of(transfer.target.url)
        if proxy and not transfer.may_use_proxy(self._rules):
            self._refused.append(transfer.result(Answer(pycurl.E_OK)))
        else:
            (self._queues.add_first if first else self._queues.add)(transfer)

    def _conclude(self, transfer: Transfer, answer: Answer) -> Fetched | None:
        """The photo's result after this answer, or None if the transfer needs another request."""
        self._connections.record_http_version(transfer.target.origin, answer)
        for waiting in learn(transfer, answer, self._connections.director, self._queues):
            self._queue(waiting, first=False)
        if answer.is_redirect:
            self._queues.record_result(transfer, answer)
            if not transfer.follow_redirect(answer, self.limits.most_redirects):
                return transfer.result(answer)
            self._queue(transfer, first=True)
            return None
        if transfer.mark_to_check and answer.has_document:
            self._queues.record_result(transfer, answer)
            if fetched := transfer.compare_mark():
                return fetched
            self._queue(transfer, first=True)
            return None
        answer = transfer.check_end(answer)
        if transfer.proxy and answer.may_be_proxy_fault:
            self._avoid_proxy(transfer, answer)
            retry_seconds: float | None = 0.0
        else:
            answer = self._choose_answer(transfer, answer)
            retry_seconds = transfer.retry_seconds(answer, self.limits.tries)
        if answer.asks_for_pause and not transfer.proxy:
            seconds = max(answer.pause_seconds, retry_seconds or 0.0)
            self._queues.pause_host(transfer, seconds, answer.status)
            before = transfer.host_pause_seconds or 0.0
            transfer.host_pause_seconds = max(answer.pause_seconds, before)
        if answer.has_come and not transfer.mark_to_check:
            self._connections.record_photo_size(transfer.received_bytes)
        if retry_seconds is not None:
            retry_at = self._requests.now() + retry_seconds
            if retry_at <= self._requests.deadline(transfer):
                self._queues.record_retry(transfer, answer)
                transfer.return_to_first()
                heapq.heappush(self._pausing, (retry_at, id(transfer), transfer))
                return None
        self._queues.record_result(transfer, answer)
        return with_cache(transfer.result(answer), transfer)

    def _avoid_proxy(self, transfer: Transfer, answer: Answer) -> None:
        """Send the transfer's next request without its proxy, which may have caused the answer."""
        if answer.is_proxy_unreachable:
            self._proxies.avoid(transfer.proxy)
        transfer.avoids_proxy, transfer.proxy_answer = True, answer
        transfer.tries -= 1

    def _choose_answer(self, transfer: Transfer, answer: Answer) -> Answer:
        """This answer, or the proxy's earlier one, if the host can't be reached without it."""
        proxy_answer, transfer.proxy_answer = transfer.proxy_answer, None
        if proxy_answer and answer.has_come and not proxy_answer.has_come:
            self._proxies.avoid(self._proxies.of(transfer.target.url))
        if proxy_answer and answer.is_unreached and proxy_answer.may_be_from_host:
            transfer.avoids_proxy = False
            return proxy_answer
        return answer
