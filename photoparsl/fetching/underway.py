"""The requests that libcurl carries out at the moment, over its multi interface, in one thread."""

from __future__ import annotations

import time

import pycurl

from photoparsl.fetching.answer import Answer
from photoparsl.fetching.connections import Connections
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.request import AddressCheck, guard_addresses, read_answer, set_request
from photoparsl.fetching.transfer import Transfer

_CHECK_SECONDS = 0.1  # between two checks of the time limits
_SPIN_SECONDS = 0.001  # a wait for sockets that ends sooner had none to wait for


class Underway:
    """Requests at the same time, within limits of number, memory and time.

    While a photo is decoded, the bytes of the others gather in the system's buffers, and the
    clock of the time limits stands still.
    """

    def __init__(
        self, connections: Connections, limits: Limits, may_reach: AddressCheck | None
    ) -> None:
        """`may_reach` tells whether an address and port may be reached; None: all may."""
        self._connections, self._multi, self._limits = connections, connections.multi, limits
        self._multi.setopt(pycurl.M_MAXCONNECTS, limits.connections)
        self._may_reach = may_reach
        self._transfers: dict[pycurl.Curl, Transfer] = {}  # the eldest first
        self._held_bytes = 0  # of all bodies that haven't been released
        self._sharing = 0  # transfers that may share a connection
        self._stopped_seconds = 0.0
        self._checked_at = 0.0

    def __len__(self) -> int:
        return len(self._transfers)

    def now(self) -> float:
        """Seconds by the clock of the time limits."""
        return time.monotonic() - self._stopped_seconds

    def stop_clock(self, seconds: float) -> None:
        """Leave so many seconds, which have just passed, out of the time limits."""
        self._stopped_seconds += seconds

    def deadline(self, transfer: Transfer) -> float:
        """When the transfer's time is over, all its tries together."""
        return (transfer.began_at or 0.0) + self._limits.total_seconds

    def has_room(self) -> bool:
        """Whether another request may be sent, whatever its host.

        libcurl takes in up to 10 MB of an HTTP/2 stream even while it is paused: so photos that
        may come in such streams count with their typical size before they have come.
        """
        if len(self._transfers) >= self._limits.connections:
            return False
        expected_bytes = self._sharing * self._connections.typical_bytes
        return max(self._held_bytes, expected_bytes) < self._limits.most_held_bytes

    def is_half_empty(self) -> bool:
        """Whether fewer requests than half the limit are underway."""
        return 2 * len(self._transfers) < self._limits.connections

    def send(self, transfer: Transfer) -> None:
        """Send the transfer's next request, through its proxy if it has one."""
        idle = self._connections.idle_handles
        handle = idle.pop() if idle else pycurl.Curl()
        transfer.start_request(self.now())
        transfer.may_share = self._connections.may_share(transfer.target)
        self._transfers[handle] = transfer
        self._sharing += transfer.may_share
        set_request(handle, transfer.target, self._limits, transfer.proxy)
        self._connections.set_sharing(handle, transfer.target)
        handle.setopt(pycurl.HEADERFUNCTION, transfer.header_lines.append)
        handle.setopt(pycurl.WRITEFUNCTION, lambda block: self._take(handle, transfer, block))
        if self._may_reach and not transfer.proxy:
            guard_addresses(handle, self._may_reach, transfer.refuse_address)
        self._multi.add_handle(handle)

    def perform(self) -> None:
        """Let libcurl send and receive what it can without waiting."""
        self._multi.perform()

    def take_ended(self) -> list[tuple[Transfer, Answer]]:
        """Let libcurl work, wait for bytes if nothing ended, and return what has ended.

        The bodies of these transfers count as held until `release`.
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
                time.sleep(0.005)  # there is no socket yet, only a name being looked up
        return [(self._remove(handle), answer) for handle, answer in answers]

    def release(self, size: int) -> None:
        """Count so many bytes no longer as held."""
        self._held_bytes -= size

    def resume_paused(self) -> None:
        """Resume paused transfers where there is room; the eldest always, so that one ends."""
        for number, (handle, transfer) in enumerate(self._transfers.items()):
            if transfer.paused_at is None:
                continue
            if number == 0 or self._held_bytes < self._limits.most_held_bytes / 2:
                transfer.resume(self.now())
                handle.pause(pycurl.PAUSE_CONT)

    def close(self) -> None:
        """Give up what is underway."""
        for handle in list(self._transfers):
            self._remove(handle)

    def _take(self, handle: pycurl.Curl, transfer: Transfer, block: bytes) -> int:
        """Take a block of a body: libcurl's write callback."""
        size = len(block)
        received, held = transfer.received_bytes + size, self._held_bytes + size
        if received > transfer.most_bytes:
            return 0  # fewer than were given: libcurl ends the transfer
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
                overdue.append((handle, Answer(pycurl.E_OPERATION_TIMEDOUT, message)))
        return overdue

    def _remove(self, handle: pycurl.Curl) -> Transfer:
        self._multi.remove_handle(handle)
        handle.reset()  # forgets the options, and with them the bytes; connections stay open
        self._connections.idle_handles.append(handle)
        transfer = self._transfers.pop(handle)
        self._sharing -= transfer.may_share
        return transfer
