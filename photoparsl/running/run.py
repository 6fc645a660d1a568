"""One run, in three steps: see what is left to do, measure it, and show what there is.

with RunDirectory(order.run_dir) as directory:
    plan = prepare(order, directory)
    for outcome in measure(order, plan, directory, stop):
        ...
    summary = conclude(order, plan, directory)
"""

from __future__ import annotations

import os
import platform
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from photoparsl.errors import IncompleteError, RunError, SiteError, error_text, spelling_hint
from photoparsl.fetching import web_address
from photoparsl.files import make_public_folder
from photoparsl.manifests import Slice, Source, is_from_web
from photoparsl.measuring import MeasureLike, versions
from photoparsl.page import PageMetadata, write_page
from photoparsl.redact import visible
from photoparsl.reports.cost import cost_of
from photoparsl.reports.summary import Summary, SummaryCounter
from photoparsl.results import SliceResult
from photoparsl.results.events import read_events
from photoparsl.results.fields import dataclass_of
from photoparsl.results.journal import Journal
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_record import DamagedRecordError, RunRecord
from photoparsl.results.segments import FinishedSlice
from photoparsl.running.options import PlainOptions
from photoparsl.running.plan import Plan, make_plan
from photoparsl.running.slice_size import SliceSize
from photoparsl.running.stop import Stop
from photoparsl.sites import Grid, Options, Site, cores

if TYPE_CHECKING:
    from photoparsl.running.dispatch import Lost
    from photoparsl.running.monitor import RunMonitor

PAGE = "scatter.html"
EVERY_REASON = "any"

_PROGRAMS = ("photoparsl", "parsl", "pillow", "numpy", "pycurl")


@dataclass(frozen=True, slots=True)
class RunRequest(PlainOptions):
    """A run's options, with the manifest, the site and the measures that they name.

    source: the manifest's file
    site: where the run takes place
    run_dir: the run's folder
    measures: by their names, or functions
    retry: reasons whose failed photos are measured again, or EVERY_REASON
    grid: the settings of a grid
    """

    source: Source
    site: Site
    run_dir: Path
    measures: tuple[MeasureLike, ...] = ("luminance",)
    retry: frozenset[str] = frozenset()
    grid: Grid = Grid()

    @property
    def options(self) -> Options:
        """What the site's file is told."""
        return Options(run_dir=self.run_dir.resolve(), workers=cores(), grid=self.grid)

    @property
    def url(self) -> str:
        """Where a browser finds the page: on the web where its folder has a place there."""
        try:
            return self.folder_url + PAGE
        except SiteError:  # the user hasn't told of any
            return self.page.as_uri()

    @property
    def folder_url(self) -> str:
        """Where the web sees the page's folder, with a slash at its end.

        Raises SiteError where that isn't known.
        """
        of_site = self.site.public_dir(self.options)
        is_told = self.grid.public or self.site.is_grid
        chosen = Path(self.grid.public) if self.grid.public else of_site
        if self.grid.public_url and is_told and self._is_pages(chosen):
            url = self.grid.public_url
        elif self._is_pages(of_site):
            url = self.site.public_url(self.options)
        else:
            raise SiteError("say where on the web that folder is, with --public-url")
        return url.rstrip("/") + "/"

    def _is_pages(self, folder: Path) -> bool:
        return folder.expanduser().resolve() == self.page.parent

    @property
    def page(self) -> Path:
        """Where the page goes."""
        folder = self.public or self.site.public_dir(self.options)
        return folder.expanduser().resolve() / PAGE


def prepare(request: RunRequest, directory: RunDirectory) -> Plan:
    """Read the manifest and the run's directory, and see what is left to do.

    Raises PhotoparslError, in a sentence, for what would stop the run later.  Writes nothing.
    """
    with suppress(DamagedRecordError):  # it is written anew
        _check_folder(request, directory)
    before = request.source.state()
    finished = _of_same_measures(directory, versions(request.measures))
    reading = request.source.reading()
    plan = make_plan(reading, finished, request.start, request.count)
    _check_unchanged(request.source, before)
    reasons: set[str] = set()
    again = array("q", _failed(request, plan, directory, reasons))
    notes = (*reading.notes, *plan.notes, *_unheard_of(request, reasons))
    return replace(plan, again=again, sha256=reading.sha256, notes=notes)


