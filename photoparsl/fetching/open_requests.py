"""The requests underway, which libcurl's multi interface performs in one thread."""

from __future__ import annotations

import time

import pycurl

from photoparsl.fetching.address_rules import AddressRules
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.connections import Connections
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.request import guard_addresses, is_stale, read_answer, set_request
from photoparsl.fetching.transfer import Transfer

_CHECK_SECONDS = 0.1  # between two checks of the time limits
_SPIN_SECONDS = 0.001  # a shorter wait for sockets means that there are no sockets yet


class OpenRequests:
    """The requests underway, within limits of number, memory and time.

    While the worker decodes a photo, the system's buffers receive the others, and the clock of the
    time limits stands still (`stop_clock`).
    """

    def __init__(self, connections: Connections, limits: Limits, rules: AddressRules) -> None:
        """rules: which addresses may be reached"""
        self._connections, self._multi, self._limits = connections, connections.multi, limits
        self._multi.setopt(pycurl.M_MAXCONNECTS, limits.connections)
        self._rules = rules
        self._transfers: dict[pycurl.Curl, Transfer] = {}  # the oldest first
        self._held_bytes = 0  # bytes of all bodies that `release` hasn't been called for
        self._sharing = 0  # the number of transfers that may share a connection
        self._stopped_seconds = 0.0
        self._checked_at = 0.0

    def __len__(self) -> int:
        return len(self._transfers)

    def now(self) -> float:
        """The time by the clock of the time limits, in seconds."""
        return time.monotonic() - self._stopped_seconds

    def stop_clock(self, seconds: float) -> None:
        """Exclude so many seconds, which have just passed, from the time limits."""
        self._stopped_seconds += seconds

    def deadline(self, transfer: Transfer) -> float:
        """The time, by `now`, at which all tries of the transfer must have ended."""
        return (transfer.began_at or 0.0) + self._limits.total_seconds

    def has_room(self) -> bool:
        """Whether the worker's limits of requests and memory allow another request.

        libcurl receives up to 10 MB of an HTTP/2 stream even while it is paused.  So a photo that
        may come in such a stream counts with the typical size from the start.
        """
        if len(self._transfers) >= self._limits.connections:
            return False
        expected_bytes = self._sharing * self._connections.typical_bytes
        return max(self._held_bytes, expected_bytes) < self._limits.most_held_bytes

    def is_half_empty(self) -> bool:
        """Whether fewer than half as many requests are underway as the limit allows."""
        return 2 * len(self._transfers) < self._limits.connections

    def send(self, transfer: Transfer) -> None:
        """Start the transfer's next request, through its proxy if it has one."""
        idle = self._connections.idle_handles
        handle = idle.pop() if idle else pycurl.Curl()
        transfer.start_request(self.now())
        transfer.may_share = self._connections.may_share(transfer.target)
        self._transfers[handle] = transfer
        self._sharing += transfer.may_share
        set_request(handle, transfer.target, self._limits, transfer.proxy)
        handle.setopt(pycurl.FRESH_CONNECT, transfer.needs_new_connection)
        handle.setopt(pycurl.NOBODY, bool(transfer.mark_to_check))
        self._connections.set_sharing(handle, transfer.target)
        handle.setopt(pycurl.HEADERFUNCTION, transfer.header_lines.append)
        handle.setopt(pycurl.WRITEFUNCTION, lambda block: self._take(handle, transfer, block))
        guard_addresses(handle, self._rules, transfer)
        self._multi.add_handle(handle)

    def perform(self) -> None:
        """Let libcurl send and receive what it can without waiting."""
        self._multi.perform()

    def take_ended(self) -> list[tuple[Transfer, Answer]]:
        """Let libcurl work.  Return the transfers that have ended, with their answers.

        If none has ended, this waits for data for a short time and returns an empty list.  The
        bodies of the returned transfers count as held memory until `release`.
        """
        self._multi.perform()
        _, done, failed = self._multi.info_read()
        ended = [(handle, pycurl.E_OK, "") for handle in done] + failed
        answers = [
            (handle, read_answer(self._transfers[handle], handle, code, message))
            for handle, code, message in ended
        ]
        answers += self._overdue()
        if not answers:
            began = time.monotonic()
            ready = self._multi.select(_CHECK_SECONDS)
            if ready == 0 and time.monotonic() - began < _SPIN_SECONDS:
                time.sleep(0.005)  # no socket yet: libcurl is looking up a name
        return [(self._remove(handle), answer) for handle, answer in answers]

    def release(self, size: int) -> None:
        """Stop counting so many bytes as held memory."""
        self._held_bytes -= size

    def resume_paused(self) -> None:
        """Resume paused transfers if memory allows.

        Always resume the oldest, so that one can end.
        """
        for number, (handle, transfer) in enumerate(self._transfers.items()):
            if transfer.paused_at is None:
                continue
            if number == 0 or self._held_bytes < self._limits.most_held_bytes / 2:
                transfer.resume(self.now())
                handle.pause(pycurl.PAUSE_CONT)

    def close(self) -> None:
        """Abandon all requests."""
        for handle in list(self._transfers):
            self._remove(handle)

    def _take(self, handle: pycurl.Curl, transfer: Transfer, block: bytes) -> int:
        """Receive a block of a body, as libcurl's write callback.  Return the bytes accepted."""
        size = len(block)
        received, held = transfer.received_bytes + size, self._held_bytes + size
        if received > transfer.most_bytes:
            return 0  # fewer than `size`, so libcurl ends the transfer
        is_eldest = handle is next(iter(self._transfers))
        if held > self._limits.most_held_bytes and not is_eldest:
            transfer.paused_at = self.now()
            return int(pycurl.WRITEFUNC_PAUSE)
        transfer.blocks.append(block)
        transfer.received_bytes, self._held_bytes = received, held
        transfer.last_data_at = self.now()
        return size

    def _overdue(self) -> list[tuple[pycurl.Curl, Answer]]:
        now = self.now()
        if now - self._checked_at < _CHECK_SECONDS:
            return []
        self._checked_at = now
        overdue = []
        for handle, transfer in self._transfers.items():
            if transfer.paused_at is not None:
                continue
            is_silent = now - transfer.last_data_at > self._limits.idle_seconds
            if is_silent or now > self.deadline(transfer):
                state = "silent" if is_silent else "unfinished"
                message = f"{state} after {transfer.received_bytes:,} bytes"
                stale = is_stale(transfer, handle)
                answer = Answer(pycurl.E_OPERATION_TIMEDOUT, message, is_stale=stale)
                overdue.append((handle, answer))
        return overdue

    def _remove(self, handle: pycurl.Curl) -> Transfer:
        self._multi.remove_handle(handle)
        handle.reset()  # forgets the options, and with them the bytes. Connections stay open
        self._connections.idle_handles.append(handle)
        transfer = self._transfers.pop(handle)
        self._sharing -= transfer.may_share
        return transfer
