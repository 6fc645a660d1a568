"""Put the page's data and its sources into the template: the page as HTML text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from markupsafe import Markup

from photoparsl.number_text import percent_text
from photoparsl.page import web_files
from photoparsl.page.blocks import FirstView, Pictures, photos_block, run_block
from photoparsl.page.captions import shown_title
from photoparsl.page.citation import citation_of
from photoparsl.page.codes import code_counts
from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.compiled_template import compiled_template
from photoparsl.page.descriptions import interval_note, sample_note
from photoparsl.page.groups import MOST_DIFFERENT
from photoparsl.page.held_changes import archive_changes
from photoparsl.page.links import Links
from photoparsl.page.metadata import PageMetadata, redacted
from photoparsl.page.page_data import PageData
from photoparsl.page.plotted import Plotted
from photoparsl.page.policy import policy
from photoparsl.page.run_facts import LISTED
from photoparsl.page.series import (
    MeasureSeries,
    TrendNumbers,
    measure_series,
)
from photoparsl.page.sprites import Sprites
from photoparsl.page.static_chart import static_chart
from photoparsl.page.texts_block import addresses_block
from photoparsl.redact import below, published, published_place
from photoparsl.reports import SameBytes, SameSet
from photoparsl.results import repeat_command
from photoparsl.trends import OFFERED, usual_window_of_counts


def assemble(
    data: PageData, metadata: PageMetadata, links: Links, sprites: Sprites | None = None
) -> str:
    """Return the page as HTML text.

    sprites: the photos' thumbnails.  They are written into the page unless `links` names their
        files
    """
    years = np.array(sorted(data.all.year_counts or set(data.all.photos.year.tolist())), np.int32)
    dated = years[years != NO_YEAR]
    shown = _shown(data, metadata)
    usual = _usual_window(dated, shown, data.measures[0]) if data.measures else 0
    # Of a sample, and of clusters, the script can't compute the other windows itself.
    is_stored = data.all.histograms or data.clusters
    windows = range(len(OFFERED)) if is_stored else [usual]
    measures = [measure_series(data, name, years, windows) for name in data.measures]
    trends = [(shown is not data.all and m.without_duplicates) or m.of_all for m in measures]
    usual = trends[0].usual_window(usual) if data.clusters and trends else usual
    plotted = any(bool((~np.isnan(v)).any()) for v in data.all.photos.values.values())
    chart, blocks = "", {}
    if plotted:
        if len(dated):
            chart = static_chart(shown, measures[0], trends[0], years, usual)
        view = FirstView(usual, windows, shown is not data.all, metadata.year_notes)
        pictures = Pictures(sprites, links.quoted().sprites) if sprites else None
        blocks = _blocks(data, measures, years, view, pictures)
        blocks["addresses"] = Markup(addresses_block(data, metadata.local))
    return compiled_template().render(
        **_about(data, metadata, links),
        **{name: Markup(text) for name, text in web_files.sources().items()},
        plotted=plotted,
        static_chart=Markup(chart),
        blocks=blocks,
        thumbnails=int((sprites.widths > 0).sum()) if sprites else 0,
        **_facts(data),
        shows_duplicates=shown is data.all,
        measures=measures,
        years=_table(dated, shown, measures, trends),
        change=_change(data, measures, is_all=shown is data.all),
        most_different=MOST_DIFFERENT,
        windows=[window.text for window in OFFERED],
        **{"window": usual, "sample": sample_note(data, measures, trends, usual)},
    )


def _about(data: PageData, metadata: PageMetadata, links: Links) -> dict[str, object]:
    """What the template says of the run and of the page's files."""
    shown = redacted(metadata)
    return {
        "metadata": shown,
        "citation": citation_of(shown, data.facts),
        "command": repeat_command(shown, shown.manifest, data.facts.versions, shown.reading),
        "links": links.quoted(),
        "policy": policy(
            is_split=bool(links.script),
            shows_disk=bool(metadata.local and metadata.local.folder),
            has_pictures=bool(links.sprites),
        ),
    }


