"""Files whose keys earlier versions of the format called otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from photoparsl.results import from_json, to_json
from photoparsl.results.events import EVENTS, read_events
from photoparsl.results.heartbeat import ProcessIdentity
from photoparsl.results.journal import Journal
from photoparsl.results.progress import PROGRESS, progress_text, read_progress
from tests.made import result_of, slice_of
from tests.results.test_journal import EVENTS_OF_A_RUN, PROGRESS_OF_A_RUN


def test_a_slice_is_read_whose_resource_was_called_its_site() -> None:
    result = result_of(slice_of(0, 4), failed=(2,))
    text = to_json(result)
    old = text.replace('"resource": ', '"site": ')
    assert old != text
    assert from_json(old) == result


def test_events_are_read_whose_resource_was_called_their_site(tmp_path: Path) -> None:
    Journal(tmp_path).add_events(EVENTS_OF_A_RUN)
    path = tmp_path / EVENTS
    text = path.read_text()
    old = text.replace('"resource": ', '"site": ')
    assert old != text
    path.write_text(old)
    assert list(read_events(tmp_path)) == EVENTS_OF_A_RUN


def test_progress_is_read_of_an_earlier_version(tmp_path: Path) -> None:
    progress = replace(PROGRESS_OF_A_RUN, process=ProcessIdentity(7, 5, "machine"))
    values = json.loads(progress_text(progress))
    for key, old in (("final_counts", "gone"), ("ended_rate", "pace"), ("process", "life")):
        values[old] = values.pop(key)
    values["life"]["started"] = values["life"].pop("start_ticks")
    (tmp_path / PROGRESS).write_text(json.dumps(values))
    assert read_progress(tmp_path) == progress
