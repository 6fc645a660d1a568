"""What is said of a trend: its slope or why there is none, and what was left out or taken apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from photoparsl.errors import OptionError
from photoparsl.trends import (
    ALL,
    Column,
    Shares,
    Slope,
    Trend,
    TrendFormat,
    TrendOptions,
    Window,
    group_lines,
    shares_of,
    slope_text,
    trend_of,
    trend_text,
    with_most_frequent,
)
from photoparsl.trends.mixture_text import mixture_text
from photoparsl.trends.observations import NO_MONTH
from photoparsl.trends.slope import NO_LINE
from tests.trends.test_trends import YEAR, photos

CHANCE = "no change that can be told from chance"
EMPTY_APART = "30 photos without an entry of who are each by themselves"


def reasons(trend: Trend) -> str:
    return " ".join([*group_lines(trend), *trend.notes])


def test_why_there_is_no_slope_is_said() -> None:
    few_years = trend_of("x", photos(np.repeat([1900, 1901], 9), np.arange(18)), YEAR)
    assert list(group_lines(few_years)) == ["no slope: the photos are of fewer than 3 years"]
    few_photos = trend_of("x", photos(np.repeat(np.arange(1900, 1930), 3), np.arange(90)), YEAR)
    expected = (
        "no slope: 0 of 30 single years have a median of 6 photos or more, and 3 are needed; "
        "compare medians of several years instead"
    )
    assert list(group_lines(few_photos)) == [expected]
    assert few_photos.no_slope == {ALL: expected}
    angles = trend_of(
        "hue_median", photos(np.repeat(np.arange(1900, 1930), 9), np.arange(270)), YEAR
    )
    assert list(group_lines(angles)) == ["no slope: the values go round a circle"]
    assert angles.no_slope == {ALL: "no slope: the values go round a circle"}


def test_why_a_slope_has_no_interval_is_said() -> None:
    years = np.repeat(np.arange(1900, 1930), 8)
    who = np.arange(240) % 5
    trend = trend_of("x", photos(years, np.arange(240), who=who), replace(YEAR, clusters="who"))
    (line,) = group_lines(trend)
    assert (
        "a decade, without an interval (only 5 values of 'who', fewer than 10), 1900 to 1929"
        in line
    )


def test_a_slopes_interval_is_said_to_be_that_of_a_line() -> None:
    line = "a slope's interval holds if the change is a straight line"
    years = np.repeat(np.arange(1900, 1930), 8)
    values = np.random.default_rng(1).normal(0, 1, 240)
    assert line in trend_of("x", photos(years, values), YEAR).notes
    jumping = trend_of("x", photos(years, values + 9 * (years > 1920)), YEAR)
    assert line not in jumping.notes


def test_each_group_has_the_reason_of_its_own() -> None:
    years = np.concatenate([np.repeat(np.arange(1900, 1930), 8), np.arange(1900, 1930)])
    who = np.array(["a"] * 240 + ["b"] * 30)
    trend = trend_of("x", photos(years, np.arange(270), who=who), replace(YEAR, by="who"))
    of_a, of_b = group_lines(trend)
    assert "a decade" in of_a
    assert of_b == (
        "b: no slope: 0 of 30 single years have a median of 6 photos or more, and 3 are needed; "
        "compare medians of several years instead"
    )


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((0.0171, 0.01706, 0.01714), "+0.01710 a decade (95 %: +0.01706 to +0.01714)"),
        ((0.5, 0.0002, 0.9), "+0.5000 a decade (95 %: +0.0002 to +0.9000)"),
        ((12.3, 9.1, 15.2), "+12 a decade (95 %: +9 to +15)"),
        ((0.0, None, None), "+0 a decade, without an interval"),
        ((1e-9, -1.8e-8, 0.0), f"{CHANCE} (95 %: \N{MINUS SIGN}1.8e\N{MINUS SIGN}8 to +0"),
        ((0.01, -0.00003, 0.02), f"{CHANCE} (95 %: \N{MINUS SIGN}0.00003 to +0.02000"),
        ((0.01, -1e-9, 0.02), f"{CHANCE} (95 %: \N{MINUS SIGN}1.0e\N{MINUS SIGN}9 to +0.02000"),
    ],
)
def test_a_slope_has_as_many_digits_as_tell_its_ends_apart(
    numbers: tuple[float, float | None, float | None], text: str
) -> None:
    assert slope_text(Slope(*numbers, 10, 1900.0, 1909.0)).startswith(text)


def test_photos_without_an_entry_are_no_cluster() -> None:
    """Half of the photos have no photographer: they aren't one photographer of half the archive."""
    years = np.repeat(np.arange(1900, 1904), 60)
    who = np.where(np.arange(240) % 8, np.char.add("p", (np.arange(240) % 20).astype(str)), "")
    rng = np.random.default_rng(1)
    made = photos(years, rng.normal(0, 1, 240), who=who)
    options = replace(YEAR, clusters="who")
    trend = trend_of("x", made, options)
    assert EMPTY_APART in trend.notes
    apart = np.where(who == "", np.char.add("z", np.arange(240).astype(str)), who)
    named = trend_of("x", photos(years, made.value, who=apart), options)
    assert [row.lower for row in trend.rows] == pytest.approx(
        [row.lower for row in named.rows], abs=0.1
    )
    all_empty = trend_of("x", photos(years, made.value, who=np.full(240, "")), options)
    assert all(row.lower is not None for row in all_empty.rows)


