"""Words beside a date that make it open, a life's or a copy's, and texts of JSON-LD."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.dates.date_names import role_of_bare
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.name_dates import dates_in_folder_names

AFTER = [
    "in of na", "na of in", "in oder nach", "in or after", "en ou après", "nel o dopo",
    "nel o dopo il", "en o después de", "em ou depois de", "i eller efter", "w lub po", "v nebo po",
]  # fmt: skip
BEFORE = [
    "in or before", "in oder vor", "in of voor", "en ou avant", "nel o prima del", "en o antes de",
    "i eller før", "w lub przed", "v nebo před",
]  # fmt: skip


@pytest.mark.parametrize("words", AFTER)
def test_in_or_after_a_year_has_that_year_as_its_first_in_each_language(words: str) -> None:
    estimate = read_date(f"{words} 1895")
    assert (estimate.certainty.value, estimate.earliest) == ("after", 1895)


@pytest.mark.parametrize("words", BEFORE)
def test_in_or_before_a_year_has_that_year_as_its_last_in_each_language(words: str) -> None:
    estimate = read_date(f"{words} 1895")
    assert (estimate.certainty.value, estimate.latest) == ("before", 1895)


def test_about_or_before_a_year_is_not_sharper_than_about() -> None:
    assert read_date("um oder vor 1895").latest == 1900


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("XII 1927", ("exact", 1927, 1927)),
        ("Schuljahr 1929/30", ("range", 1929, 1930)),
        ("année scolaire 1936-1937", ("range", 1936, 1937)),
        ("anno scolastico 1929/30", ("range", 1929, 1930)),
        ("odbitka 1969, negatyw 1913", ("exact", 1913, 1913)),
        ("scan 2011 of print 1904", ("before", None, 1904)),
        ("scan 2011 from negative 1904", ("exact", 1904, 1904)),
    ],
)
def test_months_school_years_copies_and_scans_are_read(
    text: str, expected: tuple[str, int | None, int | None]
) -> None:
    estimate = read_date(text)
    assert (estimate.certainty.value, estimate.earliest, estimate.latest) == expected


@pytest.mark.parametrize(
    "folder", ["Vaters Geburtsjahr 1903", "Nachlass Tante Grete (1902-1988)", "Geburtsjahr 1903"]
)
def test_a_life_in_the_name_of_a_folder_is_no_date_of_its_photos(folder: str) -> None:
    assert [date.is_of_another for date in dates_in_folder_names(PurePath(folder))] == [True]


@pytest.mark.parametrize("folder", ["1987 gefunden", "1961 geerbt", "1990 inherited"])
def test_when_photos_were_found_or_inherited_is_no_sure_year(folder: str) -> None:
    (date,) = dates_in_folder_names(PurePath(folder))
    assert read_date(date.text).certainty.value == "uncertain"


@pytest.mark.parametrize("name", ["dateofobject", "dateoftheobject", "datumdesobjekts"])
def test_the_date_of_an_object_is_unclear(name: str) -> None:
    assert (role_of_bare(name), role_of_bare("objectdate")) == (Role.UNCLEAR, Role.DATE)


@pytest.mark.parametrize("key", ["@value", "$", "#text"])
def test_the_text_of_an_object_in_json_has_the_role_of_its_field(key: str) -> None:
    record = {"dcterms:issued": [{key: "1930"}], "dcterms:created": [{key: "1927"}]}
    choice = choose_date(dates_in_json(record))
    assert (choice.estimate.year, choice.taken[0].name) == (1927, "dcterms:created")
    assert choose_date(dates_in_json({"dateDigitized": {key: "2005"}})).taken == ()


def test_a_year_beside_the_number_of_an_engine_is_no_exact_year() -> None:
    record = {"photo": "a.jpg", "model": "16H", "engine no": "4711", "year made": "1929"}
    assert choose_date(dates_in_json(record)).estimate.certainty.value == "uncertain"
