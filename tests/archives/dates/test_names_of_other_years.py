"""A year in a name isn't the photo's beside words for a scan, a founding, a sheet or a replica."""

from __future__ import annotations

import pytest

from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.name_dates import date_in_file_name


@pytest.mark.parametrize(
    "stem",
    [
        "1985 scans", "1985 entwickelt", "1985 developed", "1985 von Tante Erna bekommen",
        "1985 développées", "1899 Gründung", "1912 Jahrgang", "1912 Nr", "1912_Blatt",
        "1912 Seite", "1912 Replica", "1912 Nachbau",
    ],
)  # fmt: skip
def test_the_year_of_another_thing_isnt_exact(stem: str) -> None:
    found = date_in_file_name(stem)
    is_exact = found and read_date(found.text).certainty == "exact"
    assert not (found and is_exact and found.is_sure and not found.is_of_another)


@pytest.mark.parametrize("stem", ["1912 Nr. 5", "1912 Blatt 3", "1912 Haus", "1912 Modenschau"])
def test_a_photos_number_after_its_year_leaves_it_sure(stem: str) -> None:
    found = date_in_file_name(stem)
    assert found is not None
    assert (found.text, found.is_sure) == ("1912", True)
