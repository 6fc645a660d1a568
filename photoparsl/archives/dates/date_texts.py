"""Read the year from an archive's text, by the rules in docs/archives.md.

The rules are our own, since every library guesses at what cataloguers write.  The library `edtf`
reads a text that our rules don't read and that looks like EDTF (ISO 8601-2).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import lru_cache

from photoparsl.archives.dates import date_patterns, date_words
from photoparsl.archives.dates.date_eras import with_western_years
from photoparsl.archives.dates.date_labels import read_labelled
from photoparsl.archives.dates.date_languages import translations
from photoparsl.archives.dates.date_phrases import read_phrase
from photoparsl.archives.dates.edtf_texts import read_edtf
from photoparsl.archives.dates.in_or_after import with_either
from photoparsl.archives.dates.lives import has_life
from photoparsl.archives.dates.roman_years import with_plain_years
from photoparsl.archives.dates.wiki_dates import LONGEST_STATEMENT, plain_date
from photoparsl.archives.dates.year_estimate import (
    Certainty,
    YearEstimate,
    approximate,
    exact,
    uncertain,
)
from photoparsl.manifests import FIRST_YEAR

LONGEST = 200  # characters of a text that may be a date

_FIRST_YEAR = 1000  # an earlier number isn't a year


def read_date(text: str) -> YearEstimate:
    """Read a text that should be a date only.  The certainty is UNREAD if it isn't one.

    >>> read_date("May 1, 1923").year, read_date("[ca. 1910]").span, read_date("1930's").span
    (1923, (1905, 1915), (1930, 1939))
    >>> read_date("n.d.").certainty.value, read_date("1984.23.1").certainty.value
    ('undated', 'unread')
    """
    if "{{" in text or "Z/" in text or text.endswith("Z") or "=" in text or "exif" in text.lower():
        text = plain_date(text[:LONGEST_STATEMENT])
    return _read(text[: LONGEST + 1], date.today().year)


def find_date_in_text(text: str) -> YearEstimate:
    """Find a date at the end or the beginning of a longer text.

    It is never exact.  The certainty is UNREAD if there is none.  If the text has other years too,
    the date is from the first to the last of them, since any may be the photo's.

    >>> find_date_in_text("Commencement, Rockefeller Chapel, June 1932").span
    (1930, 1934)
    >>> find_date_in_text("Negative 1932").certainty.value
    'unread'
    """
    if _OF_ANOTHER.search(text) or has_life(text):
        return YearEstimate(Certainty.UNREAD)
    pieces = re.split(r"(?<=[,;:(])\s*|\s+(?=(?:in|circa|ca\.?|c\.|about)\s)|\)", text[-LONGEST:])
    tails = (" ".join(pieces[start:]) for start in range(1, len(pieces)))
    heads = (" ".join(pieces[:stop]) for stop in range(len(pieces) - 1, 0, -1))
    for part in (*tails, *pieces, *heads):
        estimate = read_date(part.strip(" ,;:()"))
        if estimate.span and estimate.span[0] >= FIRST_YEAR:
            if estimate.certainty == Certainty.EXACT:
                estimate = _check_years(uncertain(estimate), date.today().year)
            return _with_other_years(estimate, text)
    return YearEstimate(Certainty.UNREAD)


def _with_other_years(estimate: YearEstimate, text: str) -> YearEstimate:
    """The estimate, or one from the first to the last year in the text if others are there."""
    if estimate.span is None:
        return estimate
    first, last = estimate.span
    found = map(int, re.findall(r"(?<!\d)\d{4}(?!\d)", text[-LONGEST:]))
    years = [year for year in found if FIRST_YEAR <= year <= date.today().year]
    if all(first <= year <= last for year in years):
        return estimate
    return YearEstimate(Certainty.UNCERTAIN, min(first, *years), max(last, *years))


@lru_cache(maxsize=1 << 16)
def _read(text: str, this_year: int) -> YearEstimate:
    if len(text) > LONGEST or _APRIL_OR_AFTER.fullmatch(text.strip()):
        return YearEstimate(Certainty.UNREAD)
    plain = _normalized(_POINT_ZERO.sub("", text))
    if _NOTHING.fullmatch(plain.strip(" []()")):
        return YearEstimate(Certainty.UNDATED)
    if either := date_patterns.VOR_OR_VERS.fullmatch(text.strip().lower()):
        latest = approximate(exact(int(either[1]))).latest
        return _check_years(YearEstimate(Certainty.BEFORE, latest=latest), this_year)
    labelled = read_labelled(plain, _read_plain) if _MAY_HAVE_LABEL.search(plain) else None
    estimate = labelled or read_phrase(plain) or read_edtf(text) or _read_translated(plain)
    if estimate is None:
        estimate = _read_with_word_first(plain)
    if estimate is None or _may_be_of_another_calendar(plain, estimate):
        return YearEstimate(Certainty.UNREAD)
    if estimate.certainty in (Certainty.UNDATED, Certainty.UNREAD):
        return estimate
    return _check_years(estimate, this_year)


def _read_plain(text: str) -> YearEstimate | None:
    return read_phrase(text) or _read_translated(text)


def _read_with_word_first(text: str) -> YearEstimate | None:
    """Read '1912/ante' and '1912 (avant)' as 'ante 1912'; None unless the word makes it inexact."""
    found = _WORD_LAST.fullmatch(text)
    estimate = _read_plain(f"{found['word']} {found['date']}") if found else None
    return estimate if estimate and estimate.certainty != Certainty.EXACT else None


def _read_translated(text: str) -> YearEstimate | None:
    """Read a date in another language; None if it is none, or languages read different dates."""
    for texts in translations(text):
        found = {
            YearEstimate(Certainty.UNDATED) if _NOTHING.fullmatch(english) else read_phrase(english)
            for english in texts
        } - {None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _normalized(text: str) -> str:
    """The text in lower case, with plain dashes, without quotation marks and full stops."""
    text = with_western_years(unicodedata.normalize("NFKC", text).lower())
    text = with_plain_years(_CENTURY_OF_ITALY.sub(_as_century, text))
    text = _DASHED_YEARS.sub(_with_both_years, text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("|", ";")
    text = text.replace("^^", "; ")  # between several values, in Omeka
    text = text.replace("(;)", "(?)")  # the question mark of Greek
    for word, number in _CENTURIES:
        text = text.replace(word, number)
    text = re.sub(r"[¿'\"\u2018-\u201f\u02bc`\u00b4]", "", text)
    text = re.sub(r"(?<=[^\W\d])\.(?!\.)", " ", text)
    text = _MONTH_AND_NUMBER.sub(r"\1 ", text)
    text = date_patterns.DECADE_OR_DECEMBER.sub("década de ", text)
    text = date_patterns.ENDS_OF_ITALY.sub(r"between \1 and \2", text)
    text = with_either(date_patterns.CIRCA_OF_ITALY.sub(r"ca \1", text))
    text = date_patterns.BULK.sub("", _INITIALS.sub(r"\1 \2", text))
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def _may_be_of_another_calendar(text: str, estimate: YearEstimate) -> bool:
    """Whether a year in the digits of another script may be of the Hijra or of Vikram Samvat."""
    if not _OTHER_DIGITS.search(text):
        return False
    first = estimate.earliest or estimate.latest or 0
    return first < FIRST_YEAR or not _ARABIC_DIGITS.search(text)


def _as_century(found: re.Match[str]) -> str:
    """'20th century' of "'900"."""
    return f"{int(found[1]) + 11}th century"


def _with_both_years(found: re.Match[str]) -> str:
    """'1909-1910' of '1909-10' with a longer dash or 'ca.': a month is written without these."""
    begin, short = found["begin"], found["short"]
    end = begin[: -len(short)] + short
    return f"{begin}-{end}" if int(end) > int(begin) else found[0]


def _check_years(estimate: YearEstimate, this_year: int) -> YearEstimate:
    """The estimate; or an UNREAD one if it is before 1000, in the future, or ends before it begins.

    The latest year is at most `this_year`.
    """
    years = [year for year in (estimate.earliest, estimate.latest) if year is not None]
    first = estimate.stated or estimate.earliest or 0
    if years != sorted(years) or min(years) < _FIRST_YEAR or first > this_year:
        return YearEstimate(Certainty.UNREAD)
    if estimate.latest is not None and estimate.latest > this_year:
        known = "" if "/" in estimate.date else estimate.date  # a span ends in the future
        return replace(estimate, latest=this_year, date=known)
    return estimate


_DASHED_YEARS = re.compile(
    r"(?P<begin>(?<!\d)(?:(?<=c)|(?<=c\.)|(?<=c\. )|(?<=ca )|(?<=ca\. )|(?<=circa ))\d{4}(?=-)"
    r"|(?<!\d)\d{4}(?=[\u2012-\u2015]))[-\u2012-\u2015](?P<short>\d\d?)(?![\d./-]|\w)"
)
_MONTH_AND_NUMBER = re.compile(rf"\b({date_words.MONTHS})(?=\d)")
_OF_ANOTHER = re.compile(rf"\b(?:{date_words.OF_ANOTHER})\b", re.IGNORECASE)
_INITIALS = re.compile(r"^([a-mo-z])/([a-z])$")  # 's/f'
_MAY_HAVE_LABEL = re.compile(r"[:(\[]|^[^\W\d]{4}.*\d{4} ?[;,/] ?[^\W\d]{3}.*\d{4}")
_WORD_LAST = re.compile(
    r"(?P<date>[^()/]*\d[^()/]*?) ?[(/] ?(?P<word>[^\W\d][^\d()/,:]{0,30}?) ?\)?"
)
_APRIL_OR_AFTER = re.compile(r"apr\.? *\d{4}")  # 'Apr.' is April; French has 'apr.', after
_CENTURY_OF_ITALY = re.compile(r"(?<![\w'\u2019])['\u2018\u2019]([5-9])00(?![\w-])")
_CENTURIES = (("eighteenth", "18th"), ("nineteenth", "19th"), ("twentieth", "20th"))
_POINT_ZERO = re.compile(r"(?<=\A[0-9]{4})[.,]0+\Z")  # pandas writes 1923.0
_NOTHING = re.compile(date_words.NOTHING)
_OTHER_DIGITS = re.compile(r"[^\W0-9_](?<=\d)")
_ARABIC_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
