"""What HTCondor's commands print as JSON is read, whatever stands around it."""

from __future__ import annotations

import pytest

from photoparsl.sites.condor import parsed

ONE = '[\n{"ClusterId": 7, "Args": "[x]"}\n]\n'
TWO = '[\n{"ClusterId": 8}\n,\n{"ClusterId": 9}\n]\n'


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("", []),
        ("[]\n", []),
        (ONE, [7]),
        (ONE + TWO, [7, 8, 9]),
        ("[NOTICE] this schedd moves on [Monday].\n" + ONE, [7]),
        (ONE + "-- 1 schedd didn't answer\n" + TWO, [7, 8, 9]),
    ],
)
def test_all_arrays_count_and_notices_do_not(text: str, clusters: list[int]) -> None:
    ads = parsed(text)
    assert ads is not None
    assert [ad["ClusterId"] for ad in ads] == clusters


@pytest.mark.parametrize("text", ["No schedd answers", ONE[:-9], ONE + TWO[:20]])
def test_what_is_incomplete_is_no_answer(text: str) -> None:
    """No job is taken for one that has left the queue."""
    assert parsed(text) is None


def test_an_attribute_without_a_value_is_left_out() -> None:
    text = '[{"ClusterId": 7, "HoldReason": null, "JobStatus": 5}]'
    assert parsed(text) == [{"ClusterId": 7, "JobStatus": 5}]
