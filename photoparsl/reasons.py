"""Why a photo has no measurement."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """Why a photo has no measurement.  `reason_of_status` gives the reason for an HTTP status.

    A run's files, its page and its exports hold the word.  `meaning` explains the word to a person.
    The table in docs/measures.md repeats it.
    """

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Make a member whose value is `word`."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member

    # The server sent nothing, or not the whole photo.
    TIMEOUT = "timeout", "not complete within the time limit, or no data for too long"
    UNKNOWN_HOST = "unknown-host", "no host has that name"
    NO_CONNECTION = "no-connection", "the host accepts no connection, or closes it during TLS"
    HOST_DOWN = "host-down", "not requested, since the host couldn't be reached for other photos"
    BOT_WALL = "bot-wall", "the host demands proof of a browser or a person"
    BROKEN_OFF = "broken-off", "the connection ended in the middle of the photo"
    BAD_RESPONSE = "bad-response", "not HTTP, or an encoding that can't be unpacked"
    BAD_CERTIFICATE = "bad-certificate", "the server's certificate can't be verified"
    NETWORK_ERROR = "network-error", "anything else that libcurl reports"

    # photoparsl refuses to fetch the photo, or stops fetching it.
    BAD_URL = "bad-url", "not a URL"
    TOO_MANY_REDIRECTS = "too-many-redirects", "more than 5 redirects, one after the other"
    REFUSED_REDIRECT = "refused-redirect", "a redirect to something other than http(s)"
    REFUSED_ADDRESS = (
        "refused-address",
        "a private address, named by a manifest or a redirect from the web",
    )
    TOO_LARGE = "too-large", "more bytes than allowed"

    # A local file.
    NO_SUCH_FILE = "no-such-file", "no file has that name, in any spelling of its umlauts"
    UNREADABLE_FILE = "unreadable-file", "the file can't be read, or isn't a regular file of a disk"

    # The bytes can't be decoded to pixels.
    NOT_AN_IMAGE = "not-an-image", "its first bytes aren't those of an image"
    UNSUPPORTED_IMAGE = "unsupported-image", "an image of a format or layout that isn't read"
    TRUNCATED = "truncated", "the end of the image is missing"
    DAMAGED_IMAGE = "damaged-image", "the image's bytes contradict each other"
    TOO_MANY_PIXELS = "too-many-pixels", "more pixels, or memory for them, than allowed"

    # The pixels give no value.
    UNKNOWN_RANGE = "unknown-range", "levels whose black and white aren't known"
    NO_VALUE = "no-value", "a measure says that the photo has no value of it"
    MEASURE_ERROR = "measure-error", "a measure raised an error, or gave no value that can be kept"
    UNTRIED = "untried", "the run was stopped before an added measure was tried on the photo"
    UNCHECKED = "unchecked", "its server doesn't tell whether it has changed"
    KILLED_WORKER = "killed-worker", "each worker that measured it died"


# The host couldn't be reached, so its other photos would fail too.
UNREACHED = frozenset({Reason.NO_CONNECTION, Reason.UNKNOWN_HOST})

# This worker got no answer from the host, or sent no request because earlier ones had none.
NO_ANSWER = UNREACHED | {Reason.HOST_DOWN, Reason.TIMEOUT}


def reason_of_status(status: int) -> str:
    """The reason for a photo whose server answered with this HTTP status, which isn't a success.

    >>> reason_of_status(404)
    'http-404'
    """
    return f"http-{status}"


def is_reason(text: str) -> bool:
    """Whether photos can fail for this reason.

    >>> is_reason("timeout"), is_reason("http-404"), is_reason("timeuot")
    (True, True, False)
    """
    return text in list(Reason) or re.fullmatch(r"http-[1-9]\d\d", text) is not None
