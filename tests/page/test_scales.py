from __future__ import annotations

from photoparsl.measuring import MEASURES, MORE_MEASURES, Measure
from photoparsl.measuring.scales import SCALES, scale_of


def test_every_measure_has_a_scale_and_in_the_same_order() -> None:
    assert [name for name in SCALES if name in MEASURES] == list(MEASURES)
    numbers = [name for name in MORE_MEASURES if not gives_text(MORE_MEASURES[name])]
    assert all(scale_of(name).low is not None for name in numbers)
    assert scale_of("contrast:srgb").label == "Contrast in sRGB"


def gives_text(measure: Measure) -> bool:
    return bool(measure.function.__annotations__["return"] == "str")


def test_the_page_opens_on_luminance() -> None:
    assert next(iter(SCALES)) == "luminance"


def test_a_scale_that_is_known_goes_up() -> None:
    for scale in SCALES.values():
        assert scale.low is not None
        assert scale.high is not None
        assert scale.low < scale.high
        assert scale.low > 0 or not scale.logarithmic
