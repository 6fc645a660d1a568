"""Table: a run's photos as a table that data tools read through the Arrow PyCapsule interface."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from photoparsl.manifests import record_batches
from photoparsl.reports import (
    Duplicates,
    Layout,
    TableColumn,
    compare_hashes,
    first_rows_of,
    rows_of,
)
from photoparsl.results import RunDirectory


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row for each photo, and the columns of an export.

    pandas, Polars, DuckDB and PyArrow read it directly.  Each time, the run's files are read anew,
    with a few thousand rows in memory at a time.

    run: the run's folder
    layout: what the columns depend on
    """

    run: Path
    layout: Layout

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """Name, type and meaning of each column."""
        return tuple(self.layout.columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return an Arrow stream of the rows, which are read from the run's files on demand."""
        names = [(column.name, column.type) for column in self.columns]
        directory = RunDirectory(self.run)
        directory.manifest.check_undamaged(directory.require_record().sha256)
        duplicates = Duplicates(
            first_rows_of(directory.results()),
            compare_hashes(directory.results(), self.layout.measures, one_of_each=False),
        )
        rows = rows_of(directory.results(), self.layout, duplicates)
        return record_batches(names, rows, "a run's table").__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        return f"Table({str(self.run)!r}: {names})"
