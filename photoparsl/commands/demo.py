"""`python run_demo.py`: run the tutorial, from making its archive to showing its page."""

from __future__ import annotations

import time
import webbrowser
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from photoparsl.commands.argument_types import source
from photoparsl.commands.execute_run import (
    TerminalReporter,
    execute_run,
    print_plan,
    print_submit_files,
)
from photoparsl.commands.options import add_photos, add_run_options, run_options
from photoparsl.commands.parser import Parser
from photoparsl.commands.terminal.exit_codes import EXIT_CODES, ExitCode
from photoparsl.commands.terminal.progress_bar import progress_bar
from photoparsl.commands.terminal.streams import escape_unencodable
from photoparsl.manifests import Source
from photoparsl.number_text import counted
from photoparsl.requesting import RunRequest, make_request
from photoparsl.running import open_source, run_name
from photoparsl.sites import check_folder
from photoparsl.tutorial import served_archive as tutorial
from photoparsl.web_server import serving


def parser() -> ArgumentParser:
    """Return the parser of the demo's arguments."""
    parser = Parser(
        description="Makes an archive of synthetic photographs, which later demos use again, "
        "serves it over HTTP, measures every photo in Parsl tasks, and writes a "
        "page that shows the archive over time.",
        epilog=EXIT_CODES,
        examples=[
            "python run_demo.py --open",
            "python run_demo.py --photos 2000 --config osgconnect --project MyProject",
        ],
    )
    add_photos(parser, tutorial.PHOTOS)
    parser.add_argument(
        "--manifest",
        type=source,
        metavar="FILE",
        help="measure the photos of this manifest instead of the demo's",
    )
    add_run_options(parser, ["config", "measures", "slice_size", "run_dir", "public", "detach"])
    parser.add_argument(
        "--open",
        action="store_true",
        help="open the page in a browser, and serve it until Ctrl-C",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="print what would be done, and a grid's submit file; make, measure and write nothing",
    )
    parser.set_defaults(command=demo)
    return parser


def demo(arguments: Namespace) -> int:
    """Make the archive or read the manifest, then measure the photos.

    With `--open`, show the page.
    """
    escape_unencodable()
    with ExitStack() as stack:
        if arguments.manifest:
            source = stack.enter_context(open_source(arguments.manifest))
            request = make_request(run_options(arguments), source, run_name(arguments.manifest))
            if arguments.dry_run:
                return print_plan(request)
        elif arguments.dry_run:
            return _print_plan(arguments)
        else:
            archive = stack.enter_context(_archive(arguments))
            with progress_bar("Making photos", arguments.photos) as bar:
                source = archive.make(bar.add)
            arguments.title, arguments.subtitle = tutorial.TITLE, tutorial.SUBTITLE
            request = make_request(run_options(arguments), source, _archive_name(arguments))
        code = execute_run(request, TerminalReporter())
        if arguments.open and request.page.exists():
            _show(request.page)
    return code


def _print_plan(arguments: Namespace) -> int:
    """Print what a run of the demo's archive would do.  The archive need not exist yet."""
    request = _request_without_archive(arguments)
    request.site.preflight(request.options)
    print(
        f"{counted(arguments.photos, 'photo')} would be made and measured in {request.run_dir}; "
        f"the page would be {request.page}"
    )
    print_submit_files(request, arguments.photos)
    return ExitCode.DONE


def _request_without_archive(arguments: Namespace) -> RunRequest:
    nothing = Source(Path(), "", "")
    return make_request(run_options(arguments), nothing, _archive_name(arguments))


@contextmanager
def _archive(arguments: Namespace) -> Iterator[tutorial.ServedArchive]:
    """Return a context with the demo's archive.

    On a grid it is in the site's public folder, otherwise a server on this machine serves it.
    """
    request = _request_without_archive(arguments)
    if not request.site.is_grid:
        with tutorial.served_archive(arguments.photos) as archive:
            yield archive
        return
    request.site.preflight(request.options)
    check_folder(request.page.parent)
    yield tutorial.published_archive(arguments.photos, request.page.parent, request.folder_url)


def _archive_name(arguments: Namespace) -> str:
    return f"tutorial-{arguments.photos}"


def _show(page: Path) -> None:
    """Open the page in a browser, and serve it until Ctrl-C."""
    with serving(page.parent) as url, suppress(KeyboardInterrupt):
        print(f"\nServing {url}{page.name} until Ctrl-C", flush=True)
        webbrowser.open(url + page.name)
        while True:  # not for ever at once: another thread may get the signal
            time.sleep(1)
