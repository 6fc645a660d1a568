"""What the fields beside a date say of it: the other end of its span, its role, its doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from photoparsl.archives.date_candidate import DateCandidate, doubted
from photoparsl.archives.date_names import part_of_pair
from photoparsl.archives.date_roles import Role
from photoparsl.archives.element_names import joined_name
from photoparsl.archives.year_estimate import Certainty, YearEstimate

FIRST_SCANS = 1995  # the year of Dublin Core: a date of this year or later may be the scan's


@dataclass(frozen=True, slots=True)
class DatesInContext:
    """The dates of a record, and a doubt that stands beside them.

    dates: the dates, where pairs are joined and roles are corrected
    doubt: '~' if another field says that they are approximate, '?' if uncertain; else ''
    """

    dates: list[DateCandidate]
    doubt: str = ""

    def with_doubt(self, estimate: YearEstimate) -> YearEstimate:
        """The estimate with the doubt, if it has none yet."""
        is_doubted = estimate.certainty in (Certainty.APPROXIMATE, Certainty.UNCERTAIN)
        return estimate if is_doubted else doubted(estimate, self.doubt)


def in_context(candidates: Sequence[DateCandidate]) -> DatesInContext:
    """Judge the dates of a record by each other.

    A recent `created` is the record's if it has a time of the day, or if the record also says when
    it was changed or uploaded.  A date taken that Flickr calls unknown is that of the upload.
    """
    flags = [c for c in candidates if c.role == Role.FLAG]
    dates = _pairs(c for c in candidates if c.role != Role.FLAG)
    is_changed = any(c.role == Role.RECORD and is_recent_day(c.text) for c in dates)
    is_unknown = any(_is_unknown(flag) for flag in flags)
    return DatesInContext(
        [_with_role(c, is_changed=is_changed, is_unknown=is_unknown) for c in dates],
        max(map(_doubt_of_flag, flags), default="", key=("", "~", "?").index) if flags else "",
    )


def is_recent_day(text: str) -> bool:
    """Whether a text is a day of 1995 or later, as computers write it."""
    found = _DAY.match(text)
    return found is not None and int(found[1]) >= FIRST_SCANS


def has_recent_time(text: str) -> bool:
    """Whether a text is a time of a day of 1995 or later, as computers write it."""
    return is_recent_day(text) and bool(_CLOCK.match(text))


def _pairs(candidates: Iterable[DateCandidate]) -> list[DateCandidate]:
    """The candidates, where the first and the last date of a span are joined to one."""
    found: list[DateCandidate] = []
    single: dict[tuple[str, str, int], int] = {}  # where a date is whose other end is still missing
    for candidate in candidates:
        stem, part = _part(candidate)
        other = single.pop((stem, _OTHER_END.get(part, ""), candidate.place), None)
        if other is not None and part == "end":
            found[other] = replace(found[other], end=candidate.text, end_name=candidate.name)
        elif other is not None:
            last = found[other]
            found[other] = replace(candidate, end=last.end, end_name=last.name)
        elif part and candidate.may_be_photos:
            single[stem, part, candidate.place] = len(found)
            is_begin = part == "begin"
            text, end = (candidate.text, "") if is_begin else ("", candidate.text)
            found.append(replace(candidate, text=text, end=end))
        else:
            found.append(candidate)
    return found


def _part(candidate: DateCandidate) -> tuple[str, str]:
    """The name of a pair that the candidate belongs to, and its part of it; '' if it is no pair."""
    if candidate.place or candidate.end is not None:
        return "", candidate.part
    return part_of_pair(joined_name(candidate.name.rpartition("/")[2]))


def _with_role(candidate: DateCandidate, *, is_changed: bool, is_unknown: bool) -> DateCandidate:
    """The candidate, as the record's if that is what its neighbours say.

    is_changed: whether the record says when it was changed or uploaded
    is_unknown: whether it says that the date taken isn't known
    """
    if candidate.place:
        return candidate
    is_made = candidate.role == Role.CREATED and candidate.end is None
    is_records = is_made and (is_changed or _CLOCK.match(candidate.text) is not None)
    is_upload = is_unknown and joined_name(candidate.name).endswith("taken")
    if is_upload or (is_records and is_recent_day(candidate.text)):
        return replace(candidate, role=Role.RECORD)
    return candidate


def _is_unknown(flag: DateCandidate) -> bool:
    return joined_name(flag.name).endswith("unknown") and _is_yes(flag.text)


def _is_yes(text: str) -> bool:
    return bool(_YES.fullmatch(text.strip().lower()))


def _doubt_of_flag(flag: DateCandidate) -> str:
    """'~' or '?' if a field beside a date says that it isn't certain; else ''.

    >>> _doubt_of_flag(DateCandidate(Role.FLAG, "yes", "date_is_approximate"))
    '~'
    """
    name, text = joined_name(flag.name), flag.text.strip().lower()
    if name.endswith("unknown") or _SURE.fullmatch(text):
        return ""
    if name.endswith("granularity"):
        return "~" if text == "8" else ""
    if _APPROXIMATE.search(text) or (_is_yes(text) and re.search("approx|circa|ca$", name)):
        return "~"
    return "?" if text else ""


_OTHER_END = {"begin": "end", "end": "begin"}
_DAY = re.compile(r"(\d{4})-\d\d-\d\d(?!\d)")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ](?!00:00(?::00)?(?:\.0*)?(?:Z|$|[+-]))\d\d:\d\d")
_YES = re.compile(r"y|yes|true|t|1|1\.0|x|on|ja|oui|s[ií]|sim|tak|ano")
_SURE = re.compile(
    r"n|no|false|f|0|0\.0|off|nein|non|nee|-|none|nan|null|exact|exactly|certain|sure|known|high|"
    r"confirmed|secure|day|month|year|range|before|after|undated|unread|sicher|certo|s[uû]r|"
    r"100 ?%?|"
)
_APPROXIMATE = re.compile(r"approx|circa|^ca?\.?$|^~$|environ|ungef|etwa|about")
