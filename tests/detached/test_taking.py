"""What jobs bring back is taken in once, and only what they should have measured."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from math import inf, nan
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from photoparsl.detached.taken_in import TakenIn
from photoparsl.detached.taking import take_in
from photoparsl.results import (
    BatchFolder,
    Failure,
    PilotSeen,
    RunDirectory,
    SliceResult,
    TaskDone,
    read_events,
)
from photoparsl.results.value import Missing
from tests.detached.conftest import ENDED, OVER, Submitted, of_job
from tests.made import result_of, slice_of


def taken_of(submitted: Submitted) -> TakenIn:
    with RunDirectory(submitted.run) as directory:
        return take_in(directory, submitted.folder)


def rows_of(submitted: Submitted) -> dict[int, str]:
    """The outcome of each row that has one."""
    results = RunDirectory(submitted.run).results_as_kept()
    outcomes = [outcome for result in results for outcome in result.outcomes]
    assert len({o.row for o in outcomes}) == len(outcomes), "a row is there twice"
    return {o.row: o.reason if isinstance(o, Failure) else "measured" for o in outcomes}


def test_an_ended_jobs_photos_get_the_runs_rows_and_the_other_job_stays_out(
    submitted: Submitted,
) -> None:
    submitted.log(ENDED + "001 (007.001.000) 2026-11-26 09:14:49 Job executing\n...\n")
    submitted.bring_back(0, of_job(0, 0, 3), of_job(0, 3, 5, failed=(4,)))
    submitted.bring_back(1, of_job(1))
    taken = taken_of(submitted)
    assert (taken.photos, taken.in_jobs, taken.is_over, taken.sentences) == (5, 5, False, ())
    assert rows_of(submitted) == dict.fromkeys(range(4), "measured") | {4: "http-404"}
    assert taken_of(submitted).photos == 0, "the same job is taken twice"
    events = list(read_events(submitted.run))
    assert sum(event.measured for event in events if isinstance(event, TaskDone)) == 4
    seen = [event for event in events if isinstance(event, PilotSeen)]
    assert [(event.host, event.state) for event in seen] == [
        ("w1.example", "running"),
        ("w1.example", "ended"),
    ]
    assert seen[1].time - seen[0].time == 61, "the job's time in its slot isn't what the log says"


def test_a_job_that_ended_early_brings_what_it_has_and_says_what_is_left(
    submitted: Submitted,
) -> None:
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, of_job(0))
    submitted.bring_back(1, of_job(1, 0, 2))
    (submitted.folder.job(1) / "errors").write_text("the disk is full \x1b[2J\n")
    taken = taken_of(submitted)
    assert (taken.photos, taken.is_over, taken.in_jobs) == (7, True, 0)
    assert taken.sentences[0] == "job 7.1: photos left: 3 of 5 (it ended with exit code 3)"
    assert "\x1b" not in "".join(taken.sentences)
    assert sorted(rows_of(submitted)) == list(range(7))
    assert not submitted.folder.path.exists()


def test_rows_that_another_run_measured_meanwhile_are_there_once(submitted: Submitted) -> None:
    with RunDirectory(submitted.run) as directory:
        directory.write(result_of(slice_of(0, 3), failed=(1,)))
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, of_job(0))
    submitted.bring_back(1, of_job(1))
    taken_of(submitted)
    assert rows_of(submitted) == dict.fromkeys(range(10), "measured")


def test_a_process_that_dies_while_it_takes_in_takes_nothing_twice(submitted: Submitted) -> None:
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, of_job(0))
    submitted.bring_back(1, of_job(1))
    with RunDirectory(submitted.run) as directory:
        take_in(directory, submitted.folder)
    submitted.folder.path.mkdir()  # as if it had died before it wrote what it took
    submitted.folder.write(submitted.batch)
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, of_job(0))
    submitted.bring_back(1, of_job(1))
    taken_of(submitted)
    assert rows_of(submitted) == dict.fromkeys(range(10), "measured")


def change_first(result: SliceResult, **fields: Any) -> SliceResult:
    first, *others = result.measurements
    return replace(result, measurements=(replace(first, **fields), *others))


def executed(result: SliceResult, **fields: Any) -> SliceResult:
    return replace(result, execution=replace(result.execution, **fields))


FOREIGN: dict[str, Callable[[SliceResult], SliceResult]] = {
    "another photo's place": lambda r: change_first(r, url="http://photos.example/99.jpg"),
    "a row of another job": lambda r: replace(
        r,
        start=1,
        stop=6,
        measurements=tuple(replace(m, row=m.row + 1) for m in r.measurements),
    ),
    "other measures": lambda r: replace(
        r,
        measures={"value": 2},
        measurements=tuple(replace(m, values={"value": 0.5}) for m in r.measurements),
    ),
    "another version": lambda r: replace(r, measures={"luminance": 99}),
    "infinity": lambda r: change_first(r, values={"luminance": inf}),
    "no number": lambda r: change_first(r, values={"luminance": nan}),
    "a long text": lambda r: change_first(r, values={"luminance": "x" * 201}),
    "a large number": lambda r: change_first(r, values={"luminance": 2**63}),
    "true": lambda r: change_first(r, values={"luminance": True}),
    "an unknown reason": lambda r: replace(
        r,
        measurements=r.measurements[1:],
        failures=(Failure(0, r.measurements[0].url, None, "<script>", "x"),),
    ),
    "an unknown reason for no value": lambda r: change_first(
        r, values={"luminance": None}, missing={"luminance": Missing("<script>", "x")}
    ),
    "a stamp that is none": lambda r: change_first(r, stamp="<img>"),
    "a negative time": lambda r: replace(r, execution=replace(r.execution, seconds=-1.0)),
    "a text for a number": lambda r: change_first(r, values={"luminance": "0.5"}),
    "a number beyond its scale": lambda r: change_first(r, values={"luminance": 1.7}),
    "the digest of other photos": lambda r: replace(r, digest="0" * 32),
    "a start before it was submitted": lambda r: executed(r, started=1.0),
    "a start in the future": lambda r: executed(r, started=4e9),
    "ages of work": lambda r: executed(r, seconds=1e12),
    "more bytes than there are": lambda r: executed(r, bytes=10**30),
    "fewer bytes than none": lambda r: executed(r, bytes=-1),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_of_a_job_that_brings_something_foreign_nothing_is_taken(
    submitted: Submitted, what: str
) -> None:
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, FOREIGN[what](of_job(0)))
    submitted.bring_back(1, of_job(1))
    taken = taken_of(submitted)
    assert taken.photos == 5
    assert taken.sentences[0].startswith("job 7.0: nothing of it is taken in")
    assert sorted(rows_of(submitted)) == list(range(5, 10))


SENTENCES = {
    "another photo's place": "its digest is of other photos",
    "a row of another job": "http://photos.example/0.jpg: isn't a photo of this job at that row",
    "other measures": "it measured value (version 2), and should have measured luminance (version ",
    "another version": "it measured luminance (version 99), and should have measured luminance (",
    "infinity": "http://photos.example/0.jpg: luminance is inf, which it can't be",
    "a number beyond its scale": "luminance is 1.7, which it can't be",
    "a text for a number": "luminance is '0.5', which it can't be",
    "an unknown reason": "http://photos.example/0.jpg: failed; its reason can't be '<script>'",
    "an unknown reason for no value": "has no luminance for an unknown reason: <script>",
    "a stamp that is none": "its stamp is '<img>', which it can't be",
    "a start in the future": "hours after the jobs were submitted and took",
    "fewer bytes than none": "it fetched -1 bytes for 5 photos",
}


@pytest.mark.parametrize("what", SENTENCES)
def test_a_refusal_names_the_photo_the_measure_and_the_value(
    submitted: Submitted, what: str
) -> None:
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, FOREIGN[what](of_job(0)))
    (sentence, *_) = taken_of(submitted).sentences
    assert SENTENCES[what] in sentence
    assert sentence.count("job ") == sentence.count("job 7.0") + sentence.count("this job")


def test_a_damaged_file_of_a_job_is_named_without_advice_for_the_runs_own_files(
    submitted: Submitted,
) -> None:
    submitted.log(ENDED + OVER)
    slices = submitted.bring_back(0, of_job(0))
    (path,) = slices.iterdir()
    path.write_text(path.read_text().replace(".jpg", ".png"))
    (sentence, *_) = taken_of(submitted).sentences
    assert sentence.endswith(f"measured again: {path.name}: damaged (its checksum differs)")


def test_a_job_that_was_removed_before_it_was_created_is_said_to_be_that(
    submitted: Submitted,
) -> None:
    removed = "036 (007.-01.000) 2026-11-26 09:15:51 Cluster removed\n...\n"
    submitted.log(ENDED + removed)
    submitted.bring_back(0, of_job(0))
    (sentence,) = taken_of(submitted).sentences
    assert sentence.startswith("job 7.1: it was removed before it was created")


def test_long_texts_and_escape_sequences_of_a_host_are_cut(submitted: Submitted) -> None:
    result = of_job(0, failed=(2,))
    (failure,) = result.failures
    failures = (replace(failure, detail="\x1b[2J" + "x" * 100_000),)
    execution = replace(result.execution, host="h\x1b" * 9999, refused={"a:80": 1e9})
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, replace(result, failures=failures, execution=execution))
    taken_of(submitted)
    (kept,) = RunDirectory(submitted.run).results_as_kept()
    assert len(kept.failures[0].detail) < 600
    assert "\x1b" not in kept.failures[0].detail + kept.execution.host
    assert len(kept.execution.host) < 600
    assert kept.execution.refused == {}


def link(slices: Path) -> None:
    (slices / "slice-0000005-0000006.json").symlink_to("/etc/passwd")


def pipe(slices: Path) -> None:
    os.mkfifo(slices / "slice-0000005-0000006.json")


def unpacks_without_end(slices: Path) -> None:
    for path in slices.iterdir():
        path.unlink()
    head = json.dumps({"format": 2, "slices": []}) + "\n"
    packed = gzip.compress(head.encode() + b" " * 50_000_000)
    (slices / "segment-0000000-0000005.jsonl.gz").write_bytes(packed)


def large(slices: Path) -> None:
    with (slices / "slice-0000005-0000006.json").open("wb") as file:
        file.truncate(10_000_000)


def no_text(slices: Path) -> None:
    next(slices.iterdir()).write_bytes(b"\xff\xfe{")


def nothing(slices: Path) -> None:
    for path in slices.iterdir():
        path.unlink()
    slices.rmdir()


def linked_folder(slices: Path) -> None:
    nothing(slices)
    slices.symlink_to("/etc")


def unpacks_without_end_after_a_while(slices: Path) -> None:
    unpacks_without_end(slices)
    path = next(slices.iterdir())
    path.write_bytes(gzip.compress(b"{}\n") + path.read_bytes())


def linked_run(slices: Path) -> None:
    slices.parent.rename(elsewhere := slices.parent.with_name("elsewhere"))
    slices.parent.symlink_to(elsewhere)


def pickled(slices: Path) -> None:
    (slices / "slice-0000005-0000006.pkl").write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")


def pickled_beside(slices: Path) -> None:
    (slices.parent / "results.pkl").write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")


def program(slices: Path) -> None:
    (slices / "slice-0000000-0000005.py").write_text("raise SystemExit")


def linked_beside(slices: Path) -> None:
    (slices.parent / "events.jsonl").symlink_to("/etc/passwd")


def nested(slices: Path) -> None:
    next(slices.iterdir()).write_text('{"format": 2, "start": ' + "[" * 200_000)


def newer(slices: Path) -> None:
    path = next(slices.iterdir())
    path.write_text(path.read_text().replace('"format": 2', '"format": 99'))


def renamed(slices: Path) -> None:
    path = next(slices.iterdir())
    path.rename(path.with_name("slice-0000100-0000105.json"))


def without_end(slices: Path) -> None:
    path = next(slices.iterdir())
    path.write_bytes(path.read_bytes()[:-40])


def sealed(slices: Path, old: str, new: str) -> None:
    """Change the first such text among a file's outcomes, and give it the checksum that fits."""
    path = next(slices.iterdir())
    text = path.read_text()
    body = text[text.index("\n") + 1 : text.rindex(',\n"ran": ')]
    assert old in body
    changed = body.replace(old, new, 1)
    before, after = (sha256(part.encode()).hexdigest() for part in (body, changed))
    path.write_text(text.replace(body, changed).replace(before, after))


