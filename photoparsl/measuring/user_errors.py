"""Errors of a user's function.  They may be of any class, and may raise errors themselves."""

from __future__ import annotations

import signal
import threading


def raise_if_interrupted(error: BaseException) -> None:
    """Raise a KeyboardInterrupt that is a person's Ctrl-C.

    Only the main thread gets that, and only if it doesn't ignore SIGINT, as workers do.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if (
        isinstance(error, KeyboardInterrupt)
        and is_main
        and callable(signal.getsignal(signal.SIGINT))
    ):
        raise error


def describe(error: BaseException) -> str:
    """Return the class and the text of an error, whose text may raise one too."""
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001
        text = ""
    return f"{type(error).__name__}: {text}".rstrip(": ")
