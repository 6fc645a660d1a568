"""The sentence about a host that asked for a long pause, for log, terminal and `status`."""

from __future__ import annotations

import time

from photoparsl.redact import visible

_YEAR_SECONDS = 365 * 86_400


def pause_sentence(host: str, until: float) -> str:
    """Return a sentence that says until when a host wants no requests, in local time.

    The date is left out if it is today's.  A pause of more than a year has none: `fetching` counts
    it as one of 366 days.

    host: the host's name, with its port unless that is the usual one
    until: when the pause ends, in seconds since 1970 (UTC)

    >>> pause_sentence("a.example", time.time() + 366 * 86_400)
    'host a.example asked for a pause of more than a year'
    """
    if until - time.time() > _YEAR_SECONDS:
        return f"host {visible(host)} asked for a pause of more than a year"
    end, today = time.localtime(until), time.localtime()
    form = "%H:%M:%S" if end[:3] == today[:3] else "%Y-%m-%d %H:%M"
    return f"host {visible(host)} asked for a pause until {time.strftime(form, end)}"
