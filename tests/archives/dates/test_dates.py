"""What dates say: a table of the forms that archives write, and what must hold for any text."""

from __future__ import annotations

import csv
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from photoparsl.archives.dates.date_texts import LONGEST, find_date_in_text, read_date
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate

PIECES = (
    "a en of |1923-|1923, |ca. |?|between 1 and |[|1923 to 1924 or |late |may |1-|1 |x|i.e. 1 |"
    "( 1923"
)
TABLE = Path(__file__).with_name("dates.csv")
THIS_YEAR = date.today().year
read_date("12 maart 1923")  # loads the table of languages, so that no test is timed with that


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(dated: YearEstimate) -> dict[str, str]:
    values = {"year": dated.year, "earliest": dated.earliest, "latest": dated.latest}
    years = {name: "" if year is None else str(year) for name, year in values.items()}
    return {"certainty": dated.certainty, **years}


@pytest.mark.parametrize("row", table(), ids=lambda row: repr(row["text"]))
def test_every_form_of_the_table_is_read_as_it_says(row: dict[str, str]) -> None:
    expected = dict(row)
    assert shown(read_date(expected.pop("text"))) == expected


def test_the_table_is_large_and_has_every_certainty() -> None:
    rows = table()
    assert len({row["text"] for row in rows}) == len(rows) >= 600
    certainties = [row["certainty"] for row in rows]
    assert all(certainties.count(certainty) >= 20 for certainty in set(certainties))
    assert len(set(certainties)) == 8


# What cataloguers' texts are made of, so that chance meets the rules and not only their refusal.
WORDS = (
    "1923 1899 2026 2027 2099 191- 19-- 1930s 1 31 05 0 ca. circa c ? ~ [ ] ( ) - / .. , ; : . ' "
    "May mai März between and to before after pre or late early mid century 19th XIX n.d. "
    "printed i.e. T12:00 20230501 1984.23.1 BC winter the of 64 s XX no"
)
PARTS = st.sampled_from(WORDS.split())
TEXTS = st.lists(PARTS, max_size=8).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts)])
) | st.text(max_size=40)


@settings(deadline=None)  # a busy machine may take its time
@given(TEXTS)
@example("1923-2099")
@example("ca. 2026")
@example(str(THIS_YEAR))
def test_no_year_is_from_the_future_and_none_lies_outside_its_span(text: str) -> None:
    for dated in (read_date(text), find_date_in_text(text)):
        years = [year for year in (dated.earliest, dated.year, dated.latest) if year is not None]
        assert years == sorted(years)
        assert (
            all(1000 - 10 <= year <= THIS_YEAR for year in years)
            or dated.certainty == Certainty.BEFORE
        )


@settings(deadline=None)
@given(TEXTS)
def test_an_exact_year_stands_in_the_text(text: str) -> None:
    dated = read_date(text)
    if dated.certainty == Certainty.EXACT:
        digits = re.sub(r"[^\d]", "", text)
        assert str(dated.year) in digits
        assert dated.earliest == dated.year == dated.latest


@settings(deadline=None)
@given(st.text(alphabet="0123456789./-", max_size=12))
def test_numbers_that_are_no_date_give_no_exact_year(text: str) -> None:
    if read_date(text).certainty == Certainty.EXACT:
        assert re.search(r"\d{4}", text)


@pytest.mark.parametrize(
    "piece",
    PIECES.split("|"),
)
@pytest.mark.parametrize("length", [LONGEST, 1_000_000])
def test_no_text_takes_long(piece: str, length: int) -> None:
    """It takes half a second at most on a free processor; minutes, if it grew with the square."""
    text = (piece * length)[:length]
    began = time.process_time()
    read_date(text)
    find_date_in_text(text)
    assert time.process_time() - began < 5


def test_a_text_too_long_for_a_date_is_none() -> None:
    assert read_date(" " * LONGEST + "1923").certainty == "unread"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Chicago, 1923", 1923),
        ("1923, Chicago", 1923),
        ("Rockefeller Chapel, Commencement, June 1932", 1932),
        ("Smith family (circa 1910)", 1910),
        ("A photograph from 1910", None),
        ("Negative 1932", None),
        ("Hall, Room 1923, box 5", None),
        ("Acc. no. 1984, 23", None),
        ("Signing of the Constitution, 1787", None),
    ],
)
def test_a_year_among_other_words_is_found_and_never_exact(text: str, year: int | None) -> None:
    found = find_date_in_text(text)
    assert found.year == year
    assert found.certainty != Certainty.EXACT


def in_languages() -> list[dict[str, str]]:
    with TABLE.with_name("date_languages.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", in_languages(), ids=lambda row: f"{row['language']} {row['text']}")
def test_dates_in_nineteen_languages_are_read(row: dict[str, str]) -> None:
    dated = read_date(row["text"])
    ends = ["" if year is None else str(year) for year in (dated.earliest, dated.latest)]
    assert [dated.certainty, *ends] == [row["certainty"], row["earliest"], row["latest"]]
