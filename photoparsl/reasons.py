"""Why a photo has no measurement."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """Why a photo has no measurement; where a server's status is why, see `reason_of_status`.

    The word stands in a run's files, on its page and in exports.  `meaning` says it to a person;
    the table of docs/measures.md begins each of its lines with it.
    """

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """A member with its word in files and its meaning to a person."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member

    # Nothing came from the photo's server, or not all of it.
    TIMEOUT = "timeout", "not there within the time limit, or silent for too long"
    UNKNOWN_HOST = "unknown-host", "no host has that name"
    NO_CONNECTION = "no-connection", "nobody answers at the host, or hangs up while TLS begins"
    HOST_DOWN = "host-down", "nobody answered there for other photos, so it wasn't asked for this"
    BOT_WALL = "bot-wall", "the host wants a browser, or a person, to prove itself"
    BROKEN_OFF = "broken-off", "the connection ended in the middle of the photo"
    BAD_RESPONSE = "bad-response", "not HTTP, or an encoding that can't be unpacked"
    BAD_CERTIFICATE = "bad-certificate", "the server can't prove who it is"
    NETWORK_ERROR = "network-error", "anything else that libcurl reports"

    # The photo isn't fetched, or not to its end.
    BAD_URL = "bad-url", "not a URL"
    TOO_MANY_REDIRECTS = "too-many-redirects", "more than 5 redirects, one after the other"
    REFUSED_REDIRECT = "refused-redirect", "a redirect to something other than http(s)"
    REFUSED_ADDRESS = "refused-address", "a private address in a manifest from the web"
    TOO_LARGE = "too-large", "more bytes than allowed"

    # A file of this machine.
    NO_SUCH_FILE = "no-such-file", "no file has that name, however its umlauts are spelt"
    UNREADABLE_FILE = "unreadable-file", "the file can't be read, or isn't a file of a disk"

    # Bytes that give no pixels.
    NOT_AN_IMAGE = "not-an-image", "its first bytes aren't those of an image"
    UNSUPPORTED_IMAGE = "unsupported-image", "an image of a kind that isn't read"
    TRUNCATED = "truncated", "the end of the image is missing"
    DAMAGED_IMAGE = "damaged-image", "the image's bytes contradict each other"
    TOO_MANY_PIXELS = "too-many-pixels", "more pixels, or memory for them, than allowed"

    # Pixels that give no value.
    NO_VALUE = "no-value", "a measure says that the photo has no value of it"
    UNKNOWN_RANGE = "unknown-range", "levels of which nobody can know what is black and white"
    MEASURE_ERROR = "measure-error", "a measure raised an error, or gave no value that can be kept"
    KILLED_WORKER = "killed-worker", "each worker that measured it died"


# The host couldn't be reached: its other photos will fare no better.
UNREACHED = frozenset({Reason.NO_CONNECTION, Reason.UNKNOWN_HOST})

# No answer came from the host to this worker, or it wasn't asked since none came before.
NO_ANSWER = UNREACHED | {Reason.HOST_DOWN, Reason.TIMEOUT}


def reason_of_status(status: int) -> str:
    """The reason where a server answered with an HTTP status that isn't that of a photo.

    >>> reason_of_status(404)
    'http-404'
    """
    return f"http-{status}"
