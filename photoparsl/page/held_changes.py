"""How yearly medians change with the mixture of a group held constant, and in each archive."""

from __future__ import annotations

import numpy as np

from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.groups import Group
from photoparsl.page.page_data import PageData
from photoparsl.trends import (
    CIRCULAR,
    CODES,
    Column,
    Observations,
    TrendOptions,
    YearlyChange,
    yearly_change,
)

MOST_ARCHIVES = 8  # whose changes are in the sentence at the top


def held_changes(data: PageData, name: str) -> list[list[list[str]]]:
    """Return sentences for each group: of all photos, and of all but duplicates if there are any.

    The first sentence says how the medians change, the second how much of that is a change of what
    was collected.

    The list is empty for angles and codes.  It is also empty if the page has a sample, whose slopes
    aren't those of all photos, or if it has clusters, which these intervals would ignore.
    """
    if data.all.histograms or data.clusters or name in CIRCULAR or name in CODES:
        return []
    duplicate = data.all.photos.duplicate
    parts = [np.ones(len(duplicate), bool)] + [~duplicate] * bool(data.without_duplicates)
    return [
        [
            [change.text, change.mixture]
            for change in (_change(data, name, group, part, group.name) for part in parts)
        ]
        for group in data.groups
    ]


def archive_changes(data: PageData, name: str) -> list[str]:
    """Return a sentence on each archive's own change, if the page has several.

    It is of all photos, and of all but duplicates if there are any.  Where the archives' own
    changes aren't computed, it says that they may differ.
    """
    if not data.has_archives or name in CIRCULAR or name in CODES:
        return []
    archives, duplicate = data.groups[0], data.all.photos.duplicate
    parts = [np.ones(len(duplicate), bool)] + [~duplicate] * bool(data.without_duplicates)
    if data.all.histograms or data.clusters or len(archives.values) > MOST_ARCHIVES:
        return ["That is of all archives together; their own changes may differ."] * len(parts)
    return [
        f"That is of all archives together. {_changes_of_archives(data, name, part)}"
        for part in parts
    ]


def _changes_of_archives(data: PageData, name: str, part: Array) -> str:
    archives = data.groups[0]
    return " ".join(
        f"{value.text}: {_change(data, name, archives, part & (archives.numbers == number)).text}."
        for number, value in enumerate(archives.values)
    )


def _change(
    data: PageData, name: str, group: Group, part: Array, constant: str | None = None
) -> YearlyChange:
    photos = data.all.photos
    values = photos.values[name]
    which = part & (photos.year != NO_YEAR) & ~np.isnan(values)
    codes = group.numbers[which].astype(np.int32)
    names = tuple(map(str, range(int(codes.max(initial=0)) + 1)))
    year = photos.year[which]
    column = Column(group.name, names, codes)
    weight = None if data.all.weight is None else data.all.weight[which]
    made = Observations(year, year, year, values[which], {group.name: column}, weight=weight)
    return yearly_change(name, made, TrendOptions(constant=constant), noun="photograph")
