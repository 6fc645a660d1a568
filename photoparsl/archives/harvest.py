"""Fetch an archive's documents from the web, one at a time with pauses, and keep them in a cache.

`fetch` transfers them, identifies photoparsl to servers, and waits when they ask for a pause.  With
the cache, an interrupted harvest resumes where it stopped.
"""

from __future__ import annotations

import hashlib
import re
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from photoparsl.archives.json_text import parse_document
from photoparsl.archives.read_options import PAUSE_SECONDS
from photoparsl.archives.record import Skipped, SkipReason
from photoparsl.archives.web_pages import web_page
from photoparsl.errors import IncompleteError, ManifestError
from photoparsl.fetching import Fetched, Limits, fetch, server_of
from photoparsl.files import write_atomically
from photoparsl.manifests import Photo, is_remote, origin_of
from photoparsl.number_text import duration_text
from photoparsl.reasons import Reason, reason_of_status
from photoparsl.redact import in_sentence, visible

KEPT_SECONDS = 7 * 24 * 3600  # a document is fetched again after a week
MOST_BYTES = 32_000_000  # of a document
MOST_HARVEST_BYTES = 10_000_000_000  # fetched in one harvest. The same command goes on
MOST_ERRORS = 50  # documents in a row that a server answers with an error. No others are requested
MOST_UNANSWERED = 4  # in a row without an answer, or behind a wall. No others are requested
LONGEST_PAUSE_SECONDS = 60  # a server that asks for a longer pause gets no further requests

_LIMITS = Limits(connections=1, per_host=1, total_seconds=300, most_bytes=MOST_BYTES)
_TEMPORARY = (reason_of_status(408), reason_of_status(425), reason_of_status(429))
_ABSENT = (reason_of_status(404), reason_of_status(410))
_PERMANENT = (Reason.REFUSED_ADDRESS, Reason.BAD_URL, Reason.TOO_LARGE)


_CALLBACK = re.compile(rb"\s*[A-Za-z_][\w.]{0,60}\(\s*(.*)\)\s*;?\s*", re.DOTALL)  # of JSONP


class MissingError(Exception):
    """Raised when an archive doesn't have a document or doesn't give it.  The text says why.

    reason: MISSING, or UNANSWERED if a later try may get the document, or INCOMPLETE if the harvest
        requests no further documents
    is_absent: whether the server says that there is no such document
    """

    def __init__(
        self, detail: str, reason: SkipReason = SkipReason.MISSING, *, is_absent: bool = False
    ) -> None:
        super().__init__(detail)
        self.reason, self.is_absent = reason, is_absent

    def skipped(self, where: str) -> Skipped:
        """Return the `Skipped` for the record whose document this is.  `where` is its place."""
        return Skipped(where, self.reason, str(self))

    def end_of_list(self, where: str) -> Skipped:
        """Return the `Skipped` for the rest of a list whose next page this is, at `where`."""
        is_lasting = self.reason == SkipReason.MISSING
        reason = SkipReason.MISSING if is_lasting else SkipReason.INCOMPLETE
        return Skipped(where, reason, f"{self}; without this page the rest of the list isn't known")


