"""Documents of an archive on the web: fetched one at a time, with pauses, and kept.

`fetch` transfers them, with its limits, its identification and its patience with servers that ask
for a pause.  What is kept lets an interrupted harvest go on where it was.
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
_PASSING = (reason_of_status(408), reason_of_status(429))  # other 4xx are for good
_FOR_GOOD = (Reason.REFUSED_ADDRESS, Reason.BAD_URL, Reason.TOO_LARGE)


class MissingError(Exception):
    """A document that the archive doesn't have or doesn't give; the text says why."""


class Harvest:
    """Fetches the documents of one archive, which may lead to the public web and to itself."""

    def __init__(
        self,
        source: str,
        pause_seconds: float = PAUSE_SECONDS,
        refresh: bool = False,
        allow_private: bool = False,
    ) -> None:
        """source: the URL that a person typed; '' for an archive's answer that lies in a file
        pause_seconds: the time between two requests
        refresh: whether documents are fetched again that were kept
        allow_private: whether documents may lie at private addresses
        """
        self._source = origin_of(source)
        self._limits = replace(_LIMITS, allow_private=allow_private)
        self._pause_seconds = pause_seconds
        self._oldest = time.time() - (0 if refresh else KEPT_SECONDS)
        self._next_request = 0.0  # on the monotonic clock
        _forget_old()

    def get(self, url: str) -> bytes:
        """The document at `url`, as it was kept, or fetched now.

        Raises MissingError, and IncompleteError where it may come another time.
        """
        if not is_remote(url):  # no file of this machine is read for a document
            raise MissingError(f"{visible(url)}: isn't on the web")
        kept = _kept(f"{self._limits.allow_private} {self._source} {url}")
        if kept.exists() and kept.stat().st_mtime >= self._oldest:
            return kept.read_bytes()
        time.sleep(max(0.0, self._next_request - time.monotonic()))
        fetched = next(iter(fetch([Photo(0, url, None, self._source)], self._limits)))
        self._next_request = time.monotonic() + self._pause_seconds
        if fetched.reason.startswith("http-4") and fetched.reason not in _PASSING:
            raise MissingError(f"{visible(url)}: {fetched.detail}")
        if fetched.reason in _FOR_GOOD:
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
        """The document at `url` as JSON.  Raises MissingError also where it is something else."""
        return as_json(self.get(url), url)


def as_json(data: bytes, name: str) -> Any:
    """The JSON that `data` holds.  Raises MissingError where it is something else."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MissingError(f"{visible(name)}: isn't JSON: {error}") from error


def _kept(key: str) -> Path:
    """Where a document is kept.  The key holds its URL, and what decides who may reach it."""
    name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return _folder() / name[:2] / name


def _forget_old() -> None:
    """Delete what has been kept for longer than KEPT_SECONDS."""
    for path in _folder().glob("*/*"):
        with suppress(FileNotFoundError):  # another harvest deleted it
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink()


def _folder() -> Path:
    return user_cache_path("photoparsl") / "harvest"