def test_the_mixture_of_the_groups_themselves_is_refused() -> None:
    with pytest.raises(OptionError, match="can't be held constant in groups by kind"):
        TrendOptions(by="kind", constant="kind")


def test_the_mixture_of_shares_is_refused() -> None:
    made = replace(photos(np.full(9, 1900), np.zeros(9), kind=np.arange(9)), entries=("grey",))
    with pytest.raises(OptionError, match="is for measures whose values are numbers"):
        shares_of("kind", made, replace(YEAR, constant="kind"))


def test_photos_that_weigh_less_are_why_there_is_no_interval() -> None:
    years = np.repeat([1900, 1901], [14, 300])
    kinds = np.concatenate([np.where(np.arange(14) < 1, 0, 1), np.arange(300) % 10 != 0])
    made = photos(years, np.arange(314), kind=kinds.astype(int))
    made.columns["kind"].codes[14:] = np.arange(300) % 10 == 0
    row = trend_of("x", made, replace(YEAR, constant="kind")).rows[0]
    assert (row.n, row.lower) == (14, None)
    assert row.note == "no interval: by their weights, the photos are worth fewer than 6"


def test_a_mixture_that_no_year_has_is_why_there_is_no_slope() -> None:
    years = np.repeat(np.arange(1900, 1910), 20)
    made = photos(years, np.arange(200), code=years % 5)
    found = trend_of("x", made, replace(YEAR, constant="code"))
    assert list(found.no_slope.values()) == [
        "no slope: 10 of 10 single years lack entries of the mixture that is held constant, and 0 "
        "have a median, of 3 that are needed; hold another column's mixture constant, or none"
    ]


def test_where_all_photos_are_without_colour_it_is_said_so() -> None:
    made = photos(np.empty(0), np.empty(0))
    left_out = "20 photos without colour, which have no hue, are left out"
    notes = trend_of("hue_median", replace(made, notes=(left_out,))).notes
    assert notes == (left_out, "no other photo has a year and a value")


CHANGES = {
    "up": Slope(0.1, 0.05, 0.15, 9, 1900, 1950),
    "down": Slope(-0.02, -0.03, -0.01, 9, 1900, 1950),
    "chance": Slope(-0.02, -0.1, 0.1, 9, 1900, 1950),
    "unknown": Slope(-0.02, None, None, 9, 1900, 1950),
    "small": Slope(0.100001, 0.05, 0.15, 9, 1900, 1950),
}
COLLECTED = "change of what was collected (of kind)"
SPAN = "from 1900 to 1950"


