"""A manifest has the dates of records as fine as they were read."""

import csv
import random
from pathlib import Path

import pytest

from photoparsl.archives import FieldNames, ReadOptions, manifest_of
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.manifests import edtf_of, read_edtf, read_rows


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
        ("1904-05/1904-08", "1904-05/1904-08"),  # no two years begin in the same one
        ("1904-05/1906-08", "1904/1908"),
        ("1923-5/1923-8", "1923-05/1923-08"),
        ("1923-12-30/1924-01-02", "1923-12-30/1924-01-02"),
        ("1923-05/1924", "1923/1924"),
        ("1923-08/1923-05", "1923"),
        ("1923-05?/1923-08", "1923?"),
        ("ca. 1923-05/1924-08", "1918/1929"),
        ("1923-05/1923-05-17", "1923-05"),
        ("1904-05-01,1904-08-12", "1904-05-01/1904-08-12"),
        ("1923-05-XX", "1923-05"),
        ("1904-05-uu", "1904-05"),
        ("1923-05-XX/1923-08-XX", "1923-05/1923-08"),
        ("1923-XX-XX", "1923"),
        ("1923-13-XX", ""),
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
        "https://a.example/3.jpg,1923-05/1923-08,1923-06-17\n"
        "https://a.example/4.jpg,1923-05-30/1923-06-02,1923-05\n"
        "https://a.example/5.jpg,1923/1925,1920-05/1930-08\n"
    )
    manifest_of([str(table)], output)
    with output.open() as file:
        dates = [row["date"] for row in csv.DictReader(file)]
    assert dates == ["1923", "1923-05-17", "1923-05", "1923-06-17", "1923", "1923/1925"]


def test_a_span_of_months_or_days_is_whole_in_the_manifest(tmp_path: Path) -> None:
    chance = random.Random(20)
    pairs = [_pair(chance) for _ in range(1_500)]
    forms = ("{}/{}", "{}..{}", "{{{},{}}}", "{{{}..{}}}", "{} - {}")
    texts = [chance.choice(forms).format(*pair) for pair in pairs]
    table, output = tmp_path / "table.csv", tmp_path / "manifest.csv"
    rows = [f'https://a.example/{n}.jpg,"{text}"\n' for n, text in enumerate(texts)]
    table.write_text("".join(["url,Dated\n", *rows]))
    manifest_of([str(table)], output, ReadOptions(names=FieldNames(date_column=("Dated",))))
    with output.open() as file:
        found = {row["date_text"]: row for row in csv.DictReader(file)}
    for (left, right), text in zip(pairs, texts, strict=True):
        date, ends = found[text]["date"] if text in found else "", (_days(left), _days(right))
        if date:
            first, last = _days(date)
            assert first <= min(ends)[0] and max(end[1] for end in ends) <= last, (text, date)
        if left[:4] == right[:4] and len(left) == len(right):
            assert (found[text]["year"], found[text]["certainty"]) == (left[:4], "exact"), text
            whole = f"{left}/{right}" if left < right else left if left == right else left[:4]
            assert date == whole, text
    assert list(read_rows(output, "m", ""))


def _pair(chance: random.Random) -> tuple[str, str]:
    """Two months or days: the second in the same year or a later one, and seldom before."""
    year, texts = chance.randint(1860, 2015), []
    for later in (0, chance.choice((0, 0, 0, 1, 5))):
        day = f"{year + later}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        texts.append(day)
    length = chance.choice((7, 10))
    left, right = texts if chance.random() < 0.1 else sorted(texts)
    return left[:length], right[: length if chance.random() < 0.9 else 17 - length]


def _days(date: str) -> tuple[int, int]:
    found = read_edtf(date)
    assert found and found.first and found.last and not found.doubt, date
    return found.first, found.last
