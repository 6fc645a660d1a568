"""Find the dates that people and cameras write into the names of photos and folders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from photoparsl.archives.dates import read_date
from photoparsl.archives.year_estimate import Certainty


@dataclass(frozen=True, slots=True)
class NameDate:
    """A date in a name.

    text: the date, in a form that `read_date` reads
    is_sure: whether the number can hardly mean anything else
    """

    text: str
    is_sure: bool


def date_in_file_name(stem: str) -> NameDate | None:
    """The date in the name of a photo's file, without its suffix; None if there is none.

    The number of a camera or a scanner ('DSC_1923', 'scan 1950') isn't one.

    >>> date_in_file_name("1923-05_family"), date_in_file_name("IMG_19991231_235959")
    (NameDate(text='1923-05', is_sure=True), NameDate(text='1999-12-31', is_sure=True))
    >>> date_in_file_name("hotel 1923"), date_in_file_name("DSC_1923")
    (NameDate(text='1923', is_sure=False), None)
    """
    return _date_in(stem, is_folder=False)


def date_in_folder_names(folders: PurePath) -> NameDate | None:
    """The date in the name of the nearest folder that has one; None if none has.

    folders: the folders that a photo is in.  Those of scans and backups aren't read

    >>> date_in_folder_names(PurePath("Album 1948-52/scans 2019"))
    NameDate(text='1948-52', is_sure=True)
    """
    for name in reversed(folders.parts):
        if not _OF_SCANS.search(name) and (found := _date_in(name, is_folder=True)):
            return found
    return None


def _date_in(name: str, *, is_folder: bool) -> NameDate | None:
    text = " ".join(name.replace("_", " ").split())
    text = _SIZES.sub(" ", text)
    if is_folder and _is_of_folder(text):
        return NameDate(text, is_sure=True)
    if (stamp := _STAMP.search(text)) and _is_date(stamp["date"]):
        digits = stamp["date"]
        is_sure = bool(stamp["clock"] or stamp["camera"])
        return NameDate(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", is_sure)
    if (day := _DAY.search(text)) and _is_date(found := "-".join(day.groups())):
        return NameDate(found, is_sure=True)
    if day := _DAY_FIRST.search(text):
        return NameDate(day[0], is_sure=True) if _is_date(day[0]) else None
    if begin := _BEGIN.match(text):
        found = re.sub(r"(?<=\d{4})[ .](?=\d)", "-", begin[0].strip())
        return NameDate(found, is_sure=True) if _is_date(found) else None
    return _within(text)


def _is_of_folder(text: str) -> bool:
    """Whether a folder's whole name is a date, which may have an open end: 'vor 1914'."""
    estimate = read_date(text)
    is_open = estimate.certainty in (Certainty.BEFORE, Certainty.AFTER)
    return estimate.span is not None or is_open


def _within(text: str) -> NameDate | None:
    """The only span, decade or year within a text; only a span or a decade is sure."""
    spans = list(dict.fromkeys(_SPAN.findall(text)))
    if len(spans) == 1 and _is_date(spans[0]):
        return NameDate(spans[0], is_sure=True)
    years = list(dict.fromkeys(_YEAR.findall(_NUMBERED.sub(" ", text))))
    if len(years) == 1 and not spans and _is_date(years[0]):
        return NameDate(years[0], is_sure=False)
    return None


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
_BEGIN = re.compile(  # a year, month or decade, and then words: '1923-05 family', 'ca 1910 mill'
    rf"(?:(?:ca|circa|c)\.? ?)?{_Y}(?:s|(?:[-. ](?:0[1-9]|1[0-2]))|-\d\d(?:\d\d)?)?"
    r"(?=$|[ ,;_()-]+[^\W\d]|[ ,;]+\(?\d{1,3}\)?$)"
)
_SPAN = re.compile(rf"(?<![\d-]){_Y}(?:s|-(?:\d\d)?\d\d)(?![\d-])")
_YEAR = re.compile(rf"(?<![\d.-]){_Y}(?![\d.-])")
_NUMBERED = re.compile(  # numbers that count photos
    r"(?<![a-z])(?:img|dsc[nf]?|pict?|p|mg|scan|image|foto|photo|bild|file|no|nr|page|seite|#)"
    r"[ ._-]*\d+",
    re.IGNORECASE,
)
_OF_SCANS = re.compile(
    r"scan|digit|import|upload|backup|export|download|takeout|google", re.IGNORECASE
)
