"""The sentence that tells a person of a host's pause."""

from __future__ import annotations

import time

from photoparsl.redact import visible


def pause_sentence(host: str, until: float) -> str:
    """Say until when a host asked not to be asked, in local time, with the day unless it is today.

    until: seconds since 1970
    """
    end, today = time.localtime(until), time.localtime()
    form = "%H:%M:%S" if end[:3] == today[:3] else "%Y-%m-%d %H:%M"
    return f"host {visible(host)} asked for a pause until {time.strftime(form, end)}"
