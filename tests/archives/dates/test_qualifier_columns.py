"""A column beside a year that qualifies it is heard, though its name has no word for a date."""

from __future__ import annotations

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json


def dated(column: str, text: str, year: str = "1912") -> str:
    estimate = choose_date(dates_in_json({"Jahr": year, column: text})).estimate
    return f"{estimate.earliest or ''}-{estimate.latest or ''} {estimate.certainty}"


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("vor/nach", "vor", "-1912 before"), ("Präfix", "nach", "1912- after"),
        ("um/vor/nach", "um", "1907-1917 approximate"), ("Operator", "<", "-1912 before"),
        ("Op", ">", "1912- after"), ("ca./vor/nach", "vor", "-1912 before"),
        ("avant/après", "avant", "-1912 before"), ("Prima/dopo", "dopo", "1912- after"),
        ("voor/na", "voor", "-1912 before"), ("x", "před", "-1912 before"),
        ("Relation", "~", "1907-1917 approximate"),
    ],
)  # fmt: skip
def test_a_word_for_before_after_or_about_alone_in_any_column_is_on_the_year(
    column: str, text: str, expected: str
) -> None:
    assert dated(column, text) == expected


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("Margin", "5", "1907-1917"), ("Toleranz", "3 Jahre", "1909-1915"),
        ("Margin of error", "± 10", "1902-1922"), ("Marge d'erreur", "2 ans", "1910-1914"),
        ("Fehler", "4", "1908-1916"), ("±", "8", "1904-1920"),
        ("Uncertainty (years)", "7", "1905-1919"),
        ("Tolleranza", "1", "1911-1913"),
    ],
)  # fmt: skip
def test_a_column_with_a_margin_widens_the_year_by_it(
    column: str, text: str, expected: str
) -> None:
    assert dated(column, text) == f"{expected} approximate"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Attendibilità", "bassa"), ("Betrouwbaarheid", "laag"), ("Wiarygodność", "niska"),
        ("Verified", "no"), ("geprüft", "nein"), ("Vérifié", "non"), ("Confirmado", "no"),
        ("Checked", "not yet"), ("Status", "to check"), ("Status", "to be verified"),
        ("Was", "Baujahr"), ("of what", "building"), ("Wovon", "Gründung"), ("Czego", "budowa"),
        ("Art", "Abzug"), ("Art", "Scan"), ("What", "acquisition"),
        ("Anmerkung", "Datum ist das der Schenkung"),
        ("Notes", "date is of the event, photo later"),
        ("Notes", "The year refers to the church"), ("Remarque", "date de la construction"),
        ("Opmerking", "jaar van de schenking"), ("Notes", "Photo of a painting"),
        ("Beschreibung", "Aufnahme aus späterer Zeit"), ("Bemerkung", "Foto eines alten Gemäldes"),
        ("Description", "Later photograph of the house"),
        ("Notes", "photographed many years later"),
    ],
)  # fmt: skip
def test_a_column_by_which_the_year_may_be_wrong_makes_it_uncertain(column: str, text: str) -> None:
    assert dated(column, text) == "1910-1914 uncertain"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Reproduktion", "ja"), ("Copy", "yes"), ("Repro", "x"), ("Technik", "Repro nach Druck"),
        ("Contretype", "oui"), ("Medium", "Facsimile"), ("Kopia", "tak"), ("Material", "Neuabzug"),
    ],
)  # fmt: skip
def test_the_photo_is_no_younger_than_its_copy(column: str, text: str) -> None:
    assert dated(column, text, "1985") == "-1985 before"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Operator", "Jane Smith"), ("Technik", "Albuminabzug"), ("Art", "Negativ"),
        ("Art", "Foto"), ("Art", "Farbe"), ("Typ", "Abzug"), ("Was", "Kirche im Schnee"),
        ("Verified", "yes"), ("geprüft", "MM 2019-03-04"), ("Copies", "3"), ("Kopie", "nein"),
        ("Fehler", "0"), ("Form", "rund"), ("Side", "verso"), ("Medium", "gelatin silver print"),
        ("Status", "published"), ("Status", "draft"), ("Reviewed", "no"), ("Kind", "Boy"),
        ("Notes", "See also later photographs in box 3"), ("Notes", "Date is stamped on the back"),
        ("Bemerkung", "Datum auf der Rückseite gedruckt"), ("Notes", "Date of gift: 1985"),
        ("Notes", "A photograph of the print shop"), ("Description", "Photo of the map room"),
        ("Description", "The church, later photo studio"), ("Anzahl", "1"), ("Vorname", "Ante"),
        ("Notes", "original date of negative"), ("Nr", "12"), ("Prefix", "Dr."),
    ],
)  # fmt: skip
def test_columns_on_something_else_leave_the_year_exact(column: str, text: str) -> None:
    assert dated(column, text) == "1912-1912 exact"


@pytest.mark.parametrize(
    ("column", "text", "sure"),
    [
        ("Epävarma", "kyllä", "ei"), ("kb.", "x", "nem"), ("Sigur", "nu", "da"),
        ("Точность", "примерно", "точно"), ("推定", "はい", "いいえ"), ("备注", "年代推测", "桥"),
        ("przed/po/ok.", "ok.", ""), ("Marge (jaren)", "3", "0"),
        ("Motivazione", "stile", "documentata"),
        ("Based on", "hairstyle", "inscription verso"), ("Type de tirage", "retirage", "vintage"),
        ("Vintage print?", "no", "yes"), ("Original or copy", "copy", "original"),
        ("Original/Kopie", "Kopie", "Original"), ("Generation", "second generation copy", "first"),
        ("Notes", "Copied from an original lent by Jones", "Copy in box 3"),
    ],
)  # fmt: skip
def test_flags_margins_and_copies_are_heard_in_other_languages_and_words(
    column: str, text: str, sure: str
) -> None:
    assert "exact" not in dated(column, text)
    assert dated(column, sure) == "1912-1912 exact"


def test_a_pair_of_the_earliest_and_the_latest_is_one_in_danish() -> None:
    found = choose_date(dates_in_json({"Tidligst": "1912", "Senest": "1920"})).estimate
    assert (found.earliest, found.latest, found.certainty) == (1912, 1920, "range")
