"""The transfer of one photo from the web, over all its requests: redirects and retries."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from photoparsl.fetching.address_rules import AddressRules, is_public_host
from photoparsl.fetching.addresses import web_address
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.encodings import CutError, EncodingError, TooLargeError, unpack
from photoparsl.fetching.endings import Ending, ending_of
from photoparsl.fetching.fetched import Fetched
from photoparsl.fetching.marks import mark_of_answer
from photoparsl.fetching.urls import Target, redirect_problem, target_of
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason

FIRST_PAUSE_SECONDS = 0.5  # before the second try. Each later pause is twice the last


@dataclass(slots=True, eq=False)
class Transfer:
    """The transfer of a photo, over all its requests.

    photo: the photo
    first_target: the address in the manifest
    target: the address of the current request, after `hops` redirects
    most_bytes: the most bytes of a body
    mark_to_check: the mark that the server's must have, so that the photo needn't be fetched.
        While it isn't empty, requests are HEAD
    hops: the number of redirects from `first_target` to `target`
    is_from_public: whether the host that redirected to `target` is public (None: no redirect)
    tries: the number of requests to `first_target`
    began_at: the time of its first request, by `OpenRequests.now` (None: not yet)
    last_data_at: the time of its latest bytes, by the same clock
    paused_at: the time since which it has waited for memory (None: it doesn't wait)
    proxy: the URL of the proxy for the current request (empty: none)
    avoids_proxy: whether its next request uses no proxy
    proxy_answer: the answer through the proxy that `avoids_proxy` follows from
    may_share: whether its request may be a stream of HTTP/2 on a shared connection
    needs_new_connection: whether its next request must open a connection.  It stays true
    refused_address: a sentence about an address that libcurl wanted but must not reach
    failure: a failure that isn't libcurl's: a reason and a sentence
    header_lines: the lines of the current answer's headers
    blocks: the current answer's body so far
    received_bytes: the length of `blocks`
    unconfirmed_bytes: the length of the last answer's body if it was unclear whether that was whole
        (-1: no such answer)
    host_pause_seconds: seconds that the host requested as a pause (None: it requested none)
    """

    photo: Photo
    first_target: Target
    target: Target
    most_bytes: int
    mark_to_check: str = ""
    hops: int = 0
    is_from_public: bool | None = None
    tries: int = 0
    began_at: float | None = None
    last_data_at: float = 0.0
    paused_at: float | None = None
    proxy: str = ""
    avoids_proxy: bool = False
    proxy_answer: Answer | None = None
    may_share: bool = False
    needs_new_connection: bool = False
    refused_address: str = ""
    failure: tuple[Reason, str] | None = None
    header_lines: list[bytes] = field(default_factory=list)
    blocks: list[bytes] = field(default_factory=list)
    received_bytes: int = 0
    unconfirmed_bytes: int = -1
    host_pause_seconds: float | None = None

    def start_request(self, now: float) -> None:
        """Reset the data of an earlier request.  Count this one unless it follows a redirect."""
        self.tries += not self.hops
        self.began_at = now if self.began_at is None else self.began_at
        self.last_data_at = now
        self.paused_at = None
        self.refused_address = ""
        self.header_lines = []
        self.blocks = []
        self.received_bytes = 0

    def return_to_first(self) -> None:
        """Set the next request's target to the address in the manifest.  Redirects may change."""
        self.target, self.hops, self.is_from_public = self.first_target, 0, None

    def resume(self, now: float) -> None:
        """Resume after a wait for memory, which doesn't count in the time limits."""
        paused_seconds = 0.0 if self.paused_at is None else now - self.paused_at
        self.began_at = (self.began_at or now) + paused_seconds
        self.last_data_at = now
        self.paused_at = None

    def follow_redirect(self, answer: Answer, most_redirects: int) -> bool:
        """Set the next request's target to `location`, or set `failure` and return False."""
        location = answer.location
        self.hops += 1
        if self.hops > most_redirects:
            self.failure = Reason.TOO_MANY_REDIRECTS, f"more than {most_redirects} redirects"
            return False
        try:
            target = target_of(location)
        except ValueError as error:
            self.failure = Reason.REFUSED_REDIRECT, redirect_problem(location, error)
            return False
        self.is_from_public = is_public_host(self.target.url, answer.ip)
        keeps_user = target.origin == self.target.origin and not target.user
        self.target = replace(target, user=self.target.user) if keeps_user else target
        return True

    def may_use_proxy(self, rules: AddressRules) -> bool:
        """Whether the rules let a proxy reach the target.  If not, this sets `failure`."""
        if problem := rules.problem_of_name(self.target.url, self.is_from_public):
            self.failure = Reason.REFUSED_ADDRESS, problem
        return not problem

    def check_end(self, answer: Answer) -> Answer:
        """The answer.  If its body may have been cut, it becomes an answer that broke off.

        If the server stated no length, the image must end where its format says.  If the format
        doesn't say, two answers must have bodies of the same length.
        """
        if answer.is_length_stated or not answer.has_document:
            return answer
        self.blocks = [b"".join(self.blocks)]
        try:
            ending = ending_of(self._unpack(self.blocks[0], answer))
        except CutError:
            ending = Ending.CUT
        except (EncodingError, TooLargeError):
            return answer
        if ending is Ending.WHOLE:
            return answer
        if ending is Ending.OPEN:
            return self.confirm_length(answer)
        self.unconfirmed_bytes = -1
        return answer.broken_off(
            f"the server stated no length, and ended too early after {self.received_bytes:,} bytes"
        )

    def confirm_length(self, answer: Answer) -> Answer:
        """The answer if its body is as long as the one before, else an answer that broke off."""
        if self.unconfirmed_bytes == self.received_bytes:
            return answer
        before, self.unconfirmed_bytes = self.unconfirmed_bytes, self.received_bytes
        other = f", {before:,} bytes before" if before >= 0 else ""
        return answer.broken_off(
            f"the server stated no length: {self.received_bytes:,} bytes came{other}"
        )

    def compare_mark(self) -> Fetched | None:
        """What the answer to a HEAD request says, or None if the photo has to be fetched."""
        earlier, self.mark_to_check = self.mark_to_check, ""
        mark, pause = mark_of_answer(self.header_lines), self.host_pause_seconds
        if mark == earlier:
            return Fetched(self.photo, pause_seconds=pause, mark=mark, is_unchanged=True)
        if not mark:
            return Fetched(self.photo, b"", Reason.UNCHECKED, Reason.UNCHECKED.meaning, pause)
        self.return_to_first()
        self.tries = 0
        return None

    def result(self, answer: Answer) -> Fetched:
        """The photo's bytes or its failure.  The transfer doesn't keep the bytes."""
        reason, detail, body = "", "", b""
        if self.failure or self._is_refused(answer):
            reason, detail = self.failure or (Reason.REFUSED_ADDRESS, self.refused_address)
        elif answer.has_document:
            blocks, self.blocks = self.blocks, []
            try:
                body = self._unpack(b"".join(blocks), answer)
            except TooLargeError:
                reason, detail = Reason.TOO_LARGE, f"more than {self.most_bytes:,} bytes, unpacked"
            except EncodingError as error:
                reason, detail = Reason.BAD_RESPONSE, str(error)
        else:
            reason, detail = answer.reason, answer.detail
            detail += f" (requested {self.tries} times)" if self.tries > 1 else ""
        mark = "" if reason else mark_of_answer(self.header_lines)
        return Fetched(self.photo, body, reason, detail, self.host_pause_seconds, mark)

    def _is_refused(self, answer: Answer) -> bool:
        """Whether the host had no address that may be reached, so that nothing was sent."""
        return bool(self.refused_address) and not (answer.has_come or answer.is_newly_reached)

    def _unpack(self, body: bytes, answer: Answer) -> bytes:
        encoding = answer.headers.get("content-encoding", "")
        return unpack(body, encoding, self.most_bytes) if encoding else body

    def retry_seconds(self, answer: Answer, most_tries: int) -> float | None:
        """Seconds until the next try, or None if there should be no further try.

        most_tries: the most tries for any photo.  A photo whose length must be confirmed gets two
        """
        is_of_connection = answer.may_be_earlier_fault or answer.is_misdirected
        if is_of_connection and not self.needs_new_connection:
            self.needs_new_connection = True
            self.tries -= 1
            return 0.0
        must_confirm = self.unconfirmed_bytes >= 0 and not answer.has_document
        tries = max(answer.tries_allowed(most_tries), 2 if must_confirm else 0)
        if self._is_refused(answer) or self.failure or self.tries >= tries:
            return None
        backoff: float = FIRST_PAUSE_SECONDS * 2 ** (self.tries - 1) * random.uniform(1, 1.5)
        return max(backoff, answer.pause_seconds)


def make_transfer(photo: Photo, most_bytes: int) -> Transfer | Fetched:
    """The photo's transfer, or its failure if its URL is invalid."""
    try:
        target = target_of(web_address(photo.url) or photo.url)
    except ValueError as error:
        return Fetched(photo, reason=Reason.BAD_URL, detail=str(error))
    mark = photo.earlier.mark if photo.earlier else ""
    return Transfer(photo, target, target, most_bytes, mark)
