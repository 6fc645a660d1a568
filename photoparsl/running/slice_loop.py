"""Measures the rows of a plan: submits slices, and writes and reports their results."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import replace

from parsl.executors.high_throughput.errors import WorkerLost

from photoparsl.errors import SiteError
from photoparsl.measuring import is_own, stored_versions, thumbnails_for
from photoparsl.options import grid_option
from photoparsl.planning import Plan, SharedOutcomes, TakenOver, mix_for
from photoparsl.reasons import Reason
from photoparsl.redact import visible
from photoparsl.requesting import RunRequest
from photoparsl.results import (
    Journal,
    OutcomeCounts,
    RunDirectory,
    SliceResult,
    without_valueless,
)
from photoparsl.running.dispatcher import Dispatcher
from photoparsl.running.hosts import Hosts
from photoparsl.running.log import LOG
from photoparsl.running.parsl_session import ParslSession
from photoparsl.running.reporter import Reporter
from photoparsl.running.run_monitor import RunMonitor
from photoparsl.running.run_page import prepare_run_page, write_run_page
from photoparsl.running.slice_size import SliceSize
from photoparsl.running.stop_request import StopRequest
from photoparsl.running.task import LostSlice
from photoparsl.running.throttle import Throttle


class SliceLoop:
    """Measures the rows of a plan that are left, slice by slice, with Parsl.

    request: the run's request
    plan: the rows to measure
    directory: where each result is written as soon as it arrives
    stop: set when the user ends the run early
    reporter: receives the number of photos that have ended
    counts: the outcomes of this run
    session: the Parsl session, which ends after `run`
    unchanged: how many photos are unchanged, as their servers say
    unchecked: how many photos couldn't be checked, as their servers don't tell, or don't answer
    taken_over: how many rows took over the outcome of another one
    """

    def __init__(
        self,
        request: RunRequest,
        plan: Plan,
        directory: RunDirectory,
        stop: StopRequest,
        reporter: Reporter,
    ) -> None:
        self._request, self._plan, self._directory = request, plan, directory
        self._stop, self._reporter = stop, reporter
        self.counts = OutcomeCounts()
        self.unchanged = self.unchecked = 0
        self._thumbnails = thumbnails_for(request.thumbnails, len(plan.wanted))
        self._measures = stored_versions(request.measures, self._thumbnails)
        self.session = session = ParslSession(request)
        self._limits = request.limits.per_worker(session.workers)
        self._hosts = Hosts(request.limits.per_host, has_machines=session.pilots > 1)
        self._shared = SharedOutcomes(plan)
        self.taken_over = TakenOver()
        self._slice_size = SliceSize(plan.to_fetch, session.workers, request.slice_size)
        mix = mix_for(request.limits, session.workers, directory.path)
        slices = self._slice_size.slices(plan, request.source, mix)
        self._dispatcher = Dispatcher(slices, session.workers, stop, self._hosts)
        journal = Journal(directory.path, directory.watch)
        self._monitor = RunMonitor(journal, request.site.name, plan, self._hosts.pauses, reporter)
        self._page_throttle = Throttle()

    def run(self) -> None:
        """Submit slices until all have ended, or `stop` is set.  Raise as `measured_rows` does."""
        with closing(self._monitor):
            self._measure()
            self.taken_over = self._shared.take_over(self._directory, self._request.source)
            self._monitor.add_taken_over(self.taken_over)
            self._reporter.add(self.taken_over.rows, self.taken_over.failed)

    def _measure(self) -> None:
        self._directory.watch.check_there()  # or Parsl would make the folder anew
        with self.session:
            self._monitor.begin(self.session.cores_of_pilot)
            while True:
                for task in self._dispatcher.ready():
                    limits = self._hosts.limits_for(task.slice_, self._limits)
                    future = self.session.submit(task.slice_, limits, self._thumbnails)
                    self._dispatcher.add(task, future)
                    self._monitor.add_task(task.slice_, future)
                if self._dispatcher.is_done():
                    break
                for ended in self._dispatcher.outcomes():
                    outcome = self._explained(ended)
                    if isinstance(outcome, SliceResult):
                        self._write(outcome)
                        self._slice_size.add_result(outcome)
                        self._report(outcome)
                    else:
                        self._reporter.add_line(f"{outcome.rows}: not measured: {outcome.error}")
                    self._monitor.add_outcome(outcome)
                    if self._request.has_page and self._page_throttle.is_due():
                        self._write_page()
                if self.counts.ended:
                    prepare_run_page(self._request)
                self._reporter.underway(self._monitor.count_underway(self.session.tallies()))
                if not self._can_go_on():
                    break
            if not self.session.has_lost_interchange():
                self._monitor.observe(self.session.executors(), is_last=True)

    def _explained(self, ended: SliceResult | LostSlice) -> SliceResult | LostSlice:
        """Return the outcome.

        For a photo that kills every worker, return a result with its failure.

        Raises SiteError or IncompleteError if the slice was lost because the site is broken.
        """
        if isinstance(ended, LostSlice):
            self.session.check_executors()
            if isinstance(ended.error, WorkerLost):
                ended = ended.result(ended.error, self._measures)
        self.session.note_task_returned()
        return ended

    def _write(self, result: SliceResult) -> None:
        """Write a result.  Raises SiteError if it was measured with other versions."""
        if result.measures != self._measures:
            raise SiteError(_other_versions_text(result, self._measures))
        if self._plan.is_missing(result.start):
            news = result
            self._directory.write(result)
        elif (news := self._news(result)).photo_count:
            self._directory.write_retried(news)
        self._shared.add(result, news)

    def _news(self, result: SliceResult) -> SliceResult:
        """Return the result without photos that haven't changed, or that couldn't be checked."""
        measured = tuple(m for m in result.measurements if m.values or m.mark)
        failed = tuple(f for f in result.failures if f.reason != Reason.UNCHECKED)
        self.unchanged += len(result.measurements) - len(measured)
        if self._request.recheck:
            self.unchecked += sum(not f.mark for f in result.failures)
        return replace(result, measurements=measured, failures=failed)

    def _write_page(self) -> None:
        """Write the page of the results so far.  An error is left to the last page."""
        with suppress(OSError), self._stop.interruptible(), self._page_throttle:
            write_run_page(self._request, self._plan, self._directory)

    def _report(self, result: SliceResult) -> None:
        result = without_valueless(result)
        self.counts.add(result)
        self._reporter.add(result.photo_count, len(result.failures))

    def _can_go_on(self) -> bool:
        """Whether more outcomes may come.  Loads Parsl again if its interchange has ended."""
        self._stop.raise_if_interrupted()
        if self._stop.is_set():
            self.session.submit_no_pilots()
        self.session.check_executors()
        if self.session.has_lost_interchange():
            if self._stop.is_set():
                return False
            self.session.restart()
            self._dispatcher.submit_again()
        self._monitor.observe(self.session.executors())
        if self._stop.is_set() and self._dispatcher.should_stop_waiting(
            is_working=self.session.is_working()
        ):
            LOG.info("stopped, without waiting any longer for tasks that haven't ended")
            self._stop.leaves_threads = self.session.leave_threads()
            return False
        return True


def _other_versions_text(result: SliceResult, measures: Mapping[str, int]) -> str:
    """Say that workers have other versions of measures, and what to do."""
    others = [name for name, version in measures.items() if result.measures.get(name) != version]
    given = f"{grid_option('--bundle-url')} or {grid_option('--container')}"
    do = f"leave out {given}, or make these anew"
    if others and all(is_own(name) and name in result.measures for name in others):
        changed = f"if you have changed {visible(others[0])} since Python imported it"
        do = f"{changed}, start Python anew, or {do}"
    return (
        f"{visible(result.execution.host)} measures {_list_measures(result.measures)}, and "
        f"this photoparsl {_list_measures(measures)}, since its workers have another version; {do}"
    )


def _list_measures(measures: Mapping[str, int]) -> str:
    """Measures with their versions, for a message."""
    return ", ".join(f"{name} (version {version})" for name, version in measures.items())
