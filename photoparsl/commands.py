"""What each command does; together with `cli`, the only place that prints."""

from __future__ import annotations

import os
import signal
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from threading import Event
from types import FrameType

from rich.console import Console

from photoparsl import demo as demonstration
from photoparsl.bundle import bundle as make_bundle
from photoparsl.errors import ManifestError, RunError
from photoparsl.files import write_whole
from photoparsl.fragments import from_fragment, to_fragment
from photoparsl.manifest import Slice
from photoparsl.orders import order_of, run_name, source_of
from photoparsl.page import About, write_page
from photoparsl.plan import Plan, Source, make_plan
from photoparsl.preflight import check_photos, projects
from photoparsl.results import SliceResult, from_json
from photoparsl.run import Order, begin, conclude, measure, prepare, unchanged
from photoparsl.rundir import RunDirectory, photos_of
from photoparsl.serve import folder_server, serving
from photoparsl.settings import choose_project, settings
from photoparsl.slices import measure_slice
from photoparsl.terminal import meter, planned, progress_of, summed_up
from photoparsl.trial import check as check_bundle
from photoparsl.tutorial import make_archive

DEMO_PHOTOS = demonstration.PHOTOS

_ALL, _SOME_FAILED, _DAMAGED, _INCOMPLETE, _INTERRUPTED = 0, 1, 2, 3, 130


def run(chosen: Namespace) -> int:
    """`photoparsl run`."""
    with source_of(chosen.manifest) as source:
        order = order_of(chosen, source, run_name(chosen.manifest))
        return _carry_out(order, restart=chosen.restart, dry_run=chosen.dry_run)


def demo(chosen: Namespace) -> int:
    """`python run_demo.py`."""
    with ExitStack() as stack:
        if chosen.manifest:
            source = stack.enter_context(source_of(chosen.manifest))
            order = order_of(chosen, source, run_name(chosen.manifest))
        else:
            archive = stack.enter_context(_archive(chosen))
            with meter(_progress(), "Making", chosen.photos) as bar:
                source = archive.make(bar.add)
            chosen.title, chosen.note = demonstration.TITLE, demonstration.NOTE
            order = order_of(chosen, source, _archive_name(chosen))
        code = _carry_out(order)
        if chosen.open and order.page.exists():
            _show(order.page)
    return code


def bundle(chosen: Namespace) -> int:
    """`photoparsl bundle`."""
    if chosen.check:
        print(check_bundle(chosen.check))
    else:
        print(make_bundle(settings(vars(chosen)).modules, chosen.output))
    return _ALL


def project(chosen: Namespace) -> int:
    """`photoparsl project`."""
    print(f"project {chosen.name} is chosen in {choose_project(chosen.name)}")
    return _ALL


def show_projects(chosen: Namespace) -> int:
    """`photoparsl show-projects`."""
    grid = settings({})
    for name in projects(grid):
        print(f"{name} (chosen)" if name == grid.project else name)
    return _ALL


def slice_(chosen: Namespace) -> int:
    """`photoparsl slice`."""
    with source_of("-") as source:
        photos = islice(source.photos(), chosen.start, chosen.start + chosen.count)
        slice_ = Slice(tuple(photos))
    if not slice_.photos:
        raise ManifestError(f"there is no row {chosen.start} in the manifest")
    result = measure_slice(slice_)
    if chosen.output == "-":
        sys.stdout.write(to_fragment(result))
    else:
        write_whole(Path(chosen.output), to_fragment(result).encode())
    return _SOME_FAILED if result.failures else _ALL


def page(chosen: Namespace) -> int:
    """`photoparsl page`."""
    first: Path = chosen.results[0]
    if first.is_dir():
        directory = RunDirectory(first)
        results, asked = list(directory.results()), directory.asked()
        about = About(asked.title, asked.note, asked.manifest) if asked else About()
    else:
        results, about = _read_results(chosen.results), About()
    if not results:
        raise RunError(f"{first}: holds no results")
    print(write_page(results, chosen.output, about))
    return _ALL


def check(chosen: Namespace) -> int:
    """`photoparsl check`."""
    directory = RunDirectory(chosen.run_dir)
    asked = directory.asked()
    if asked is None:
        raise RunError(f"{directory.path}: is no run's folder: it has no run.json")
    damage = list(directory.damage())
    if damage:
        print("\n".join(damage))
        return _DAMAGED
    rows = range(asked.rows)[asked.start :][: asked.count]
    measured = failed = 0
    for result in directory.results():
        measured += sum(m.row in rows for m in result.measurements)
        failed += sum(f.row in rows for f in result.failures)
    left = len(rows) - measured - failed
    if len(rows) == asked.rows and not left:
        photos = (photo for result in directory.results() for photo in photos_of(result))
        if make_plan(photos).digest != asked.digest:
            print(f"{directory.path}: its rows are not those of the manifest it was asked for")
            return _DAMAGED
    print(
        f"{len(rows):,} rows = {measured:,} measured + {failed:,} failed + {left:,} left; "
        "no row twice, no file damaged"
    )
    return _INCOMPLETE if left else _SOME_FAILED if failed else _ALL


