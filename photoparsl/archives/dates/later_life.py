"""Read a date beside what happened to the photo later: printing, scanning, publication."""

from __future__ import annotations

import re
from collections.abc import Callable

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, joined, uncertain


def read_with_later_life(
    found: re.Match[str], read: Callable[[str], YearEstimate | None]
) -> YearEstimate | None:
    """Read the date before a word like 'printed', or of a negative after it.

    '1923, printed 1999' gives 1923.  If the only date is that of the print or issue, as in '1950
    print' and '2005, scan', the photo is of that year or an earlier one.  A thing that was made
    anew, as in '1912, cast 1950', may be of either year.

    found: a match of LATER_LIFE
    read: reads a date
    """
    if negative := _OF_NEGATIVE.fullmatch(found["rest"]):
        return read(negative["date"])
    estimate = read(found["date"])
    is_of_word = not found["between"].strip() or _OF_PRINT.fullmatch(found["word"])
    has_date = re.search(r"\d{3}", found["rest"])
    is_later = found["later"] or "later" in found["rest"] or "posthum" in found[0]
    if estimate and is_of_word and not (has_date or is_later or _OF_ISSUE.match(found["word"])):
        span = estimate.span
        return YearEstimate(Certainty.BEFORE, None, span[1]) if span else None
    if estimate and has_date and _OF_THING.fullmatch(found["word"]):
        anew = read(found["rest"])
        return joined(estimate, anew) if anew else uncertain(estimate)
    return estimate


def find_original(text: str) -> re.Match[str] | None:
    """The match of a text that says the dates of a copy and of its original, or None."""
    return _COPY_OF_ORIGINAL.fullmatch(text) or _COPY_MADE_LATER.fullmatch(text)


def read_original(
    found: re.Match[str], read: Callable[[str], YearEstimate | None]
) -> YearEstimate | None:
    """Read the photo's date in 'print of 1950 from a negative of 1912', or None if it is later.

    found: a match of `find_original`
    read: reads a date
    """
    estimate = read(found["date"])
    is_later = estimate and (estimate.earliest or 0) > int(found["copied"])
    return None if is_later else estimate


SCAN_OF_PRINT = re.compile(  # before the print's own date: 'scan 2011 of print 1904'
    rf"scan(?:ned)?,? (?:\w{{1,4}} )?\d{{4}},? (?:(?:{date_words.FROM_ORIGINAL}) )+"
    rf"(?=(?:{date_words.COPY})[ ,:].*\d{{4}})"
)
_COPY_OF_ORIGINAL = re.compile(
    rf"(?:{date_words.COPY}),? (?:\w{{1,4}} )?(?P<copied>\d{{4}})(?: r)?,? "
    rf"(?:(?:{date_words.FROM_ORIGINAL}) )+(?:{date_words.ORIGINAL}),? "
    rf"(?:(?:{date_words.OF_ORIGINAL}) ){{0,2}}(?P<date>.*\d{{3}}.*)"
)
_COPY_MADE_LATER = re.compile(  # 'copy of a tintype of 1865, made in 1910'
    rf"(?:{date_words.COPY}),? (?:(?:{date_words.FROM_ORIGINAL}) )+(?:{date_words.ORIGINAL}),? "
    rf"(?:(?:{date_words.OF_ORIGINAL}) ){{0,2}}(?P<date>[^,;]*\d{{3}}[^,;]*)[,;] "
    r"(?:[^\W\d]{1,12}\.? ){0,3}(?P<copied>\d{4})"
)
LATER_LIFE = re.compile(
    r"(?P<date>.*\d{3}.*?)(?P<between>[\s,;/-]+)(?P<later>later |modern )?"
    rf"(?P<word>{date_words.LATER_LIFE})\b(?P<rest>.*)"
)
_OF_PRINT = re.compile(
    r"print.*|reprint.*|reprod.*|digiti.*|scan.*|copy.*|copied|upload.*|publ.*|issued"
)
_OF_ISSUE = re.compile(r"re(?:published|issued)|manufactured|cast|remade")
_OF_THING = re.compile("cast|manufactured|remade|reconstructed|refabricated")
_OF_NEGATIVE = re.compile(  # after 'print' and 'scan'
    r"(?: (?:from|of|after)| ?[,;])(?: an?| the| its| original)*[ ]+(?P<date>.*\d{3}.*?)"
    r"(?: (?:glass |original )?(?:negative|photo(?:graph)?|picture|original)s?)"
)
