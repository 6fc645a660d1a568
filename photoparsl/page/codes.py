"""Values that are treated apart: codes, which have shares instead of medians, and exact zeros."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from photoparsl.page.columns import Array
from photoparsl.page.plotted import Plotted
from photoparsl.trends import CODE_NAMES, CODES, LEAST_ZEROS


def codes_of(plotted: Plotted, name: str) -> dict[int, str]:
    """The codes that photos have, and their names."""
    if name not in CODES:
        return {}
    if histogram := plotted.histograms.get(name):
        there = np.array(list(histogram.counts.values())).sum(axis=0) > 0
        found = np.ceil(histogram.edges[:-1][there] - 1e-9)  # a bin holds one whole number
    else:
        values = plotted.photos.values[name]
        found = np.unique(values[~np.isnan(values)])
    return {int(code): CODE_NAMES[name].get(int(code), str(int(code))) for code in found}


def code_counts(plotted: Plotted, name: str, codes: Mapping[int, str], years: Array) -> Array:
    """How many photos of each year have each of these codes: an array of shape (years, codes).

    If the manifest is a sample, the photos' weights are added up instead.
    """
    if histogram := plotted.histograms.get(name):
        bins = np.searchsorted(histogram.edges, np.array(list(codes)) + 1e-9, "right") - 1
        none = np.zeros(len(histogram.edges) - 1, np.int64)
        bins = bins.clip(max=len(none) - 1)  # the scale's upper limit is in the last bin
        counts = [histogram.counts.get(year, none)[bins] for year in years.tolist()]
        return np.array(counts, np.int64).reshape(-1, len(codes))
    photos = plotted.photos
    values = photos.values[name]
    weight = np.ones(len(values), np.int64) if plotted.weight is None else plotted.weight
    return np.array(
        [
            [weight[(photos.year == y) & (values == code)].sum() for code in codes]
            for y in years.tolist()
        ],
        np.int64,
    ).reshape(-1, len(codes))


def zeros_of(plotted: Plotted, name: str, years: Array) -> Array | None:
    """How many photos of each year have the value 0, and how many of these are duplicates."""
    if histogram := plotted.histograms.get(name):
        found = np.array(
            [[of.get(year, 0) for year in years.tolist()] for of in histogram.zeros], np.int64
        )
        values = sum(int(counts.sum()) for counts in histogram.counts.values())
    else:
        photos = plotted.photos
        is_zero = photos.values[name] == 0
        found = np.array(
            [
                [np.sum(photos.year[which] == year) for year in years.tolist()]
                for which in (is_zero, is_zero & photos.duplicate)
            ],
            np.int64,
        )
        values = int(np.sum(~np.isnan(photos.values[name])))
    return found if found[0].sum() >= LEAST_ZEROS * max(1, values) else None
