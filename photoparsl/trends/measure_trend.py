"""The trend of a measure: medians and quantiles by year, with intervals, and a slope.

docs/trends.md has the formulas and their sources.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from photoparsl.number_text import counted, percent_text
from photoparsl.trends.circular import CIRCULAR
from photoparsl.trends.cluster_sizes import dominated_note
from photoparsl.trends.entries import entries_of, usual_window
from photoparsl.trends.mixture_text import mixture_text
from photoparsl.trends.observations import NO_MONTH, Observations
from photoparsl.trends.slope import Slope, why_no_slope
from photoparsl.trends.slope_text import slope_text
from photoparsl.trends.trend_rows import ALL, Trend, TrendOptions, name_in_line
from photoparsl.trends.window_numbers import WindowNumbers, resample_clusters, window_numbers
from photoparsl.trends.windows import Window

LEAST_ZEROS = 0.05  # of the values: then it is said how many are exactly 0


def trend_of(measure: str, photos: Observations, options: TrendOptions = TrendOptions()) -> Trend:
    """Return the trend of a measure's values.

    measure: the measure's name
    photos: its values, with the columns that the options name
    """
    if not len(photos):
        return Trend(measure, options.window or Window(), (), {}, no_photo_notes(photos))
    window = options.window or usual_window(photos, options)
    notes = [*notes_on(photos, options, window), *_zeros(measure, photos)]
    yearly, shown = _numbers(measure, photos, options, window)
    if options.clusters:
        notes += dominated_note(shown.why, options.clusters)
    names = photos.columns[options.by].names if options.by else (ALL,)
    slopes = {name: yearly.slope(n, options.replicates) for n, name in enumerate(names)}
    if any(slope and slope.lower is not None for slope in slopes.values()):
        notes.append("a slope's interval holds if the change is a straight line")
    no_slope = {
        name: yearly.why_no_slope(n) for n, name in enumerate(names) if slopes[name] is None
    }
    if options.constant:
        free, _ = _numbers(measure, photos, replace(options, constant=None), Window())
        crude = {name: free.slope(n, options.replicates) for n, name in enumerate(names)}
        notes += _mixture_notes(slopes, crude, options.constant, shown)
    return Trend(measure, window, tuple(shown.rows(names)), slopes, tuple(notes), no_slope)


@dataclass(frozen=True, slots=True)
class YearlyChange:
    """How the yearly medians of all photos change.

    text: the change, or why there is no slope
    mixture: how much of it is a change of what was collected, or '' if no mixture is held constant
    """

    text: str
    mixture: str = ""


def yearly_change(
    measure: str, photos: Observations, options: TrendOptions, *, noun: str = "photo"
) -> YearlyChange:
    """Say how the yearly medians of all photos change, or why there is no slope.

    noun: what a photo is called

    The other parameters are those of `trend_of`.  Clusters and groups don't count.
    """
    if not len(photos):
        return YearlyChange(why_no_slope(0, 0, noun=noun))
    alone = replace(options, by=None, clusters=None)
    numbers, _ = _numbers(measure, photos, alone, Window())
    slope = numbers.slope(0, options.replicates)
    if not slope:
        return YearlyChange(numbers.why_no_slope(0, noun=noun))
    if not options.constant:
        return YearlyChange(slope_text(slope))
    crude, _ = _numbers(measure, photos, replace(alone, constant=None), Window())
    free = crude.slope(0, options.replicates)
    mixture = mixture_text(free, slope, options.constant) if free else ""
    return YearlyChange(slope_text(slope), mixture)


def _numbers(
    measure: str, photos: Observations, options: TrendOptions, window: Window
) -> tuple[WindowNumbers, WindowNumbers]:
    """Return the numbers of single years, and those of the window."""
    year = Window()
    entries = entries_of(photos, options)
    yearly = window_numbers(measure, photos, entries, options, year)
    shown = yearly
    if window.months:
        entries = entries_of(photos, options, monthly=True)
    if window != year:
        shown = window_numbers(measure, photos, entries, options, window)
    if options.clusters:
        column = photos.columns[options.clusters].with_empty_apart()
        same = [yearly] if shown is yearly else [yearly, shown]
        batches = [[yearly], [shown]] if window.months else [same]
        for batch in batches:
            if len(batch[0].entries.photo):
                resample_clusters(measure, column, batch, options.replicates)
    return yearly, shown


def no_photo_notes(photos: Observations) -> tuple[str, ...]:
    """Say in sentences that no photo counts, and which are left out though they have a value."""
    other = "other " if photos.notes else ""
    return (*photos.notes, f"no {other}photo has a year and a value")


def notes_on(photos: Observations, options: TrendOptions, window: Window) -> list[str]:
    """Say in sentences what a trend is of, and what it leaves out."""
    clusters = f" and of values of {options.clusters}" if options.clusters else ""
    chosen = "" if options.window else f", chosen by the number of photos{clusters}"
    notes = ["the slope is of single years"] if window != Window() else []
    notes.append(f"a row is of {window.text}{chosen}")
    if options.clusters:
        notes.append(f"intervals take photos of the same {options.clusters} as belonging together")
        if alone := photos.columns[options.clusters].empty:
            entry = f"without an entry of {options.clusters}"
            are = f"photos {entry} are each by themselves"
            notes.append(counted(alone, f"photo {entry} is by itself", are))
    else:
        notes.append("intervals take photos as independent of each other")
    vague = int((photos.latest > photos.earliest).sum())
    if vague and not window.months:
        where = (
            "each possible year, with an equal share"
            if options.spread_dates
            else "the manifest's year"
        )
        count = counted(vague, "photo of a vague date counts", "photos of vague dates count")
        notes.append(f"{count} in {where}")
    if window.months and (unknown := int((photos.month == NO_MONTH).sum())):
        so = ", so there is no row" if unknown == len(photos) else ""
        notes.append(counted(unknown, *_left_out("whose month isn't known")) + so)
    if photos.undated:
        notes.append(counted(photos.undated, *_left_out("without a year")))
    notes += photos.notes
    if photos.missing:
        notes.append(counted(photos.missing, *_left_out("without a value")))
    return notes


def _zeros(measure: str, photos: Observations) -> list[str]:
    """Say how many values are exactly 0, such as the saturation of grey photos, if many are."""
    share = float(np.mean(photos.value == 0))
    if measure in CIRCULAR or share < LEAST_ZEROS:
        return []
    zeros = int((photos.value == 0).sum())
    text = percent_text(zeros, len(photos.value))
    return [f"the value is exactly 0 in {counted(zeros, 'photo')} ({text})"]


def _mixture_notes(
    slopes: dict[str, Slope | None],
    crude: dict[str, Slope | None],
    column: str,
    shown: WindowNumbers,
) -> list[str]:
    """Say how much of each change is one of what was collected, and what was left out."""
    notes = []
    for name, held in slopes.items():
        if held and (free := crude[name]):
            of = f"{name_in_line(name)}: " if len(slopes) > 1 else ""
            notes.append(of + mixture_text(free, held, column))
    if left_out := sum(text.startswith("left out") for text in shown.why):
        of = f"of {len(shown.why):,} windows"
        says = "left out: the table says what"
        notes.append(counted(left_out, f"{of} is {says} it lacks", f"{of} are {says} they lack"))
    return notes


def _left_out(which: str) -> tuple[str, str]:
    """Words for one photo and for several that are left out."""
    return f"photo {which} is left out", f"photos {which} are left out"