def tutorial(chosen: Namespace) -> int:
    """`photoparsl tutorial`."""
    with meter(_progress(), "Making", chosen.photos) as bar:
        path = make_archive(chosen.folder, chosen.photos, chosen.url, progress=bar.add)
    print(path)
    return _ALL


def serve(chosen: Namespace) -> int:
    """`photoparsl serve`."""
    if not chosen.folder.is_dir():
        raise RunError(f"{chosen.folder}: is no folder")
    server = folder_server(chosen.folder, chosen.port, chosen.host)
    print(
        f"Serving {chosen.folder} at http://{chosen.host}:{server.port}/ until Ctrl-C", flush=True
    )
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    return _ALL


def _carry_out(order: Order, *, restart: bool = False, dry_run: bool = False) -> int:
    directory = RunDirectory(order.run_dir)
    if dry_run:
        print(planned(order, prepare(order, directory)))
        print("".join(_submit_files(order)), end="")
        return _ALL
    if restart and (aside := directory.set_aside()):
        print(f"The earlier run is kept as {aside}")
    with directory, _stoppable() as stop:
        plan = prepare(order, directory)
        if summary := unchanged(order, plan, directory):
            print(summed_up(summary, 0, 0.0))
            return _SOME_FAILED if summary.failed else _ALL
        if plan.left and order.site.is_grid:
            order.site.preflight(order.options)
            check_photos(order.source.photos())
        begin(order, plan, directory)
        done, seconds = _measure(order, plan, directory, stop) if plan.left else (0, 0.0)
        summary = conclude(order, plan, directory)
    print(summed_up(summary, done, seconds))
    if summary.left:
        print(
            f"\nTo go on, run the same command again; what happened is in {directory.path}/run.log"
        )
    if summary.left and stop.is_set():
        return _INTERRUPTED
    return _INCOMPLETE if summary.left else _SOME_FAILED if summary.failed else _ALL


def _measure(order: Order, plan: Plan, directory: RunDirectory, stop: Event) -> tuple[int, float]:
    """Measure with a bar, and return how many photos have ended in how many seconds."""
    with meter(_progress(), "Measuring", plan.left) as bar:
        for outcome in measure(order, plan, directory, stop):
            if isinstance(outcome, SliceResult):
                bar.add(*progress_of(outcome))
            else:
                rows = f"rows {outcome.slice_.start} to {outcome.slice_.stop - 1}"
                bar.say(f"{rows}: not measured: {outcome.error}")
        return bar.done, bar.seconds


def _submit_files(order: Order) -> Iterator[str]:
    """What HTCondor would be told of a pilot, under a config that has some."""
    for executor in order.site.fresh_config(order.options).executors:
        if show := getattr(executor, "submit_file", None):
            yield f"\n{show(order.run_dir.resolve())}"


@contextmanager
def _archive(chosen: Namespace) -> Iterator[demonstration.Archive]:
    """The demo's own archive: where the site's web server has it, else behind one of our own."""
    order = order_of(chosen, Source(Path(), "", ""), _archive_name(chosen))
    if not order.site.is_grid:
        with demonstration.served_archive(chosen.photos) as archive:
            yield archive
        return
    order.site.preflight(order.options)
    public = chosen.public or order.site.public_dir(order.options)
    url = order.site.public_url(order.options)
    yield demonstration.published_archive(chosen.photos, public, url)


def _archive_name(chosen: Namespace) -> str:
    return f"tutorial-{chosen.photos}"


@contextmanager
def _stoppable() -> Iterator[Event]:
    """An event that the first Ctrl-C or SIGTERM sets; the second ends the program at once."""
    stop = Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(_INTERRUPTED)  # Parsl's processes are tethered to this one
        stop.set()
        os.write(2, b"\nStopping: what is running is finished and kept. Again to stop at once.\n")

    before = {s: signal.signal(s, on_signal) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _read_results(paths: list[Path]) -> list[SliceResult]:
    results: list[SliceResult] = []
    rows = 0
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            result = (
                from_json(text) if text.startswith("{") else from_fragment(text, path.name, rows)
            )
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"{path}: not a result file: {error}") from error
        rows = result.stop
        results.append(result)
    return results


def _show(page: Path) -> None:
    """Open the page in a browser, and serve it until Ctrl-C."""
    with serving(page.parent) as url, suppress(KeyboardInterrupt):
        print(f"\n{url}{page.name} until Ctrl-C", flush=True)
        webbrowser.open(url + page.name)
        Event().wait()


def _progress() -> Console:
    return Console(stderr=True)
