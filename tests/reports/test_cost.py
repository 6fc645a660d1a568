from __future__ import annotations

import pytest

from photoparsl.reports.cost import cost_of
from photoparsl.results import PilotState
from photoparsl.results.events import Event, PilotSeen, RunBegan, RunEnded, TaskDone, TaskLost


def pilot(time: float, state: str) -> PilotSeen:
    return PilotSeen(time, "7.0", PilotState(state), "node7.example")


def done(time: float, start: int, seconds: float = 10.0, photos: int = 20) -> TaskDone:
    host = "node7.example"
    began = time - seconds
    return TaskDone(time, start, start + photos, host, "example", began, seconds, photos, 0, 500)


def test_a_pilot_costs_while_it_has_its_slot() -> None:
    events: list[Event] = [RunBegan(0, "htcondor", 40, 2), pilot(5, "idle"), pilot(10, "starting")]
    events += [
        pilot(15, "running"),
        done(40, 0),
        done(50, 20),
        pilot(110, "ended"),
        RunEnded(120, 0),
    ]
    cost = cost_of(events)
    assert cost.core_hours * 3600 == pytest.approx(2 * 100)
    assert cost.used_core_hours * 3600 == pytest.approx(20)
    assert cost.lost_share == 0
    assert cost.bytes == 1000
    assert cost.rates == {"example": pytest.approx(40 / 20)}


def test_a_pilot_costs_from_its_start_and_not_from_when_it_was_seen() -> None:
    started = PilotSeen(20, "7.0", PilotState.STARTING, "node7.example", started=12.5)
    events: list[Event] = [RunBegan(0, "htcondor", 40, 1), pilot(5, "idle"), started]
    events += [pilot(30, "running"), pilot(40, "ended"), RunEnded(50, 40)]
    assert cost_of(events).core_hours * 3600 == pytest.approx(40 - 12.5)


def test_an_evicted_pilot_costs_nothing_in_the_queue() -> None:
    events: list[Event] = [RunBegan(0, "htcondor", 40, 1), pilot(10, "running"), pilot(20, "idle")]
    events += [pilot(70, "running"), pilot(80, "held"), RunEnded(200, 40)]
    assert cost_of(events).core_hours * 3600 == pytest.approx(20)


def test_a_later_pass_over_the_same_rows_is_not_lost() -> None:
    first: list[Event] = [RunBegan(0, "local", 20, 2), done(60, 20), RunEnded(70, 0)]
    second: list[Event] = [RunBegan(100, "local", 20, 2), done(160, 20), RunEnded(170, 0)]
    assert cost_of([*first, *second]).lost_share == 0


def test_tasks_that_are_lost_or_done_twice_count_as_lost() -> None:
    events: list[Event] = [RunBegan(0, "htcondor", 40, 1), pilot(0, "running"), done(20, 0)]
    events += [TaskLost(50, 20, 40, "node7.example", 5, "gone"), done(60, 20), done(65, 20)]
    events += [pilot(100, "ended")]
    assert cost_of(events).lost_share == pytest.approx((50 - 20 + 10) / 100)


def test_a_run_that_was_killed_costs_up_to_its_last_event() -> None:
    events: list[Event] = [RunBegan(0, "htcondor", 40, 1), pilot(0, "running"), done(30, 0)]
    events += [RunBegan(5000, "htcondor", 40, 1), pilot(5000, "running"), RunEnded(5010, 0)]
    assert cost_of(events).core_hours * 3600 == pytest.approx(40)


def test_without_pilots_the_cores_of_this_machine_count() -> None:
    cost = cost_of([RunBegan(0, "threads", 40, 4), done(10, 0), RunEnded(20, 0)])
    assert cost.core_hours * 3600 == 80


def test_nothing_costs_nothing() -> None:
    cost = cost_of([])
    assert (cost.core_hours, cost.used_core_hours, cost.lost_share, cost.rates) == (0, 0, 0, {})
