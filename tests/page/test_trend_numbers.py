"""The numbers that the page's script computes are those of the command."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photoparsl.trends import ALL, Column, Observations, Trend, TrendOptions, Window, trend_of
from photoparsl.trends.slope import NO_LINE
from tests.conftest import needs

SCRIPT = Path(__file__).parents[1] / "web" / "trends_of.mjs"
NUMBERS = ("median", "lower", "upper", "q10", "q25", "q75", "q90")
RNG = np.random.default_rng(3)
COUNT = 900


def observations(*, circular: bool, vague: bool, weighted: bool) -> Observations:
    years = np.sort(RNG.integers(1900, 1925, COUNT)).astype(np.int32)
    years = years[(years < 1910) | (years > 1912)]
    n = len(years)
    kinds = RNG.integers(0, 4, n)
    kinds[years == 1905] = 0
    values = RNG.normal(0.3 + 0.1 * kinds, 0.1) + 0.01 * (years - 1900)
    if circular:
        values = (values * 200 - 90) % 360
    shift = RNG.integers(0, 5, n) * int(vague)
    column = Column("kind", ("a", "b", "c", "d"), kinds.astype(np.int32))
    weight = np.array([2**32 - 1, 7 * 2**16, 2**16, 2**16])[kinds] if weighted else None
    spans = (years - shift, years + 2 * shift)
    return Observations(years, *spans, values, {"kind": column}, weight=weight)


def numbers_of_script(
    made: Observations, window: Window, options: TrendOptions, *, circular: bool
) -> Any:
    photos = {
        "years": made.year.tolist(),
        "values": made.value.tolist(),
        "before": (made.year - made.earliest).tolist(),
        "after": (made.latest - made.year).tolist(),
        "codes": made.columns["kind"].codes.tolist(),
        "width": window.years,
        "photos": window.photos,
        "circular": circular,
        "spread": options.spread_dates,
        "constant": 0 if options.constant else -1,
        "weights": None if made.weight is None else made.weight.tolist(),
    }
    needs(shutil.which("node"), "Node.js (apt-get install nodejs)")
    text = json.dumps(photos)
    done = subprocess.run(["node", SCRIPT], input=text, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("circular", [False, True])
@pytest.mark.parametrize("constant", [None, "kind"])
@pytest.mark.parametrize("spread", [False, True])
@pytest.mark.parametrize("window", [Window(), Window(5), Window(photos=60)])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_pages_numbers_are_those_of_the_command(
    weighted: bool, window: Window, spread: bool, constant: str | None, circular: bool
) -> None:
    made = observations(circular=circular, vague=spread, weighted=weighted)
    options = TrendOptions(window, spread, constant=constant, replicates=0)
    trend = trend_of("hue_median" if circular else "x", made, options)
    found = numbers_of_script(made, window, options, circular=circular)
    assert found["years"] == [row.year for row in trend.rows]
    left_out = [row.note.startswith("left out") for row in trend.rows]
    assert found.get("leftOut", [0] * len(left_out)) == left_out
    if constant or spread:
        assert found["n"] == pytest.approx([row.n for row in trend.rows], abs=0.0006)
    for name in NUMBERS:
        for row, number in zip(trend.rows, found[name], strict=True):
            if row.lower is None and name != "median":  # the page draws the median alone
                assert number is None
            else:
                expected = getattr(row, name)
                assert number == (expected and pytest.approx(expected, rel=1e-9)), (name, row)


def assert_the_same_change(found: Any, made: Observations, trend: Trend) -> None:
    (note,) = [note for note in trend.notes if "what was collected" in note]
    assert found["mixture"] == note
    free, held = trend_of("x", made, TrendOptions()).slopes[ALL], trend.slopes[ALL]
    for of_page, slope in zip(found["slopes"], (free, held), strict=True):
        assert slope is not None
        assert of_page["decade"] == pytest.approx(slope.decade, rel=1e-9)
        assert (of_page["lower"] is None) == (slope.why == NO_LINE)
        for end in ("lower", "upper"):  # other draws: the ends differ by a tenth of the width
            number = getattr(slope, end)
            width = slope.upper - slope.lower if slope.upper is not None and slope.lower else 0.0
            assert of_page[end] == (number and pytest.approx(number, abs=0.1 * width))


SHARES = {"none": 0.0, "values": 0.0, "mixture": 0.6}


@pytest.mark.parametrize("jump", SHARES)
def test_what_was_collected_is_said_by_the_commands_rule(jump: str) -> None:
    """Medians that follow no line with the mixture held constant give no number."""
    years = np.repeat(np.arange(1900, 1940), 20)
    late = years >= 1920
    kinds = (np.arange(800) % 20 < 20 * (0.2 + SHARES[jump] * late)).astype(np.int32)
    change = 0.5 * late if jump == "values" else 0.01 * (years - 1900)
    made = Observations(
        years, years, years, RNG.normal(0.3 + 0.4 * kinds, 0.05) + change,
        {"kind": Column("kind", ("a", "b"), kinds)},
    )  # fmt: skip
    options = TrendOptions(Window(), constant="kind")
    trend = trend_of("x", made, options)
    found = numbers_of_script(made, Window(), options, circular=False)
    assert_the_same_change(found, made, trend)
    assert ("no slope says" in found["mixture"]) == (jump == "values")
    assert ("(by its slope)" in found["mixture"]) == (jump == "mixture")
