"""Fetch the photos of one slice from the web, many at the same time, with retries."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator

import pycurl

from photoparsl.fetching.addresses import may_reach
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.connections import Connections, keep_connections, take_connections
from photoparsl.fetching.fetched import Fetched
from photoparsl.fetching.host_queues import HostQueues
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.open_requests import OpenRequests
from photoparsl.fetching.proxies import Proxies
from photoparsl.fetching.transfer import Transfer, make_transfer
from photoparsl.manifests import Photo, is_from_web

_IDLE_SECONDS = 0.02  # between two checks whether a pause is over, while no request is underway


def fetch_web(photos: Iterable[Photo], limits: Limits) -> Iterator[Fetched]:
    """Fetch photos of one `Photo.base` from the web; yield each when it is done, in any order."""
    transfers = []
    for photo in photos:
        made = make_transfer(photo, limits.most_bytes)
        if isinstance(made, Fetched):
            yield made
        else:
            transfers.append(made)
    if transfers:
        base = transfers[0].photo.base
        connections = take_connections(base if is_from_web(base) else None)
        try:
            yield from Round(transfers, connections, limits).fetch()
        finally:
            keep_connections(connections)


class Round:
    """The transfers of one slice.

    A transfer waits until a request may be sent to its host, has a request underway, or pauses
    before its next try.
    """

    def __init__(self, transfers: list[Transfer], connections: Connections, limits: Limits) -> None:
        self._connections, self._limits = connections, limits
        self._origin = None if limits.allow_private else connections.origin
        guard = None if self._origin is None else may_reach(self._origin)
        self._requests = OpenRequests(connections, limits, guard)
        self._queues = HostQueues(limits, connections.pauses)
        self._pausing: list[tuple[float, int, Transfer]] = []  # a heap by the pause's end
        self._refused: list[Fetched] = []
        self._proxies = Proxies()
        for transfer in transfers:
            self._queue(transfer, first=False)

    def fetch(self) -> Iterator[Fetched]:
        """Fetch the photos; yield each when it is done."""
        try:
            while self._requests or self._queues or self._pausing or self._refused:
                yield from self._send_requests()
                if not self._requests:
                    time.sleep(_IDLE_SECONDS)
                    continue
                for transfer, answer in self._requests.take_ended():
                    size = transfer.received_bytes
                    self._queues.record_end(transfer)
                    if fetched := self._conclude(transfer, answer):
                        began = time.monotonic()
                        yield fetched
                        self._requests.stop_clock(time.monotonic() - began)
                    self._requests.release(size)
                    if self._requests.is_half_empty():
                        # Keep requests underway while the caller decodes the photos that ended.
                        yield from self._send_requests()
                        self._requests.perform()
                self._requests.resume_paused()
        finally:
            self._requests.close()

    def _send_requests(self) -> Iterator[Fetched]:
        """Send the requests that may be sent now; yield the photos that fail without a request."""
        now = self._requests.now()
        while self._pausing and self._pausing[0][0] <= now:
            self._queue(heapq.heappop(self._pausing)[2], first=True)
        while self._refused:
            yield self._refused.pop()
        yield from self._queues.take_hopeless()
        if self._requests.has_room():
            for transfer in self._queues.ready():
                target = transfer.target
                transfer.proxy = "" if transfer.avoids_proxy else self._proxies.of(target.url)
                self._queues.record_request(transfer)
                self._requests.send(transfer)
                if not self._requests.has_room():
                    break

    def _queue(self, transfer: Transfer, *, first: bool) -> None:
        """Put the transfer into its host's queue; or refuse it, if its proxy can't check addresses.

        first: whether to put it before the others of its host
        """
        has_proxy = not transfer.avoids_proxy and self._proxies.of(transfer.target.url)
        if has_proxy and not transfer.may_use_proxy(self._origin):
            self._refused.append(transfer.result(Answer(pycurl.E_OK)))
        elif first:
            self._queues.add_first(transfer)
        else:
            self._queues.add(transfer)

    def _conclude(self, transfer: Transfer, answer: Answer) -> Fetched | None:
        """The photo's result after this answer; None if the transfer needs another request."""
        self._connections.record_http_version(transfer.target.origin, answer)
        if answer.is_redirect:
            self._queues.record_result(transfer, answer)
            if not transfer.follow_redirect(answer.location, self._limits.most_redirects):
                return transfer.result(answer)
            self._queue(transfer, first=True)
            return None
        if transfer.asks_mark and answer.has_document:
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
            retry_seconds = transfer.retry_seconds(answer, self._limits.tries)
        if answer.asks_for_pause and not transfer.proxy:
            seconds = max(answer.pause_seconds, retry_seconds or 0.0)
            self._queues.pause_host(transfer, seconds, answer.status)
            earlier_seconds = transfer.host_pause_seconds or 0.0
            transfer.host_pause_seconds = max(answer.pause_seconds, earlier_seconds)
        if answer.has_come and not transfer.asks_mark:
            self._connections.record_photo_size(transfer.received_bytes)
        if retry_seconds is not None:
            retry_at = self._requests.now() + retry_seconds
            if retry_at <= self._requests.deadline(transfer):
                self._queues.record_retry(transfer, answer)
                transfer.return_to_first()
                heapq.heappush(self._pausing, (retry_at, transfer.photo.row, transfer))
                return None
        self._queues.record_result(transfer, answer)
        return transfer.result(answer)

    def _avoid_proxy(self, transfer: Transfer, answer: Answer) -> None:
        """Send the transfer's next request without its proxy, which may have caused the answer."""
        if answer.is_proxy_unreachable:
            self._proxies.avoid(transfer.proxy)
        transfer.avoids_proxy, transfer.proxy_answer = True, answer
        transfer.tries -= 1

    def _choose_answer(self, transfer: Transfer, answer: Answer) -> Answer:
        """Choose between this answer and the earlier one through the proxy, if there was one.

        If the host can't be reached directly, the proxy's answer is chosen: a site may allow
        connections only through its proxy.
        """
        proxy_answer, transfer.proxy_answer = transfer.proxy_answer, None
        if proxy_answer and answer.has_come and not proxy_answer.has_come:
            self._proxies.avoid(self._proxies.of(transfer.target.url))
        if proxy_answer and answer.is_unreached and proxy_answer.may_be_from_host:
            transfer.avoids_proxy = False
            return proxy_answer
        return answer
