"""`photoparsl page`: write the page again."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from photoparsl.arguments import Commands
from photoparsl.commands.exits import Exit
from photoparsl.errors import RunError
from photoparsl.fragments import from_fragment
from photoparsl.page import About, write_page
from photoparsl.results import SliceResult, from_json
from photoparsl.run import about
from photoparsl.storage.rundir import RunDirectory


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "page",
        help="write the page again, from a run or from result files",
        description="Writes the page from a run's folder, or from result files: photoparsl's own, "
        "or the original tutorial's results-*.json.",
    )
    parser.add_argument("results", nargs="+", type=Path, metavar="RUN_DIR | RESULTS")
    parser.add_argument("-o", "--output", type=Path, default=Path("scatter.html"), metavar="FILE")
    parser.add_argument(
        "--split",
        action="store_true",
        help="put the page's style and script into files of their own, for a web server whose "
        "policy allows none within a page",
    )
    parser.set_defaults(command=page)


def page(chosen: Namespace) -> int:
    """Carry it out."""
    first: Path = chosen.results[0]
    results: Iterator[SliceResult]
    if first.is_dir():
        directory = RunDirectory(first)
        results, asked = directory.results(), directory.asked()
    else:
        results, asked = iter(_read_results(chosen.results)), None
    if (one := next(results, None)) is None:
        raise RunError(f"{first}: holds no results")
    says = about(asked) if asked else About()
    print(write_page(chain([one], results), chosen.output, says, split=chosen.split))
    return Exit.ALL


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
