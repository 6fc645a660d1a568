"""The sentence about a host that asked for a long pause, for log, terminal and `status`."""

from __future__ import annotations

import time

from photoparsl.redact import visible


def pause_sentence(host: str, until: float) -> str:
    """Return a sentence that says until when a host wants no requests, in local time.

    The date is left out if it is today's.

    host: the host's name, with its port unless that is the usual one
    until: when the pause ends, in seconds since 1970 (UTC)
    """
    end, today = time.localtime(until), time.localtime()
    form = "%H:%M:%S" if end[:3] == today[:3] else "%Y-%m-%d %H:%M"
    return f"host {visible(host)} asked for a pause until {time.strftime(form, end)}"
