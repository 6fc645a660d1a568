"""The trend of a measure: medians and quantiles by year, with intervals, and a slope.

docs/trends.md has the formulas and their sources.
"""

from __future__ import annotations

from dataclasses import replace

from photoparsl.trends.observations import Observations
from photoparsl.trends.slope import Slope
from photoparsl.trends.trend_rows import ALL, Trend, TrendOptions
from photoparsl.trends.window_numbers import WindowNumbers, entries_of, window_numbers
from photoparsl.trends.windows import Window, usual_window


def trend_of(measure: str, photos: Observations, options: TrendOptions = TrendOptions()) -> Trend:
    """Return the trend of a measure's values.

    measure: the measure's name
    photos: its values, with the columns that the options name
    """
    if not len(photos):
        return Trend(
            measure, options.window or Window(), (), {}, ("no photo has a year and a value",)
        )
    entries = entries_of(photos, options)
    window = options.window or usual_window(entries.year, entries.group)
    notes = list(notes_on(photos, options, window))
    shown = window_numbers(measure, photos, entries, options, window)
    year = Window()
    yearly = shown if window == year else window_numbers(measure, photos, entries, options, year)
    names = photos.columns[options.by].names if options.by else (ALL,)
    slopes = {name: yearly.slope(number) for number, name in enumerate(names)}
    if options.constant:
        crude = window_numbers(measure, photos, entries, replace(options, constant=None), year)
        notes += _mixture_notes(names, slopes, crude, options.constant, shown)
    return Trend(measure, window, tuple(shown.rows(names)), slopes, tuple(notes))


def notes_on(photos: Observations, options: TrendOptions, window: Window) -> list[str]:
    """Say in sentences what a trend is of, and what it leaves out."""
    chosen = "" if options.window else ", chosen by the number of photos"
    notes = [f"a row is of {window.text}{chosen}"]
    if options.clusters:
        notes.append(f"intervals take photos of the same {options.clusters} as belonging together")
    else:
        notes.append("intervals take photos as independent of each other")
    vague = int((photos.latest > photos.earliest).sum())
    if vague:
        where = (
            "count in each year that they may be of, with an equal share"
            if options.spread_dates
            else "count in the manifest's year"
        )
        notes.append(f"{vague:,} photos of vague dates {where}")
    if photos.undated:
        notes.append(f"{photos.undated:,} photos without a year are left out")
    notes += photos.notes
    if photos.missing:
        notes.append(f"{photos.missing:,} photos without a value are left out")
    return notes


def _mixture_notes(
    names: tuple[str, ...],
    slopes: dict[str, Slope | None],
    crude: WindowNumbers,
    column: str,
    shown: WindowNumbers,
) -> list[str]:
    """Say how much of each change is one of what was collected, and what was left out."""
    notes = []
    for number, name in enumerate(names):
        held, free = slopes[name], crude.slope(number)
        if held and free:
            rise = free.decade * (free.last - free.first) / 10
            mixed = rise - held.decade * (free.last - free.first) / 10
            kind = "rise" if rise >= 0 else "fall"
            of = f"{name}: " if name != ALL else ""
            notes.append(
                f"{of}of the {kind} of {abs(rise):.3g}, {mixed if rise >= 0 else -mixed:.3g} is a "
                f"change of what was collected (of {column})"
            )
    if left_out := sum(text.startswith("left out") for text in shown.why):
        notes.append(f"{left_out} of {len(shown.why)} windows are left out for what they lack")
    return notes
