"""A column whose own name says doubt never gives exact years."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.commands.main import main


def of_rows(columns: str, *rows: str) -> list[str]:
    """The years and certainties of a table with a photo in each row."""
    lines = [f"https://a.example/{n}.jpg;{row}" for n, row in enumerate(rows)]
    Path("t.csv").write_text("\n".join([f"Bild;{columns}", *lines]), encoding="utf-8")
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['year'] or row['earliest']} {row['certainty']}".strip()
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(
    ("column", "certainty"),
    [
        *((name, "approximate") for name in (
            "Jahr ca.", "an approx", "circa-jaar", "vers (année)", "Date ca.", "Jahr um", "~Jahr",
            "Year ±", "År ca.", "rok asi", "Aufnahme ca.", "Année env.", "ungefähres Jahr",
        )),
        *((name, "uncertain") for name in (
            "Year?", "Datum (?)", "Photo date?", "Jahr (vermutlich)", "vermoedelijk jaar",
            "anno presunto", "Maybe year",
        )),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_a_column_whose_name_says_doubt_gives_no_exact_year(column: str, certainty: str) -> None:
    years = of_rows(f"Titel;{column}", "T;1926", "T;1931")
    assert [year.split()[1] for year in years] == [certainty] * 2


@pytest.mark.usefixtures("folder")
def test_a_pair_of_columns_whose_names_say_doubt_gives_no_exact_year() -> None:
    assert of_rows("Jahr ca. von;Jahr ca. bis", "1926;1926")[0].endswith("approximate")


@pytest.mark.usefixtures("folder")
def test_words_that_only_look_like_doubt_leave_the_year_exact() -> None:
    assert of_rows("Vershire;Okres;Jahr", "a;b;1926") == ["1926 exact"]
    assert of_rows("Estimated value;Date", "1200;1926") == ["1926 exact"]
    assert of_rows("Jahr;Ort ca.", "1926;1900") == ["1926 exact"]
