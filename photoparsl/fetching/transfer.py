"""One photo's way over the web: what is asked for, what came, and whether to ask again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from photoparsl.fetching.addresses import may_name, web_address
from photoparsl.fetching.answer import OK, Answer
from photoparsl.fetching.encodings import EncodingError, TooLargeError, undone
from photoparsl.fetching.urls import Target, target_of
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason

FIRST_PAUSE = 0.5  # seconds before the second try; each later pause is twice as long


@dataclass(frozen=True, slots=True)
class Fetched:
    """A photo's bytes; or, where there are none, a documented reason and a sentence.

    `pause_seconds` is for how long its host asked everybody to wait, None where it didn't.
    """

    photo: Photo
    body: bytes = b""
    reason: str = ""
    detail: str = ""
    pause_seconds: float | None = None


@dataclass(slots=True, eq=False)
class Transfer:
    """A photo underway: its bytes so far, its tries, and why we ended it if we did.

    `target` is what is asked for now, after `hops` redirects from `first`.  `began`, `heard` and
    `paused` are times of the clock that `transfers` keeps: of the first request, of the latest
    sign of life, and since when we let it wait for memory.  `proxy` is the one in use, and
    `direct` rules proxies out, after the answer `proxied` through one; `shares` tells whether it
    may be one stream of several on a connection.  `refused` is an address that isn't to be
    reached, and `ended` another failure that we found ourselves: a reason and a sentence.
    """

    photo: Photo
    first: Target
    target: Target
    most_bytes: int
    hops: int = 0
    tries: int = 0
    began: float | None = None
    heard: float = 0.0
    proxy: str = ""
    direct: bool = False
    proxied: Answer | None = None
    shares: bool = False
    paused: float | None = None
    refused: str = ""
    ended: tuple[str, str] | None = None
    heads: list[bytes] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    received: int = 0
    pause_seconds: float | None = None

    def begin(self, now: float) -> None:
        """Forget an earlier request's bytes, and count this one, if it isn't a redirect's."""
        self.tries += not self.hops
        self.began = now if self.began is None else self.began
        self.heard = now
        self.paused = None
        self.refused = ""
        self.heads = []
        self.body = []
        self.received = 0

    def again(self) -> None:
        """Begin with the address in the manifest: where it leads may have changed."""
        self.target, self.hops = self.first, 0

    def resume(self, now: float) -> None:
        """Go on after a pause, which isn't held against it."""
        paused = 0.0 if self.paused is None else now - self.paused
        self.began = (self.began or now) + paused
        self.heard = now
        self.paused = None

    def follow(self, location: str, most_redirects: int) -> bool:
        """Turn to where the server sends us, or say in `ended` why not."""
        self.hops += 1
        if self.hops > most_redirects:
            self.ended = Reason.TOO_MANY_REDIRECTS, f"more than {most_redirects} redirects"
            return False
        try:
            target = target_of(location)
        except ValueError as error:
            detail = f"redirected to {location[:200]!r}: {error}"
            self.ended = Reason.REFUSED_REDIRECT, detail
            return False
        if target.origin == self.target.origin and not target.user:
            target = replace(target, user=self.target.user)
        self.target = target
        return True

    def may_go(self, origin: str | None) -> bool:
        """Whether a manifest of `origin` may name the target; if not, `ended` says so.

        It is asked where a proxy hides the address, which is checked otherwise.
        """
        if origin is not None and not may_name(origin, self.target.url):
            detail = f"a manifest from the web may not reach {self.target.host}"
            self.ended = Reason.REFUSED_ADDRESS, detail
            return False
        return True

    def refuse(self, detail: str) -> None:
        """An address that isn't to be reached has been about to be."""
        self.refused = detail

    def fetched(self, answer: Answer) -> Fetched:
        """What came of it: the bytes, handed over, or the reason why there are none."""
        reason, detail, body = "", "", b""
        if self.refused:
            reason, detail = Reason.REFUSED_ADDRESS, self.refused
        elif self.ended:
            reason, detail = self.ended
        elif answer.came and answer.status in OK and not answer.wall:
            blocks, self.body = self.body, []
            reason, detail, body = self._unpacked(b"".join(blocks), answer)
        else:
            reason, detail = answer.reason, answer.detail
            detail += f" (asked {self.tries} times)" if self.tries > 1 else ""
        return Fetched(self.photo, body, reason, detail, self.pause_seconds)

    def _unpacked(self, body: bytes, answer: Answer) -> tuple[str, str, bytes]:
        encoding = answer.headers.get("content-encoding", "")
        try:
            return "", "", undone(body, encoding, self.most_bytes) if encoding else body
        except TooLargeError:
            return Reason.TOO_LARGE, f"more than {self.most_bytes:,} bytes, unpacked", b""
        except EncodingError as error:
            return Reason.BAD_RESPONSE, str(error), b""

    def pause(self, answer: Answer, tries: int) -> float | None:
        """Seconds until it is worth asking again, or None where it isn't."""
        if self.refused or self.ended or self.tries >= answer.tries(tries):
            return None
        backoff: float = FIRST_PAUSE * 2 ** (self.tries - 1) * random.uniform(1, 1.5)
        return max(backoff, answer.wait)


def transfer_of(photo: Photo, most_bytes: int) -> Transfer | Fetched:
    """The photo's transfer, or its failure where the URL can't be one."""
    try:
        target = target_of(web_address(photo.url) or photo.url)
    except ValueError as error:
        return Fetched(photo, reason=Reason.BAD_URL, detail=str(error))
    return Transfer(photo, target, target, most_bytes)
