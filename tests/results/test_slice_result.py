from __future__ import annotations

import json
from dataclasses import replace

import pytest

from photoparsl.results import from_json, to_json
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


def test_the_text_is_json_with_a_line_a_photo() -> None:
    text = to_json(result_of(slice_of(0, 5), failed=(3,)))
    assert json.loads(text)["failures"][0][:2] == [3, "http://photos.example/3.jpg"]
    assert sum(line.startswith("[") for line in text.splitlines()) == 5


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
