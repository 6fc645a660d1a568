"""Faults on a real pool: pilots, links, hosts, daemons and the program itself fail.

The tests go on with each other's runs, as their owner would, in the order they are written.
"""

from __future__ import annotations

import re
import time

import pytest

from photoparsl.results import PilotState
from tests.pool import faults
from tests.pool.fixture import all_free, assert_left_clean, queue
from tests.pool.long_runs import (
    SHORT,
    SLICE,
    assert_no_row_twice,
    assert_whole,
    make_manifest,
    photos_measured_again,
    pilots_seen,
    run,
    seconds_until_elsewhere,
    seconds_without_pilots,
    signal,
    sleep_until,
    status,
    tasks_lost,
    under_way,
    waits_for_the_gone,
    waits_until_the_end,
)
from tests.pool.pool import Pool, wait_until

HOLD = "the scratch disk is full"


@pytest.fixture(scope="module")
def manifest(pool: Pool) -> str:
    """Photos enough for runs of some minutes."""
    return make_manifest(pool)


@pytest.mark.long
@pytest.mark.parametrize("command", ["condor_vacate_job", "condor_rm", "condor_hold -reason full"])
def test_a_pilot_that_its_pool_takes_away_costs_what_it_had_in_hand(
    pool: Pool, manifest: str, command: str
) -> None:
    name = f"runs/{command.split(maxsplit=1)[0]}"
    with under_way(pool, run(manifest, name, 400, *SHORT)) as process:
        job = next(iter(faults.running_pilots(pool)))
        assert pool.at(*command.split(), job).returncode == 0
        if "hold" in command:
            troubled = str(status(pool, name)["troubled"])
            assert "full" in troubled and job in troubled
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert_left_clean(pool)
    assert_whole(pool, name, 400)
    assert photos_measured_again(pool, name) <= SLICE


def test_pilots_that_are_all_taken_away_cost_seconds_with_any_patience(
    pool: Pool, manifest: str
) -> None:
    """And while none is connected, status says what the run waits for: never for those gone."""
    name = "runs/all-taken"
    with under_way(pool, run(manifest, name, 600)) as process:  # 240 s of patience
        fault = time.time()
        (evicted, _), *removed = faults.running_pilots(pool).items()
        assert pool.at("condor_vacate_job", "-fast", evicted).returncode == 0
        assert pool.at("condor_rm", *(job for job, _ in removed)).returncode == 0
        output, waits = waits_until_the_end(process, pool, name, 240)
    assert process.returncode == 0, output
    assert_left_clean(pool)
    assert_whole(pool, name, 600)
    assert not waits_for_the_gone(waits, pilots_seen(pool, name)), pilots_seen(pool, name)
    assert waits or seconds_without_pilots(pool, name, fault) < 5, "some text stood so long"
    log = (pool.home / name / "run.log").read_text()
    assert re.search(rf"pilot {re.escape(evicted)}: .*: it was evicted from", log), log
    assert tasks_lost(pool, name), "no pilot had a slice in hand: nothing was tried"
    assert max(seconds_until_elsewhere(pool, name, fault)) < 90  # of 240 s of patience


@pytest.mark.long
def test_a_pilot_whose_time_is_over_is_not_lost_and_costs_nothing(
    pool: Pool, manifest: str
) -> None:
    name = "runs/short"
    with under_way(pool, run(manifest, name, 300, "--walltime", "0.008")) as process:  # 29 s
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert_whole(pool, name, 300)
    seen = pilots_seen(pool, name)
    assert len({pilot.pilot for pilot in seen}) > 3, "no pilot was replaced"
    assert PilotState.LOST not in {pilot.state for pilot in seen}
    assert not tasks_lost(pool, name)
    assert_left_clean(pool)


@pytest.mark.long
def test_a_pilot_killed_with_minus_9_costs_what_it_had_in_hand(pool: Pool, manifest: str) -> None:
    name = "runs/killed-pilot"
    with under_way(pool, run(manifest, name, 500, *SHORT)) as process:
        fault = time.time()
        faults.kill_pilots(pool, next(iter(faults.running_pilots(pool).values())))
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert_left_clean(pool)
    assert_whole(pool, name, 500)
    assert photos_measured_again(pool, name) <= SLICE
    assert max(seconds_until_elsewhere(pool, name, fault), default=0.0) < 45


@pytest.mark.long
def test_a_host_cut_off_for_75_s_has_its_slices_done_elsewhere(pool: Pool, manifest: str) -> None:
    """And another pilot in its place, before it is back."""
    name = "runs/cut"
    with under_way(pool, run(manifest, name, 1000, *SHORT)) as process:
        before = set(faults.running_pilots(pool))
        fault = time.time()
        with faults.cut_off(pool, next(iter(faults.running_pilots(pool).values()))):
            sleep_until(75, fault)
        output, _ = process.communicate(timeout=240)
    assert process.returncode in (0, 1), output
    assert_left_clean(pool)
    assert_whole(pool, name, 1000)
    assert photos_measured_again(pool, name) <= 2 * SLICE  # it may have begun another by then
    assert 0 < max(seconds_until_elsewhere(pool, name, fault)) < 45
    assert min(p.time for p in pilots_seen(pool, name) if p.pilot not in before) - fault < 75


