"""A year that stands within a wider pair of a first and a last date isn't exact."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.commands.main import main

NAMES = [
    ("year", "year_from", "year_to"),
    ("Jahr", "von", "bis"),
    ("Datierung", "Datierung von", "Datierung bis"),
    ("date", "date_start", "date_end"),
    ("year", "earliest", "latest"),
    ("date", "earliestDate", "latestDate"),
    ("display_date", "date_start", "date_end"),
    ("année", "début", "fin"),
]


def years(source: str) -> list[str]:
    """The stated year, the span and the certainty of each photo of a source."""
    assert main(["manifest", source, "--fuzzy", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['year']} {row['earliest']}-{row['latest']} {row['certainty']}"
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize("form", ["csv", "json", "xml"])
@pytest.mark.parametrize("names", NAMES, ids=" ".join)
@pytest.mark.usefixtures("folder")
def test_a_year_within_a_wider_pair_is_a_range(names: tuple[str, str, str], form: str) -> None:
    rows = [("1930", "1925", "1935"), ("1930", "1930", "1935"), ("1930", "1930", "1930")]
    if form == "csv":
        lines = [";".join((f"https://a.example/{n}.jpg", *row)) for n, row in enumerate(rows)]
        Path("t.csv").write_text("\n".join([";".join(("image_url", *names)), *lines]), "utf-8")
    elif form == "json":
        items = [
            {"image_url": f"https://a.example/{n}.jpg", **dict(zip(names, row, strict=True))}
            for n, row in enumerate(rows)
        ]
        Path("t.json").write_text(json.dumps(items), "utf-8")
    else:
        elements = [name.replace(" ", "_") for name in names]
        Path("t.xml").mkdir()
        for n, row in enumerate(rows):
            dates = "".join(f"<{e}>{d}</{e}>" for e, d in zip(elements, row, strict=True))
            url = f"<identifier>https://a.example/{n}.jpg</identifier>"
            Path("t.xml", f"{n}.xml").write_text(f"<record>{url}{dates}</record>", "utf-8")
    assert years(f"t.{form}") == [
        "1930 1925-1935 range",
        "1930 1930-1935 range",
        "1930 1930-1930 exact",
    ]


def test_a_year_beside_the_year_of_its_print_isnt_a_range() -> None:
    item = {"date": "1923, printed 1960", "date_start": "1923", "date_end": "1960"}
    assert choose_date(dates_in_json(item)).estimate.span == (1923, 1923)
