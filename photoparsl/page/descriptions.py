"""What the header of the photos' block says of the measures and the groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photoparsl.page.groups import Group
from photoparsl.page.held_changes import archive_changes, held_changes
from photoparsl.page.page_data import PageData
from photoparsl.page.series import MeasureSeries, TrendNumbers
from photoparsl.trends import CIRCULAR, hue_notes, margin_text


def interval_note(data: PageData) -> str:
    """What the page's intervals take for granted, as a sentence."""
    if data.clusters:
        name = data.clusters.name
        taken = f"photographs of the same {name} as belonging together"
    else:
        taken = "photographs as independent of each other"
    return f"The interval takes {taken}. It holds if the change is a straight line."


def describe_intervals(data: PageData) -> dict[str, str]:
    """What says which photos belong together, in the header of the photos' block."""
    clusters = data.clusters
    return {
        "interval_note": interval_note(data),
        "clusters": clusters.name if clusters else "",
        "no_clusters": clusters.why_none if clusters else "",
    }


def describe_measure(data: PageData, measure: MeasureSeries) -> dict[str, object]:
    """A measure in the header of the photos' block."""
    description: dict[str, object] = {
        "name": measure.name,
        "label": measure.label,
        "unit": measure.unit,
        "ends": measure.ends,
        "low": measure.low,
        "high": measure.high,
        "first": measure.code.first,
        "step": measure.code.step,
        "exact": measure.code.exact,
        "logarithmic": measure.logarithmic,
        "circular": measure.name in CIRCULAR,
        "codes": list(measure.codes.items()),
        "has_zeros": measure.zeros is not None,
        "notes": _hue_notes(data, measure.name),
        "changes": measure.changes,
        "held": held_changes(data, measure.name),
        "archives": archive_changes(data, measure.name),
        "dominated": [
            data.clusters.dominated.get((measure.name, is_all), []) if data.clusters else []
            for is_all in (True, False)
        ],
    }
    if histogram := data.all.histograms.get(measure.name):
        description["bins"] = histogram.ends
    return description


def _hue_notes(data: PageData, name: str) -> list[str]:
    colourless, unclear = data.hues.get(name, (0, 0))
    return list(hue_notes(colourless, unclear, noun="photograph"))


def describe_group(group: Group) -> dict[str, object]:
    """A group in the header of the photos' block."""
    return {
        "name": group.name,
        "values": [[v.number, v.text, v.photos, v.duplicates] for v in group.values],
    }


def sample_note(
    data: PageData, measures: Sequence[MeasureSeries], trends: Sequence[TrendNumbers], window: int
) -> str:
    """What the page says of a manifest that is a sample, or '' if it is none.

    measures, trends: the page's measures, and the trend of each.  The first one is shown at first
    window: the index in OFFERED of the window that is shown
    """
    if data.sample is None:
        return ""
    text = data.sample.weights.strata.text.removesuffix("photos") + "photographs"
    text = text[:1].upper() + text[1:]
    if data.all.histograms:
        return f"{text}. This page doesn\u2019t weight them back to all; photoparsl trend does."
    text += ", weighted back to all of them"
    widths = np.diff(trends[0].windows[window][:, -2:])[:, 0] if trends else np.empty(0)
    known = widths[~np.isnan(widths)]
    if not len(known):
        return f"{text}."
    around = measures[0].name in CIRCULAR
    reach = margin_text(float(np.median(known % 360 if around else known)) / 2)
    return f"{text}{reach}. That is of {measures[0].label}."
