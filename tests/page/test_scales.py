from __future__ import annotations

from photoparsl.measuring import MEASURES
from photoparsl.page.scales import SCALES


def test_every_measure_has_a_scale_and_in_the_same_order() -> None:
    assert list(SCALES) == list(MEASURES)


def test_a_scale_that_is_known_goes_up() -> None:
    for scale in SCALES.values():
        assert scale.low is not None
        assert scale.high is not None
        assert scale.low < scale.high
        assert scale.low > 0 or not scale.logarithmic