def unchanged(request: RunRequest, plan: Plan, directory: RunDirectory) -> Summary | None:
    """The summary of an earlier time, where nothing is left to do and the page shows it all."""
    last = None if plan.left else directory.read_summary()
    try:
        if last is None or directory.read_record() != _asked(request, plan):
            return None
        summary = dataclass_of(Summary, {**last, "cost": None})
    except (DamagedRecordError, TypeError):
        return None  # damaged, or written by another version
    return None if summary.left or not Path(summary.page).exists() else summary


def begin(request: RunRequest, plan: Plan, directory: RunDirectory) -> None:
    """Write down what the run is asked, and make the page's folder."""
    folder = request.page.parent
    try:
        make_public_folder(folder)
    except OSError as error:
        raise RunError(f"{folder}: can't be made: {error_text(error)}") from error
    if request.page.is_dir():
        raise RunError(f"{request.page}: is a folder, and the page would be written there")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RunError(f"{folder}: the page can't be written there; choose another with --public")
    directory.write_record(_asked(request, plan))


def measure(
    request: RunRequest,
    plan: Plan,
    directory: RunDirectory,
    stop: Stop,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[SliceResult | Lost]:
    """Measure what is left at the order's site; each result is kept before it is given.

    Setting `stop` ends it early: no new slices, and those that are running are finished.
    `tell` takes a line for the user when something goes wrong that the run outlives.
    """
    from photoparsl.running.parsl_session import measured  # noqa: PLC0415  imports Parsl: a second

    pace = SliceSize(plan.left)
    before = request.source.state()
    monitor = _monitor(request, plan, directory, tell)
    outcomes = measured(
        lambda workers: _slices(request, plan, pace, workers),
        lambda: request.site.fresh_config(request.options),
        request.measures,
        request.limits,
        stop,
        monitor,
    )
    try:
        with closing(monitor), closing(outcomes):  # and with it Parsl, whatever happens
            for outcome in outcomes:
                if isinstance(outcome, SliceResult):
                    _check_measures(request, outcome)
                    pace.heard(outcome)
                    _keep(outcome, plan, directory)
                yield outcome
                _check_unchanged(request.source, before)
        directory.merge_retried()
    except OSError as error:
        raise IncompleteError(
            f"{error.filename or directory.path}: can't be written: {error_text(error)}; what was "
            "measured before is kept, and the same command goes on"
        ) from error


def show(request: RunRequest, plan: Plan, directory: RunDirectory) -> Summary:
    """Write the page of all results so far, and sum them up, in one pass over them."""
    counter = SummaryCounter(plan.wanted)
    results = counter.counted(directory.results())
    write_page(results, request.page, about(_asked(request, plan)), public=True)
    return counter.summary(request.page, request.url)


def conclude(request: RunRequest, plan: Plan, directory: RunDirectory) -> Summary:
    """Write the page and the summary of all results so far."""
    try:
        summary = show(request, plan, directory)
        summary = replace(summary, cost=cost_of(read_events(directory.path)))
        directory.write_summary(summary)
    except OSError as error:
        raise IncompleteError(
            f"{error.filename or request.page}: can't be written: {error_text(error)}; what was "
            "measured is kept, and the same command writes the page"
        ) from error
    return summary


def about(asked: RunRecord) -> PageMetadata:
    """What a page that is made now says of a run that was asked this."""
    return PageMetadata(
        title=asked.title,
        note=asked.note,
        manifest=asked.manifest,
        written=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        rows=len(asked.wanted),
        digest=asked.digest,
        programs=asked.versions,
    )


def _asked(request: RunRequest, plan: Plan) -> RunRecord:
    programs = {name: version(name) for name in _PROGRAMS}
    return RunRecord(
        manifest=request.source.name,
        rows=plan.rows,
        digest=plan.digest,
        sha256=plan.sha256,
        measures=versions(request.measures),
        slice_size=request.slice_size,
        start=request.start,
        count=request.count,
        config=request.site.name,
        public=str(request.public) if request.public else None,
        title=request.title,
        note=request.note,
        versions={"python": platform.python_version(), **programs},
        origin=plan.origin,
        folder=_folder(request),
    )


def _folder(request: RunRequest) -> str:
    """What the manifest's paths are relative to, seen from the run: both may move together."""
    base = request.source.base
    return (
        os.path.relpath(base, request.run_dir.resolve()) if base and not is_from_web(base) else ""
    )


def _check_folder(request: RunRequest, directory: RunDirectory) -> None:
    """RunError where the run is of another manifest, whose paths mean other photos."""
    known, folder = directory.read_record(), _folder(request)
    if not known or not known.folder or known.folder == folder:
        return
    if any(not web_address(photo.url) for photo in request.source.photos()):
        other = (directory.path / known.folder).resolve()
        raise RunError(
            f"{directory.path}: is the run of a manifest in {other}, whose paths mean other photos "
            f"than those of {request.source.name}: give another --run-dir"
        )


def _of_same_measures(directory: RunDirectory, wanted: dict[str, int]) -> Iterator[FinishedSlice]:
    for finished in directory.finished_slices():
        if finished.measures != wanted:
            has, wants = _listed(finished.measures), _listed(wanted)
            raise RunError(
                f"{directory.path}: has photos measured for {has}, and this is for {wants}: "
                "begin anew with --restart, or give another --run-dir"
            )
        yield finished


def _listed(measures: dict[str, int]) -> str:
    return ", ".join(f"{name} (version {version})" for name, version in measures.items())


def _failed(
    request: RunRequest, plan: Plan, directory: RunDirectory, reasons: set[str]
) -> Iterator[int]:
    """The failed rows that were asked for and are to be tried again; `reasons` gets all known."""
    if request.retry:
        for result in directory.results():
            for failure in result.failures:
                reasons.add(failure.reason)
                wanted = EVERY_REASON in request.retry or failure.reason in request.retry
                if wanted and failure.row in plan.wanted:
                    yield failure.row


def _unheard_of(request: RunRequest, reasons: set[str]) -> Iterator[str]:
    """A sentence for each reason that is to be tried again, and for which no photo failed."""
    for reason in sorted(request.retry - reasons - {EVERY_REASON}):
        yield f"no photo failed for {reason!r}{spelling_hint(reason, sorted(reasons))}"


def _check_measures(request: RunRequest, result: SliceResult) -> None:
    """Refuse what was measured in another way, which would be mixed with the others."""
    wanted = versions(request.measures)
    if result.measures != wanted:
        raise SiteError(
            f"{visible(result.execution.host)} measures {_listed(result.measures)}, and this "
            f"photoparsl {_listed(wanted)}: its workers have another version; give them this one, "
            "as by leaving out --bundle-url or --image"
        )


def _check_unchanged(source: Source, before: tuple[int, int, int]) -> None:
    if source.state() != before:
        raise IncompleteError(
            f"{source.name}: changed while it was being read; what was measured is kept, and the "
            "same command begins with what it holds now"
        )


def _slices(request: RunRequest, plan: Plan, pace: SliceSize, workers: int) -> Iterator[Slice]:
    if request.slice_size:
        return plan.slices(request.source, request.slice_size)
    return pace.slices(plan, request.source, workers)


def _monitor(
    request: RunRequest, plan: Plan, directory: RunDirectory, tell: Callable[[str], None]
) -> RunMonitor:
    from photoparsl.running.monitor import RunMonitor  # noqa: PLC0415  imports Parsl too

    asked = len(plan.wanted)
    monitor = RunMonitor(Journal(directory.path), request.site.name, asked, asked - plan.left)
    monitor.log, monitor.tell = directory.log, tell
    return monitor


def _keep(outcome: SliceResult, plan: Plan, directory: RunDirectory) -> None:
    if plan.is_missing(outcome.start):
        directory.write(outcome)
    else:
        directory.write_retried(outcome)
