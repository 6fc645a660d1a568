"""Makes two of the page's blocks of data: the photos, and where and how fast they were measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.descriptions import describe_group, describe_intervals, describe_measure
from photoparsl.page.encode import (
    axis_positions,
    differences,
    mean_colours,
    pack_block,
    position_differences,
    stamp_differences,
)
from photoparsl.page.group_numbers import GroupNumbers
from photoparsl.page.notes import PageNote
from photoparsl.page.page_data import PageData
from photoparsl.page.series import MeasureSeries
from photoparsl.page.sprites import ACROSS, Sprites
from photoparsl.page.year_histogram import BINS, page_counts
from photoparsl.trends import OFFERED


@dataclass(frozen=True, slots=True)
class FirstView:
    """How the page is shown at first, and what the block has for it.

    window: the index in OFFERED of the window that is shown
    windows: the indices of the windows whose numbers the block has.  The script computes the others
    hides_duplicates: whether duplicates are left out until the reader asks for them
    notes: on years
    """

    window: int
    windows: Sequence[int]
    hides_duplicates: bool
    notes: Sequence[PageNote]


@dataclass(frozen=True, slots=True)
class Pictures:
    """The thumbnails of the page's photos.

    sprites: the thumbnails
    files: the links to the sprites beside the page, or none if the page has them in itself
    """

    sprites: Sprites
    files: Sequence[str]


def photos_block(
    data: PageData,
    measures: list[MeasureSeries],
    years: Array,
    view: FirstView,
    pictures: Pictures | None = None,
) -> str:
    """The photos by year and then by row.  The bytes don't depend on how the run was sliced."""
    columns = _photo_columns(data, measures, years, view)
    if pictures:
        columns["thumbnail width"] = pictures.sprites.widths
        columns["thumbnail height"] = pictures.sprites.heights
    header: dict[str, object] = {
        "format": 2,
        "photos": int(data.all.counts(years).sum()),
        "years": _years(data, years),  # counts, since the photos are sorted by year
        "windows": [[window.years, window.photos, window.text] for window in OFFERED],
        "window": view.window,
        "known_windows": [*view.windows],
        "hides_duplicates": view.hides_duplicates,
        "measures": [describe_measure(data, measure) for measure in measures],
        "has_archives": data.has_archives,
        "notes": [[note.first, note.last] for note in view.notes],
        "groups": [describe_group(group) for group in data.groups],
        **describe_intervals(data),
    }
    if pictures:
        side = pictures.sprites.side
        header["thumbnails"] = {"side": side, "across": ACROSS, "files": [*pictures.files]}
    return pack_block(header, columns)


def _photo_columns(
    data: PageData, measures: list[MeasureSeries], years: Array, view: FirstView
) -> dict[str, Array]:
    photos = data.all.photos
    columns: dict[str, Array] = {"row": differences(photos.row), **_year_spans(data), **_days(data)}
    for measure in measures:
        columns |= _measure_columns(data, measure, years, view.windows)
    if data.stamped:
        columns["stamp"] = stamp_differences(photos.stamp)
    else:
        columns["colour"] = mean_colours(photos.stamp)
        columns["colours"] = data.colours.by_year(years).ravel().astype("<u4")
    if data.without_duplicates:
        columns["duplicate"] = photos.duplicate.astype(np.uint8)
    optional = {"weight": data.all.weight, "drawn": data.drawn, "alike": data.alike}
    for name, found in optional.items():
        if found is not None:
            columns[name] = found.astype("<u4" if name == "weight" else "u1")
    columns |= {f"group {number}": group.numbers for number, group in enumerate(data.groups)}
    for number, numbers in enumerate(data.group_numbers):
        columns |= _group_columns(number, numbers, measures)
    return columns


def run_block(data: PageData) -> str:
    """Where each photo was measured, and how fast the run was."""
    facts = data.facts
    header = {
        "hosts": [asdict(host) for host in facts.measured_at],
        "rate": asdict(data.rate) if data.rate else None,
        "failures": facts.failed_places.counts(),
    }
    return pack_block(header, {"measured_at": data.all.photos.measured_at.astype("<u4")})


