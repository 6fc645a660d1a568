"""`photoparsl page`: write the page again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from photoparsl.commands.argument_types import not_empty, path, written_file
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.option_arguments import add_declared, declared_options, declared_values
from photoparsl.commands.parser import Commands, Parser
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.run_report import left_out_lines
from photoparsl.errors import RunError
from photoparsl.library import Run, check_page_path, open_runs, read_results
from photoparsl.page import PageMetadata, read_notes, write_page
from photoparsl.results import PageOptions, page_options


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "page",
        help=COMMANDS["page"],
        description="Writes the page of a run, from its folder; or a page of result files, which "
        "are photoparsl's slices or the original tutorial's results-*.json.  Of several runs, it "
        "is one page with a group 'archive', and the measures that all of them have in the same "
        "version.",
        examples=[
            "photoparsl page runs/manifest",
            "photoparsl page runs/manifest -o page/index.html --split",
            "photoparsl page runs/photos --local-photos -o photos/page.html",
            "photoparsl page runs/glass runs/prints -o both.html",
            "photoparsl page results-0.json results-1.json -o tutorial.html",
        ],
    )
    parser.add_argument(
        "results",
        nargs="+",
        type=path,
        metavar="RUN_DIR | RESULTS",
        help="folders of runs, or result files",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=written_file,
        metavar="FILE",
        help="the page's file (default: the run's own page; of result files, scatter.html)",
    )
    _add_contents(parser)
    _add_local(parser)
    parser.set_defaults(command=page)


def _add_contents(parser: Parser) -> None:
    """Add the options of what the page has."""
    parser.add_argument(
        "--split",
        action="store_true",
        help="write the style and the script to files of their own, for a web server whose "
        "Content-Security-Policy forbids them within the page",
    )
    parser.add_argument(
        "--group",
        action="append",
        type=not_empty,
        metavar="COLUMN",
        help="a column of the manifest by which the page groups the photos; give the option again "
        "for another (default: those of the run)",
    )
    add_declared(parser, PageOptions, declared_options(PageOptions), otherwise="as in the run")
    parser.add_argument(
        "--year-notes",
        type=path,
        metavar="FILE",
        help="a CSV file with the columns 'year' (or a span: 1914-1918) and 'text': notes that the "
        "page shows as rules on its chart and as a list (default: those of the run)",
    )


def _add_local(parser: Parser) -> None:
    """Add the option of a page for oneself."""
    parser.add_argument(
        "--local-photos",
        action="store_true",
        help="link to photos on this disk by paths from the page's folder, and show them in its "
        "panel; the page, which -o names, is then for yourself: who reads it sees these paths",
    )


def page(arguments: Namespace) -> int:
    """Write the page, and print its path."""
    paths: list[Path] = arguments.results
    if any(path.is_dir() for path in paths):
        return _page_of_runs(arguments, paths)
    if arguments.local_photos:
        raise RunError("result files don't say where the photos are: name a run's folder")
    options = declared_values(PageOptions, arguments)
    if arguments.group or arguments.clusters:
        raise RunError("result files have no columns to group by: name a run's folder")
    results = read_results(paths)
    output = check_page_path(arguments.output or Path("scatter.html"), split=arguments.split)
    metadata = PageMetadata(
        year_notes=read_notes(arguments.year_notes) if arguments.year_notes else (),
        **page_options(PageOptions(), options),
    )
    print(write_page(results, output, metadata, split=arguments.split))
    return ExitCode.DONE


def _page_of_runs(arguments: Namespace, paths: list[Path]) -> int:
    """Write the page of a run, or of several, and print its path."""
    options = declared_values(PageOptions, arguments)
    options |= {name: getattr(arguments, name) for name in ("split", "group", "year_notes")}
    if len(paths) == 1:
        print(_page_of_run(Run(paths[0]), arguments, options))
        return ExitCode.DONE
    if arguments.local_photos:
        raise RunError("a page of several runs doesn't link to photos on the disk")
    if arguments.output is None:
        raise RunError("name the page's file with -o: each of several runs has a page of its own")
    runs = open_runs(paths)
    page = runs.page(arguments.output, **options)
    print("\n".join([*left_out_lines(runs.left_out), str(page)]))
    return ExitCode.DONE


def _page_of_run(run: Run, arguments: Namespace, options: dict[str, Any]) -> Path:
    """Write the page of one run, and return its path."""
    output: Path | None = arguments.output
    if not arguments.local_photos:
        return run.page(output, **options)
    if output is None:
        raise RunError(
            "name the file of a page that links to photos on the disk, with -o: the run's own "
            "page is for everyone"
        )
    return run.local_page(output, **options)
