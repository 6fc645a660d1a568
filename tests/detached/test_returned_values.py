"""Which values a job may bring back for a measure."""

from __future__ import annotations

from math import inf, nan

import pytest

from photoparsl.detached.returned_values import is_value_of


@pytest.mark.parametrize(
    ("value", "is_one"),
    [(0.4, True), (-3, True), ("wide", True), (nan, False), (-inf, False), (True, False)],
)
def test_a_built_in_measure_without_a_scale_has_any_finite_number_or_text(
    value: object, is_one: bool
) -> None:
    assert is_value_of("midtones", value) == is_one


def test_a_measure_of_hashes_has_hashes_only() -> None:
    assert is_value_of("difference_hash", "0123456789abcdef")
    assert not is_value_of("difference_hash", "0123")
    assert not is_value_of("difference_hash", 0.5)
