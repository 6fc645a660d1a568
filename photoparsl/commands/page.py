"""`photoparsl page`: write the page again."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.errors import NewerFormatError, RunError, words_of
from photoparsl.page import About, write_page
from photoparsl.reports.fragments import from_fragment
from photoparsl.results import SliceResult, from_json
from photoparsl.results.run_directory import Asked, RunDirectory
from photoparsl.running.run import PAGE, about


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
    """Carry it out."""
    first: Path = chosen.results[0]
    results: Iterator[SliceResult]
    output: Path = chosen.output or Path("scatter.html")
    if any(path.is_dir() for path in chosen.results):
        if len(chosen.results) > 1:
            raise RunError(
                "a page is of one run, and these are several: write one for each, with -o, or put "
                "their manifests together and run that"
            )
        directory = RunDirectory(first)
        results, asked = directory.results(), directory.asked()
        output = chosen.output or _page_of(directory, asked)
    else:
        results, asked = iter(_read_results(chosen.results)), None
    if (one := next(results, None)) is None:
        raise RunError(f"{first}: holds no results")
    says = about(asked) if asked else About()
    if output.is_dir():
        raise RunError(f"{output}: is a folder; name the page's file")
    if chosen.split:
        _spare_others(output)
    print(write_page(chain([one], results), output, says, split=chosen.split))
    return Exit.ALL


def _page_of(directory: RunDirectory, asked: Asked | None) -> Path:
    """Where the run's own page is."""
    if asked and asked.public:
        return Path(asked.public) / PAGE
    last = Path(str((directory.last_summary() or {}).get("page", "")))
    # A run's folder may have been moved, and its own page with it.
    is_elsewhere = last.name == PAGE and last.parent.name != "public" and last.exists()
    return last if is_elsewhere else directory.path / "public" / PAGE


def _spare_others(page: Path) -> None:
    """Refuse to replace files of the names of a split page's parts that aren't such parts."""
    text = page.read_text(encoding="utf-8", errors="replace") if page.exists() else ""
    for name in (f"{page.stem}.css", f"{page.stem}-dark.css", f"{page.stem}.js"):
        if (page.parent / name).exists() and quote(name) not in text:
            raise RunError(
                f"{page.parent / name}: is there and isn't this page's; give the page another name"
            )


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
            raise RunError(f"{path}: isn't a result file: {words_of(error)}") from error
        rows = result.stop
        results.append(result)
    return results