@pytest.mark.parametrize(
    ("free", "held", "text"),
    [
        ("up", "down", f"the rise of 0.5 {SPAN} is a {COLLECTED}: otherwise a fall of 0.1"),
        (
            "up",
            "unknown",
            f"the rise of 0.5 {SPAN} is a {COLLECTED}: otherwise a fall of 0.1, without an "
            "interval",
        ),
        (
            "up",
            "chance",
            f"there is a rise of 0.5 {SPAN}; without the {COLLECTED}, none can be told from chance",
        ),
        (
            "chance",
            "up",
            f"no change can be told from chance; without the {COLLECTED}, there is a rise of 0.5 "
            f"{SPAN}",
        ),
        (
            "chance",
            "chance",
            f"no change can be told from chance, with the {COLLECTED} or without it",
        ),
        ("up", "small", f"of the rise of 0.5 {SPAN}, nothing is a {COLLECTED}"),
        ("down", "up", f"the fall of 0.1 {SPAN} is a {COLLECTED}: otherwise a rise of 0.5"),
    ],
)
def test_no_change_is_claimed_of_the_mixture_that_chance_may_make(
    free: str, held: str, text: str
) -> None:
    assert mixture_text(CHANGES[free], CHANGES[held], "kind") == text


def test_medians_that_follow_no_line_give_no_number_of_what_was_collected() -> None:
    held = replace(CHANGES["up"], lower=None, upper=None, why=NO_LINE)
    text = mixture_text(CHANGES["up"], held, "kind")
    assert text == f"{NO_LINE}, so no slope says how much is a {COLLECTED}"


def test_months_that_nobody_knows_give_no_row_and_that_is_said() -> None:
    made = photos(np.repeat(np.arange(1900, 1904), 8), np.arange(32))
    assert (made.month == NO_MONTH).all()
    trend = trend_of("x", made, TrendOptions(Window(months=1)))
    assert trend.rows == ()
    assert "32 photos whose month isn't known are left out, so there is no row" in trend.notes
    assert trend.notes[0] == "the slope is of single years"


def test_codes_have_names() -> None:
    made = replace(photos(np.full(9, 1900), np.zeros(9)), entries=("1", "5"))
    made = replace(made, value=(np.arange(9) < 4).astype(np.int32))
    found = shares_of("mode", made, YEAR)
    assert isinstance(found, Shares)
    assert [(row.value, row.name, row.n) for row in found.rows] == [
        ("1", "grey", 9),
        ("5", "RGB", 9),
    ]
    lines = trend_text(found, TrendFormat.CSV).splitlines()
    assert lines[0] == "year,value,n,share,lower,upper,group,name"
    assert lines[1].startswith("1900,1,9,0.55")
    assert lines[1].endswith(",grey")
    texts = shares_of("my:words", made, YEAR)
    assert [row.name for row in texts.rows] == ["", ""]


def test_an_entry_that_is_called_as_the_rest_is_told_from_it() -> None:
    names = ("a", "b", "others")
    column = with_most_frequent(Column("kind", names, np.array([0, 1, 2, 2])), most=1)
    assert column.names == ("“others”", "others")
    assert column.codes.tolist() == [1, 1, 0, 0]


def test_a_group_is_named_in_each_of_its_lines_though_its_entry_is_empty_or_long() -> None:
    years = np.repeat(np.arange(1900, 1930), 16)
    made = photos(
        years,
        np.random.default_rng(5).random(480),
        kind=np.arange(480) % 2,
        sort=np.arange(480) // 2 % 2,
    )
    kind = made.columns["kind"]
    made.columns["kind"] = Column("kind", ("", "W" * 10_000), kind.codes)
    trend = trend_of("x", made, TrendOptions(Window(), by="kind", constant="sort"))
    lines = [*group_lines(trend), *(note for note in trend.notes if "collected" in note)]
    assert len(lines) == 4
    for line in lines:
        assert line.startswith(("without an entry: ", "W" * 60 + "\u2026: "))
