"""Choose a photo's date among those within it, beside it, and in the names of its file and folders.

People's dates go before those of names, and names before the clocks of cameras: a scan has the
date of its scanning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR
from pathlib import PurePath

from photoparsl.archives.dates.camera_dates import NO_EXPOSURE, is_cameras
from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.clock_times import CLOCK_START, DEFAULT_DAY
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_choice import DateChoice
from photoparsl.archives.dates.date_context import FIRST_SCANS
from photoparsl.archives.dates.date_doubts import DISAGREES, IS_DEFAULT
from photoparsl.archives.dates.date_fields import rank_of
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.name_dates import NameDate, date_in_file_name, dates_in_folder_names
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, agree, uncertain

FILE_NAME, FOLDER = "file name", "folder name"  # the names of these dates
BY_NAME = "read from a number in the name of a file or folder"


def choose_photo_date(
    path: PurePath, embedded: Sequence[DateCandidate], chosen: Sequence[str] = ()
) -> DateChoice:
    """Choose a photo's date.

    path: its path, from the folder that was given as the source
    embedded: the dates within the photo and beside it, the most trusted first
    chosen: names that the user gave.  If there are any, only their dates count
    """
    names = _dates_in_names(path)
    named = [
        (DateCandidate(Role.TAKEN, found.text, name), found.is_sure)
        for name, found in names
        if chosen or not found.is_of_another
    ]
    if chosen:
        dates = [*embedded, *(candidate for candidate, _ in named)]
        ranked = ((rank_of(chosen, (date.name,))[0], date) for date in dates)
        return choose_date([_as_chosen(date, user_rank) for user_rank, date in ranked if user_rank])
    judged = [replace(date, role=Role.OTHER) if _is_of_clock(date) else date for date in embedded]
    own = [
        replace(
            date, user_rank=user_rank, doubt=date.doubt or (IS_DEFAULT if _is_default(date) else "")
        )
        for user_rank, date in enumerate(judged, start=1)
        if date.role == Role.TAKEN
    ]
    choice = choose_date(own)
    choice = _beside_names(choice, named) if named else choice
    others = [
        replace(date, role=max(date.role, Role.SCAN))
        for date in judged
        if date.role != Role.TAKEN or not agree(read_date(date.text), choice.estimate)
    ]
    others += [DateCandidate(Role.OTHER, d.text, name) for name, d in names if d.is_of_another]
    return replace(choice, passed_over=tuple(others))


def _as_chosen(date: DateCandidate, user_rank: int) -> DateCandidate:
    """A date that the user named.  The device that wrote it then doesn't matter."""
    return replace(date, user_rank=user_rank, doubt="" if date.doubt == NO_EXPOSURE else date.doubt)


def _dates_in_names(path: PurePath) -> list[tuple[str, NameDate]]:
    """The dates in the names of a photo's file and folders, the most trusted first.

    Of the folders, the nearest counts.  An outer one also counts if it says another and earlier
    time: what is in `1950s/2011/` may be a copy.  An outer one of 1995 or later may say when all
    were scanned.
    """
    file, folders = date_in_file_name(path.stem), dates_in_folder_names(path.parent)
    nearest = read_date(folders[0].text) if folders else YearEstimate(Certainty.UNDATED)
    outer = (
        folder
        for folder in folders[1:]
        if not folder.is_of_another and not _agree(estimate := read_date(folder.text), nearest)
        if _last_year(estimate) < FIRST_SCANS
    )
    found = [(FILE_NAME, file), *((FOLDER, folder) for folder in (*folders[:1], *outer))]
    return [(name, date) for name, date in found if date]


def _beside_names(own: DateChoice, named: Sequence[tuple[DateCandidate, bool]]) -> DateChoice:
    """The photo's own date if the names agree with it, else the more trusted one.

    A camera writes its date into the photo and into the name of the file.  These are one witness,
    and a folder is another.

    own: the date in the photo
    named: dates in names, that of the file first, and whether each is sure
    """
    estimates = [read_date(candidate.text) for candidate, _ in named]
    is_agreed = all(_agree(estimates[0], other) for other in estimates[1:])
    taken = 0
    if is_agreed:
        taken = min(range(len(named)), key=lambda number: _width(estimates[number]))
    elif _last_year(estimates[0]) >= FIRST_SCANS:  # may be when a camera copied the photo
        taken = next((n for n, e in enumerate(estimates) if _last_year(e) < FIRST_SCANS), 0)
    (candidate, is_sure), estimate = named[taken], estimates[taken]
    by_name = DateChoice(estimate, candidate.text, (candidate,))
    doubtful = _doubtful(by_name, BY_NAME if is_agreed else DISAGREES)
    if own.estimate.span is None:
        is_recent = (estimate.year or 0) >= FIRST_SCANS  # may be the year of scanning
        return by_name if is_agreed and is_sure and not is_recent else doubtful
    is_scan = (own.estimate.earliest or 0) >= FIRST_SCANS > _last_year(estimate)
    if is_scan and (is_sure or not is_agreed or own.doubt):
        return by_name if is_agreed and is_sure else doubtful
    if all(_agree(own.estimate, other) for other in estimates):
        return own
    return _doubtful(own, DISAGREES)


def _doubtful(choice: DateChoice, doubt: str) -> DateChoice:
    if choice.estimate.certainty in (Certainty.UNCERTAIN, Certainty.APPROXIMATE):
        return choice
    return replace(choice, estimate=uncertain(choice.estimate), doubt=doubt)


def _is_of_clock(date: DateCandidate) -> bool:
    """Whether a camera's date is that of a clock that was never set."""
    has_time = ":" in date.text[len("1970-01-01") :]  # programs copy it into others' dates
    return (is_cameras(date) or has_time) and bool(CLOCK_START.match(date.text))


def _is_default(date: DateCandidate) -> bool:
    """Whether a camera's or a program's date is a day that is written where none is known."""
    return bool(DEFAULT_DAY.match(date.text.strip()))


def _agree(left: YearEstimate, right: YearEstimate) -> bool:
    """Whether one of the spans lies within the other.  An open end is that of all time."""
    narrow, wide = sorted((_bounds(left), _bounds(right)), key=lambda bounds: bounds[1] - bounds[0])
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _last_year(estimate: YearEstimate) -> int:
    """The last year that an estimate names, or 0 if it names none."""
    return estimate.latest or estimate.earliest or 0


def _width(estimate: YearEstimate) -> int:
    first, last = _bounds(estimate)
    return last - first


def _bounds(estimate: YearEstimate) -> tuple[int, int]:
    return estimate.earliest or MINYEAR, estimate.latest or MAXYEAR
