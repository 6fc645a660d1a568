"""`photoparsl export`: a run as one table."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.library.run import Run
from photoparsl.reports.export import dictionary_of
from photoparsl.reports.export_format import ExportFormat, format_of


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "export",
        help="write a run as one table: a row a photo",
        description="Writes a run as one tidy table, a row a photo: its place and years, its "
        "values or why it has none, and where and when it was measured.  Beside it goes a data "
        "dictionary (a Data Package).  It opens in pandas, DuckDB and R.  Nothing is shortened: "
        "URLs are as the manifest has them, with whatever signatures they carry.",
        epilog="Exit codes: 0 the run is complete; 3 it isn't, and the table has the rows so far.",
    )
    parser.add_argument("run_dir", type=arguments.path, metavar="RUN_DIR")
    parser.add_argument(
        "--format",
        choices=[*map(str, ExportFormat)],
        help="default: what FILE's ending says, else csv; parquet needs photoparsl[parquet]",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=arguments.path,
        metavar="FILE",
        help="default: photos.csv and so on, in RUN_DIR",
    )
    parser.set_defaults(command=export)


def export(chosen: Namespace) -> int:
    """Write the table, and print where it is and whether it is complete."""
    form = chosen.format or format_of(chosen.output)
    path: Path = chosen.output or chosen.run_dir.resolve() / f"photos.{form}"
    exported = Run(chosen.run_dir).export(path, form)
    rows = f"{exported.rows:,} rows"
    if exported.missing:
        total = exported.rows + exported.missing
        rows += f" of {total:,} (incomplete: {exported.missing:,} are missing)"
    print(f"{path}: {rows}; what its columns mean is in {dictionary_of(path)}")
    return Exit.INCOMPLETE if exported.missing else Exit.ALL
