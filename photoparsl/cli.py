"""The command line: arguments in, an exit code out, errors as sentences."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from photoparsl import arguments, commands
from photoparsl.errors import IncompleteError, PhotoparslError
from photoparsl.run import TITLE
from photoparsl.settings import settings_file

COULD_NOT_RUN, INCOMPLETE, INTERRUPTED = 2, 3, 130

_EXIT_CODES = (
    "Exit codes: 0 all measured; 1 finished, and some photos failed (they are listed); "
    "2 it couldn't run; 3 incomplete, the same command goes on; 130 interrupted."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run `photoparsl` with the arguments `argv`, and return its exit code."""
    return _carry_out(_parser(), argv)


def demo(argv: Sequence[str] | None = None) -> int:
    """Run the demo, which is what `run_demo.py` does."""
    parser = argparse.ArgumentParser(
        description="Makes an archive of photographs by year (once), serves it over HTTP, measures "
        "every photo's luminance as Parsl tasks, and writes a page that shows the archive "
        "over time.",
        epilog=_EXIT_CODES,
    )
    arguments.photos(parser, commands.DEMO_PHOTOS)
    parser.add_argument("--manifest", metavar="FILE", help="measure these photos, not the demo's")
    arguments.site(parser)
    arguments.folders(parser)
    parser.add_argument(
        "--open", action="store_true", help="open the page in a browser, and serve until Ctrl-C"
    )
    parser.set_defaults(command=commands.demo, restart=False, dry_run=False)
    return _carry_out(parser, argv)


def _carry_out(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> int:
    chosen = parser.parse_args(argv)
    try:
        code: int = chosen.command(chosen)
        return code
    except IncompleteError as error:
        print(f"photoparsl: {error}", file=sys.stderr)
        return INCOMPLETE
    except PhotoparslError as error:
        print(f"photoparsl: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except OSError as error:
        print(f"photoparsl: {error.filename or ''}: {error.strerror}", file=sys.stderr)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        print("photoparsl: interrupted", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="photoparsl",
        description="Measures every photo of an archive with Parsl, and shows it over time.",
        epilog=f"{_EXIT_CODES} 'photoparsl COMMAND --help' says more.",
    )
    parser.add_argument("--version", action="version", version=version("photoparsl"))
    add = parser.add_subparsers(metavar="COMMAND", required=True)
    for define in (_run, _slice, _page, _check, _tutorial, _serve, _bundle, _project):
        define(add)
    return parser


def _run(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "run",
        help="measure the photos of a manifest, and write the page",
        description="Measures the photos of a manifest, and writes the page.  The same command "
        "again goes on where it was interrupted, and measures only what is missing.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument(
        "manifest",
        metavar="MANIFEST",
        help="a file, an http(s) URL, or - for standard input; plain or gzip; lines 'URL YEAR', "
        "or CSV with a header that holds 'url' and perhaps 'year'; in a file, photos may be "
        "paths too, relative to it",
    )
    arguments.site(parser)
    parser.add_argument(
        "--start", type=arguments.number, default=0, metavar="ROW", help="begin at this row"
    )
    parser.add_argument("--count", type=arguments.positive, metavar="N", help="take so many rows")
    arguments.folders(parser)
    arguments.limits(parser)
    parser.add_argument("--title", default=TITLE, help="the page's title")
    parser.add_argument("--note", default="", help="a sentence under the title")
    parser.add_argument(
        "--retry-failed",
        nargs="*",
        metavar="REASON",
        help="try the failed photos again: all, or those that failed for these reasons (to be "
        "given after MANIFEST)",
    )
    parser.add_argument(
        "--restart", action="store_true", help="begin anew; the earlier run is kept aside"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and do nothing"
    )
    parser.set_defaults(command=commands.run)


def _slice(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "slice",
        help="measure one slice in this process, without Parsl",
        description="Measures COUNT photos from row START of the manifest on standard input, in "
        "this process, and writes their years and luminance in the form of the original "
        "tutorial.  A way to try a manifest before it goes to a grid.",
    )
    parser.add_argument("output", metavar="OUTPUT", help="the file to write, or - for the terminal")
    parser.add_argument(
        "start", type=arguments.number, metavar="START", help="the first row, from 0"
    )
    parser.add_argument("count", type=arguments.positive, metavar="COUNT", help="how many rows")
    parser.set_defaults(command=commands.slice_)


def _page(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "page",
        help="write the page again, from a run or from result files",
        description="Writes the page from a run's folder, or from result files: photoparsl's own, "
        "or the original tutorial's results-*.json.",
    )
    parser.add_argument("results", nargs="+", type=Path, metavar="RUN_DIR | RESULTS")
    parser.add_argument("-o", "--output", type=Path, default=Path("scatter.html"), metavar="FILE")
    parser.set_defaults(command=commands.page)


def _check(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "check",
        help="check that a run has every row exactly once, undamaged",
        description="Reads all result files of a run, and says whether every row is there exactly "
        "once and as it was written.",
        epilog="Exit codes: 0 whole; 1 whole, and some photos failed; 2 damaged; 3 incomplete.",
    )
    parser.add_argument("run_dir", type=Path, metavar="RUN_DIR")
    parser.set_defaults(command=commands.check)


def _tutorial(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "tutorial",
        help="make the tutorial's archive: photos, metadata, manifest",
        description="Makes an archive of synthetic photographs by year, each with a Dublin Core "
        "record, a manifest of them, and truth.csv with the brightness each was made with.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    arguments.photos(parser, commands.DEMO_PHOTOS)
    parser.add_argument(
        "--url",
        default="http://127.0.0.1:8000/",
        help="where the folder will be served: the manifest's URLs begin with it",
    )
    parser.set_defaults(command=commands.tutorial)


def _serve(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "serve",
        help="serve a folder over HTTP",
        description="Serves the files of a folder over HTTP/1.1, with ranges, until Ctrl-C.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--port", type=arguments.number, default=8000, help="0 takes any free one")
    parser.add_argument(
        "--host", default="127.0.0.1", help="0.0.0.0 lets other machines in (default: none)"
    )
    parser.set_defaults(command=commands.serve)


def _bundle(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "bundle",
        help="pack this environment for hosts where nothing is installed",
        description="Packs the interpreter, its packages and all libraries that they need into "
        "one archive, for pilots on hosts without Python; unless it is packed already.  The "
        "configs of grids do so by themselves.",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="put it there (default: your cache)"
    )
    arguments.modules(parser)
    parser.add_argument(
        "--check",
        type=Path,
        metavar="ARCHIVE",
        help="run this archive in an empty root, and say what is wrong with it",
    )
    parser.set_defaults(command=commands.bundle)


def _project(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add.add_parser(
        "project",
        help="choose the project that a grid accounts your pilots to",
        description=f"Writes the project to {settings_file()}, for all runs to come.",
    )
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(command=commands.project)
    parser = add.add_parser(
        "show-projects",
        help="list the projects that your file or HTCondor's queue knows",
        description="Lists the projects that your file or HTCondor's queue and history know.",
    )
    parser.set_defaults(command=commands.show_projects)
