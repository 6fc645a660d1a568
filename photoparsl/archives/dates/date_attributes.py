"""Read what the attributes of a date's XML element say of the date."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_flags import doubt_of_flag
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.names_beside import is_calendar_name, is_remark_name
from photoparsl.archives.dates.remarks_on_others import without_years
from photoparsl.archives.dates.year_estimate import Certainty


def with_attributes(text: str, element: etree._Element) -> str:
    """The date with what the element's attributes say of it: `circa`, `modifier="before"`."""
    text = _within_bounds(text, element)
    parent = element.getparent()
    around = [] if parent is None else parent.items()
    own = [(name, value) for name, value in element.items() if not _POINTER.match(str(value))]
    for name, value in (*own, *around):
        local = str(name).rpartition("}")[2].lower()
        is_own = (name, value) in own
        is_remark = is_own and (is_remark_name(f"date{local}") or is_calendar_name(local))
        if not (is_remark or _SAYS_DOUBT.fullmatch(local)):
            continue
        flag = DateCandidate(Role.FLAG, str(value), f"date{local}" if is_remark else local)
        flag = without_years(flag, [DateCandidate(Role.DATE, text)]) or replace(flag, text="")
        if is_calendar_name(local) and doubt_of_flag(flag) is Doubt.OTHER_CALENDAR:
            return f"{flag.text}: {text} ({flag.text})"  # which isn't read
        word = flag.text.strip().lower()
        if _IS_OPEN.fullmatch(word):
            return f"{word} {text}"
        if doubt := doubt_of_flag(flag):
            return _doubtful(text, doubt)
    return text


def _within_bounds(text: str, element: etree._Element) -> str:
    """The date, or the span in the attributes if it is wider than its year: `notBefore`."""
    values = {str(n).rpartition("}")[2].lower(): str(v) for n, v in element.items()}
    ends = [next((values[n] for n in names if n in values), "") for names in _BOUNDS]
    span = "/".join(ends) if all(ends) else values.get("normal", "")
    if "/" not in span or read_date(text).certainty not in (Certainty.EXACT, Certainty.UNREAD):
        return text
    return span if read_date(span).certainty == Certainty.RANGE else text


def _doubtful(text: str, doubt: Doubt) -> str:
    """The date with a doubt of `doubt_of_flag`, in a form that `dates` reads."""
    if doubt in (Doubt.BEFORE, Doubt.AFTER):
        return f"{'before' if doubt is Doubt.BEFORE else 'after'} {text}"
    if doubt is Doubt.DECADE and _A_YEAR.fullmatch(text):
        return f"{text[:3]}0s" if text[2] != "0" else f"{text[:3]}-"
    if doubt is Doubt.CENTURY and _A_YEAR.fullmatch(text) and text[2:] != "00":
        return f"{int(text[:2]) + 1}th century"
    if text.endswith(("~", "?")):
        return text
    return text + (Doubt.APPROXIMATE if doubt is Doubt.APPROXIMATE else Doubt.UNCERTAIN)


def is_coded(element: etree._Element) -> bool:
    """Whether an attribute says that the date is in W3CDTF, ISO 8601 or EDTF."""
    return any(re.search(r"w3c-?dtf|iso ?8601|edtf", str(v).lower()) for v in element.values())


_BOUNDS = (
    ("notbefore", "from", "earliest", "start", "begin", "min"),
    ("notafter", "to", "latest", "end", "max"),
)
_A_YEAR = re.compile(r"\d{4}")
_IS_OPEN = re.compile("before|after|ante|post|until|since")
_POINTER = re.compile(r"#|https?:|\w+:\S+$")  # in TEI, to what says so
_SAYS_DOUBT = re.compile(
    "qualifier|certainty|cert|precision|modifier|circa|approximate|approx|uncertain|accuracy"
)
