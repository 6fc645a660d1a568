from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest

from photoparsl.results import Missing, from_json, to_json
from photoparsl.results.segments import head_of
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
    assert len(json.loads(to_json(measured))["measurements"][0][2]) == 22


def test_the_text_is_json_with_a_line_a_photo() -> None:
    whole = result_of(slice_of(0, 5), failed=(3,))
    text = to_json(whole)
    assert json.loads(text)["failures"][0][:2] == [3, "http://photos.example/3.jpg"]
    assert sum(line.startswith("[") for line in text.splitlines()) == 5 + 5  # and one a year
    undated = replace(
        whole,
        measurements=tuple(replace(m, year=None) for m in whole.measurements),
        failures=tuple(replace(f, year=None) for f in whole.failures),
    )
    assert from_json(to_json(undated)) == undated
    assert sum(line.startswith("[") for line in to_json(undated).splitlines()) == 5


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
