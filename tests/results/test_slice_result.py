from __future__ import annotations

import hashlib
import json
import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.results import Missing, from_json, to_json
from photoparsl.results.marks_in_text import marks_in
from photoparsl.results.result_file import ResultFile
from photoparsl.results.segments import head_of
from photoparsl.results.slice_lines import lines_in
from photoparsl.results.slice_text import outcome_in
from tests.made import result_of, slice_of


def test_a_result_survives_its_text() -> None:
    result = result_of(slice_of(200, 400), failed=(201, 399))
    assert from_json(to_json(result)) == result


def test_years_that_are_not_exact_survive_too() -> None:
    result = result_of(slice_of(0, 3), failed=(2,))
    spanned = replace(
        result,
        measurements=tuple(replace(m, span=(1850, 1870)) for m in result.measurements),
        failures=tuple(replace(f, year=None, span=(1850, 1859)) for f in result.failures),
    )
    assert from_json(to_json(spanned)) == spanned


def test_whole_numbers_texts_digests_and_missing_values_survive_too() -> None:
    result = result_of(slice_of(0, 4), failed=(2,))
    first, second, third = result.measurements
    values = {"whole": 2**63 - 1, "number": 1.0, "text": "größe\u2028=1+1", "never": None}
    nothing = {"never": Missing("no-value", "no sky")}
    every = dict.fromkeys(values)
    photos = (
        replace(first, values=values, missing=nothing, digest="0123456789abcdef" * 2),
        replace(second, values=values | {"number": 0.1 + 0.2}, missing=nothing),
        replace(third, values=every, missing={name: Missing("a", name) for name in every}),
    )
    measured = replace(result, measurements=photos, measures=dict.fromkeys(values, 1))
    again = from_json(to_json(measured))
    assert again == measured == pickle.loads(pickle.dumps(measured))
    assert [type(v) for v in again.measurements[0].values.values()] == [int, float, str, type(None)]
    assert head_of(to_json(measured)).kinds == {
        "whole": "integer",
        "number": "number",
        "text": "string",
    }
    assert len(json.loads(to_json(measured))["photos"][0][0]) == 22


def test_the_text_is_json_with_a_line_a_photo() -> None:
    whole = result_of(slice_of(0, 5), failed=(3,))
    text = to_json(whole)
    assert json.loads(text)["failures"][0][:2] == [3, "http://photos.example/3.jpg"]
    lines = [line for line in text.splitlines() if line.startswith("[")]
    assert len(lines) == 5 + 4 + 5  # four were measured; and one a year
    undated = replace(
        whole,
        measurements=tuple(replace(m, year=None) for m in whole.measurements),
        failures=tuple(replace(f, year=None) for f in whole.failures),
    )
    assert from_json(to_json(undated)) == undated
    assert sum(line.startswith("[") for line in to_json(undated).splitlines()) == 5 + 4


def test_a_thumbnail_beside_a_photo_s_digest_is_passed_over() -> None:
    result = result_of(slice_of(0, 5), failed=(3,))
    marked = replace(
        result,
        measurements=tuple(
            replace(m, year=None, digest="0f" * 16, mark="a1" * 8) for m in result.measurements
        ),
        failures=tuple(replace(f, year=None) for f in result.failures),
    )
    head, body = to_json(marked).split("\n", 1)
    body, after = body.rsplit(',\n"ran": ', 1)
    photos = re.sub(r'^(\["[^"]*","[^"]*")\]', r'\1,"/9j/4AAQ"]', body, flags=re.MULTILINE)
    assert photos.count("/9j/4AAQ") == 4
    fields = json.loads(head.rstrip(",") + "}")
    fields["sha256"] = hashlib.sha256(photos.encode()).hexdigest()
    text = f'{json.dumps(fields)[:-1]},\n{photos},\n"ran": {after}'
    assert from_json(text) == marked
    assert marks_in(text) == marks_in(to_json(marked)) == dict.fromkeys((0, 1, 2, 4), "a1" * 8)
    found = lines_in(ResultFile(0, 5, Path("slice.json")), range(5), text).lines
    assert [outcome_in(line.text, line.photo, marked.measures) for line in found] == [
        *marked.measurements,
        *marked.failures,
    ]


def test_a_changed_value_is_noticed() -> None:
    text = to_json(result_of(slice_of(0, 5)))
    with pytest.raises(ValueError, match="checksum"):
        from_json(text.replace("1862", "1863"))


def test_a_row_that_is_missing_or_there_twice_is_noticed() -> None:
    whole = result_of(slice_of(0, 5), failed=(3,))
    assert whole.is_whole
    twice = result_of(slice_of(0, 5))
    assert not type(twice)(**{f: getattr(twice, f) for f in twice.__slots__} | {"stop": 6}).is_whole
    doubled = {f: getattr(whole, f) for f in whole.__slots__}
    assert not type(whole)(**doubled | {"failures": whole.failures * 2}).is_whole
