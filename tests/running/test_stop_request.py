"""When an interrupt is raised in a run."""

from __future__ import annotations

import pytest

from photoparsl.running.stop_request import StopRequest


def test_the_second_interrupt_is_raised_where_a_run_looks_for_it() -> None:
    stop = StopRequest()
    stop.set()
    stop.raise_if_interrupted()
    stop.interrupt_now()
    with pytest.raises(KeyboardInterrupt):
        stop.raise_if_interrupted()


def test_the_second_interrupt_is_raised_anywhere_where_nothing_of_parsls_is_at_work() -> None:
    stop = StopRequest()
    reached: list[str] = []
    with pytest.raises(KeyboardInterrupt), stop.interruptible():
        stop.interrupt_now()
        reached.append("the next statement")
    assert not reached
    with pytest.raises(KeyboardInterrupt), stop.interruptible():
        reached.append("the next statement")
    assert not reached
