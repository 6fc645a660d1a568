"""Download one document from the web, such as a manifest, into a file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import IO

import pycurl

from photoparsl.errors import ManifestError
from photoparsl.fetching.address_rules import AddressRules
from photoparsl.fetching.answer import OK, Answer
from photoparsl.fetching.encodings import EncodingError, TooLargeError, unpack
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.proxies import Proxies
from photoparsl.fetching.request import guard_addresses, read_answer, set_request
from photoparsl.fetching.transfer import Transfer, make_transfer
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason
from photoparsl.redact import in_sentence

MOST_MANIFEST_BYTES = 4_000_000_000
_LONGEST_PAUSE = 60.0  # seconds between two tries. A server that requests more isn't tried again
_FEWEST_BYTES = 100  # a second, on average over `_SLOW_SECONDS`. Fewer end the request
_SLOW_SECONDS = 60
_MOST_UNPACKED = 256_000_000  # bytes of a body that is unpacked here: of any encoding but gzip

_SENTENCES: dict[str, str] = {
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
    """Write the document at `url` into a file.  Return the URL, which is the manifest's origin.

    url: the document's URL
    file: an open file, which is overwritten
    most_bytes: the most bytes of a document
    allow_private: whether redirects may lead to private addresses other than the URL's own

    Raises ManifestError if the document can't be downloaded.
    """
    limits = Limits(most_bytes=most_bytes, allow_private=allow_private)
    transfer = make_transfer(Photo(0, url, None, url), most_bytes)
    if not isinstance(transfer, Transfer):
        raise ManifestError(f"{in_sentence(url)}: can't be fetched: {transfer.detail}")
    rules = AddressRules(url, allow_private)
    while True:
        answer = _request(transfer, file, limits, rules)
        if answer.is_redirect:
            if not transfer.follow_redirect(answer, limits.most_redirects):
                break
            if Proxies().of(transfer.target.url) and not transfer.may_use_proxy(rules):
                break
            continue
        if answer.has_document and not answer.is_length_stated:
            answer = transfer.confirm_length(answer)
        seconds = transfer.retry_seconds(answer, limits.tries)
        if seconds is None or seconds > _LONGEST_PAUSE:
            break
        time.sleep(seconds)
        transfer.return_to_first()
    if problem := _problem(transfer, answer, most_bytes):
        raise ManifestError(f"{in_sentence(url)}: can't be fetched: {problem}")
    _unpack(file, answer, url)
    return url


def serves_file(url: str, like: Path) -> bool:
    """Whether `url`, on this machine, returns the bytes of the file `like` within 2 seconds."""
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


def _request(transfer: Transfer, file: IO[bytes], limits: Limits, rules: AddressRules) -> Answer:
    """Send one request, write its body into `file`, and return the answer."""
    file.seek(0)
    file.truncate()
    transfer.proxy = Proxies().of(transfer.target.url)
    handle, multi = pycurl.Curl(), pycurl.CurlMulti()
    transfer.start_request(time.monotonic())
    set_request(handle, transfer.target, limits, transfer.proxy)
    handle.setopt(pycurl.LOW_SPEED_LIMIT, _FEWEST_BYTES)
    handle.setopt(pycurl.LOW_SPEED_TIME, _SLOW_SECONDS)
    handle.setopt(pycurl.HEADERFUNCTION, transfer.header_lines.append)

    def take(block: bytes) -> int:
        transfer.received_bytes += len(block)
        return 0 if transfer.received_bytes > limits.most_bytes else file.write(block)

    handle.setopt(pycurl.WRITEFUNCTION, take)
    guard_addresses(handle, rules, transfer)
    multi.add_handle(handle)
    try:
        while True:
            multi.perform()
            _, done, failed = multi.info_read()
            if done:
                return read_answer(transfer, handle, pycurl.E_OK, "")
            if failed:
                _, code, message = failed[0]
                return read_answer(transfer, handle, code, message)
            multi.select(0.2)
    finally:
        multi.remove_handle(handle)
        handle.close()


def _problem(transfer: Transfer, answer: Answer, most_bytes: int) -> str:
    """Why the document couldn't be downloaded (empty: it was downloaded)."""
    if transfer.refused_address:
        return transfer.refused_address
    if transfer.failure:
        return transfer.failure[1]
    if answer.has_document:
        return ""
    if answer.reason == Reason.TOO_LARGE:
        return f"larger than {most_bytes:,} bytes"
    target = transfer.target
    sentence = _SENTENCES.get(answer.reason, "").format(host=target.host, name=target.name)
    return f"{sentence} ({answer.detail})" if sentence else answer.detail


def _unpack(file: IO[bytes], answer: Answer, url: str) -> None:
    """Remove the body's content encoding, except gzip, which readers of manifests remove.

    Raises ManifestError if the encoding can't be removed.
    """
    encoding = answer.headers.get("content-encoding", "").lower()
    if not encoding or encoding in ("gzip", "x-gzip"):
        return
    file.seek(0)
    packed = file.read()
    try:
        plain = unpack(packed, encoding, _MOST_UNPACKED)
    except (EncodingError, TooLargeError) as error:
        raise ManifestError(
            f"{in_sentence(url)}: can't be unpacked ({encoding}): {error}"
        ) from error
    file.seek(0)
    file.truncate()
    file.write(plain)