def row_with_a_point(slices: Path) -> None:
    sealed(slices, "[0,", "[0.0,")


def row_that_is_a_text(slices: Path) -> None:
    sealed(slices, "[0,", '["0",')


def place_that_is_a_list(slices: Path) -> None:
    sealed(slices, '"http://photos.example/0.jpg"', '["http://photos.example/0.jpg"]')


def reason_that_is_a_list(slices: Path) -> None:
    sealed(slices, '"http-404"', '["http-404"]')


def lone_surrogate(slices: Path) -> None:
    sealed(slices, '"http://photos.example/0.jpg"', '"\\ud800"')


def number_of_many_digits(slices: Path) -> None:
    sealed(slices, "[0,", f"[{'1' * 9_999},")


def line_too_short(slices: Path) -> None:
    sealed(slices, '"http://photos.example/0.jpg",', "")


SPOILED = [
    link, pipe, unpacks_without_end, large, no_text, nothing, linked_folder, linked_run, pickled,
    unpacks_without_end_after_a_while, pickled_beside, program, linked_beside, nested, newer,
    renamed, without_end, row_with_a_point, row_that_is_a_text, lone_surrogate,
    place_that_is_a_list, reason_that_is_a_list, number_of_many_digits, line_too_short,
]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILED)
def test_files_that_no_job_writes_are_refused(
    submitted: Submitted, spoil: Callable[[Path], None]
) -> None:
    submitted.log(ENDED + OVER)
    spoil(submitted.bring_back(0, of_job(0, failed=(3,))))
    submitted.bring_back(1, of_job(1))
    taken = taken_of(submitted)
    assert taken.photos == 5
    assert taken.sentences[0].startswith("job 7.0: nothing of it is taken in")
    assert sorted(rows_of(submitted)) == list(range(5, 10)), "another job's rows were touched"
    assert "\n" not in taken.sentences[0] and len(taken.sentences[0]) < 600


