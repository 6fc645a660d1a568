"""A manifest may give a month or a day; its dates are read as fine as they are known."""

from datetime import date
from pathlib import Path

import pytest

from photoparsl.errors import ManifestError
from photoparsl.manifests import ManifestRow, Reading, edtf_of, read_columns, read_edtf, read_rows


def table(tmp_path: Path, text: str) -> list[ManifestRow]:
    path = tmp_path / "m.csv"
    path.write_text(text)
    found = list(read_rows(path, "m", str(tmp_path)))
    photos = list(Reading(path, "m", str(tmp_path)))
    assert [(p.url, p.year, p.span) for p in photos] == [(r.url, r.year, r.span) for r in found]
    return found


def row(tmp_path: Path, day: str, year: str = "", span: str = ",") -> ManifestRow:
    return table(tmp_path, f'url,year,earliest,latest,date\na.jpg,{year},{span},"{day}"\n')[0]


def notes(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "m.csv"
    path.write_text(text)
    reading = Reading(path, "m", str(tmp_path))
    assert list(reading)
    return reading.remarks


def days(first: str, last: str) -> tuple[int, int]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1923", "1923-01-01", "1923-12-31"),
        ("1923-02", "1923-02-01", "1923-02-28"),
        ("1924-02", "1924-02-01", "1924-02-29"),
        ("1923-05-17", "1923-05-17", "1923-05-17"),
        ("1923-05-17T10:00:00Z", "1923-05-17", "1923-05-17"),
        ("192X", "1920-01-01", "1929-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1923-XX", "1923-01-01", "1923-12-31"),
        ("1923-05-XX", "1923-05-01", "1923-05-31"),
        ("1923-21", "1923-01-01", "1923-12-31"),  # spring: where?
        ("1923/1925", "1923-01-01", "1925-12-31"),
        ("1923-05/1923-06", "1923-05-01", "1923-06-30"),
        ("1923-12-30/1924-01-02", "1923-12-30", "1924-01-02"),
    ],
)
def test_iso_and_edtf_are_read_to_the_day(text: str, first: str, last: str) -> None:
    found = read_edtf(text)
    assert found is not None
    assert (found.first, found.last, found.doubt) == (*days(first, last), "")


@pytest.mark.parametrize("zone", ["", "Z", "+01:00", "-0530", "+00:53:28", "-03"])
@pytest.mark.parametrize(
    "time",
    ["12", "12:30", "1230", "12:30:45", "123045", "12:30:45.123456", "12:30,5", "24:00", "24:00:00",
     "240000.00", "23:59:60", "00:00", "9:05"],
)  # fmt: skip
def test_a_time_that_can_be_changes_no_date(time: str, zone: str) -> None:
    for separator in "T ":
        assert read_edtf(f"1923-05-17{separator}{time}{zone}") == read_edtf("1923-05-17")


@pytest.mark.parametrize(
    "time",
    ["25:00", "12:61", "12:30:61", "12:30:60", "24:00:01", "24:01", "24:00:00.5", "2561", "99",
     "12:30+25:00", "12:30+01:61", "12:", "12::30", ":", "Z", "12:3", "-1:00", "12:30ZZ"],
)  # fmt: skip
def test_a_date_whose_time_cant_be_is_refused_as_other_bad_dates_are(
    tmp_path: Path, time: str
) -> None:
    date = f"1923-05-17T{time}"
    assert read_edtf(date) is None
    with pytest.raises(ManifestError, match=r"m:2: expected a date in ISO 8601 or EDTF like"):
        table(tmp_path, f"url,date\na.jpg,{date}\n")
    with pytest.raises(ManifestError, match=r"m:2: expected a year of four digits"):
        table(tmp_path, f"url,year\na.jpg,{date}\n")
    assert row(tmp_path, date, "1923").days is None


