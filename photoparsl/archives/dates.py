"""What the words of an archive say about the year: the rules are in docs/archives.md.

They are ours, since no library reads what cataloguers write without guessing; what is left and
looks like EDTF (ISO 8601-2) goes to the library of that name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from photoparsl.archives import words

EXACT, RANGE, APPROXIMATE, UNCERTAIN = "exact", "range", "approximate", "uncertain"
BEFORE, AFTER, UNDATED, UNREAD = "before", "after", "undated", "unread"
FIRST_PHOTO = 1826  # Niépce's; a year found among other words is of a photograph
ABOUT, PERHAPS = 5, 2  # years to either side of 'ca. 1910', and of '1910?'
LONGEST = 200  # characters of a text that may be a date

_FIRST_YEAR = 1000


@dataclass(frozen=True, slots=True)
class Dated:
    """A year as it is known: `earliest` to `latest`, and the `stated` one where a text has one.

    `certainty` is `exact` (one year), `range` (one of several), `approximate` (ca.),
    `uncertain` (?), `before` or `after` (open to one side), `undated` (the text says that there
    is no date, or is empty), or `unread` (it says something that no rule reads).
    """

    certainty: str
    earliest: int | None = None
    latest: int | None = None
    stated: int | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """The earliest and the latest year, where both are known."""
        if self.earliest is None or self.latest is None:
            return None
        return self.earliest, self.latest

    @property
    def year(self) -> int | None:
        """The stated year, else the middle of the span, else None."""
        if self.stated is not None or self.span is None:
            return self.stated
        return sum(self.span) // 2


def read_date(text: str) -> Dated:
    """What the text says, which should be a date and nothing else.

    >>> read_date("May 1, 1923").year, read_date("[ca. 1910]").span, read_date("1930's").span
    (1923, (1905, 1915), (1930, 1939))
    >>> read_date("n.d.").certainty, read_date("1984.23.1").certainty, read_date("5/1/23").year
    ('undated', 'unread', None)
    """
    return _read(text[: LONGEST + 1], date.today().year)


def find_date(text: str) -> Dated:
    """A date at the end or the beginning of a text that says other things too; never exact.

    >>> find_date("Commencement, Rockefeller Chapel, June 1932").span
    (1930, 1934)
    >>> find_date("Negative 1932").certainty
    'unread'
    """
    pieces = re.split(r"(?<=[,;:(])\s*|\s+(?=(?:in|circa|ca\.?|c\.|about)\s)|\)", text[-LONGEST:])
    tails = (" ".join(pieces[start:]) for start in range(1, len(pieces)))
    heads = (" ".join(pieces[:stop]) for stop in range(len(pieces) - 1, 0, -1))
    for part in (*tails, *pieces, *heads):
        found = read_date(part.strip(" ,;:()"))
        if found.span and found.span[0] >= FIRST_PHOTO:
            return _weakened(found) if found.certainty == EXACT else found
    return Dated(UNREAD)


@lru_cache(maxsize=1 << 16)
def _read(text: str, this_year: int) -> Dated:
    if len(text) > LONGEST:
        return Dated(UNREAD)
    plain = _plain(text)
    if _NOTHING.fullmatch(plain.strip(" []()")):
        return Dated(UNDATED)
    found = _phrase(plain) or _edtf(text)
    return _checked(found, this_year) if found else Dated(UNREAD)


def _plain(text: str) -> str:
    """The text in lower case, with plain dashes, without quotation marks and abbreviations' dots."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"['\"\u2018-\u201f\u02bc`´]", "", text)
    text = re.sub(r"(?<=[^\W\d])\.(?!\.)", " ", text)
    return _trimmed(text)


def _trimmed(text: str) -> str:
    return re.sub(r"(?<!\.)\.$", "", re.sub(r"\s+", " ", text).strip(" ,;:"))


def _checked(found: Dated, this_year: int) -> Dated:
    """Nothing from the future, nothing that ends before it begins."""
    years = [year for year in (found.earliest, found.latest) if year is not None]
    first = found.stated or found.earliest or 0
    if years != sorted(years) or min(years) < _FIRST_YEAR or first > this_year:
        return Dated(UNREAD)
    if found.latest is not None and found.latest > this_year:
        return replace(found, latest=this_year)
    return found


def _phrase(text: str) -> Dated | None:
    """A date with what may stand around it: brackets, corrections, a later print."""
    if len(re.findall(r"\d+", text)) > _MOST_NUMBERS:
        return None
    text = re.sub(r"(?<=\d)[\[\]](?=\d)", "", text)
    text = re.sub(r"[\[\](){}]", " ", re.sub(r"<([^<>]*)>", r"\1", text))
    if corrected := re.search(r"\bi ?e\b[ ,:]*(.*\d.*)$", text):
        text = corrected[1]
    text = _trimmed(_LATER_LIFE.sub(r"\1", _trimmed(text)))
    if (rest := _NO_DATE_FIRST.sub("", text)) != text:
        return (found := _doubted(rest)) and _weakened(found)
    return _doubted(text)