def _measure_columns(
    data: PageData, measure: MeasureSeries, years: Array, windows: Iterable[int]
) -> dict[str, Array]:
    """A measure's values and trends, and its histograms if the page has a sample.

    windows: indices in OFFERED
    """
    name = measure.name
    columns = {f"value {name}": measure.code.encode(data.all.photos.values[name])}
    trends = {"trend": measure.of_all, "single trend": measure.without_duplicates}
    for column, trend in trends.items():
        if trend:
            positions = [_on_axis(measure, trend.windows[window]) for window in windows]
            columns[f"{column} {name}"] = position_differences(np.concatenate(positions))
    if histogram := data.all.histograms.get(name):
        if measure.zeros is not None:
            for column, counts in zip(("zeros", "duplicate zeros"), measure.zeros, strict=True):
                columns[f"{column} {name}"] = counts.astype("<u4")
        columns[f"histogram {name}"] = _by_year(histogram.counts, years)
        if data.without_duplicates:
            columns[f"duplicates {name}"] = _by_year(histogram.duplicates, years)
    return columns


def _years(data: PageData, years: Array) -> list[list[int | None]]:
    """For each year (None: unknown) the photos of the archive, of the page, and the duplicates."""
    counts, others = data.all.counts(years), data.without_duplicates
    kept = [int((data.all.photos.year == year).sum()) for year in years]
    duplicates = counts - others.counts(years) if others else np.zeros_like(counts)
    return [
        [None if year == NO_YEAR else year, *numbers]
        for year, *numbers in zip(
            years.tolist(), counts.tolist(), kept, duplicates.tolist(), strict=True
        )
    ]


def _year_spans(data: PageData) -> dict[str, Array]:
    """How many years each photo may be earlier and later than its year, or {} if all are exact.

    For a photo without a year, the columns hold its earliest and its latest year (0: unknown).
    """
    photos = data.all.photos
    vague = (photos.earliest != photos.year) | (photos.latest != photos.year)
    if not vague.any():
        return {}
    undated = photos.year == NO_YEAR
    before = np.where(undated, photos.earliest, photos.year - photos.earliest)
    after = np.where(undated, photos.latest, photos.latest - photos.year)
    return {
        "before": np.where(vague, before, 0).astype("<u2"),
        "after": np.where(vague, after, 0).astype("<u2"),
    }


def _days(data: PageData) -> dict[str, Array]:
    """The days of its year that each photo may be of, or {} if no more than years are known."""
    photos = data.all.photos
    if not photos.days.any():
        return {}
    return {"day": photos.day.astype("<u2"), "days": photos.days.astype("<u2")}


def _group_columns(
    number: int, numbers: GroupNumbers, measures: Iterable[MeasureSeries]
) -> dict[str, Array]:
    """A group's counts by category and year, and each measure's trends of its categories."""
    columns = {f"group photos {number}": numbers.photos.ravel().astype("<u4")}
    kinds = {"group trend": numbers.of_all}
    if numbers.duplicates.any():
        columns[f"group duplicates {number}"] = numbers.duplicates.ravel().astype("<u4")
        kinds["single group trend"] = numbers.without_duplicates
    for kind, trends in kinds.items():
        for measure in measures:
            if measure.name in trends:
                positions = [_on_axis(measure, trend) for trend in trends[measure.name]]
                name = f"{kind} {number} {measure.name}"
                columns[name] = position_differences(np.concatenate(positions))
    return columns


def _by_year(counts: Mapping[int, Array], years: Array) -> Array:
    """The counts of each year's bins, the first year's first, or 0 for years without photos."""
    none = np.zeros(BINS, np.uint32)
    found = [page_counts(counts[year]) if year in counts else none for year in years.tolist()]
    return np.concatenate(found).astype("<u4")


def _on_axis(measure: MeasureSeries, trend: Array) -> Array:
    """Positions on the measure's axis: the first quantile of every year, then the second, …"""
    quantiles, low, high = trend.T.ravel(), measure.low, measure.high
    if measure.logarithmic:
        return axis_positions(np.log(quantiles), math.log(low), math.log(high))
    return axis_positions(quantiles, low, high)
