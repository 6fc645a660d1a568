"""Writes the page and the summary of a run, while it goes on and at its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from photoparsl.manifests import find_captions, sampled_strata
from photoparsl.page import PageMetadata, note_of
from photoparsl.planning import Plan
from photoparsl.reports import DigestCounter, Summary, SummaryCounter, changed_photos, cost_of
from photoparsl.requesting import RunRequest
from photoparsl.results import (
    RunDirectory,
    RunRecord,
    ended_by_disk,
    fields_of,
    forget_changes,
    kept_options,
    places_folder,
    read_events,
    reading_of,
)
from photoparsl.running.preparing import record_of
from photoparsl.trends import medians_margin


def write_run_page(
    request: RunRequest, plan: Plan, directory: RunDirectory, *, is_last: bool = False
) -> Summary:
    """Write the page of all results so far, and return their summary.  Reads the results once.

    is_last: whether the run ends with it

    Raises OSError if the page can't be written, or the run's folder was moved or removed.
    """
    from photoparsl.page import write_page  # noqa: PLC0415  a run with nothing to do needs none

    directory.watch.check_there()  # or the page would make the folder anew
    counter = SummaryCounter(plan.wanted)
    metadata = page_metadata(record_of(request, plan), directory)
    digests = DigestCounter(find_captions(metadata.columns).title)
    results = counter.counted(directory.results())
    write_page(results, request.page, metadata, public=True, digests=digests, is_last=is_last)
    return counter.summary(request.page, request.url, digests.same_bytes())


def prepare_run_page(request: RunRequest) -> None:
    """Import what `write_run_page` needs, while the workers measure."""
    if request.has_page:
        from photoparsl.page import prepare_page, write_page  # noqa: F401, PLC0415  not too early

        prepare_page()


def finish_run(
    request: RunRequest, plan: Plan, directory: RunDirectory, *, has_measured: bool = True
) -> Summary:
    """Write the page and the summary of all results so far, and return the summary.

    has_measured: whether this start measured any photo.  If not, none had other bytes than before

    Raises IncompleteError if a file can't be written.
    """
    try:
        summary = write_run_page(request, plan, directory, is_last=True)
        summary = replace(
            _with_sample(summary, directory, str(request.measures[0])),
            cost=cost_of(read_events(directory.path)),
            changed=changed_photos(read_events(directory.path)) if has_measured else 0,
        )
        directory.write_summary(fields_of(summary))
        forget_changes(directory.path)  # a start after a kill says them again
    except OSError as error:
        advice = "what was measured is kept, and the same command writes the page"
        raise ended_by_disk(error, directory, request.page, advice) from error
    return summary


def _with_sample(summary: Summary, directory: RunDirectory, measure: str) -> Summary:
    """Return the summary with what is known of a sample.

    Without a sample, it is unchanged.
    """
    strata = sampled_strata(directory.manifest.blocks(), directory.manifest.columns())
    if strata is None:
        return summary
    margin = medians_margin(directory, measure)
    return replace(summary, archive=sum(strata.archive.values()), medians_margin=margin)


def page_metadata(record: RunRecord, directory: RunDirectory) -> PageMetadata:
    """Return the metadata of a page that is written now, from the run's record."""
    columns = directory.manifest.columns()
    return PageMetadata(
        manifest=record.manifest,
        written=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        rows=len(record.wanted),
        digest=record.digest,
        programs=record.versions,
        columns=columns,
        groups=tuple(record.groups),
        **kept_options(record),
        year_notes=tuple(map(note_of, record.year_notes)),
        strata=sampled_strata(directory.manifest.blocks(), columns),
        reading=reading_of(directory.path),
        folders=(places_folder(directory.path),),
    )
