"""Later outcomes of a row: what they replace, what they complete, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from photoparsl.results import (
    Execution,
    Failure,
    Measurement,
    Missing,
    ResultKind,
    SliceResult,
    from_json,
    store,
    to_json,
)
from photoparsl.results.marks_in_text import marks_in
from photoparsl.results.measures_shown import with_measures
from photoparsl.results.store import Store

BYTES, OTHER_BYTES = "0f" * 16, "1e" * 16
MARK, OTHER_MARK = "a0" * 8, "b1" * 8
FIRST = Execution("node1", "first.example", 100.0, 2.0, 5000)
LATER = Execution("node2", "later.example", 200.0, 1.0, 700)


@pytest.fixture
def made(tmp_path: Path) -> Store:
    folder = tmp_path / "slices"
    folder.mkdir()
    return Store(folder)


def measured(row: int, values: dict[str, Any], digest: str = BYTES, mark: str = "") -> Measurement:
    missing = {name: Missing("no-value", "none") for name in values if values[name] is None}
    url = f"http://a.example/{row}.jpg"
    return Measurement(row, url, None, values, "", None, digest, missing, mark)


def failed(row: int, reason: str = "http-404", mark: str = "") -> Failure:
    return Failure(row, f"http://a.example/{row}.jpg", None, reason, "a sentence", None, mark)


def result(
    outcomes: list[Measurement | Failure], measures: dict[str, int], ran: Execution = FIRST
) -> SliceResult:
    return SliceResult(
        outcomes[0].row,
        outcomes[-1].row + 1,
        "d" * 32,
        measures,
        tuple(o for o in outcomes if isinstance(o, Measurement)),
        tuple(o for o in outcomes if isinstance(o, Failure)),
        ran,
    )


def read(made: Store) -> Iterator[SliceResult]:
    """The results, before the revisions are merged and after, which must be the same."""
    before = list(made.results())
    made.merge_retried()
    after = list(made.results())
    assert before == after
    assert not made.list_files(ResultKind.RETRIED)
    yield from after


def revise(
    made: Store,
    first: list[Measurement | Failure],
    later: list[Measurement | Failure],
    measures: dict[str, int] | None = None,
) -> SliceResult:
    made.write(result(first, {"a": 1}))
    made.write_retried(result(later, measures or {"a": 1, "b": 1}, LATER))
    (found,) = read(made)
    return found


def test_an_added_measure_completes_what_was_measured_of_the_same_bytes(made: Store) -> None:
    rows = range(3)
    found = revise(
        made, [measured(n, {"a": n}) for n in rows], [measured(n, {"b": 10 + n}) for n in rows]
    )
    assert found.measures == {"a": 1, "b": 1}
    assert [m.values for m in found.measurements] == [{"a": n, "b": 10 + n} for n in rows]
    (whole, part) = found.executions()
    assert (whole.execution, whole.rows, whole.measures) == (FIRST, ((0, 3),), ())
    assert (part.execution, part.rows, part.measures) == (LATER, ((0, 3),), ("b",))


def test_values_of_other_bytes_are_never_mixed(made: Store) -> None:
    later = measured(0, {"a": 7, "b": 8}, OTHER_BYTES)
    found = revise(made, [measured(0, {"a": 1}), measured(1, {"a": 1})], [later])
    assert found.measurements[0] == later
    assert found.execution_of_rows() == {0: LATER}


def test_a_failed_pass_keeps_the_values_and_says_what_is_missing_and_why(made: Store) -> None:
    found = revise(made, [measured(0, {"a": 1}), measured(1, {"a": 2})], [failed(0, "timeout")])
    first, second = found.measurements
    assert first.values == {"a": 1, "b": None}
    assert first.missing == {"b": Missing("timeout", "a sentence")}
    assert second.values == {"a": 2}, "it hasn't been tried on the second"
    shown = with_measures(found, {"a": 1, "b": 1})
    assert [m.missing["b"].reason for m in shown.measurements] == ["timeout", "untried"]


def test_a_photo_whose_file_changed_and_then_failed_is_a_failure(made: Store) -> None:
    later = failed(0, "truncated", OTHER_MARK)
    found = revise(made, [measured(0, {"a": 1}, mark=MARK), measured(1, {"a": 2})], [later])
    assert found.failures == (later,)
    assert [m.row for m in found.measurements] == [1]


def test_a_measure_of_a_new_version_is_measured_anew_alone(made: Store) -> None:
    made.write(result([measured(n, {"a": n, "b": n}) for n in range(2)], {"a": 1, "b": 1}))
    made.write_retried(result([measured(0, {"b": 9})], {"a": 1, "b": 2}, LATER))
    (found,) = read(made)
    assert [m.values for m in found.measurements] == [{"a": 0, "b": 9}, {"a": 1}]
    (head,) = made.finished_slices()
    assert head.measures == {"a": 1, "b": 2}
    assert head.untried == {"b": 1}
    assert head.left({"a": 1, "b": 2}) == 1
    assert head.left({"a": 1}) == 0
    assert head.left({"a": 2}) == 2


def test_without_a_digest_of_version_0_1_0_values_are_kept_together(made: Store) -> None:
    found = revise(made, [measured(0, {"a": 1}, digest="")], [measured(0, {"b": 2})])
    (m,) = found.measurements
    assert (m.values, m.digest) == ({"a": 1, "b": 2}, "")


def test_merging_a_revision_a_second_time_changes_nothing(made: Store) -> None:
    """As after a kill between the rewriting of a slice and the removal of its revisions."""
    made.write(result([failed(0), measured(1, {"a": 1})], {"a": 1}))
    made.write_retried(result([measured(0, {"a": 3})], {"a": 1}, LATER))
    (file,) = made.list_files(ResultKind.RETRIED)
    kept = file.path.read_bytes()
    (once,) = read(made)
    file.path.write_bytes(kept)
    assert list(read(made)) == [once]


def test_two_revisions_of_other_rows_between_the_same_two_are_both_kept(made: Store) -> None:
    made.write(result([failed(n) for n in range(5)], {"a": 1}))
    made.write_retried(result([measured(0, {"a": 1}), measured(4, {"a": 1})], {"a": 1}, LATER))
    again = replace(LATER, started=300.0)
    later: list[Measurement | Failure] = [
        measured(0, {"a": 1}),
        measured(2, {"a": 1}),
        failed(4, "timeout"),
    ]
    made.write_retried(result(later, {"a": 1}, again))
    (found,) = read(made)
    assert [m.row for m in found.measurements] == [0, 2, 4]


def test_marks_parts_and_untried_measures_survive_a_file() -> None:
    base = result(
        [measured(0, {"a": 1, "b": 2}, mark=MARK), measured(1, {"a": 1}), failed(2, mark=MARK)],
        {"a": 1, "b": 1},
    )
    assert from_json(to_json(base)) == base
    moved = from_json(to_json(base), 40)
    assert [o.row for o in moved.outcomes] == [40, 41, 42]


def test_marks_are_read_without_the_values() -> None:
    odd = replace(measured(1, {"a": 'x", "y'}, mark=OTHER_MARK), url='a\\"], [7, "\U0001f4f7')
    outcomes: list[Measurement | Failure] = [
        measured(0, {"a": 1}, mark=MARK),
        odd,
        measured(2, {"a": None}),
        measured(3, {"a": 1}, digest=""),
        replace(failed(4, mark=MARK), detail='a "detail", 5'),
        failed(5),
    ]
    text = to_json(result(outcomes, {"a": 1}))
    assert marks_in(text, 10) == {10: MARK, 11: OTHER_MARK, 14: MARK}


@pytest.mark.parametrize("loose", [2, 500])
def test_a_file_under_another_name_holds_the_rows_that_its_name_says(
    made: Store, loose: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_LOOSE", loose)
    for start in (0, 5):
        made.write(result([measured(start + n, {"a": n}) for n in range(5)], {"a": 1}))
    for file in made.list_files(ResultKind.SLICE, ResultKind.SEGMENT):
        kind, _, ending = file.path.name.split("-")[0], None, file.path.name.partition(".")[2]
        name = f"{kind}-{file.start + 30:07}-{file.stop + 30:07}.{ending}"
        file.path.rename(made.slices / name)
    assert [o.row for r in made.results() for o in r.outcomes] == list(range(30, 40))
    assert [head.rows for head in made.finished_slices()] == [range(30, 35), range(35, 40)]
    made.write_retried(result([measured(32, {"b": 1})], {"a": 1, "b": 1}, LATER))
    made.merge_retried()
    assert [o.row for r in made.results() for o in r.outcomes] == list(range(30, 40))
    made.write(result([measured(40, {"a": 0})], {"a": 1}))
    made.write(result([measured(41, {"a": 0})], {"a": 1}))
    assert [o.row for r in made.results() for o in r.outcomes] == list(range(30, 42))