def test_open_intervals_have_no_end_and_doubt_is_kept() -> None:
    for text, ends in (("1923/..", (True, False)), ("../1923", (False, True)), ("1923/", (1, 0))):
        found = read_edtf(text)
        assert found is not None
        assert (found.first is not None, found.last is not None) == ends
    doubts = {"1923?": "?", "1923-05~": "~", "192X%": "%", "1923?/1925~": "~"}
    for text, doubt in doubts.items():
        assert (read_edtf(text) or [])[2] == doubt


@pytest.mark.parametrize(
    "text",
    ["", "..", "/", "../..", "May 1923", "1923-13", "1923-02-30", "1923-5", "17.05.1923", "-1923",
     "1925/1923", "1923-2X", "192X-05", "1923-XX-17", "0000", "1923-25", "1923??", "19231", "19",
     "1904-05 ", "٠١٢٣", "1923-05-17T", "1923\n"],
)  # fmt: skip
def test_no_other_text_is_read_as_a_date(text: str) -> None:
    assert read_edtf(text) is None


@pytest.mark.parametrize("text", ["1923", "1923-02", "1923-02-28", "1923-05-01/1923-06-30"])
def test_days_are_written_as_short_as_edtf_has_them(text: str) -> None:
    found = read_edtf(text)
    assert found and found.first and found.last
    assert edtf_of(found.first, found.last) == text


def test_a_month_or_a_day_stands_beside_the_year(tmp_path: Path) -> None:
    assert row(tmp_path, "1923-05", "1923").days == days("1923-05-01", "1923-05-31")
    assert row(tmp_path, "1923-05-17 00:00:00", "1923").days == days("1923-05-17", "1923-05-17")
    assert row(tmp_path, "1923-05", "1923", "1923,1923").days == days("1923-05-01", "1923-05-31")
    whole = row(tmp_path, "1923", "1923")
    assert (whole.year, whole.days, whole.date) == (1923, None, "1923")


def test_dates_give_the_years_where_the_row_has_none(tmp_path: Path) -> None:
    found = table(
        tmp_path, "url,Date\na.jpg,1923-05\nb.jpg,192X\nc.jpg,1923?\nd.jpg,\ne.jpg,1923~\n"
    )
    assert [(r.year, r.span, r.date) for r in found] == [
        (1923, None, "1923-05"),
        (None, (1920, 1929), "192X"),
        (None, (1921, 1925), "1923?"),
        (None, None, ""),
        (None, (1918, 1928), "1923~"),
    ]
    found = table(tmp_path, "url,Date,earliest,latest\na.jpg,1923-05,1923,1923\n")
    assert (found[0].year, found[0].span) == (1923, None)


def test_a_date_of_several_years_is_the_span_of_its_year(tmp_path: Path) -> None:
    found = row(tmp_path, "1923-11/1924-02", "1923")
    assert (found.year, found.span) == (1923, (1923, 1924))
    assert found.days == days("1923-11-01", "1923-12-31")
    assert row(tmp_path, "1923?", "1923").span == (1921, 1925)


def test_a_date_narrower_than_the_rows_own_years_places_nothing(tmp_path: Path) -> None:
    """The text '1904-05' may be two years, and the row says that it is."""
    found = row(tmp_path, "1904-05", "", "1904,1905")
    assert (found.year, found.span, found.days, found.date) == (None, (1904, 1905), None, "1904-05")
    assert row(tmp_path, "1904-05", "1904", "1904,1905").days is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("url,year,date\na.jpg,1923,1923-05\nb.jpg,1923,1931-05\n", "'1931-05' beside '1923'"),
        ("url,earliest,latest,date\na.jpg,,,\nb.jpg,1900,1909,1923/1925\n", "beside '1900 1909'"),
        ("url,year,date\na.jpg,1923,\nb.jpg,1923,../1920\n", "'../1920' beside '1923'"),
        ("url,year,month\na.jpg,1923,5\nb.jpg,1923,13\n", "a month from 1 to 12, found '13'"),
        ("url,year,month,day\na.jpg,1923,,\nb.jpg,1923,2,30\n", "month, found '1923-02-30'"),
        ("url,date\na.jpg,1923\nb.jpg,4.5.1923\n", "a date in ISO 8601 or EDTF"),
    ],
)  # fmt: skip
def test_what_contradicts_is_an_error_with_its_line(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "m.csv").write_text(text)
    with pytest.raises(ManifestError) as error:
        list(Reading(tmp_path / "m.csv", "m", str(tmp_path)))
    assert found in str(error.value)
    assert "m:3: expected" in str(error.value)


