"""`python run_demo.py`: the tutorial from its archive to its page."""

from __future__ import annotations

import webbrowser
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event

from photoparsl.commands import options as arguments
from photoparsl.commands.execute import carry_out
from photoparsl.commands.exits import WORDS
from photoparsl.commands.streams import take_any_name
from photoparsl.commands.terminal import console, meter
from photoparsl.manifests import Source
from photoparsl.running.request import order_of, run_name, source_of
from photoparsl.sites.preflight import check_folder
from photoparsl.tutorial import demo as demonstration
from photoparsl.tutorial.serve import serving


def parser() -> ArgumentParser:
    """Its arguments."""
    parser = ArgumentParser(
        description="Makes an archive of photographs by year (once), serves it over HTTP, measures "
        "every photo's luminance as Parsl tasks, and writes a page that shows the archive "
        "over time.",
        epilog=WORDS,
    )
    arguments.photos(parser, demonstration.PHOTOS)
    parser.add_argument(
        "--manifest",
        type=arguments.given,
        metavar="FILE",
        help="measure these photos, not the demo's",
    )
    arguments.site(parser)
    arguments.folders(parser)
    parser.add_argument(
        "--open", action="store_true", help="open the page in a browser, and serve until Ctrl-C"
    )
    parser.set_defaults(command=demo)
    return parser


def demo(chosen: Namespace) -> int:
    """Carry it out."""
    take_any_name()
    with ExitStack() as stack:
        if chosen.manifest:
            source = stack.enter_context(source_of(chosen.manifest))
            request = order_of(chosen, source, run_name(chosen.manifest))
        else:
            archive = stack.enter_context(_archive(chosen))
            with meter(console(), "Making", chosen.photos) as bar:
                source = archive.make(bar.add)
            chosen.title, chosen.note = demonstration.TITLE, demonstration.NOTE
            request = order_of(chosen, source, _archive_name(chosen))
        code = carry_out(request)
        if chosen.open and request.page.exists():
            _show(request.page)
    return code


@contextmanager
def _archive(chosen: Namespace) -> Iterator[demonstration.Archive]:
    """The demo's own archive: where the site's web server has it, else behind one of our own."""
    request = order_of(chosen, Source(Path(), "", ""), _archive_name(chosen))
    if not request.site.is_grid:
        with demonstration.served_archive(chosen.photos) as archive:
            yield archive
        return
    request.site.preflight(request.options)
    check_folder(request.page.parent)
    yield demonstration.published_archive(chosen.photos, request.page.parent, request.folder_url)


def _archive_name(chosen: Namespace) -> str:
    return f"tutorial-{chosen.photos}"


def _show(page: Path) -> None:
    """Open the page in a browser, and serve it until Ctrl-C."""
    with serving(page.parent) as url, suppress(KeyboardInterrupt):
        print(f"\n{url}{page.name} until Ctrl-C", flush=True)
        webbrowser.open(url + page.name)
        Event().wait()
