from __future__ import annotations

import time

from photoparsl.running import throttle
from photoparsl.running.throttle import Throttle


def test_what_costs_much_is_done_seldom() -> None:
    done: list[float] = []
    page = Throttle(first=0)
    for _ in range(50):
        if page.is_due():
            with page:
                time.sleep(0.05)
                done.append(time.monotonic())
    assert len(done) == 1
    assert page._due - done[0] >= throttle.LEAST_SECONDS - 0.1


def test_nothing_is_done_before_its_time() -> None:
    assert not Throttle().is_due()
    assert Throttle(first=0).is_due()