class Harvest:
    """Fetches the documents of one archive, from the archive's host or the public web.

    is_from_cache: whether the latest document came from the cache
    """

    def __init__(
        self,
        source: str,
        pause_seconds: float = PAUSE_SECONDS,
        refresh: bool = False,
        allow_private: bool = False,
    ) -> None:
        """source: the URL that the user typed, or '' for an archive's answer saved in a file
        pause_seconds: the time between two requests
        refresh: whether to fetch documents again that are in the cache
        allow_private: whether documents may be at private addresses
        """
        self.is_from_cache = False
        self._source = origin_of(source)
        self._limits = replace(_LIMITS, allow_private=allow_private)
        self._pause_seconds = pause_seconds
        self._oldest = time.time() - (0 if refresh else KEPT_SECONDS)
        self._next_request = 0.0  # on the monotonic clock
        self._bytes = 0
        self._errors: dict[str, int] = {}  # documents in a row that a host didn't give
        self._ended: dict[str, str] = {}  # hosts that get no further requests, each with the reason
        _forget_old()

    def get(self, url: str) -> bytes:
        """The document at `url`, from the cache or fetched now.

        Raises MissingError if there is none.
        """
        if not is_remote(url):  # a document must not make us read a local file
            raise MissingError(f"{in_sentence(url)}: isn't on the web")
        kept = self._kept(url)
        self.is_from_cache = kept.exists() and kept.stat().st_mtime >= self._oldest
        if self.is_from_cache:
            return kept.read_bytes()
        host = server_of(url)
        if why := self._ended.get(host, ""):
            raise MissingError(f"{in_sentence(url)}: not requested: {why}", SkipReason.INCOMPLETE)
        time.sleep(max(0.0, self._next_request - time.monotonic()))
        fetched = next(iter(fetch([Photo(0, url, None, self._source)], self._limits)))
        self._next_request = time.monotonic() + self._pause_seconds
        if fetched.reason:
            raise self._error(url, host, fetched)
        self._errors[host] = 0
        self._bytes += len(fetched.body)
        if self._bytes > MOST_HARVEST_BYTES:
            self._ended[host] = f"{self._bytes:,} bytes have come, and one harvest takes no more"
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(kept, fetched.body)
        return fetched.body

    def get_json(self, url: str) -> Any:
        """The document at `url`, parsed as JSON.  One that isn't JSON isn't kept.

        Raises the errors of `get`.  Raises MissingError with UNANSWERED if the document isn't JSON.
        """
        host = server_of(url)
        unanswered = self._errors.get(host, 0)
        data = self.get(url)
        try:
            return as_json(data, url)
        except MissingError as error:
            self.forget(url)
            if web_page(data):
                self._errors[host] = unanswered + 1
                if self._errors[host] >= MOST_UNANSWERED:
                    self._ended[host] = f"{host} gave {self._errors[host]} web pages in a row"
            raise MissingError(str(error), SkipReason.UNANSWERED) from error

    def forget(self, url: str) -> None:
        """Delete a document from the cache, since it isn't what was expected."""
        self._kept(url).unlink(missing_ok=True)

    def refresh(self) -> None:
        """Fetch all documents again from now on."""
        self._oldest = time.time()

    def _error(self, url: str, host: str, fetched: Fetched) -> MissingError:
        """The error for a document that didn't come.  It may end the requests to the host."""
        reason, text = fetched.reason, f"{in_sentence(url)}: {fetched.detail}"
        is_refusal = reason.startswith("http-4") and reason not in _TEMPORARY
        if reason in _ABSENT or reason in _PERMANENT:
            return MissingError(text, is_absent=reason in _ABSENT)
        self._errors[host] = self._errors.get(host, 0) + 1
        is_error = is_refusal or reason.startswith("http-5")
        if (fetched.pause_seconds or 0.0) > LONGEST_PAUSE_SECONDS and not is_refusal:
            self._ended[host] = f"{host} {_come_again(fetched.pause_seconds or 0.0)}"
            return MissingError(f"{text}; {self._ended[host]}", SkipReason.INCOMPLETE)
        if self._errors[host] >= (MOST_ERRORS if is_error else MOST_UNANSWERED):
            why = f"{host} didn't give the last {self._errors[host]} documents ({fetched.detail})"
            self._ended[host] = why
        if reason == Reason.BOT_WALL:
            return MissingError(f"{text}; ask the archive for another way to its records")
        return MissingError(text, SkipReason.MISSING if is_refusal else SkipReason.UNANSWERED)

    def _kept(self, url: str) -> Path:
        return _kept(f"{self._limits.allow_private} {self._source} {url}")


def first_error(error: MissingError) -> ManifestError | IncompleteError:
    """The error if the document that the user named is missing."""
    if error.reason in (SkipReason.MISSING, SkipReason.NOT_WELL_FORMED):
        return ManifestError(str(error))
    return IncompleteError(
        f"{error}; what was fetched before is kept, and the same command goes on from there"
    )


def as_json(data: bytes, name: str) -> Any:
    """Parse `data` as JSON.  Raises MissingError, NOT_WELL_FORMED, which says `name`."""
    try:
        wrapped = _CALLBACK.fullmatch(data)
        return parse_document(wrapped[1] if wrapped else data)
    except ValueError as error:
        detail = f"{visible(name)}: {web_page(data) or error}"
        raise MissingError(detail, SkipReason.NOT_WELL_FORMED) from error


def _come_again(seconds: float) -> str:
    when = datetime.now() + timedelta(seconds=seconds)
    return f"asks to come again in {duration_text(seconds)}, at {when:%Y-%m-%d %H:%M}"


def _kept(key: str) -> Path:
    """The path of a document in the cache.

    key: the document's URL, with what decides which addresses it may be fetched from
    """
    name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return _folder() / name[:2] / name


def _forget_old() -> None:
    """Delete documents that have been in the cache for longer than KEPT_SECONDS."""
    for path in _folder().glob("*/*"):
        with suppress(FileNotFoundError):  # another harvest deleted it
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink()


def _folder() -> Path:
    return user_cache_path("photoparsl") / "harvest"
