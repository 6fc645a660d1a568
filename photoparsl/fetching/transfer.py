"""One photo's way over the web: what is asked for, what has come, and whether to ask again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from photoparsl.fetching.addresses import may_name, web_address
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.encodings import CutError, EncodingError, TooLargeError, unpack
from photoparsl.fetching.endings import Ending, ending_of
from photoparsl.fetching.urls import Target, target_of
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason

FIRST_PAUSE_SECONDS = 0.5  # before the second try; each later pause is twice as long


@dataclass(frozen=True, slots=True)
class Fetched:
    """A photo's bytes; or, where there are none, the reason.

    photo          the photo that was asked for
    body           its bytes, without any encoding for the way
    reason         why there are none: a `Reason` or a status; empty: they have come
    detail         the reason in a sentence
    pause_seconds  for how long its host asked everybody to wait; None: it didn't
    """

    photo: Photo
    body: bytes = b""
    reason: str = ""
    detail: str = ""
    pause_seconds: float | None = None


@dataclass(slots=True, eq=False)
class Transfer:
    """A photo underway, over all its requests.

    photo               the photo that is asked for
    first_target        the address in the manifest
    target              the address that is asked now, after `hops` redirects
    most_bytes          the largest body that is taken
    hops                how many redirects led here
    tries               how often the first address was asked
    began_at            when it was asked first, in seconds of the round's clock
    last_data_at        when the latest bytes came, in seconds of the same clock
    paused_at           since when it waits for memory; None: it doesn't
    proxy               the URL of the proxy that serves this request; empty: none
    avoids_proxy        whether no proxy is to be used
    proxy_answer        how the request through a proxy ended that led to avoiding it
    may_share           whether the request may be one stream of several on a connection
    refused_address     a sentence about an address that must not be reached
    failure             another failure that libcurl doesn't know: a reason and a sentence
    header_lines        the lines of the answer's headers
    blocks              the answer's body so far
    received_bytes      how long that is
    unconfirmed_bytes   how long the body of the answer before was, if nobody could say whether
                        it was whole; -1: there was none
    host_pause_seconds  for how long the host asked everybody to wait; None: it didn't
    """

    photo: Photo
    first_target: Target
    target: Target
    most_bytes: int
    hops: int = 0
    tries: int = 0
    began_at: float | None = None
    last_data_at: float = 0.0
    paused_at: float | None = None
    proxy: str = ""
    avoids_proxy: bool = False
    proxy_answer: Answer | None = None
    may_share: bool = False
    refused_address: str = ""
    failure: tuple[Reason, str] | None = None
    header_lines: list[bytes] = field(default_factory=list)
    blocks: list[bytes] = field(default_factory=list)
    received_bytes: int = 0
    unconfirmed_bytes: int = -1
    host_pause_seconds: float | None = None

    def start_request(self, now: float) -> None:
        """Forget an earlier request's bytes, and count this one, if it isn't a redirect's."""
        self.tries += not self.hops
        self.began_at = now if self.began_at is None else self.began_at
        self.last_data_at = now
        self.paused_at = None
        self.refused_address = ""
        self.header_lines = []
        self.blocks = []
        self.received_bytes = 0

    def return_to_first(self) -> None:
        """Ask the address in the manifest again: where it leads may have changed."""
        self.target, self.hops = self.first_target, 0

    def resume(self, now: float) -> None:
        """Go on after a pause, which doesn't count in its time limits."""
        paused_seconds = 0.0 if self.paused_at is None else now - self.paused_at
        self.began_at = (self.began_at or now) + paused_seconds
        self.last_data_at = now
        self.paused_at = None

    def follow_redirect(self, location: str, most_redirects: int) -> bool:
        """Ask `location` next; if that can't be, set `failure` and return False."""
        self.hops += 1
        if self.hops > most_redirects:
            self.failure = Reason.TOO_MANY_REDIRECTS, f"more than {most_redirects} redirects"
            return False
        try:
            target = target_of(location)
        except ValueError as error:
            detail = f"redirected to {location[:200]!r}: {error}"
            self.failure = Reason.REFUSED_REDIRECT, detail
            return False
        if target.origin == self.target.origin and not target.user:
            target = replace(target, user=self.target.user)
        self.target = target
        return True

    def may_use_proxy(self, origin: str | None) -> bool:
        """Whether a manifest of `origin` may name the target; if not, set `failure`.

        A proxy hides the address, which is checked otherwise.
        """
        if origin is not None and not may_name(origin, self.target.url):
            detail = f"a manifest from the web may not reach {self.target.host}"
            self.failure = Reason.REFUSED_ADDRESS, detail
            return False
        return True

    def refuse_address(self, detail: str) -> None:
        """Remember that libcurl was about to reach an address that it must not."""
        self.refused_address = detail

    def check_end(self, answer: Answer) -> Answer:
        """The answer; or, if its body may have been cut unnoticed, one that broke off.

        Where the server stated no length and the file doesn't end where its format says, the
        photo is asked for again; where the format can't tell, it must have the same length twice.
        """
        if answer.is_length_stated or not answer.has_document:
            return answer
        self.blocks = [b"".join(self.blocks)]
        try:
            body = self._unpack(self.blocks[0], answer)
            ending = ending_of(body)
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
        """The answer, if its body is as long as that before; else one that may have broken off."""
        if self.unconfirmed_bytes == self.received_bytes:
            return answer
        before, self.unconfirmed_bytes = self.unconfirmed_bytes, self.received_bytes
        other = f", {before:,} bytes before" if before >= 0 else ""
        return answer.broken_off(
            f"the server stated no length: {self.received_bytes:,} bytes came{other}"
        )

    def result(self, answer: Answer) -> Fetched:
        """The photo's bytes, which the transfer then no longer holds, or its failure."""
        reason, detail, body = "", "", b""
        if self.refused_address:
            reason, detail = Reason.REFUSED_ADDRESS, self.refused_address
        elif self.failure:
            reason, detail = self.failure
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
            detail += f" (asked {self.tries} times)" if self.tries > 1 else ""
        return Fetched(self.photo, body, reason, detail, self.host_pause_seconds)

    def _unpack(self, body: bytes, answer: Answer) -> bytes:
        encoding = answer.headers.get("content-encoding", "")
        return unpack(body, encoding, self.most_bytes) if encoding else body

    def retry_seconds(self, answer: Answer, most_tries: int) -> float | None:
        """How long to wait before asking again; None: there is no use in it.

        most_tries  the limit for any photo; one whose length must be confirmed is asked for twice
                    at least
        """
        must_confirm = self.unconfirmed_bytes >= 0 and not answer.has_document
        tries = max(answer.most_tries(most_tries), 2 if must_confirm else 0)
        if self.refused_address or self.failure or self.tries >= tries:
            return None
        backoff: float = FIRST_PAUSE_SECONDS * 2 ** (self.tries - 1) * random.uniform(1, 1.5)
        return max(backoff, answer.pause_seconds)


def make_transfer(photo: Photo, most_bytes: int) -> Transfer | Fetched:
    """The photo's transfer, or its failure where its URL is none."""
    try:
        target = target_of(web_address(photo.url) or photo.url)
    except ValueError as error:
        return Fetched(photo, reason=Reason.BAD_URL, detail=str(error))
    return Transfer(photo, target, target, most_bytes)