def _doubted(text: str, depth: int = 0) -> Dated | None:
    """A date; its words of doubt, if there are any, are taken off and applied to it."""
    text = _trimmed(text)
    if depth > _DEEPEST or not text:
        return None
    for pattern, applied in _MARKS:
        found = pattern.fullmatch(text)
        inner = _doubted(found["date"], depth + 1) if found else None
        if inner:
            return applied(inner)
    return _single(text) or _range(text, depth) or _open(text, depth)


def _single(text: str) -> Dated | None:
    """One year, one day, one decade or one century."""
    if _YEAR.fullmatch(text):
        return _exact(int(text))
    for pattern in _DAYS:
        if (found := pattern.fullmatch(text)) and _is_day(found):
            return _exact(int(found["year"]))
    return _month_or_years(text) or _decade(text) or _century(text) or _within_a_year(text)


def _is_day(found: re.Match[str]) -> bool:
    """Whether the numbers can be a month and a day, where it matters in that order."""
    numbers = {
        name: int(number or 1) for name, number in found.groupdict().items() if name != "year"
    }
    if "month" not in numbers:
        numbers["month"] = min(numbers.values())
    return numbers["month"] <= 12 and max(numbers.values()) <= 31


def _month_or_years(text: str) -> Dated | None:
    """'1923-05' is a month; '1904-05' may be one, or two years, so that the year isn't exact."""
    found = re.fullmatch(r"(\d\d(\d\d))-(\d\d)", text)
    if not found or int(found[3]) > 12:
        return None
    year = int(found[1])
    return Dated(RANGE, year, year + 1) if int(found[3]) == int(found[2]) + 1 else _exact(year)


def _within_a_year(text: str) -> Dated | None:
    """One year, and besides it only words and numbers that say when in it."""
    years = set(re.findall(r"(?<!\d)\d{4}(?!\d)", text))
    if len(years) != 1 or _JOINING.search(text):
        return None
    rest = _CLOCK.sub(" ", text.replace(year := years.pop(), " "))
    if re.search(r"\d", rest) and not _MONTH.search(rest):
        return None
    left = _WITHIN.sub(" ", _MONTH.sub(" ", _DAY.sub(" ", rest)))
    return None if re.search(r"[^\s,/&-]", left) else _exact(int(year))


def _decade(text: str) -> Dated | None:
    """'1930s', '193-', '19uu'; '1800s' is the century, since it can't be told."""
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _DECADES)), None)
    if found is None:
        return None
    digits = found["digits"]
    known = len(digits) if len(digits) < 4 else 2 if digits.endswith("00") else 3
    years = 10 ** (4 - known)
    if len(digits) == 4 and int(digits) % years:
        return None
    decade = _part(int(digits.ljust(4, "0")), years, found["part"])
    return _weakened(decade) if text.endswith("?") else decade


