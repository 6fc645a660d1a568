from __future__ import annotations

import re
from dataclasses import replace

import pytest

from photoparsl.errors import RunError
from photoparsl.reports.fragments import from_fragment, to_fragment
from photoparsl.results import Failure, Measurement
from tests.made import result_of, slice_of

ORIGINAL = """/* Running on host: c-117-12.example.org */
[1880, 0.525493],
[1919, 0.61],
/* 2 photos analyzed in 6.94s (3.47/s) */
"""


def test_a_slice_reads_as_the_original_wrote_it() -> None:
    result = replace(
        result_of(slice_of(0, 1), seconds=6.94),
        measurements=(Measurement(0, "u", 1880, {"luminance": 0.5254928}),),
    )
    assert to_fragment(result).splitlines() == [
        "/* Running on host: node1.example.edu */",
        "[1880, 0.525493],",
        "/* 1 photos analyzed in 6.94s (0.14/s) */",
    ]


def test_an_originals_rows_can_be_read() -> None:
    result = from_fragment(ORIGINAL, "results-0.json", 200)
    assert [(m.row, m.year, m.values["luminance"]) for m in result.measurements] == [
        (200, 1880, 0.525493),
        (201, 1919, 0.61),
    ]
    assert (result.execution.host, result.execution.resource) == (
        "c-117-12.example.org",
        "example.org",
    )
    with pytest.raises(RunError, match="holds no rows"):
        from_fragment("nothing", "x", 0)


def test_a_failure_is_a_comment_that_nothing_in_it_can_end() -> None:
    hostile = Failure(0, "http://x/*/alert(1)/*\n", None, "http-404", "*/ alert(2) /*")
    text = to_fragment(replace(result_of(slice_of(0, 1)), measurements=(), failures=(hostile,)))
    assert not re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip()
