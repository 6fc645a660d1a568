"""`photoparsl page`: write the page again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.errors import NewerFormatError, RunError, error_text
from photoparsl.library.run import Run, check_page
from photoparsl.page import write_page
from photoparsl.reports.fragments import from_fragment
from photoparsl.results import SliceResult, from_json


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "page",
        help="write the page again, from a run or from result files",
        description="Writes the page from one run's folder, or from result files: photoparsl's "
        "own, or the original tutorial's results-*.json.",
    )
    parser.add_argument("results", nargs="+", type=arguments.path, metavar="RUN_DIR | RESULTS")
    parser.add_argument(
        "-o",
        "--output",
        type=arguments.path,
        metavar="FILE",
        help="default: the run's own page, or of result files scatter.html, here",
    )
    parser.add_argument(
        "--split",
        action="store_true",
        help="put the page's style and script into files of their own, for a web server whose "
        "policy allows none within a page",
    )
    parser.set_defaults(command=page)


def page(chosen: Namespace) -> int:
    """Write the page, and print where it is."""
    paths: list[Path] = chosen.results
    if any(path.is_dir() for path in paths):
        if len(paths) > 1:
            raise RunError(
                "a page is of one run, and these are several: write one for each, with -o, or put "
                "their manifests together and run that"
            )
        print(Run(paths[0]).page(chosen.output, split=chosen.split))
        return Exit.ALL
    results = _read_results(paths)
    output: Path = chosen.output or Path("scatter.html")
    check_page(output, split=chosen.split)
    print(write_page(results, output, split=chosen.split))
    return Exit.ALL


def _read_results(paths: list[Path]) -> list[SliceResult]:
    results: list[SliceResult] = []
    rows = 0
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            result = (
                from_json(text) if text.startswith("{") else from_fragment(text, str(path), rows)
            )
        except NewerFormatError as error:
            raise RunError(f"{path}: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"{path}: isn't a result file: {error_text(error)}") from error
        rows = result.stop
        results.append(result)
    return results