def _century(text: str) -> Dated | None:
    found = _CENTURY.fullmatch(text)
    if not found:
        return None
    roman = found["roman"] or found["secolo"]
    first = ((_ROMAN[roman] if roman else int(found["number"])) - 1) * 100 + 1
    if not found["nth"]:
        return _part(first, 100, found["part"])
    pieces = {"half": 2, "third": 3, "quarter": 4}[found["piece"]]
    which = pieces if found["nth"] == "last" else _NTH[found["nth"]]
    start, stop = (first + 100 * n // pieces for n in (which - 1, which))
    return Dated(RANGE, start, stop - 1) if which <= pieces else None


def _range(text: str, depth: int) -> Dated | None:
    """From one date to another, where both sides are dates; or a list of years."""
    text = _BETWEEN.sub("", text)
    if _LIST.fullmatch(text):
        years = [int(year) for year in re.findall(r"\d{4}", text)]
        return Dated(RANGE, min(years), max(years))
    for separator in _SEPARATORS:
        for found in separator.finditer(text):
            if joined := _joined(text[: found.start()], text[found.end() :], depth):
                return joined
    return None


def _joined(left: str, right: str, depth: int) -> Dated | None:
    left, right = left.strip(), right.strip()
    if not (left and right):
        return None
    if _PARTS.fullmatch(left):  # 'early to mid 1930s'
        left = f"{left} {right.split()[-1]}"
    first = _doubted(left, depth + 1)
    last = _doubted(_completed(right, first), depth + 1) if first else None
    if not (first and last):
        return None
    if first.certainty == AFTER and last.certainty == BEFORE:
        return Dated(RANGE, first.earliest, last.latest)
    if not (first.span and last.span) or first.span > last.span:
        return None
    if first == last:
        return first
    doubt = max(RANGE, first.certainty, last.certainty, key=_DOUBT.index)
    return Dated(doubt, first.span[0], max(first.span[1], last.span[1]))


def _completed(right: str, first: Dated) -> str:
    """The end of '1964-65' or '1930-40s' with the digits that it leaves out."""
    short = re.fullmatch(r"(\d{1,2})(s?)(\??)", right)
    start = first.earliest if short and short[2] else first.stated
    if not short or start is None:
        return right
    end = str(start)[: 4 - len(short[1])] + short[1]
    return end + short[2] + short[3] if int(end) > start else right


def _open(text: str, depth: int) -> Dated | None:
    """'before 1935', '1935 or later': known to one side."""
    for pattern, certainty, beyond in _OPEN:
        found = pattern.fullmatch(text)
        inner = _doubted(found["date"], depth + 1) if found else None
        if inner is None or inner.span is None:
            continue
        if certainty == BEFORE:
            return Dated(BEFORE, None, inner.span[0] - 1 if beyond else inner.span[1])
        return Dated(AFTER, inner.span[1] + 1 if beyond else inner.span[0], None)
    return None


def _edtf(text: str) -> Dated | None:
    """What the library makes of EDTF that our rules don't read."""
    if not _EDTF.fullmatch(text := text.strip()):
        return None
    try:
        found = parse_edtf(text)
        first, last = int(found.lower_strict()[0]), int(found.upper_strict()[0])
    except (EDTFParseException, ArithmeticError, LookupError, TypeError, ValueError):
        return None  # what it raises for what it can't bound, besides what it can't read
    doubt = UNCERTAIN if re.search("[?%]", text) else APPROXIMATE if "~" in text else RANGE
    if first == last:
        return _exact(first) if doubt == RANGE else Dated(doubt, first, last, first)
    return Dated(doubt, first, last)


def _exact(year: int) -> Dated:
    return Dated(EXACT, year, year, year)


def _part(first: int, years: int, part: str | None) -> Dated:
    """A decade or a century, or its early, middle or late part: four of ten years, or a third."""
    if not part:
        return Dated(RANGE, first, first + years - 1)
    length = 4 if years == 10 else years // 3
    if re.fullmatch(words.EARLY, part):
        skipped = 0
    else:
        skipped = years - length if re.fullmatch(words.LATE, part) else (years - length) // 2
    return Dated(RANGE, first + skipped, first + skipped + length - 1)


def _widened(found: Dated) -> Dated:
    """'ca.': five years more to either side."""
    doubt = max(found.certainty, APPROXIMATE, key=_DOUBT.index)
    if found.span is None:
        return found
    return replace(
        found, certainty=doubt, earliest=found.span[0] - ABOUT, latest=found.span[1] + ABOUT
    )


def _weakened(found: Dated) -> Dated:
    """'?': two years more to either side of a single year; a range stays as wide as it is."""
    if found.span is None:
        return found
    more = PERHAPS if found.certainty == EXACT else 0
    return replace(
        found, certainty=UNCERTAIN, earliest=found.span[0] - more, latest=found.span[1] + more
    )


_DEEPEST, _MOST_NUMBERS = 3, 10  # so that no text takes long
_DOUBT = (EXACT, RANGE, APPROXIMATE, UNCERTAIN, AFTER, BEFORE)
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ROMAN = {"xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}

_Y = r"(?P<year>\d{4})"
_PART = rf"(?:(?P<part>{words.EARLY}|{words.MID}|{words.LATE})[ -]+(?:the |of |du |des )?)?"
_TIME = r"(?:[t ]\d.*)?"

_YEAR = re.compile(r"\d{4}")
_DAYS = tuple(
    map(
        re.compile,
        (
            rf"{_Y}-(?P<month>\d\d)-(?P<day>\d\d){_TIME}",
            rf"{_Y}-(?P<month>00)",
            rf"{_Y}:(?P<month>\d\d):(?P<day>\d\d){_TIME}",
            rf"{_Y}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_TIME}",
            rf"{_Y}\.(?P<month>\d\d)\.(?P<day>\d\d)",
            r"(?P<year>1[89]\d\d|20\d\d)(?P<month>\d\d)(?P<day>\d\d)",
            rf"(?P<one>\d{{1,2}})([/.-] ?)(?P<other>\d{{1,2}})\2{_Y}{_TIME}",
            rf"(?P<month>\d{{1,2}})[/.-]{_Y}",
            rf"(?P<day>\d{{1,2}})[ ./-]+(?:{words.ROMAN_MONTHS})[ ./-]+{_Y}(?P<month>)",
        ),
    )
)
_MONTH = re.compile(rf"\b(?:{words.MONTHS})\b")
_DAY = re.compile(rf"\b(?:3[01]|[12]\d|0?[1-9])(?:{words.ORDINAL}|\b)")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)+(?: ?[ap] ?m\b)?|\b\d{1,2} ?[ap] ?m\b")
_WITHIN = re.compile(rf"\b(?:{words.WITHIN_A_YEAR}|{words.JOINING})\b")
_JOINING = re.compile(rf"^(?:{words.JOINING}\b|[-/&])|(?:\b(?:{words.JOINING})|[-/&])$")
_DECADES = (
    re.compile(rf"{_PART}(?:the )?(?P<digits>\d{{4}}) ?(?:s|er(?: jahren?)?)"),
    re.compile(rf"{_PART}(?:{words.DECADE}) (?P<digits>\d{{4}}) ?s?"),
    re.compile(rf"{_PART}(?P<digits>\d{{3}})(?:[-xu_*]\??|0s\??|\?)"),
    re.compile(rf"{_PART}(?P<digits>\d\d)(?:--?|xx|uu|__|\*\*|\?(?=\?))\??"),
)
_CENTURY = re.compile(
    rf"{_PART}(?:the )?(?:(?P<nth>{'|'.join(_NTH)}|last) (?P<piece>half|third|quarter) "
    r"(?:of )?(?:the )?)?"
    r"(?:(?:(?P<number>1\d|2[01])(?:th|st|e|ème|eme|\.)?|(?P<roman>x[vx]?i{0,3}|xix)(?:e|ème|eme)?)"
    rf"[ -]?(?:{words.CENTURY})(?: (?:ad|a d|ce))?|(?:siglo|secolo|sec|s) (?P<secolo>x[vx]?i{{0,3}}|xix))"
)
_PARTS = re.compile(rf"{words.EARLY}|{words.MID}|{words.LATE}")
_MARKS = (
    (re.compile(rf"(?:(?:{words.PERHAPS})[ ,:]|\? ?)(?P<date>.+)"), _weakened),
    (re.compile(rf"(?P<date>.+?)(?:[ ,]+(?:{words.PERHAPS})| ?\?+)"), _weakened),
    (re.compile(rf"(?:(?:{words.CIRCA})(?=[ \d~-])|[~±])[ -]*(?P<date>.+)"), _widened),
    (re.compile(rf"(?P<date>.+?)(?:[ ,]+(?:{words.CIRCA})| ?~)"), _widened),
    (re.compile(rf"(?:{words.LABELS})(?=[ :\d])[ :]*(?P<date>.+)"), lambda found: found),
)
_BETWEEN = re.compile(rf"^(?:{words.BETWEEN}) ")
_LIST = re.compile(r"\d{4}(?:(?: ?[,;&] ?| and | or |, and |, or )\d{4})+")
_SEPARATORS = tuple(
    map(re.compile, (r" -+ ", rf" (?:{words.TO}) ", r" ?\.\. ?", "/", "-", " ?[,;] ?"))
)
_OPEN = (
    (re.compile(rf"(?:{words.BEFORE})[ -]*(?P<date>.+)"), BEFORE, True),
    (re.compile(rf"(?:{words.UNTIL}) (?P<date>.+)"), BEFORE, False),
    (re.compile(r"(?P<date>.+) (?:or|and) (?:before|earlier)"), BEFORE, False),
    (re.compile(r"(?:\.\.+/?|/|open/|unknown/)(?P<date>.+)"), BEFORE, False),
    (re.compile(rf"(?:{words.AFTER})[ -]*(?P<date>.+)"), AFTER, True),
    (re.compile(rf"(?:{words.SINCE}) (?P<date>.+)"), AFTER, False),
    (re.compile(rf"(?P<date>.+?)[ -]*(?: (?:to )?(?:{words.ONWARDS}))"), AFTER, False),
    (re.compile(r"(?P<date>\d{4}|.+s)(?:-|/?\.\.+|/|/open|/unknown|-present|\+)"), AFTER, False),
)
_LATER_LIFE = re.compile(rf"(.*\d{{3}}.*?)[\s,;/-]+(?:later |modern )?(?:{words.LATER_LIFE})\b.*")
_NO_DATE_FIRST = re.compile(
    rf"^(?:{words.NOTHING.replace('[-?. _/]*', 'n d')})[ ,;:]+(?=\D*\d{{3}})"
)
_NOTHING = re.compile(words.NOTHING)
_EDTF = re.compile(r"(?=.*\d{3})[\dXxu?~%./\[\]{}, TZ:+-]{4,60}")
