"""Prepares a run: reads what is left to measure, and checks that the run can begin."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from photoparsl.errors import IncompleteError, RunError, error_text, spelling_hint
from photoparsl.files import make_public_folder
from photoparsl.manifests import Source, is_from_web, read_columns, read_row_blocks, sampled_strata
from photoparsl.measuring import versions
from photoparsl.options import option
from photoparsl.page import holds_no_page
from photoparsl.planning import (
    Plan,
    again_sentences,
    check_moved,
    find_again,
    mend_copy,
    moved_note,
    plan_with_edits,
    with_united,
)
from photoparsl.reports import Summary
from photoparsl.requesting import EVERY_REASON, RunRequest
from photoparsl.results import (
    DamagedRecordError,
    RunDirectory,
    RunRecord,
    Scheduler,
    dataclass_of,
    forget_archive_record,
    kept_options,
)
from photoparsl.running.dropped_choices import dropped_notes
from photoparsl.sites import check_folder, check_photos

_UNCOUNTED = (
    "since the list has changed, photos that have to be measured again (their files changed, or "
    "they lack a measure) are counted only after the start"
)
_PROGRAMS = ("photoparsl", "parsl", "pillow", "numpy", "pycurl")


def prepare_run(
    request: RunRequest,
    directory: RunDirectory,
    confirm: Callable[[str], bool] = lambda question: False,
    *,
    writes: bool = True,
) -> Plan:
    """Read the manifest and the run's directory, and return the plan.

    If the manifest was edited, the results are carried over to its rows.

    confirm: asks the user a question, and returns the answer
    writes: whether this process has the run's lock.  If not, nothing is written, and the plan is
        that of a run whose results have been carried over

    Raises ManifestError, RunError or IncompleteError for what would stop the run later.
    """
    mended = mend_copy(request, directory) if writes else ()
    with suppress(DamagedRecordError):  # `begin_run` writes it anew
        check_moved(request, directory, _folder(request))
        mended += moved_note(request, directory)
    mended = (*mended, *dropped_notes(request, directory))
    before = request.source.fingerprint()
    plan = plan_with_edits(request, directory, confirm, writes=writes)
    sample = _sample_notes(request.source)
    check_unchanged(request.source, before)
    if writes:
        plan = with_united(plan, directory, request.source)
    is_carried = writes or not (plan.changes and plan.changes.has_other_rows)
    again = find_again(request, directory, plan, reads=is_carried)
    counted = again_sentences(again) if is_carried else [_UNCOUNTED]
    unknown = _unknown_reasons(request, again.reasons)
    return replace(plan, again=again, remarks=(*mended, *plan.remarks, *sample, *counted, *unknown))


def unchanged_summary(request: RunRequest, plan: Plan, directory: RunDirectory) -> Summary | None:
    """Return the earlier summary if nothing is left to measure and the page is current, or None."""
    is_old = not plan.left and directory.manifest.path and not request.has_new_manifest
    last = directory.read_summary() if is_old else None
    try:
        if last is None or last.is_old or directory.read_run_record() != record_of(request, plan):
            return None
        summary = dataclass_of(Summary, {**last.fields, "cost": None, "changed": 0})
    except (DamagedRecordError, TypeError):
        return None  # damaged, or written by another version
    return None if summary.left or not Path(summary.page).exists() else summary


def check_site(request: RunRequest, plan: Plan) -> None:
    """Raise SiteError for what would stop the run at its site."""
    if not plan.left:
        return
    request.site.preflight(request.options)
    if request.site.is_grid:
        check_folder(request.page.parent)
        most = {"most": None} if plan.may_have_files else {}  # a host may have other files there
        shared = None if request.site.scheduler is Scheduler.HTCONDOR else request.grid.shared
        reader = "job" if request.detach else "pilot"
        check_photos(request.source.photos(), shared, reader=reader, **most)


def make_page_folder(request: RunRequest) -> None:
    """Make the page's folder.  Raises RunError if the page can't be written there."""
    folder = request.page.parent
    if request.page.is_dir():
        raise RunError(f"{request.page}: is a folder, and the page would be written there")
    if holds_no_page(request.page):
        raise RunError(
            f"{request.page}: exists and isn't a page of photoparsl; choose another folder with "
            f"{option('--public')}"
        )
    try:
        make_public_folder(folder)
    except OSError as error:
        raise RunError(f"{folder}: can't be made: {error_text(error)}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RunError(
            f"{folder}: the page can't be written there; choose another with {option('--public')}"
        )


def begin_run(request: RunRequest, plan: Plan, directory: RunDirectory) -> None:
    """Copy the manifest into the run's folder, and write the run's record.

    The summary is marked as old before, so that a start after a kill writes page and summary anew.
    """
    directory.mark_summary_old()
    _keep_manifest(request, plan, directory)
    if not request.made:
        forget_archive_record(directory.path)
    directory.write_record(record_of(request, plan))


def _keep_manifest(request: RunRequest, plan: Plan, directory: RunDirectory) -> None:
    """Copy the manifest into the run's folder, unless its copy has the same bytes."""
    with suppress(DamagedRecordError):
        record = directory.read_run_record()
        is_same = record is not None and record.sha256 == plan.sha256
        if is_same and directory.manifest.path and not request.has_new_manifest:
            return
    if directory.manifest.is_of(plan.sha256) and not request.has_new_manifest:
        return  # results were carried over, or a process was killed before it wrote the record
    directory.manifest.write(request.source.path, request.source.name, plan.sha256)


def check_unchanged(source: Source, before: tuple[int, int, int]) -> None:
    """Raise IncompleteError if the manifest's file isn't as it was (`Source.fingerprint`)."""
    if source.fingerprint() != before:
        raise IncompleteError(
            f"{source.name}: changed while it was being read; what was measured is kept, and the "
            "same command begins with what it holds now"
        )


def record_of(request: RunRequest, plan: Plan) -> RunRecord:
    """Return the record that run.json holds."""
    programs = {name: version(name) for name in _PROGRAMS}
    return RunRecord(
        manifest=request.source.name,
        rows=plan.rows,
        digest=plan.digest,
        sha256=plan.sha256,
        measures=versions(request.measures),
        config=request.site.name,
        versions={"python": platform.python_version(), **programs},
        origin=plan.origin,
        folder=_folder(request),
        groups=list(request.group),
        **{**kept_options(request), "public": str(request.page.parent) if request.public else None},
        year_notes=[note.line for note in request.page_notes],
    )


def _sample_notes(source: Source) -> list[str]:
    """Return a sentence if the manifest is a sample.

    Raises ManifestError if its rows contradict one another.
    """
    columns = read_columns(source.path, source.name)
    blocks = read_row_blocks(source.path, source.name, source.base)
    strata = sampled_strata(blocks, columns)
    return [strata.text] if strata else []


def _folder(request: RunRequest) -> str:
    """Return the folder that the manifest's paths are relative to, as a path from the run's folder.

    Both folders may then be moved together.
    """
    base = request.source.base
    return (
        os.path.relpath(base, request.run_dir.resolve()) if base and not is_from_web(base) else ""
    )


def _unknown_reasons(request: RunRequest, reasons: set[str]) -> Iterator[str]:
    """Yield a sentence for each requested reason for which no photo has failed."""
    for reason in sorted(request.retry - reasons - {EVERY_REASON}):
        yield f"no photo failed for {reason!r}{spelling_hint(reason, sorted(reasons))}"
