"""How a person is told that a host asked for a long pause."""

from __future__ import annotations

import time

from photoparsl.redact import visible


def asked_for_a_pause(host: str, until: float) -> str:
    """The sentence, with the time on this machine's clock, and the day where it isn't today."""
    end, today = time.localtime(until), time.localtime()
    form = "%H:%M:%S" if end[:3] == today[:3] else "%Y-%m-%d %H:%M"
    return f"host {visible(host)} asked for a pause until {time.strftime(form, end)}"
