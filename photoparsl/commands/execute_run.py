"""Executes a run in a terminal, for `photoparsl run` and `run_demo.py`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.run_report import (
    compared_lines,
    plan_report,
    remark_lines,
    summary_report,
)
from photoparsl.commands.terminal.safe_stream import print_as_it_is, terminal_width
from photoparsl.commands.terminal.streams import discard_unwritable_output, go_on_without_output
from photoparsl.detached import execute_or_submit
from photoparsl.planning import Plan
from photoparsl.redact import visible
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory
from photoparsl.running import EndedRun, Reporter, StopRequest, check_site, prepare_run, stopped_by
from photoparsl.sites import packing_progress

if TYPE_CHECKING:
    from photoparsl.commands.terminal.progress_bar import ProgressBar

LONG_SECONDS = 30  # a run longer than this prints the remarks on the manifest again at its end
_STOPPING = (
    b"\nStopping: what is running is finished and kept. Again to stop at once: then the photos of "
    b"unfinished tasks aren't kept, though the bar counts them.\n"
)
_STOPPED = b"\nStopped at once: the same command goes on with what isn't finished.\n"


def execute_run(request: RunRequest, reporter: Reporter, *, restart: bool = False) -> ExitCode:
    """Measure the rows that are left, write the page and print the summary.

    Return the exit code.
    """
    # Without --detach, the progress bar shows how far the bundle is.
    with _packing_shown() if request.detach else nullcontext():
        ended = execute_or_submit(request, reporter, _stop_by_signals, restart=restart)
    with go_on_without_output():  # the exit code is returned even if nobody reads the output
        _print_end(request, ended)
    has_failed = ended.summary.failed or ended.summary.lacking
    code = ExitCode.SOME_FAILED if has_failed else ExitCode.DONE
    if ended.unfinished:
        code = ExitCode.INTERRUPTED if ended.is_stopped else ExitCode.INCOMPLETE
    if ended.leaves_threads:  # Python would wait for them
        discard_unwritable_output()  # which flushes it
        os._exit(code)
    return code


def print_plan(request: RunRequest, *, restart: bool = False) -> ExitCode:
    """Print what the run would do, and the submit files of its pilots.  Write nothing.

    restart: whether the run would begin anew
    """
    RunDirectory(request.run_dir).check_folder()
    is_anew = restart and request.run_dir.exists()
    folder = request.run_dir / ".none" if is_anew else request.run_dir
    plan = prepare_run(request, RunDirectory(folder), writes=False)
    check_site(request, plan)
    print(plan_report(request, plan))
    if is_anew:
        print("The earlier run's folder would be renamed, and kept.")
    if plan.left:  # or no pilot would be submitted, and no bundle is needed
        print_submit_files(request, plan.to_fetch, plan)
    return ExitCode.DONE


def print_submit_files(request: RunRequest, photos: int, plan: Plan | None = None) -> None:
    """Print the submit files of the pilots or jobs that would measure so many photos.

    plan: which photos, or None if all are of one host
    """
    with _packing_shown():
        if request.detach:
            from photoparsl.detached import submit_file  # noqa: PLC0415  imports Parsl

            print_as_it_is(f"\n{submit_file(request, photos, plan)}")
            return
        for executor in request.site.fresh_config(request.options).executors:
            if text_of := getattr(executor, "submit_file", None):
                print_as_it_is(f"\n{text_of(request.run_dir.resolve())}")


def _packing_shown() -> AbstractContextManager[None]:
    """Return a context in which lines tell how far a bundle is, if one is made."""
    from photoparsl.commands.terminal.progress_bar import NoteLines  # noqa: PLC0415  takes time

    return packing_progress(NoteLines())


def _print_end(request: RunRequest, ended: EndedRun) -> None:
    if ended.throughput.seconds > LONG_SECONDS:
        _print_remarks(ended.plan)
    if ended.sentences:  # about what jobs have brought back. The summary follows
        print(*map(visible, ended.sentences), "", sep="\n")
    throughput = None if request.detach else ended.throughput
    for line in compared_lines(ended.plan, ended.summary, throughput):
        print(line)
    print(summary_report(ended.summary, throughput, terminal_width()))
    if ended.unfinished and not ended.sentences:
        log = request.run_dir.resolve() / "run.log"
        print(f"\nTo go on, run the same command again; what happened is in {log}")


class TerminalReporter(Reporter):
    """Shows a run as a progress bar with lines above it."""

    _bar: ProgressBar

    def reading(self) -> AbstractContextManager[Callable[[int], None]]:
        """Return a context with a bar that counts the records that were read."""
        return self._reading()

    @contextmanager
    def _reading(self) -> Iterator[Callable[[int], None]]:
        from photoparsl.commands.terminal.progress_bar import (  # noqa: PLC0415  takes time
            progress_bar,
        )

        with progress_bar("Reading", None, "records") as bar:
            yield bar.add

    def understood(self, lines: Sequence[str]) -> None:
        """Print the lines to standard error."""
        for line in lines:
            print(visible(line), file=sys.stderr)

    def set_aside(self, path: Path) -> None:
        """Print the new path of the earlier run."""
        with go_on_without_output():
            print(f"The earlier run is kept as {path}")

    def confirm(self, question: str) -> bool:
        """Ask on the terminal.  Return False if standard input or output is none."""
        if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
            return False
        try:
            answer = input(f"{visible(question)} [y/N] ")
        except (EOFError, UnicodeDecodeError):
            return False
        return answer.strip().lower() in {"y", "yes"}

    def planned(self, plan: Plan) -> None:
        """Print remarks on the manifest."""
        with go_on_without_output():
            _print_remarks(plan)

    def measuring(self, photos: int) -> AbstractContextManager[object]:
        """Return a context with the progress bar."""
        return self._measuring(photos)

    @contextmanager
    def _measuring(self, photos: int) -> Iterator[None]:
        from photoparsl.commands.terminal.progress_bar import (  # noqa: PLC0415  takes time
            progress_bar,
        )

        with progress_bar("Measuring", photos) as self._bar:
            yield

    def add(self, done: int, failed: int) -> None:
        """Advance the bar by photos that have an outcome."""
        self._bar.add(done, failed)

    def waiting(self, text: str) -> None:
        """Show the text behind the bar."""
        self._bar.note(text)

    def underway(self, photos: int) -> None:
        """Show photos that have an outcome in slices that haven't ended."""
        self._bar.show(photos)

    def add_line(self, line: str) -> None:
        """Print a line above the bar."""
        self._bar.print_line(line)


def _print_remarks(plan: Plan) -> None:
    for line in remark_lines(plan):
        print(line)


def _stop_by_signals(stop: StopRequest) -> AbstractContextManager[None]:
    """Set `stop` at the first Ctrl-C, SIGTERM or SIGHUP.  Exit at the second Ctrl-C or SIGTERM.

    SIGHUP, a closed terminal, is ignored if the program was started to ignore it, as by `nohup`.
    """

    def on_signal(number: int) -> None:
        if stop.is_set() and number != signal.SIGHUP:
            with suppress(OSError):
                os.write(2, _STOPPED)
            os._exit(ExitCode.INTERRUPTED)  # Parsl's processes end with this one
        with suppress(OSError):  # the terminal may be gone
            os.write(2, _STOPPING)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    return stopped_by(numbers, stop, on_signal)
