"""What can stop a whole run, with a sentence for the person who started it; or one photo."""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import get_close_matches


class PhotoparslError(Exception):
    """The base of the errors that stop a run; its text says what went wrong and what to do."""


class ManifestError(PhotoparslError):
    """The manifest can't be used: it is missing, unreadable, or has lines that aren't photos."""


class SiteError(PhotoparslError):
    """The site's configuration is missing, broken, or doesn't fit this machine."""


class RunError(PhotoparslError):
    """The run directory can't be used as it is."""


class MeasureError(PhotoparslError):
    """A measure was asked for that doesn't exist."""


class IncompleteError(PhotoparslError):
    """The run began and couldn't finish; what was measured is kept, and can be built upon."""


class NewerFormatError(PhotoparslError):
    """A file was made by a newer photoparsl, whose format this one doesn't know."""


class NotMeasurableError(Exception):
    """A photo that has no right value; `reason` is a documented word, `detail` a sentence.

    It never stops a run: it becomes the photo's failure.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def words_of(error: BaseException) -> str:
    """What an error says, and never nothing: the system's words, else its own, else its kind.

    >>> words_of(OSError(28, "No space left on device", "a.csv")), words_of(EOFError())
    ('No space left on device', 'EOFError')
    """
    if isinstance(error, KeyError) and error.args:
        return f"it lacks {error.args[0]!r}"
    text = str(error)
    if isinstance(error, OSError) and error.errno:
        text = error.strerror or os.strerror(error.errno)
    return " ".join(text.split()) or type(error).__name__


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What follows a sentence about a word that isn't known, or nothing.

    >>> did_you_mean("lumnance", ["luminance", "contrast"])
    "; did you mean 'luminance'?"
    """
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
