"""The trend of a run's measure, for `Run.trend` and `photoparsl trend`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from photoparsl.errors import RunError, spelling_hint
from photoparsl.manifests import STRATUM, find_column
from photoparsl.number_text import counted
from photoparsl.options import check_value, trend_option
from photoparsl.reports import DigestCounter
from photoparsl.results import RunDirectory
from photoparsl.trends import (
    OLD_RESOURCE,
    RESOURCE,
    Shares,
    Trend,
    TrendOptions,
    observations_of,
    sample_of_run,
    shares_of,
    trend_of,
    with_most_frequent,
)


def run_trend(path: Path, measure: str | None, options: TrendOptions) -> Trend | Shares:
    """Return the trend of one of a run's measures, or the shares of its texts or codes.

    path: the run's folder
    measure: its name, or None for the run's first
    options: how it is computed.  Its columns are named as in the manifest, in any case of letters

    Raises RunError if the run has no results or not this measure, if its copy of the manifest is
    another's, if dates are to be spread over months, or if the groups are of the column whose
    mixture is to be held constant.  Raises ManifestError if its manifest has no such column, and
    OptionError if a mixture is to be held constant for a measure of texts or codes.
    """
    check_value("measure", measure, str | None)
    check_value("options", options, TrendOptions)
    directory = RunDirectory(path)
    measures = _measures_of(directory)
    name = measure or measures[0]
    if name not in measures:
        raise RunError(
            f"{path}: has no measure {name!r}{spelling_hint(name, measures)}; it has "
            f"{', '.join(measures)}"
        )
    if options.spread_dates and options.window and options.window.months:
        raise RunError(
            f"{trend_option('--months')} can't be used with {trend_option('--spread-dates')}: a "
            "vague date has no month"
        )
    options, wanted = _with_columns(options, directory.manifest.columns())
    if options.by is not None and options.by == options.constant:
        raise RunError(
            f"a trend by {options.by} can't hold the mixture of {options.by} constant: each group "
            "has one entry of it"
        )
    sample = sample_of_run(directory)
    results = sample.counted(directory.results()) if sample else directory.results()
    digests = DigestCounter()
    results = digests.counted(results, keep=not options.without_duplicates)
    wanted |= sample.columns if sample else {}
    photos = observations_of(results, name, wanted, spans_count=options.spread_dates)
    if sample:
        photos = replace(photos, weight=sample.weights(photos.columns[STRATUM]))
    if number := digests.duplicates:
        left = "are left out" if options.without_duplicates else "count like the others"
        sentence = f"{counted(number, 'photo')} with the bytes of an earlier one {left}"
        photos = replace(photos, notes=(*photos.notes, sentence))
    for column in (options.by, options.constant):
        if column is not None and column != options.clusters:
            kept = with_most_frequent(photos.columns[column])
            photos = replace(photos, columns={**photos.columns, column: kept})
    found = (shares_of if photos.entries else trend_of)(name, photos, options)
    return sample.noted(found) if sample else found


def _measures_of(directory: RunDirectory) -> list[str]:
    """The run's measures.  Raises RunError if its copy of the manifest is another's."""
    record = directory.require_record()
    directory.manifest.check_undamaged(record.sha256)
    return list(record.measures)


def _with_columns(
    options: TrendOptions, columns: Sequence[str]
) -> tuple[TrendOptions, dict[str, int | None]]:
    """Return the options with the columns' names as the manifest has them, and their numbers."""
    wanted: dict[str, int | None] = {}

    def exact(column: str | None) -> str | None:
        if column is None:
            return None
        is_resource = column in {RESOURCE, OLD_RESOURCE}
        if is_resource and column not in {name.lower() for name in columns}:
            wanted[RESOURCE] = None
            return RESOURCE
        number = find_column(column, columns)
        wanted[columns[number]] = number
        return columns[number]

    named = replace(
        options,
        by=exact(options.by),
        clusters=exact(options.clusters),
        constant=exact(options.constant),
    )
    return named, wanted
