"""How the yearly medians of a measure change where the mixture of a group is held constant."""

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
    yearly_change,
)


def held_changes(data: PageData, name: str) -> list[list[str]]:
    """Return sentences for each group: of all photos, and of all but duplicates if there are any.

    Empty if the page has a sample, of which slopes aren't those of all photos, or clusters, which
    these intervals would ignore; for angles and codes too.
    """
    if data.all.histograms or data.clusters or name in CIRCULAR or name in CODES:
        return []
    duplicate = data.all.photos.duplicate
    parts = [np.ones(len(duplicate), bool)] + [~duplicate] * bool(data.without_duplicates)
    return [[_change(data, name, group, part) for part in parts] for group in data.groups]


def _change(data: PageData, name: str, group: Group, part: Array) -> str:
    photos = data.all.photos
    values = photos.values[name]
    which = part & (photos.year != NO_YEAR) & ~np.isnan(values)
    codes = group.numbers[which].astype(np.int32)
    names = tuple(map(str, range(int(codes.max(initial=0)) + 1)))
    year = photos.year[which]
    column = Column(group.name, names, codes)
    weight = None if data.all.weight is None else data.all.weight[which]
    made = Observations(year, year, year, values[which], {group.name: column}, weight=weight)
    return yearly_change(name, made, TrendOptions(constant=group.name), noun="photograph")
