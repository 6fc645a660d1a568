"""Find the dates that people and cameras write into the names of photos and folders."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.name_doubts import (
    is_estate,
    is_life,
    is_number,
    says_another_thing,
    says_copy,
    says_doubt,
)
from photoparsl.archives.dates.year_estimate import Certainty


@dataclass(frozen=True, slots=True)
class NameDate:
    """A date in a name.

    text: the date, in a form that `read_date` reads
    is_sure: whether the number can hardly mean anything else
    is_of_another: whether the name says that it is the date of a building, a life or a firm
    """

    text: str
    is_sure: bool
    is_of_another: bool = False


def date_in_file_name(stem: str) -> NameDate | None:
    """The date in the name of a photo's file, without its suffix, or None if there is none.

    The number of a camera or a scanner ('DSC_1923', 'scan 1950') isn't one.  Words of doubt and
    other years beside the date make it uncertain: '1923 Opa maybe' is '1923?'.

    >>> date_in_file_name("1923-05_family").text, date_in_file_name("IMG_19991231_235959").text
    ('1923-05', '1999-12-31')
    >>> date_in_file_name("1930 oder 1931 Haus").text, date_in_file_name("1923 Opa maybe").text
    ('1930 oder 1931', '1923?')
    >>> date_in_file_name("hotel 1923").is_sure, date_in_file_name("DSC_1923")
    (False, None)
    """
    return _date_in(stem, is_folder=False)


def dates_in_folder_names(folders: PurePath) -> list[NameDate]:
    """The dates in the names of folders that have one, the nearest first.

    Dates of other things stand last.

    folders: the folders that a photo is in.  Those of scans and backups aren't read

    >>> [date.text for date in dates_in_folder_names(PurePath("1950s/Album 1948-52/scans 2019"))]
    ['1948-52', '1950s']
    """
    names = (name for name in reversed(folders.parts) if not _OF_SCANS.search(name))
    found = filter(None, (_date_in(name, is_folder=True) for name in names))
    return sorted(found, key=lambda date: date.is_of_another)


def _date_in(name: str, *, is_folder: bool) -> NameDate | None:
    text = " ".join(name.replace("_", " ").split())
    text = " ".join(_SCANNED.sub(" ", _SIZES.sub(" ", text)).split()).removesuffix(" ()")
    text = f"{text} Jahre" if re.fullmatch("[2-9]0er", text) else text
    if is_folder and _is_dated(text):
        return NameDate(text, is_sure=True)
    if (stamp := _STAMP.search(text)) and _is_date(stamp["date"]):
        digits = stamp["date"]
        found = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
        if stamp["clock"] or stamp["camera"]:
            return NameDate(found, is_sure=True)
        return _judged(NameDate(found, is_sure=False), text[: stamp.start()], text[stamp.end() :])
    if begin := _at_beginning(text):
        is_sure = begin[1] and not (_YEAR.fullmatch(begin[0]) and is_number(begin[2]))
        return _judged(NameDate(begin[0], is_sure), "", begin[2])
    for pattern in (_DAY, _DAY_FIRST, _SHORT_DECADE):
        if day := pattern.search(text):
            found = "-".join(day.groups()) if pattern is _DAY else day[0]
            if _is_date(found):
                sure = NameDate(found, is_sure=True)
                return _judged(sure, text[: day.start()], text[day.end() :])
    return _within(text)


def _at_beginning(text: str) -> tuple[str, bool, str] | None:
    """The longest date that begins a name, whether it is sure, and the rest of the name."""
    if _NUMBERED.match(text):
        return None
    if numbers := _in_numbers(text):
        return numbers
    for end in reversed([found.start() for found in _ENDS.finditer(text)][:_MOST_WORDS]):
        date, rest = text[:end].rstrip(" ,;(-|"), text[end:]
        date = date if "(" in date else date.rstrip(")")
        is_of_rest = rest.strip() and _OF_REST.search(date)
        if not _ANY_YEAR.search(date) or is_of_rest or _NUMBER.search(date):
            continue
        if _is_dated(date) and not _IS_CUT.match(rest):
            return date, True, rest
    return None


def _in_numbers(text: str) -> tuple[str, bool, str] | None:
    """As `_at_beginning`, a date of numbers with spaces between: '1923 05', '1930 1931'."""
    if day := _SPACED_DAY.match(text):
        return "-".join(day.groups()), True, text[day.end() :]
    if month := _MONTH_FIRST.match(text):
        return f"{month[1]}-{month[3]}", bool(month[2]), text[month.end() :]
    if (years := _YEARS_APART.match(text)) and years[2] > years[1]:
        return f"{years[1]}-{years[2]}", True, text[years.end() :]
    if (short := _SHORT_END.match(text)) and short[2] > short[1][2:]:  # or the photo's number
        return f"{short[1]}-{short[2]}?", True, text[short.end() :]
    return None


def _is_dated(text: str) -> bool:
    """Whether a text is a date, which may have an open end: 'vor 1914'."""
    estimate = read_date(text)
    return bool(estimate.span) or estimate.certainty in (Certainty.BEFORE, Certainty.AFTER)


def _judged(found: NameDate, before: str, after: str) -> NameDate:
    """The date, as uncertain if the words or the years beside it in the name say so."""
    estimate = read_date(found.text)
    after = _NUMBERED.sub(" ", after)
    span = estimate.span or (estimate.latest or estimate.earliest or 0,) * 2
    years = [int(year) for year in _YEAR.findall(f"{before} | {after}")]
    years = [year for year in years if not span[0] <= year <= span[1]]
    if years:
        first, last = min(span[0], *years), max(span[1], *years)
        return replace(found, text=f"{first}-{last}?")
    is_persons = is_estate(before, span) or is_life(before, span)
    if is_persons or says_another_thing(before, after):
        return replace(found, is_sure=False, is_of_another=True)
    if says_copy(before, after):
        return replace(found, text=f"printed {span[1]}")
    is_plain = estimate.certainty in (Certainty.EXACT, Certainty.RANGE)
    if is_plain and says_doubt(before, after):
        doubted = f"{found.text}?"
        return replace(found, text=doubted if _is_date(doubted) else f"perhaps {found.text}")
    return found


def _within(text: str) -> NameDate | None:
    """The first date within a text that begins with other words.  An exact date isn't sure."""
    text = _NUMBERED.sub(" | ", text)
    for start in (found.start() for found in islice(_STARTS.finditer(text), _MOST_WORDS)):
        if begin := _at_beginning(text[start:]):
            is_exact = read_date(begin[0]).certainty == Certainty.EXACT
            return _judged(NameDate(begin[0], begin[1] and not is_exact), text[:start], begin[2])
    years = list(dict.fromkeys(_YEAR.findall(text)))  # of 'wedding1923'
    if len(years) != 1 or not _is_date(years[0]):
        return None
    before, _, after = text.partition(years[0])
    return _judged(NameDate(years[0], is_sure=False), before, after)


