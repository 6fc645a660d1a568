"""A manifest has the dates of records as fine as they were read."""

import csv
from pathlib import Path

import pytest

from photoparsl.archives import manifest_of
from photoparsl.archives.dates import read_date
from photoparsl.manifests import edtf_of, read_rows


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("1923", "1923"),
        ("May 1923", "1923-05"),
        ("1923-05", "1923-05"),
        ("May 1, 1923", "1923-05-01"),
        ("1er mai 1923", "1923-05-01"),
        ("12.VIII.1923", "1923-08-12"),
        ("5/17/1923", "1923-05-17"),
        ("5/1/1923", "1923"),  # of January or of May
        ("5/5/1923", "1923-05-05"),
        ("1923:05:17 10:00:00", "1923-05-17"),
        ("May-June 1923", "1923"),
        ("Fall 1923", "1923"),
        ("1923-05-01/1923-05-03", "1923-05-01/1923-05-03"),
        ("1904-05", "1904/1905"),
        ("1930s", "1930/1939"),
        ("ca. May 1923", "1923-05~"),
        ("1923?", "1923?"),
        ("30/2/1923", "1923?"),
        ("before 1935", "../1934"),
        ("1935-", "1935/.."),
        ("n.d.", ""),
        ("Victorian", ""),
        ("1923-0X", ""),
    ],
)
def test_a_date_is_as_fine_as_its_text(text: str, edtf: str) -> None:
    assert read_date(text).edtf == edtf


def test_what_the_library_for_edtf_cant_read_is_not_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert read_date("1911-0X").certainty == "unread"
    assert capsys.readouterr().out == ""


def test_a_manifest_has_the_date_that_was_read_and_its_text(tmp_path: Path) -> None:
    table, output = tmp_path / "table.csv", tmp_path / "manifest.csv"
    lines = ["May 1923", "5/17/1923", "ca. 1910", "1904-05", "n.d."]
    rows = [f'https://a.example/{n}.jpg,"{text}"\n' for n, text in enumerate(lines)]
    table.write_text("".join(["url,date created\n", *rows]))
    manifest_of([str(table)], output)
    with output.open() as file:
        found = [(row["date"], row["date_text"]) for row in csv.DictReader(file)]
    dates = ["1923-05", "1923-05-17", "1910~", "1904/1905", ""]
    assert found == list(zip(dates, lines, strict=True))
    read = list(read_rows(output, "m", ""))
    assert [row.year for row in read] == [1923, 1923, None, None, None]
    assert [row.days and edtf_of(*row.days) for row in read] == [*dates[:2], None, None, None]


def test_dates_that_disagree_within_their_year_give_the_year(tmp_path: Path) -> None:
    table, output = tmp_path / "table.csv", tmp_path / "manifest.csv"
    table.write_text(
        "url,date,datum\nhttps://a.example/0.jpg,1923-05,1923-06-01\n"
        "https://a.example/1.jpg,1923-05,1923-05-17\nhttps://a.example/2.jpg,1923,1923-05\n"
    )
    manifest_of([str(table)], output)
    with output.open() as file:
        assert [row["date"] for row in csv.DictReader(file)] == ["1923", "1923-05-17", "1923-05"]
