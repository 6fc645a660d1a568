"""`photoparsl page`: write the page again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from photoparsl.arguments import Commands
from photoparsl.commands.exits import Exit
from photoparsl.errors import RunError
from photoparsl.fragments import from_fragment
from photoparsl.page import About, write_page
from photoparsl.results import SliceResult, from_json
from photoparsl.rundir import RunDirectory


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
    parser.set_defaults(command=page)


def page(chosen: Namespace) -> int:
    """Carry it out."""
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