def test_columns_of_months_and_days_are_understood(tmp_path: Path) -> None:
    text = "url,Year,Month,Day\n" + "".join(
        f"{n}.jpg,{cells}\n"
        for n, cells in enumerate(
            ["1923,5,17", "1923,05,", "1923,May,3.0", "1923,Sept.,", "1923,0,0", "1923,,4", ",5,3",
             "1924,2,29", "1923,Mai,"]
        )
    )  # fmt: skip
    assert [row.date for row in table(tmp_path, text)] == [
        "1923-05-17", "1923-05", "1923-05-03", "1923-09", "", "", "", "1924-02-29", "1923 Mai",
    ]  # fmt: skip
    assert read_columns(tmp_path / "m.csv", "m") == ("Month", "Day")
    assert notes(tmp_path, text) == [
        "the months are from the column 'Month', the days from 'Day'",
        "1 date isn't in ISO 8601 or EDTF, and kept as text, like '1923 Mai' (photoparsl manifest "
        "FILE reads dates in other forms)",
        "3 photos have a month or a day that isn't used, since it is 0 or its year or month isn't "
        "known, like year '1923', month '0', day '0'",
    ]


@pytest.mark.parametrize(
    ("cells", "unused"),
    [
        ("1923,,,0,", "year '1923', month '0'"),
        ("1923,,,00,3", "year '1923', month '00', day '3'"),
        ("1923,,,5,0", "year '1923', day '0'"),
        ("1923,,,,17", "year '1923', day '17'"),
        (",,,5,", "month '5'"),
        ("NA,,,May,3", "month 'May', day '3'"),
        (",1900,1909,5,", "month '5'"),
        ("1923,,,,", ""),
        ("1923,,,n/a,", ""),
        ("1923,,,5,nan", ""),
        ("1923.0,,,5.0,17.0", ""),
        (",,,,", ""),
    ],
)
def test_a_month_or_a_day_that_isnt_used_is_said(tmp_path: Path, cells: str, unused: str) -> None:
    """Also where only years are read, and most rows are plain."""
    text = f"url,year,earliest,latest,month,day\na.jpg,1923,,,5,17\nb.jpg,{cells}\n"
    found = [note for note in notes(tmp_path, text) if "isn't used" in note]
    assert [note.partition(", like ")[2] for note in found] == ([unused] if unused else [])


def test_a_date_in_another_form_is_carried_and_said(tmp_path: Path) -> None:
    text = "url,year,Date,title\na.jpg,1923,May 1923,A\nb.jpg,,192X,B\nc.jpg,1923,17.5.1923,C\n"
    found = table(tmp_path, text)
    assert [(r.date, r.days, r.cells) for r in found] == [
        ("May 1923", None, ("A",)),
        ("192X", None, ("B",)),
        ("17.5.1923", None, ("C",)),
    ]
    assert notes(tmp_path, text) == [
        "2 dates aren't in ISO 8601 or EDTF, and kept as text, like 'May 1923' (photoparsl "
        "manifest FILE reads dates in other forms)",
        "1 photo has no year, since the date is open, in doubt or of several years, like '192X'",
    ]


def test_two_columns_of_dates_beside_the_years_are_left_as_they_are(tmp_path: Path) -> None:
    found = table(tmp_path, "url,year,date,Date\na.jpg,1923,1931,x\n")
    assert (found[0].date, found[0].cells) == ("", ("1931", "x"))
