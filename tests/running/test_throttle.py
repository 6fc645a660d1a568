from __future__ import annotations

import time

from photoparsl.running import throttle
from photoparsl.running.throttle import Throttle


def test_what_costs_much_is_done_seldom() -> None:
    done: list[float] = []

    def slow() -> None:
        time.sleep(0.05)
        done.append(time.monotonic())

    look = Throttle(slow, first=0)
    for _ in range(50):
        look()
    assert len(done) == 1
    assert look._next - done[0] >= throttle.LEAST_SECONDS - 0.1


def test_nothing_is_done_before_its_time() -> None:
    done: list[int] = []
    look = Throttle(lambda: done.append(1))
    look()
    assert done == []
