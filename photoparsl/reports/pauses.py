"""The sentence about a host that asked for a long pause, for the log, the terminal and status."""

from __future__ import annotations

import time

from photoparsl.redact import visible


def pause_sentence(host: str, until: float) -> str:
    """Say until when a host wants no requests, by this machine's clock.

    host: its name
    until: when the pause ends, in seconds since 1970 (UTC)

    The day is left out if it is today.
    """
    end, today = time.localtime(until), time.localtime()
    form = "%H:%M:%S" if end[:3] == today[:3] else "%Y-%m-%d %H:%M"
    return f"host {visible(host)} asked for a pause until {time.strftime(form, end)}"
