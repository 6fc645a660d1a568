"""Values of a run's files have the types of their fields, within lists and tables too."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from photoparsl.results.fields import dataclass_of


@dataclass(frozen=True)
class Record:
    """A record as the run's files have them."""

    names: list[str]
    versions: dict[str, int]
    texts: dict[str, str]


GOOD = {"names": ["a"], "versions": {"luminance": 1}, "texts": {"a": "b"}}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("names", ["a", 1]),
        ("names", [None]),
        ("names", "a"),
        ("versions", {"luminance": float("nan")}),
        ("versions", {"luminance": 1, "entropy": "1"}),
        ("versions", ["luminance"]),
        ("texts", {"a": ["b"]}),
    ],
)
def test_a_value_of_another_type_is_refused_also_within_a_list_or_a_table(
    name: str, value: object
) -> None:
    assert dataclass_of(Record, GOOD) == Record(**GOOD)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=f"its {name} is "):
        dataclass_of(Record, GOOD | {name: value})