def test_a_cancelled_job_that_still_writes_leaves_nothing_for_a_new_job_of_its_name(
    tmp_path: Path,
) -> None:
    folder = BatchFolder(tmp_path)
    progress = folder.job(0) / folder.RUN / "progress.json"
    is_over = Event()

    def write() -> None:
        while not is_over.is_set():
            with suppress(OSError):
                progress.with_suffix(".part").write_bytes(b"{}")
                progress.with_suffix(".part").rename(progress)

    with ThreadPoolExecutor(1) as thread:
        written = thread.submit(write)
        try:
            for _ in range(60):
                progress.parent.mkdir(parents=True)
                while not progress.exists():
                    time.sleep(0)
                folder.remove()
                assert not folder.path.exists()
        finally:
            is_over.set()
        written.result(10)
    folder.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_held_job_is_named_with_the_reason_each_time(submitted: Submitted) -> None:
    held = (
        "001 (007.001.000) 2026-11-26 09:14:49 Job executing on host: <x>\n"
        "\tSlotName: slot1_1@w2.example\n...\n"
        "012 (007.001.000) 2026-11-26 09:14:52 Job was held.\n"
        "\tAnn tries this (by user ann)\n\tCode 1 Subcode 0\n...\n"
    )
    submitted.log(ENDED + held)
    for _ in range(2):
        sentences = taken_of(submitted).all_sentences
        assert "job 7.1: held on w2.example: Ann tries this (by user ann)" in sentences
        assert "(1 held)" in sentences[-1]
