"""One document of the web into a file, such as a manifest by its URL."""

from __future__ import annotations

import time
from pathlib import Path
from typing import IO

import pycurl

from photoparsl.errors import ManifestError
from photoparsl.fetching.addresses import may_reach
from photoparsl.fetching.answer import OK, Answer
from photoparsl.fetching.connections import answer_of, check_addresses, prepare
from photoparsl.fetching.encodings import EncodingError, TooLargeError, undone
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.proxies import Proxies
from photoparsl.fetching.transfer import Transfer, transfer_of
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason

MOST_MANIFEST_BYTES = 4_000_000_000
LONGEST_PAUSE = 60.0  # seconds between two tries, whatever the server asks for
FEWEST_BYTES = 100  # a second, over a minute
MOST_UNPACKED = 256_000_000  # bytes of what was packed in a way that manifests aren't read in

_WORDS: dict[str, str] = {
    Reason.NO_CONNECTION: "there is no connection to {host}",
    Reason.UNKNOWN_HOST: "there is no host {name}",
    Reason.TIMEOUT: "{host} doesn't answer in time",
    Reason.BROKEN_OFF: "the connection to {host} broke off",
    Reason.BAD_CERTIFICATE: "{host} can't prove that it is {name}",
    Reason.BOT_WALL: "{host} has a bot wall",
}


def download(
    url: str, file: IO[bytes], most_bytes: int = MOST_MANIFEST_BYTES, *, allow_private: bool = False
) -> str:
    """Write what `url` answers into `file`, and return the URL, which is the manifest's origin.

    Redirects may lead to the public web and to that origin, unless `allow_private`.  Raises
    ManifestError in a sentence when it can't be had.
    """
    limits = Limits(most_bytes=most_bytes, allow_private=allow_private)
    transfer = transfer_of(Photo(0, url, None, url), most_bytes)
    if not isinstance(transfer, Transfer):
        raise ManifestError(f"{url}: can't be fetched: {transfer.detail}")
    origin = None if allow_private else url
    while True:
        answer = _asked(transfer, file, limits, origin)
        if answer.came and answer.location and not answer.wall:
            if not transfer.follow(answer.location, limits.most_redirects):
                break
            if Proxies().of(transfer.target.url) and not transfer.may_go(origin):
                break
            continue
        pause = transfer.pause(answer, limits.tries)
        if pause is None or pause > LONGEST_PAUSE:
            break
        time.sleep(pause)
        transfer.again()
    if problem := _problem(transfer, answer, most_bytes):
        raise ManifestError(f"{url}: can't be fetched: {problem}")
    _unpack(file, answer, url)
    return url


def serves_file(url: str, like: Path) -> bool:
    """Whether `url`, of this machine, answers at once, with just what the file `like` holds."""
    handle, blocks = pycurl.Curl(), list[bytes]()
    handle.setopt(pycurl.URL, url)
    handle.setopt(pycurl.PROXY, "")
    handle.setopt(pycurl.TIMEOUT, 2)
    handle.setopt(pycurl.NOSIGNAL, True)
    handle.setopt(pycurl.WRITEFUNCTION, blocks.append)
    try:
        handle.perform()
        is_ok = handle.getinfo(pycurl.RESPONSE_CODE) in OK
        return is_ok and b"".join(blocks) == like.read_bytes()
    except (pycurl.error, OSError):
        return False
    finally:
        handle.close()


def _asked(transfer: Transfer, file: IO[bytes], limits: Limits, origin: str | None) -> Answer:
    """How one request for it ended, with the body in `file`."""
    file.seek(0)
    file.truncate()
    proxy = Proxies().of(transfer.target.url)
    handle, multi = pycurl.Curl(), pycurl.CurlMulti()
    transfer.begin(time.monotonic())
    prepare(handle, transfer.target, limits, proxy)
    handle.setopt(pycurl.LOW_SPEED_LIMIT, FEWEST_BYTES)
    handle.setopt(pycurl.LOW_SPEED_TIME, 60)
    handle.setopt(pycurl.HEADERFUNCTION, transfer.heads.append)

    def take(block: bytes) -> int:
        transfer.received += len(block)
        return 0 if transfer.received > limits.most_bytes else file.write(block)

    handle.setopt(pycurl.WRITEFUNCTION, take)
    if origin is not None and not proxy:
        check_addresses(handle, may_reach(origin), transfer.refuse)
    multi.add_handle(handle)
    try:
        while True:
            multi.perform()
            _, done, failed = multi.info_read()
            for ended in [(each, pycurl.E_OK, "") for each in done] + failed:
                return answer_of(transfer, *ended)
            multi.select(0.2)
    finally:
        multi.remove_handle(handle)
        handle.close()


def _problem(transfer: Transfer, answer: Answer, most_bytes: int) -> str:
    """Why it can't be had, or nothing."""
    if transfer.refused:
        return transfer.refused
    if transfer.ended:
        return transfer.ended[1]
    if answer.came and answer.status in OK and not answer.wall:
        return ""
    if answer.reason == Reason.TOO_LARGE:
        return f"larger than {most_bytes:,} bytes"
    target = transfer.target
    words = _WORDS.get(answer.reason, "").format(host=target.host, name=target.name)
    return f"{words} ({answer.detail})" if words else answer.detail


def _unpack(file: IO[bytes], answer: Answer, url: str) -> None:
    """Undo what the server did to it for the way, save gzip, which manifests are read in."""
    encoding = answer.headers.get("content-encoding", "").lower()
    if not encoding or encoding in ("gzip", "x-gzip"):
        return
    file.seek(0)
    packed = file.read()
    try:
        plain = undone(packed, encoding, MOST_UNPACKED)
    except (EncodingError, TooLargeError) as error:
        raise ManifestError(f"{url}: can't be unpacked ({encoding}): {error}") from error
    file.seek(0)
    file.truncate()
    file.write(plain)
