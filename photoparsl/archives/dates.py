"""Read the year from an archive's text, by the rules in docs/archives.md.

The rules are our own, since every library guesses at what cataloguers write.  The library `edtf`
reads a text that our rules don't read and that looks like EDTF (ISO 8601-2).
"""

from __future__ import annotations

import io
import re
import unicodedata
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from photoparsl.archives import date_words
from photoparsl.archives.date_languages import translations
from photoparsl.archives.date_phrases import read_phrase
from photoparsl.archives.wiki_dates import LONGEST_STATEMENT, plain_date
from photoparsl.archives.year_estimate import Certainty, YearEstimate, exact, uncertain
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
    if "{{" in text or "Z/" in text or text.endswith("Z"):
        text = plain_date(text[:LONGEST_STATEMENT])
    return _read(text[: LONGEST + 1], date.today().year)


def find_date_in_text(text: str) -> YearEstimate:
    """Find a date at the end or the beginning of a longer text.

    It is never exact.  The certainty is UNREAD if there is none.

    >>> find_date_in_text("Commencement, Rockefeller Chapel, June 1932").span
    (1930, 1934)
    >>> find_date_in_text("Negative 1932").certainty.value
    'unread'
    """
    pieces = re.split(r"(?<=[,;:(])\s*|\s+(?=(?:in|circa|ca\.?|c\.|about)\s)|\)", text[-LONGEST:])
    tails = (" ".join(pieces[start:]) for start in range(1, len(pieces)))
    heads = (" ".join(pieces[:stop]) for stop in range(len(pieces) - 1, 0, -1))
    for part in (*tails, *pieces, *heads):
        estimate = read_date(part.strip(" ,;:()"))
        if estimate.span and estimate.span[0] >= FIRST_YEAR:
            if estimate.certainty != Certainty.EXACT:
                return estimate
            return _check_years(uncertain(estimate), date.today().year)
    return YearEstimate(Certainty.UNREAD)


@lru_cache(maxsize=1 << 16)
def _read(text: str, this_year: int) -> YearEstimate:
    if len(text) > LONGEST:
        return YearEstimate(Certainty.UNREAD)
    plain = _normalized(_POINT_ZERO.sub("", text))
    if _NOTHING.fullmatch(plain.strip(" []()")):
        return YearEstimate(Certainty.UNDATED)
    estimate = read_phrase(plain) or _read_edtf(text) or _read_translated(plain)
    if estimate is None or estimate.certainty == Certainty.UNDATED:
        return estimate or YearEstimate(Certainty.UNREAD)
    return _check_years(estimate, this_year)


def _read_translated(text: str) -> YearEstimate | None:
    """Read a date in another language; None if it is none, or languages read different dates."""
    found = {
        YearEstimate(Certainty.UNDATED) if _NOTHING.fullmatch(english) else read_phrase(english)
        for english in translations(text)
    } - {None}
    return found.pop() if len(found) == 1 else None


def _normalized(text: str) -> str:
    """The text in lower case, with plain dashes, without quotation marks and full stops."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = _DASHED_YEARS.sub(_with_both_years, text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("|", ";")
    for word, number in _CENTURIES:
        text = text.replace(word, number)
    text = re.sub(r"['\"\u2018-\u201f\u02bc`\u00b4]", "", text)
    text = re.sub(r"(?<=[^\W\d])\.(?!\.)", " ", text)
    text = _MONTH_AND_NUMBER.sub(r"\1 ", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:")


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
        return replace(estimate, latest=this_year)
    return estimate


def _read_edtf(text: str) -> YearEstimate | None:
    """Read EDTF with the library `edtf`; None if the text isn't EDTF."""
    text = text.strip().upper().replace("U", "X")  # drafts of EDTF had 'u' for a missing digit
    if not _EDTF.fullmatch(text):
        return None
    try:
        with redirect_stdout(io.StringIO()):  # it prints some texts that it can't read
            found = parse_edtf(text)
        first, last = int(found.lower_strict()[0]), int(found.upper_strict()[0])
    except (
        EDTFParseException,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ):
        return None  # the library raises these for texts that it can't read or has no bounds for
    if re.search("[?%]", text):
        certainty = Certainty.UNCERTAIN
    else:
        certainty = Certainty.APPROXIMATE if "~" in text else Certainty.RANGE
    if first != last:
        return YearEstimate(certainty, first, last)
    is_exact = certainty == Certainty.RANGE
    return exact(first) if is_exact else YearEstimate(certainty, first, last, first)


_DASHED_YEARS = re.compile(
    r"(?P<begin>(?<!\d)(?:(?<=c)|(?<=c\.)|(?<=c\. )|(?<=ca )|(?<=ca\. )|(?<=circa ))\d{4}(?=-)"
    r"|(?<!\d)\d{4}(?=[\u2012-\u2015]))[-\u2012-\u2015](?P<short>\d\d?)(?![\d./-]|\w)"
)
_MONTH_AND_NUMBER = re.compile(rf"\b({date_words.MONTHS})(?=\d)")
_CENTURIES = (("eighteenth", "18th"), ("nineteenth", "19th"), ("twentieth", "20th"))
_POINT_ZERO = re.compile(r"(?<=\A[0-9]{4})[.,]0+\Z")  # pandas writes 1923.0
_NOTHING = re.compile(date_words.NOTHING)
_EDTF = re.compile(r"(?=.*\d{3})[\dX?~%./\[\]{}, TZ:+-]{4,60}")
