"""One file by its URL, within the bounds of what a person's URL may lead to."""

from __future__ import annotations

from typing import IO

import pycurl

from photoparsl.addresses import may_reach
from photoparsl.errors import ManifestError
from photoparsl.fetching.connections import answer_of, prepare
from photoparsl.fetching.proxies import Proxies
from photoparsl.fetching.transfer import Answer, Fetched, Transfer, transfer_of
from photoparsl.limits import Limits
from photoparsl.manifest import Photo

MOST_BYTES = 4_000_000_000
_SLOWEST, _SLOW_SECONDS = 100, 60  # bytes a second, and for how long it may be slower


def download(
    url: str, file: IO[bytes], *, allow_private: bool = False, most_bytes: int = MOST_BYTES
) -> None:
    """Write what `url` answers into `file`.

    No redirect leads to a private address, save that the host in `url` may have one.  Raises
    ManifestError in a sentence when it can't be had.
    """
    transfer = transfer_of(Photo(0, url, None, url), most_bytes)
    if isinstance(transfer, Fetched):
        raise ManifestError(f"{url}: can't be fetched: {transfer.detail}")
    transfer.begin(0.0)
    answer = _perform(transfer, file, allow_private=allow_private)
    if transfer.received > most_bytes or answer.code == pycurl.E_FILESIZE_EXCEEDED:
        raise ManifestError(f"{url}: larger than {most_bytes:,} bytes")
    if (fetched := transfer.fetched(answer)).reason:
        raise ManifestError(f"{url}: can't be fetched: {fetched.detail}")


def _perform(transfer: Transfer, file: IO[bytes], *, allow_private: bool) -> Answer:
    def take(block: bytes) -> int:
        transfer.received += len(block)
        return file.write(block) if transfer.received <= transfer.most_bytes else 0

    handle, multi = pycurl.Curl(), pycurl.CurlMulti()
    transfer.proxy = Proxies().of(transfer.url)
    limits = Limits(most_bytes=transfer.most_bytes)
    allowed = None if allow_private else may_reach(transfer.photo.base)
    prepare(handle, transfer, limits, take, allowed)
    handle.setopt(pycurl.LOW_SPEED_LIMIT, _SLOWEST)
    handle.setopt(pycurl.LOW_SPEED_TIME, _SLOW_SECONDS)
    multi.add_handle(handle)
    try:
        while True:  # rather than `perform` alone, in which Ctrl-C would wait
            multi.perform()
            _, done, failed = multi.info_read()
            if done:
                return answer_of(handle, pycurl.E_OK, "")
            if failed:
                return answer_of(handle, failed[0][1], failed[0][2])
            multi.select(0.5)
    finally:
        multi.remove_handle(handle)
        handle.close()
        multi.close()