@pytest.mark.long
def test_pilots_that_freeze_for_a_minute_have_their_slices_done_elsewhere(
    pool: Pool, manifest: str
) -> None:
    """As on a machine that is suspended; what they bring when they wake counts once."""
    name = "runs/frozen"
    with under_way(pool, run(manifest, name, 800, *SHORT)) as process:
        fault = time.time()
        with faults.frozen_pilots(pool, next(iter(faults.running_pilots(pool).values()))):
            sleep_until(60, fault)
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert_left_clean(pool)
    assert_whole(pool, name, 800)
    assert photos_measured_again(pool, name) <= 2 * SLICE  # it may have begun another by then
    assert 0 < max(seconds_until_elsewhere(pool, name, fault)) < 45


@pytest.mark.long
def test_a_schedd_that_starts_anew_costs_nothing(pool: Pool, manifest: str) -> None:
    name = "runs/schedd"
    with under_way(pool, run(manifest, name, 500, *SHORT)) as process:
        faults.restart_schedd(pool)
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert_left_clean(pool)
    assert_whole(pool, name, 500)
    assert not tasks_lost(pool, name)


def test_a_program_killed_with_minus_9_leaves_nothing_on_the_grid(
    pool: Pool, manifest: str
) -> None:
    """Its jobs and its slots are free within a minute, and status says what it knows."""
    with under_way(pool, run(manifest, "runs/faults", 1300, *SHORT)) as process:
        signal(pool, "KILL")
        process.wait(20)
        wait_until(lambda: not queue(pool) and all_free(pool), 60)
        wait_until(lambda: status(pool, "runs/faults")["state"] == "killed", 35)
    assert_no_row_twice(pool, "runs/faults")


@pytest.mark.long
def test_a_run_goes_on_through_all_faults_at_once(pool: Pool, manifest: str) -> None:
    """A hold, a kill -9, a cut of 75 s, an eviction, a removal, a schedd that starts anew."""
    name = "runs/faults"
    with under_way(pool, run(manifest, name, 1300, *SHORT)) as process:
        pilots = faults.running_pilots(pool)
        (held, _), (_, killed), (_, away) = pilots.items()
        pool.at("condor_hold", "-reason", HOLD, held)
        troubled = str(status(pool, name)["troubled"])
        assert HOLD in troubled and held in troubled
        faults.kill_pilots(pool, killed)
        with faults.cut_off(pool, away):
            began = time.time()
            faults.restart_schedd(pool)
            time.sleep(15)
            for command in ("condor_vacate_job", "condor_rm"):
                there = [job for job, host in faults.running_pilots(pool).items() if host != away]
                pool.at(command, *there[:1])
                time.sleep(25)
            sleep_until(75, began)
        output, _ = process.communicate(timeout=240)
    assert process.returncode in (0, 1), output
    assert HOLD in " ".join(output.split())
    assert_left_clean(pool, 180)  # HTCondor's claims on what was cut off last for their lease
    assert_whole(pool, name, 1300)
    seen = status(pool, name)
    assert (seen["state"], seen["done"]) == ("complete", 1300)
    drawn = pool.at("photoparsl", "histogram", name).stdout
    assert "Where the tasks ran" in drawn and "alpine.example" in drawn
    shown = pool.at("photoparsl", "history", name).stdout
    assert held in shown and HOLD in shown and "had, " in shown


@pytest.mark.long
def test_by_default_a_hiccup_of_a_minute_kills_nothing(pool: Pool, manifest: str) -> None:
    name = "runs/hiccup"
    with under_way(pool, run(manifest, name, 900)) as process:
        with faults.cut_off(pool, pool.names[1]):
            time.sleep(60)
        output, _ = process.communicate(timeout=240)
    assert process.returncode in (0, 1), output
    assert_whole(pool, name, 900)
    assert not tasks_lost(pool, name)
    assert len({seen.pilot for seen in pilots_seen(pool, name)}) == 3
    assert_left_clean(pool)


@pytest.mark.long
def test_a_host_that_dies_with_all_it_has_costs_no_photo(pool: Pool, manifest: str) -> None:
    """Last, since it doesn't come back; what it had is forced from the queue."""
    name = "runs/dead-host"
    with under_way(pool, run(manifest, name, 500, *SHORT)) as process:
        fault, dead = time.time(), next(iter(faults.running_pilots(pool).values()))
        faults.kill_host(pool, dead)
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert_whole(pool, name, 500)
    assert 0 < max(seconds_until_elsewhere(pool, name, fault)) < 45
    living = ("condor_status", "-constraint", f'Machine != "{dead}"', "-af", "State")
    wait_until(lambda: set(pool.at(*living).stdout.split()) == {"Unclaimed"}, 60)
    wait_until(lambda: not queue(pool), 60)