def _is_date(text: str) -> bool:
    return read_date(text).span is not None


_Y = r"(?:18[2-9]\d|19\d\d|20\d\d)"
_CAMERA = r"(?:img|pxl|vid|mvimg|dsc|screenshot|signal|whatsapp image|photo|pano|burst)"
_STAMP = re.compile(  # as cameras write it: IMG_19991231_235959
    rf"(?:^|(?P<camera>(?<![a-z])(?:{_CAMERA}))?[ -])(?P<date>{_Y}(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12]\d|3[01]))(?P<clock>[ -]?[0-2]\d[0-5]\d[0-5]\d)?(?!\d)",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?<!\d)({_Y})[-. ](0[1-9]|1[0-2])[-. ](0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(  # '03.05.1912 wedding'
    rf"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([.-])(?:0?[1-9]|1[0-2])\1{_Y}(?!\d)"
)
_SIZES = re.compile(r"(?<!\d)\d{3,5} ?[x\u00d7] ?\d{3,5}(?!\d)", re.IGNORECASE)  # '1920x1080'
_ANY_YEAR = re.compile(rf"(?<!\d)(?:{_Y}|(?:18[2-9]|19\d|20[0-2])x)(?!\d)")
_SPACED_DAY = re.compile(rf"({_Y}) (0[1-9]|1[0-2]) (0[1-9]|[12]\d|3[01])(?![\d.-])")
_MONTH_FIRST = re.compile(  # '1923 05 family', '192305'. The last isn't sure
    rf"({_Y})(?:([ .])|(?=\d\d(?: \D|$)))(0[1-9]|1[0-2])(?![\d.-])"
)
_YEARS_APART = re.compile(rf"({_Y}) ({_Y})(?![\d.-])")  # of '1930_1931'
_SHORT_END = re.compile(rf"({_Y}) (1[3-9]|[2-9]\d)(?![\d.x-]|\w)")  # of '1930_31'
_ENDS = re.compile(r"(?=[ ,;()]|-[^\W\d]|$)")  # where a date at the beginning may end
_STARTS = re.compile(r"(?<=[ ,;(-])(?=\w)")  # where a date within a name may begin
_MOST_WORDS = 12
_OF_REST = re.compile(  # words that end a date only where nothing follows: '1930 post office'
    r"\b(?:post|on|s|an|c|h|today|now|present|heute|ff|ante|in|im|am|at|the|of|der|des|den|le|la|les|"
    r"lo|il|du|en|el|los|del|de|al)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"{_Y}(?:-\d|\.\d+)$")  # of an object: '1930-1'
_IS_CUT = re.compile(r" ?[-.] ?\d")  # the rest of a number or of a span
_YEAR = re.compile(rf"(?<![\d.-]){_Y}(?![\d.-])")
_NUMBERED = re.compile(  # numbers that count photos, and not 'Foto 1890er'
    r"(?<![a-z])(?:img|imgp|cimg|dsc[nf]?|mvi|mov|vid|dji|gopr|sam|sdc|hpim|pict?|p|mg|scan|image|foto|photo|bild|file|no|nr|page|seite|#)"
    r"[ ._-]*(?!\d{3}0(?:er|s|-?talet)(?![a-z]))\d+",
    re.IGNORECASE,
)
_SCANNED = re.compile(  # the date of scanning: 'Scan_20190304', '(gescannt 2012)'
    r"(?:\bscan(?:s|ned|n[ée]e?s?|sione)?|(?:ein)?gescannt|\bdigit\w*|\bnum[ée]ri[sz]\w*|"
    r"\be?scan(?:ead|nerizz)\w*|\bskan+\w*|naskenov\w*)\W*"
    r"(?:(?:in|im|am|on|vom|le|en|el|nel|i|w|v) )?"
    rf"(?:{_Y}[-. ]?(?:0[1-9]|1[0-2])[-. ]?[0-3]\d|\d\d?[-.]\d\d?[-.]{_Y}|{_Y})(?!\w| ?[-/] ?\d)",
    re.IGNORECASE,
)
_SHORT_DECADE = re.compile(  # of '30er Jahre Haus'
    r"(?<![\w-])(?:[2-9]0er[ -]jahren?|ann[ée]es [2-9]0|a[ñn]os [2-9]0|anni [2-9]0|jaren [2-9]0|"
    r"[2-9]0-talet)(?!\w)",
    re.IGNORECASE,
)
_OF_SCANS = re.compile(
    r"scan|digit|import|upload|backup|export|download|takeout|google"
    # Google Takeout's own folders, by the year of the upload, in its languages
    r"|^(?:photos? (?:from|de)|fotos? (?:von|de|dal?|del|uit|fra)|foto['\u2019]s (?:uit|van)|"
    r"foton från|bill?ed(?:er)? fra|bilder (?:fra|från)|zdjęcia z|fotky z(?: roku)?) \d{4}$",
    re.IGNORECASE,
)
