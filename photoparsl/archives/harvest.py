"""Fetch an archive's documents from the web, one at a time with pauses, and keep them in a cache.

`fetch` transfers them, identifies photoparsl to servers, and waits when they ask for a pause.  With
the cache, an interrupted harvest resumes where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from photoparsl.archives.read_options import PAUSE_SECONDS
from photoparsl.errors import IncompleteError
from photoparsl.fetching import Limits, fetch
from photoparsl.files import write_atomically
from photoparsl.manifests import Photo, is_remote, origin_of
from photoparsl.reasons import Reason, reason_of_status
from photoparsl.redact import visible

KEPT_SECONDS = 7 * 24 * 3600  # a document is fetched again after a week
MOST_BYTES = 32_000_000  # of a document

_LIMITS = Limits(connections=1, per_host=1, total_seconds=900, most_bytes=MOST_BYTES)
_TEMPORARY = (reason_of_status(408), reason_of_status(429))  # other 4xx are permanent
_PERMANENT = (Reason.REFUSED_ADDRESS, Reason.BAD_URL, Reason.TOO_LARGE)


class MissingError(Exception):
    """Raised when an archive doesn't have a document or doesn't give it; the text says why."""


class Harvest:
    """Fetches the documents of one archive, from the archive's host or the public web."""

    def __init__(
        self,
        source: str,
        pause_seconds: float = PAUSE_SECONDS,
        refresh: bool = False,
        allow_private: bool = False,
    ) -> None:
        """source: the URL that the user typed; '' for an archive's answer saved in a file
        pause_seconds: the time between two requests
        refresh: whether to fetch documents again that are in the cache
        allow_private: whether documents may be at private addresses
        """
        self._source = origin_of(source)
        self._limits = replace(_LIMITS, allow_private=allow_private)
        self._pause_seconds = pause_seconds
        self._oldest = time.time() - (0 if refresh else KEPT_SECONDS)
        self._next_request = 0.0  # on the monotonic clock
        _forget_old()

    def get(self, url: str) -> bytes:
        """The document at `url`, from the cache or fetched now.

        Raises MissingError if there is no such document, and IncompleteError if a later try may
        succeed.
        """
        if not is_remote(url):  # a document must not make us read a local file
            raise MissingError(f"{visible(url)}: isn't on the web")
        kept = _kept(f"{self._limits.allow_private} {self._source} {url}")
        if kept.exists() and kept.stat().st_mtime >= self._oldest:
            return kept.read_bytes()
        time.sleep(max(0.0, self._next_request - time.monotonic()))
        fetched = next(iter(fetch([Photo(0, url, None, self._source)], self._limits)))
        self._next_request = time.monotonic() + self._pause_seconds
        if fetched.reason.startswith("http-4") and fetched.reason not in _TEMPORARY:
            raise MissingError(f"{visible(url)}: {fetched.detail}")
        if fetched.reason in _PERMANENT:
            raise MissingError(f"{visible(url)}: {fetched.detail}")
        if fetched.reason:
            raise IncompleteError(
                f"{visible(url)}: {fetched.detail}; what was fetched before is kept, and the same "
                "command goes on from there"
            )
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(kept, fetched.body)
        return fetched.body

    def get_json(self, url: str) -> Any:
        """The document at `url`, parsed as JSON.

        Raises the errors of `get`, and MissingError if the document isn't JSON.
        """
        return as_json(self.get(url), url)


def as_json(data: bytes, name: str) -> Any:
    """Parse `data` as JSON.  Raises MissingError if it isn't; the message calls it `name`."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MissingError(f"{visible(name)}: isn't JSON: {error}") from error


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
