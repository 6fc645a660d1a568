"""`photoparsl export`: write a run as one table."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from photoparsl.commands.argument_types import path
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import EXIT_CODES, ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.commands.terminal.run_report import left_out_lines
from photoparsl.commands.terminal.safe_stream import print_words
from photoparsl.errors import RunError
from photoparsl.files import folder_problem, written_path
from photoparsl.library import Run, Runs, open_runs, write_crate
from photoparsl.number_text import counted
from photoparsl.redact import archive_text
from photoparsl.reports import (
    ExportFormat,
    dictionary_of,
    format_of,
    run_dictionary,
    separators_text,
)
from photoparsl.results import RunDirectory

_CRATE = "ro-crate"


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "export",
        help=COMMANDS["export"],
        description="Writes a run as one tidy table.  A photo's row has its place and years, its "
        "values or why it has none, and where and when it was measured.  A data dictionary (a "
        "Data Package) is written to the table's folder.  pandas, DuckDB and R read both.  URLs "
        "are those of the manifest, with any signatures in them.  Of several runs, it is one "
        "table with a column 'archive', and the measures that all have in the same version.",
        epilog=EXIT_CODES,
        examples=[
            "photoparsl export runs/manifest",
            "photoparsl export runs/manifest -o photos.parquet",
            "photoparsl export runs/manifest -o photos.xlsx",
            "photoparsl export runs/glass runs/prints -o both.csv",
            "photoparsl export runs/manifest --dictionary",
            "photoparsl export runs/manifest --format ro-crate -o to-publish",
        ],
    )
    _add_arguments(parser)
    _add_filters(parser)
    add_json(parser)
    parser.set_defaults(command=export)


def _add_arguments(parser: ArgumentParser) -> None:
    """Add the runs, and what is written of them."""
    formats = [*map(str, ExportFormat), _CRATE]
    parser.add_argument(
        "run_dirs",
        nargs="+",
        type=path,
        metavar="RUN_DIR",
        help="the run's folder, e.g. runs/manifest; or those of several runs",
    )
    parser.add_argument(
        "--format",
        choices=formats,
        metavar="FORMAT",
        help=f"{', '.join(formats)} (default: the ending of FILE; csv if it has none); csv-locale "
        "is CSV for spreadsheets: with a byte-order mark, and with semicolons where this locale "
        "writes a decimal comma; parquet needs PyArrow, xlsx XlsxWriter; "
        "ro-crate is a folder to publish, with the table, what its columns mean, the page, the "
        "manifest and the provenance, without secrets in addresses",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=_file_or_folder,
        metavar="FILE",
        help="the table's file (default: photos.FORMAT in RUN_DIR; of several runs there is none)",
    )
    parser.add_argument(
        "--dictionary",
        action="store_true",
        help="print what the columns of the table mean, and write no table; with --json as a Data "
        "Package",
    )


def _add_filters(parser: ArgumentParser) -> None:
    duplicates = "leave out photos with the bytes of an earlier row"
    parser.add_argument("--without-duplicates", action="store_true", help=duplicates)
    parser.add_argument(
        "--one-of-each",
        action="store_true",
        help="leave out photos that look like an earlier one, too; needs the measure "
        "difference_hash",
    )


def export(arguments: Namespace) -> int:
    """Write the table, or what the options name in its place."""
    if len(arguments.run_dirs) > 1 and (arguments.dictionary or arguments.format == _CRATE):
        raise RunError("this works for one run: name its folder alone")
    if arguments.json and not arguments.dictionary:
        raise RunError("--json is for --dictionary; --format json writes the table as JSON")
    if arguments.dictionary and (
        arguments.output or arguments.without_duplicates or arguments.one_of_each
    ):
        raise RunError(
            "--dictionary prints, and writes no file and no rows: leave out -o, "
            "--without-duplicates and --one-of-each"
        )
    if arguments.dictionary:
        return _print_dictionary(arguments)
    if arguments.format == _CRATE:
        return _write_crate(arguments)
    return _write_table(arguments)


def _file_or_folder(text: str) -> str:
    """Check the text as a path.  Keep a slash at its end, which marks a folder."""
    path(text)
    return text


def _print_dictionary(arguments: Namespace) -> int:
    """Print each column's name, type, unit and meaning."""
    named = arguments.format not in (None, _CRATE)
    form = ExportFormat(arguments.format) if named else ExportFormat.CSV
    found = run_dictionary(RunDirectory(arguments.run_dirs[0]), form)
    if arguments.json:
        print_json(found, archive_text)
        return ExitCode.DONE
    for field in found["resources"][0]["schema"]["fields"]:
        kind = ", ".join(filter(None, (field["type"], field.get("unit"))))
        name, meaning = archive_text(field["name"]), archive_text(field["description"])
        print_words(f"{name} ({kind})\n    {meaning}\n", is_prose=True)
    return ExitCode.DONE


def _write_crate(arguments: Namespace) -> int:
    """Write the folder to publish.  Print its path, and what its publisher has to do."""
    run_dir: Path = arguments.run_dirs[0]
    folder = Path(arguments.output or run_dir.resolve() / _CRATE)
    if arguments.without_duplicates or arguments.one_of_each:
        raise RunError(f"a folder of {_CRATE} has all photos: leave out the other options")
    exported = write_crate(run_dir, folder)
    print(f"{folder}: a table of {counted(exported.rows, 'row')}, its page and provenance")
    print(f"Before you publish it, name the authors and a licence: {folder / 'README.txt'}")
    return ExitCode.DONE if exported.is_complete else ExitCode.INCOMPLETE


def _write_table(arguments: Namespace) -> int:
    """Write the table.  Print its path, and how many rows it has and lacks."""
    if problem := folder_problem(arguments.output or ""):
        raise RunError(problem)
    named = Path(arguments.output) if arguments.output else None
    form = ExportFormat(arguments.format) if arguments.format else format_of(named)
    run_dirs: list[Path] = arguments.run_dirs
    if len(run_dirs) > 1 and arguments.output is None:
        raise RunError("name the table's file with -o: each of several runs has one of its own")
    output: Path = named or run_dirs[0].resolve() / f"photos.{form.ending}"
    one_of_each = arguments.one_of_each
    without = arguments.without_duplicates or one_of_each
    runs = open_runs(run_dirs) if len(run_dirs) > 1 else Run(run_dirs[0])
    if isinstance(runs, Runs):
        for line in left_out_lines(runs.left_out):
            print(line)
    exported = runs.export(output, form, without_duplicates=without, one_of_each=one_of_each)
    rows = counted(exported.rows, "row")
    if exported.missing:
        total = exported.rows + exported.missing + exported.duplicates
        rows += f" of {total:,} (incomplete: {counted(exported.missing, 'is', 'are')} missing)"
    if exported.untried:
        rows += f" ({exported.untried:,} not yet measured by all measures)"
    if without:
        left_out = "duplicate or look-alike" if one_of_each else "duplicate"
        plural = "duplicates and look-alikes" if one_of_each else "duplicates"
        rows += f", without {counted(exported.duplicates, left_out, plural)}"
    dictionary = dictionary_of(written_path(output))
    print(f"{output}: {rows}; what its columns mean is in {dictionary}")
    if form == ExportFormat.CSV_LOCALE:
        print(f"{output}: {separators_text()}")
    return ExitCode.DONE if exported.is_complete else ExitCode.INCOMPLETE
