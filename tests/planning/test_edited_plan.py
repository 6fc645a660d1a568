"""Edited manifests: photos are known by their places, and measured once, whatever their rows."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import photoparsl
from photoparsl.manifests import Slice, Source, identity
from photoparsl.measuring import versions
from photoparsl.planning.plan import Plan
from photoparsl.requesting.run_request import RunRequest
from photoparsl.results import (
    Execution,
    Failure,
    Measurement,
    SliceResult,
    carried_rows,
    carry_over,
    forget_changes,
    store,
)
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.preparing import begin_run, make_page_folder, prepare_run
from photoparsl.sites import load_site

Row = tuple[str, str, str]  # place, year, title


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_LOOSE", 7)
    monkeypatch.setattr(carry_over, "FEWEST", 2)
    monkeypatch.setattr(carried_rows, "BUCKET", 50)
    monkeypatch.setattr(carried_rows, "MOST_ROWS", 20)


@pytest.fixture
def request_(tmp_path: Path) -> RunRequest:
    manifest = tmp_path / "photos.csv"
    return RunRequest(Source(manifest, "photos.csv", ""), load_site("threads"), tmp_path / "run")


def write(request: RunRequest, rows: list[Row], columns: str = "url,year,title") -> None:
    with request.source.path.open("w", newline="") as file:
        csv.writer(file).writerows([columns.split(","), *rows])


def rows_of(numbers: Iterable[int]) -> list[Row]:
    return [(f"https://a.example/{n}.jpg", str(1860 + n % 100), f"Title {n}") for n in numbers]


def outcome(row: int, place: str) -> Measurement | Failure:
    """Of a place, whatever its signature; every tenth fails."""
    digest = hashlib.sha256(identity(place).encode()).hexdigest()
    if int(digest[:4], 16) % 10 == 0:
        return Failure(row, place, None, "http-404", "the server answered 404")
    return Measurement(
        row, place, None, {"luminance": int(digest[:8], 16) / 7}, "", None, digest[:32]
    )


def result_of(slice_: Slice, started: float) -> SliceResult:
    outcomes = [outcome(photo.row, photo.url) for photo in slice_.photos]
    return SliceResult(
        start=slice_.start,
        stop=slice_.stop,
        digest=slice_.digest,
        measures=versions(["luminance"]),
        measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
        execution=Execution(f"node{int(started) % 5}", "example.edu", started, 1.0),
    )


def run(
    request: RunRequest, most: int = 1_000_000, started: float = 1.7e9
) -> tuple[Plan, list[str]]:
    """Carry over, and measure at most so many photos; return the plan and the places measured."""
    measured: list[str] = []
    with RunDirectory(request.run_dir) as directory:
        plan = prepare_run(request, directory)
        make_page_folder(request)
        begin_run(request, plan, directory)
        for number, slice_ in enumerate(plan.slices(request.source, 13)):
            if len(measured) >= most:
                break
            directory.write(result_of(slice_, started + number))
            measured += [photo.url for photo in slice_.photos]
        forget_changes(directory.path)  # as where the page is written
    return plan, measured


def outcomes(request: RunRequest) -> list[Measurement | Failure]:
    return [o for result in RunDirectory(request.run_dir).results() for o in result.outcomes]


def expected(rows: list[Row]) -> list[Measurement | Failure]:
    return [
        replace(outcome(number, place), year=int(year), cells=(title,))
        for number, (place, year, title) in enumerate(rows)
    ]


def check(request: RunRequest, rows: list[Row]) -> None:
    assert outcomes(request) == expected(rows)
    directory = RunDirectory(request.run_dir)
    assert list(directory.find_damage()) == list(directory.aside.find_damage()) == []
    assert {path.name for path in request.run_dir.iterdir()} <= {
        "aside", "lock", "manifest-as-read.csv.gz", "public", "run.json", "run.log", "slices",
    }  # fmt: skip


def test_only_new_photos_of_an_edited_manifest_are_measured(request_: RunRequest) -> None:
    rows = rows_of(range(300))
    write(request_, rows)
    run(request_)
    edited = rows_of(range(1000, 1030)) + rows[:100] + rows[105:]
    for row in (40, 90, 200):
        edited[row] = (edited[row][0], "1999", "Bridge")
    edited[250] = (edited[250][0], edited[250][1], "Tower")
    write(request_, edited)
    plan, measured = run(request_)
    assert measured == [place for place, _, _ in rows_of(range(1000, 1030))]
    check(request_, edited)
    assert str(plan.changes) == (
        "3 years and 4 titles changed; 30 photos are new, 5 are gone: their values are kept aside; "
        "295 rows have moved"
    )
    assert str(plan.changes) in (request_.run_dir / "run.log").read_text()
    assert run(request_)[1] == []
    kept = photoparsl.Run(request_.run_dir)
    found = kept.check()
    assert (found.rows, found.left, found.aside, found.damage) == (325, 0, 5, ())
    assert kept.provenance().aside == 5
    assert "  aside/segment-" in (request_.run_dir / "SHA256SUMS").read_text()
    for name in ("SHA256SUMS", "provenance.json"):
        (request_.run_dir / name).unlink()
    write(request_, rows)
    plan, measured = run(request_)
    assert measured == []
    assert "5 photos are new (their values were kept aside)" in str(plan.changes)
    check(request_, rows)


@pytest.mark.parametrize(
    ("edited", "sentence"),
    [
        (lambda rows: rows[::-1], "30 rows have moved"),
        (lambda rows: [*rows[1:], rows[0]], "30 rows have moved"),
        (lambda rows: rows[:29], "1 row is gone (its photo is in other rows too)"),
        (
            lambda rows: [*rows[:9], *rows[10:]],
            "1 row is gone (its photo is in other rows too); 20 rows have moved",
        ),
        (
            lambda rows: [(rows[4][0], "1850", "Harbour"), *rows],
            "1 row is new (its photo is in other rows too); 30 rows have moved",
        ),
        (lambda rows: [*rows, *rows[:2]], "2 rows are new (their photos are in other rows too)"),
        (
            lambda rows: [*rows[:7], rows[8], *rows[8:]],
            "1 row is new, 1 is gone (their photos are in other rows too); 1 row has moved",
        ),
        (lambda rows: [(rows[0][0], "1999", rows[0][2]), *rows[1:]], "1 year changed"),
        (
            lambda rows: [*rows[:0:-1], (rows[0][0], "1999", rows[0][2])],
            "1 year changed; 30 rows have moved",
        ),
        (
            lambda rows: sorted(((p, y, f"{t}!") for p, y, t in rows), key=lambda row: row[2]),
            "30 titles changed; 28 rows have moved",
        ),
        (
            lambda rows: [r for r in rows if r[0] != rows[0][0]],
            "3 photos are gone: their values are kept aside; 27 rows have moved",
        ),
    ],
)
def test_rows_of_one_place_are_compared_with_those_they_are_most_like(
    request_: RunRequest, edited: Callable[[list[Row]], list[Row]], sentence: str
) -> None:
    rows = [(place, str(1860 + n), f"Title {n}") for n, (place, _, _) in enumerate(_repeated())]
    write(request_, rows)
    run(request_)
    assert run(request_)[1] == []  # this start gives all rows of a place its outcome
    new = edited(rows)
    write(request_, new)
    plan, measured = run(request_)
    assert (str(plan.changes), measured) == (sentence, [])
    check(request_, new)


def _repeated() -> list[Row]:
    """Ten photos in thirty rows."""
    return rows_of([n % 10 for n in range(30)])


def test_years_alone_leave_all_results_where_they_are(request_: RunRequest) -> None:
    rows = rows_of(range(60))
    write(request_, rows)
    run(request_)
    before = {path.name: path.read_bytes() for path in (request_.run_dir / "slices").iterdir()}
    edited = [(place, "1900", title) for place, _, title in rows]
    write(request_, edited, "url,year,Name")
    plan, measured = run(request_)
    assert not measured
    assert before == {p.name: p.read_bytes() for p in (request_.run_dir / "slices").iterdir()}
    assert str(plan.changes) == (
        "the column 'Name' is new; the column 'title' is gone; 59 years changed"
    )
    check(request_, edited)


def test_files_whose_rows_moved_together_are_linked(request_: RunRequest) -> None:
    rows = rows_of(range(500))
    write(request_, rows)
    run(request_)
    files = {p.stat().st_ino for p in (request_.run_dir / "slices").iterdir()}
    write(request_, [*rows_of(range(900, 903)), *rows])
    run(request_)
    assert files <= {p.stat().st_ino for p in (request_.run_dir / "slices").iterdir()}
    check(request_, [*rows_of(range(900, 903)), *rows])


def test_a_renewed_signature_keeps_the_value_and_tries_failures_again(
    request_: RunRequest,
) -> None:
    before, now = (
        [
            (f"https://a.example/{n}?X-Amz-Date={d}&X-Amz-Signature={n}{d}", "1900", "")
            for n in range(99)
        ]
        for d in (1, 2)
    )
    failed = [
        place for n, (place, _, _) in enumerate(now) if isinstance(outcome(n, place), Failure)
    ]
    write(request_, before)
    run(request_)
    write(request_, now[::-1])
    plan, measured = run(request_)
    assert sorted(measured) == sorted(failed)
    assert "have a renewed signature" in str(plan.changes)
    check(request_, now[::-1])


def test_the_dry_plan_is_that_of_the_run_and_changes_nothing(request_: RunRequest) -> None:
    rows = rows_of(range(100))
    write(request_, rows)
    run(request_, most=60)
    write(request_, rows[30:] + rows_of(range(500, 510)))
    before = sorted(request_.run_dir.rglob("*"))
    dry = prepare_run(request_, RunDirectory(request_.run_dir), writes=False)
    assert sorted(request_.run_dir.rglob("*")) == before
    plan, _ = run(request_)
    assert (dry.missing, dry.changes) == (plan.missing, plan.changes)


def edit(rows: list[Row], random_: random.Random, fresh: Iterator[int]) -> list[Row]:
    """What a curator may do to a table."""
    kinds: list[Callable[[], list[Row]]] = [
        lambda: random_.sample(rows, len(rows)),
        lambda: rows[random_.randrange(40) :],
        lambda: sorted(rows, key=lambda row: row[2]),
        lambda: rows_of(range(n := next(fresh), n + random_.randrange(30))) + rows,
        lambda: rows + rows[: random_.randrange(30)],
        lambda: [row for row in rows if random_.random() > 0.1],
        lambda: [(p, str(1800 + random_.randrange(200)), t) for p, _, t in rows],
        lambda: rows[100:] + rows[:100],
    ]
    edited = rows
    for _ in range(random_.randrange(1, 4)):
        edited = random_.choice(kinds)()
        rows = edited
    return edited or rows_of(range(3))


@pytest.mark.parametrize("seed", range(6))
def test_results_are_those_of_a_fresh_run_whatever_edits_came_before(
    request_: RunRequest, seed: int
) -> None:
    random_ = random.Random(seed)
    fresh = iter(range(1000, 100_000, 100))
    rows, known = rows_of(range(200)), set[str]()
    for step in range(5):
        write(request_, rows)
        most = random_.choice([1_000_000, 50])
        _, measured = run(request_, most, 1.7e9 + 1000 * step)
        assert known.isdisjoint(measured), "no photo is measured twice"
        known.update(measured)
        by_place = dict(zip((r[0] for r in rows), expected(rows), strict=True))
        for found in outcomes(request_):
            assert found == replace(
                by_place[found.url], row=found.row, year=int(rows[found.row][1])
            )
        rows = edit(rows, random_, fresh)
    write(request_, rows)
    run(request_)
    check(request_, rows)


def test_a_process_that_dies_at_any_change_loses_nothing(request_: RunRequest) -> None:
    rows = rows_of(range(70))
    edited = rows_of(range(500, 510)) + rows[:30] + rows[35:52] + rows[:51:-1]
    gone = {place for place, _, _ in rows[30:35]}
    write(request_, rows)
    run(request_)
    for changes in range(1, 1000):
        request = replace(request_, run_dir=request_.run_dir.with_name(str(changes)))
        shutil.copytree(request_.run_dir, request.run_dir)
        write(request, edited)
        finished = _dying(request, changes)
        if changes % 5 == 0:  # the curator changes their mind
            write(request, rows)
            assert run(request)[1] == [], f"died at change {changes}"
            check(request, rows)
            write(request, edited)
        plan, measured = run(request)
        assert "10 photos are new" in str(plan.changes), f"died at change {changes}"
        assert set(measured) == {place for place, _, _ in rows_of(range(500, 510))}
        check(request, edited)
        aside = {p for _, places in RunDirectory(request.run_dir).aside.places() for p in places}
        assert aside == gone
        if finished:
            break
    assert changes > 40


def test_a_process_that_dies_while_outcomes_are_shared_loses_nothing(request_: RunRequest) -> None:
    rows = rows_of([n // 2 for n in range(40)] + [*range(30), 45, 45, 46])
    write(request_, rows)
    assert run(request_)[1] == [place for place, _, _ in rows_of([*range(30), 45, 46])]
    for changes in range(1, 1000):
        request = replace(request_, run_dir=request_.run_dir.with_name(str(changes)))
        shutil.copytree(request_.run_dir, request.run_dir)
        finished = _dying(request, changes)
        assert run(request)[1] == [], f"died at change {changes}"
        check(request, rows)
        if finished:
            break
    assert changes > 15


def _dying(request: RunRequest, changes: int) -> bool:
    """Whether a process that carries over came to its end before its nth change."""
    if not (child := os.fork()):
        left = iter(range(changes))
        events = {"os.remove", "os.rename", "os.link", "os.mkdir", "os.rmdir", "open"}

        def counted(event: str, arguments: tuple[Any, ...]) -> None:
            if event not in events or str(request.run_dir) not in str(arguments[0]):
                return
            is_read = event == "open" and arguments[2] & os.O_ACCMODE == os.O_RDONLY
            is_matching = event in {"open", "os.remove"} and "matching-" in str(arguments[0])
            if not is_read and not is_matching and next(left, None) is None:
                os._exit(9)

        sys.addaudithook(counted)
        with RunDirectory(request.run_dir) as directory:
            begin_run(request, prepare_run(request, directory), directory)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0
