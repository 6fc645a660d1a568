"""The patterns of single dates: days, months, years, decades and centuries."""

from __future__ import annotations

import re

from photoparsl.archives.dates import date_words

NTH = {
    name: number
    for number, names in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th",
         "seventh 7th", "eighth 8th", "ninth 9th", "tenth 10th"), start=1
    )
    for name in names.split()
}  # fmt: skip
PIECES = {"half": 2, "third": 3, "quarter": 4, "decade": 10}  # of a century
ROMAN = {"xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}

_Y = r"(?P<year>\d{4})"
_PARTS = f"{date_words.EARLY}|{date_words.MID}|{date_words.LATE}"
_PART = rf"(?:(?P<part>{_PARTS})[ -]+(?:the |of |du |des )?)?"
_TIME = (  # of the day, with its zone
    r"(?:[t ] ?(?P<clock>\d{1,2}(?::?\d\d){0,2})(?:[.,:]\d+)?(?: ?[ap] ?m)?"
    r"(?: ?(?:z|utc|gmt|[a-z]{3,4}|[+-]\d\d:?(?:\d\d)?))?)?"
)

YEAR = re.compile(r"\d{4}")
DAYS = tuple(
    map(
        re.compile,
        (
            rf"{_Y}-(?P<month>\d\d)-(?P<day>\d\d){_TIME}",
            rf"{_Y}--?(?P<month>\d{{1,2}})--?(?P<day>\d{{1,2}})",
            rf"{_Y}-(?P<month>00)",
            rf"{_Y}-(?P<month>\d\d)-(?:xx|uu)",
            rf"{_Y}:(?P<month>\d\d)",
            rf"{_Y}:(?P<month>\d\d):(?P<day>\d\d){_TIME}",
            rf"{_Y}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_TIME}",
            rf"{_Y}\.(?P<month>\d\d)\.(?P<day>\d\d)\.?",
            rf"{_Y}\. (?P<month>\d\d?)\. (?P<day>\d\d?)\.?",  # Hungarian, Korean
            r"(?P<year>1[89]\d\d|20\d\d)(?P<month>\d\d)(?P<day>\d\d)",
            rf"(?P<one>\d{{1,2}})([/.-] ?)(?P<other>\d{{1,2}})\2{_Y}{_TIME}",
            rf"(?P<one>\d{{1,2}})/(?P<other>\d{{1,2}})[ -]{_Y}",  # '15/5 1935'
            rf"(?P<start>\d{{1,2}})\.? ?[-/] ?(?P<stop>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?{_Y}",
            rf"(?P<month>\d{{1,2}})[/.-]{_Y}",
            rf"(?P<roman>xi{{0,2}}(?<=.i)|ix|vi{{1,3}}|iv|i{{2,3}})[ ./-]+{_Y}",  # 'XII 1927'
            rf"(?P<day>\d{{1,2}})[ ./-]+(?P<roman>{'|'.join(date_words.ROMAN_MONTHS)})[ ./-]+{_Y}",
        ),
    )
)
MONTHS_OF_ONE_YEAR = re.compile(  # '1904-05/1904-08'; '1904-05/1906-07' may be years
    r"(?P<year>\d{4})-(?P<first>0?[1-9]|1[0-2])/(?P=year)-(?P<last>0?[1-9]|1[0-2])"
)
MONTHS = [re.compile(rf"\b(?:{words})\b") for words in date_words.MONTHS_IN_ORDER]
MONTH = re.compile(rf"\b(?:{date_words.MONTHS})\b")
DAY = re.compile(rf"\b(3[01]|[12]\d|0?[1-9])(?:{date_words.ORDINAL}|\b)")
DAY_AND_MONTH = [
    re.compile(rf"{DAY.pattern} (?:de |of )?(?:{words})\b") for words in date_words.MONTHS_IN_ORDER
]
MONTH_AND_DAY = [
    re.compile(rf"\b(?:{words}) {DAY.pattern}") for words in date_words.MONTHS_IN_ORDER
]
CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)+(?: ?[ap] ?m\b)?|\b\d{1,2} ?[ap] ?m\b")
WITHIN = re.compile(rf"\b(?:{date_words.WITHIN_A_YEAR}|{date_words.JOINING})\b")
JOINING = re.compile(
    rf"^(?:(?:{date_words.JOINING})\b|[-/&])|(?:\b(?:{date_words.JOINING}|on)|[-/&])$"
)
DECADES = (
    re.compile(rf"{_PART}(?:the )?(?P<digits>\d{{4}}) ?(?:s|er(?: jahren?)?|-lu(?:ku|vu[a-z]+))"),
    re.compile(rf"{_PART}(?:{date_words.DECADE}) (?P<digits>\d{{4}}) ?s?"),
    re.compile(rf"{_PART}(?P<digits>\d{{3}})(?:[-xu_*]\??|0s\??|\?)"),
    re.compile(rf"{_PART}(?P<digits>\d\d)(?:--?|xx|uu|__|\.\.|\*\*|\?(?=\?))\??"),
)
_NTH_PIECE = rf"(?P<nth>{'|'.join(NTH)}|last) (?P<piece>{'|'.join(PIECES)}) (?:of )?(?:the )?"
PIECE_LAST = re.compile(  # '1930s, first half'
    rf"(?P<whole>\d{{3}}0s),? \(?(?P<piece>(?:{'|'.join(NTH)}|last) (?:{'|'.join(PIECES)}))\)?"
)
PIECE_OF_YEARS = re.compile(rf"(?:the )?{_NTH_PIECE}(?P<digits>\d{{3}}0)s")  # of '1930s', '1900s'
_CENTURIES = r"(?P<last>\d\d)(?:th|st|e|\.)? century"
TURN = re.compile(  # 'turn of the 20th century', 'turn of the 19th to the 20th century'
    r"(?:the )?(?:turn|change) (?:of |from |the )*(?:(?P<first>\d\d)(?:th|e|\.)?(?: century)?"
    rf"(?: ?[-/] ?| (?:(?:to|and|und|zum|zu|et|au|y|al?|i|e|en|och|og) )?)(?:the )?{_CENTURIES}"
    r"|(?P<number>20|21)(?:th|st) century|(?P<bare>century)|(?P<year>[12]\d00))"
)
WORDS_FOR_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip
SHORT_DECADE = re.compile(
    rf"{_PART}(?:the )?(?:(?P<digits>[2-9]0)s|(?P<word>{'|'.join(WORDS_FOR_DECADES)}))"
)
PIECE_OF_SHORT_DECADE = re.compile(  # 'second half of the thirties'
    rf"(?:the )?{_NTH_PIECE}(?:(?P<digits>[2-9]0)s|(?P<word>{'|'.join(WORDS_FOR_DECADES)}))"
)
CENTURY = re.compile(
    rf"{_PART}(?:the )?(?:{_NTH_PIECE})?(?:"
    rf"(?:(?P<number>1\d|2[01])(?:th|st|e|ème|eme|\.)?|(?P<roman>{'|'.join(ROMAN)})(?:e|ème|eme)?)"
    rf"[ -]?(?:{date_words.CENTURY})(?: (?:ad|a d|ce))?"
    rf"|(?:siglo|secolo|sec|s) (?P<secolo>{'|'.join(ROMAN)}))"
)
DECADE_OR_DECEMBER = re.compile(  # 'déc. 1920' is December in French, a decade in Portuguese
    r"(?<![\d-] )(?<![\d-])(?<!\d de )\b(?:d[ée]c +de|déc) +(?=\d{3}0\b|[2-9]0$)"
)
ENDS_OF_ITALY = re.compile(r"(\d{4}) ?/ ?post ?- ?(\d{4}) ?/ ?ante\b")
CIRCA_OF_ITALY = re.compile(r"(\d{4}) ?/ ?ca\b(?= ?(?:-|$))")  # '1900/ca. - 1910/ca.'
VOR_OR_VERS = re.compile(r"v\. ?(\d{4})")  # German 'vor', before, or French 'vers', about
CORRECTED_YEAR = re.compile(r"(?<!\d)(\d{4}) ?\[(?:or |recte )?(\d{4}) ?\?\]")  # '1929 [1930?]'
WITH_TOLERANCE = re.compile(  # '1911 ± 2', '1911 +/- 5 years'
    r"(?P<year>\d{4}) ?\(?(?:±|\+ ?[/-]? ?-) ?(?P<years>\d\d?)\)?"
    r"(?: ?(?:years?|yrs?|jahre?|ans?|a[nñ]os?|anni|anos?|jaar|år|lat|let))?"
)
YEAR_ENDING = re.compile(  # 'year ending June 1927', 'year ended 30 June 1927'
    rf"(?:fiscal |financial )?year (?:ending|ended)(?: on| in)? (?:\d\d? )?(?:{date_words.MONTHS})"
    r"(?: \d\d?,?)? (?P<year>\d{4})"
)
BULK = re.compile(r"(?<=\d)[,;]? ?[(\[]?\bbulk\b.*")  # of EAD: most of a series, but not all
