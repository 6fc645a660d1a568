"""Asks file systems, which may never answer, in a thread that is abandoned then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Thread
from typing import TypeVar

from photoparsl.errors import RunError
from photoparsl.number_text import duration_text

SILENT_SECONDS = 60.0  # without an answer of a file system

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")


def answers_of(
    items: Sequence[_Item],
    ask: Callable[[_Item], _Answer],
    path_of: Callable[[_Item], object] = str,
    seconds: float = SILENT_SECONDS,
) -> list[_Answer]:
    """What `ask` returns for each item, for which it asks a file system.

    path_of: returns an item's path, for the message
    seconds: how long, at most, the file system may give no further answer

    Raises RunError if it gives none for longer, as a file system whose network is down.
    """
    answers: list[_Answer] = []
    faults: list[Exception] = []

    def take() -> None:
        try:
            for item in items:
                answers.append(ask(item))
        except Exception as fault:  # noqa: BLE001  is raised below
            faults.append(fault)

    # Nothing can interrupt the system's call, but a thread that is a daemon keeps no process alive.
    thread = Thread(target=take, daemon=True)
    thread.start()
    known = 0
    while thread.is_alive():
        thread.join(seconds)
        if thread.is_alive() and len(answers) == known:
            raise RunError(
                f"{path_of(items[known])}: its file system hasn't answered for "
                f"{duration_text(seconds)}; is its network or its disk there?  Nothing was "
                "measured or changed"
            )
        known = len(answers)
    for fault in faults:
        raise fault
    return answers