def _facts(data: PageData) -> dict[str, object]:
    """What the template says of the data, whatever is shown at first."""
    return {
        "facts": data.facts,
        "counts": data.facts.counts,
        "rate": data.rate,
        "sampled": len(data.all.photos) if data.all.histograms else 0,
        "same": _published(data.same_bytes, data.folders),
        "has_vague": _has_vague(data),
        "has_duplicates": bool(data.without_duplicates),
        "alike": 0 if data.alike is None else int(data.alike.sum()),
        "undated": _undated(data),
        "groups": data.groups,
        "varied": data.varied,
    }


def _shown(data: PageData, metadata: PageMetadata) -> Plotted:
    """The photos that the page shows before a reader chooses."""
    if metadata.without_duplicates and data.without_duplicates:
        return data.without_duplicates
    return data.all


def _published(same: SameBytes, folders: Sequence[str]) -> SameBytes:
    """The sets of photos with the same bytes, with places and titles that everyone may read."""
    sets = (
        SameSet(found.photos, published_place(below(found.url, folders)), shown_title(found.title))
        for found in same.sets
    )
    return replace(same, sets=tuple(sets))


def _blocks(
    data: PageData,
    measures: list[MeasureSeries],
    years: Array,
    view: FirstView,
    pictures: Pictures | None,
) -> dict[str, Markup]:
    """The blocks of data by their names. They are base64, so they are safe as HTML."""
    blocks = {
        "photos": Markup(photos_block(data, measures, years, view, pictures)),
        "run": Markup(run_block(data)),
    }
    if pictures and not pictures.files:
        for number, picture in enumerate(pictures.sprites.pictures):
            blocks[f"sprite-{number}"] = Markup(b64encode(picture).decode())
    return blocks


def _has_vague(data: PageData) -> bool:
    """Whether a photo of the page may be of several years."""
    photos = data.all.photos
    return bool(((photos.latest > photos.earliest) & (photos.year != NO_YEAR)).any())


def _table(
    years: Array, shown: Plotted, measures: Sequence[MeasureSeries], trends: Sequence[TrendNumbers]
) -> list[tuple[int, int, list[float | str]]]:
    """The table by year: the year, its photos, and of each measure the median or commonest code."""
    columns: list[list[float | str]] = [
        _commonest(shown, measure, years) if measure.codes else trend.medians.tolist()
        for measure, trend in zip(measures, trends, strict=True)
    ]
    counts = shown.counts(years).tolist()
    return [
        (year, counts[index], [column[index] for column in columns])
        for index, year in enumerate(years.tolist())
    ]


def _commonest(shown: Plotted, measure: MeasureSeries, years: Array) -> list[float | str]:
    """Each year's commonest code, and the share of the photos that have it."""
    names = list(measure.codes.values())
    return [
        f"{names[counts.argmax()]} {percent_text(counts.max(), counts.sum())}"
        if any(counts)
        else ""
        for counts in code_counts(shown, measure.name, measure.codes, years)
    ]


def _undated(data: PageData) -> list[str]:
    """The addresses of the first photos without a year."""
    photos = data.all.photos
    places = photos.url[photos.year == NO_YEAR][:LISTED].tolist()
    return [published(below(place, data.folders)) for place in places]


def _usual_window(dated: Array, shown: Plotted, measure: str) -> int:
    """The index in OFFERED of the window that the page shows at first, of its first measure."""
    if not len(dated):
        return 0
    counts = np.zeros((1, int(dated[-1] - dated[0]) + 1), np.int64)
    counts[0, dated - dated[0]] = shown.counts(dated, measure)
    return OFFERED.index(usual_window_of_counts(counts))


def _change(
    data: PageData, measures: Sequence[MeasureSeries], *, is_all: bool
) -> dict[str, object] | None:
    """How the first measure's yearly medians change, or why there is no slope."""
    if not measures:
        return None
    text = measures[0].changes[0 if is_all else 1]
    has_slope = " a decade" in text
    ends = measures[0].ends if has_slope else ("", "")
    notes = [] if is_all else ["Duplicates are left out."]
    if has_slope and "without an interval" not in text:
        notes.append(interval_note(data))
    if archives := archive_changes(data, measures[0].name):
        notes.append(archives[0 if is_all else 1])
    return {"label": measures[0].label, "ends": ends, "text": text, "note": " ".join(notes)}
