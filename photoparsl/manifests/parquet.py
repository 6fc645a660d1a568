"""Read and write Parquet, for manifests and exports.  This needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import IO, Any, BinaryIO

from photoparsl.errors import ManifestError, NoParquetError
from photoparsl.importing import install_command
from photoparsl.manifests.manifest_table import ManifestTable, Row
from photoparsl.redact import visible

_MAGIC = b"PAR1"
_BATCH = 20_000  # rows in memory at a time


def is_parquet(file: BinaryIO) -> bool:
    """Whether the file begins like Parquet.  Sets the file's position to 0."""
    magic = file.read(len(_MAGIC))
    file.seek(0)
    return magic == _MAGIC


def read_parquet(file: BinaryIO, name: str) -> ManifestTable:
    """Open a table.  Its cells are texts, as in CSV.

    file: the file, from which `ManifestTable.rows` reads later
    name: the file's name in messages

    Raises ManifestError if the file is damaged, NoParquetError if PyArrow isn't installed.
    """
    arrow = pyarrow()
    try:
        table = arrow.parquet.ParquetFile(file)
    except arrow.ArrowException as error:
        raise _damaged(name, error) from error
    columns = tuple(table.schema_arrow.names)
    unreadable = frozenset(
        n for n, field in enumerate(table.schema_arrow) if _is_unreadable(arrow, field.type)
    )
    rows = partial(_rows, table, name)
    return ManifestTable(columns, name, f"{name}: row ", rows, unreadable=unreadable)


def _is_unreadable(arrow: Any, kind: Any) -> bool:
    """Whether values of this type are lists, records or bytes, which no cell holds."""
    is_a = arrow.types
    fixed = is_a.is_fixed_size_binary(kind)
    return bool(is_a.is_nested(kind) or is_a.is_binary(kind) or is_a.is_large_binary(kind) or fixed)


def _is_no_cell(is_a: Any, kind: Any) -> bool:
    """Whether no value of this type is a place, a year or a date: 1901 seconds aren't a year."""
    is_span = is_a.is_duration(kind) or is_a.is_time(kind) or is_a.is_interval(kind)
    return bool(is_span or is_a.is_nested(kind) or is_a.is_boolean(kind))


def _rows(
    table: Any, name: str, wanted: Sequence[int], others: Sequence[int] = ()
) -> Iterator[Row]:
    """Yield the rows of a ParquetFile as `ManifestTable.rows` does.  Read only the columns in both.

    If `wanted` is empty, all columns are read, and bytes that aren't UTF-8 are empty cells.
    """
    arrow = pyarrow()
    fields = table.schema_arrow.names
    for field in (table.schema_arrow.field(n) for n in wanted):
        if _is_no_cell(arrow.types, field.type):
            raise ManifestError(
                f"{name}: expected text, numbers or dates in the column {visible(field.name)!r}, "
                f"found {field.type}"
            )
    number = 0
    try:
        names = [fields[n] for n in (*wanted, *others) if wanted] or fields
        for batch in table.iter_batches(batch_size=_BATCH, columns=names):
            read = {  # columns may have the same name
                field: map(batch.column, batch.schema.get_all_field_indices(field))
                for field in names
            }
            empty = [""] * batch.num_rows
            cells = [
                _texts(arrow, next(read[field]), strictly=bool(wanted)) if field in read else empty
                for field in fields
            ]
            yield from enumerate(zip(*cells, empty, strict=True), start=number + 1)
            number += batch.num_rows
    except UnicodeDecodeError as error:
        raise ManifestError(
            f"{name}: expected places and years as text, found bytes that aren't UTF-8: "
            f"{error.object[:20]!r} (photos within a table aren't read)"
        ) from error
    except arrow.ArrowException as error:
        raise _damaged(name, error) from error


def _texts(arrow: Any, column: Any, *, strictly: bool) -> list[str]:
    """The values as texts, as in CSV.  A float that is a whole number has no `.0`.

    strictly: whether bytes that aren't UTF-8 raise UnicodeDecodeError.  Else they are ''
    """
    kind = column.type
    if arrow.types.is_dictionary(kind):
        return _texts(arrow, column.dictionary_decode(), strictly=strictly)
    if arrow.types.is_duration(kind):  # a number with its unit, which isn't taken for a year
        numbers = column.cast(arrow.int64()).to_pylist()
        return ["" if number is None else f"{number} {kind.unit}" for number in numbers]
    if arrow.types.is_temporal(kind):
        column = column.cast(arrow.string())
    return [
        ""
        if value is None or value != value  # noqa: PLR0124  a missing year, as pandas keeps it
        else str(int(value))
        if isinstance(value, float) and value.is_integer()
        else _decoded(value, strictly=strictly)
        if isinstance(value, bytes)
        else str(value)
        for value in column.to_pylist()
    ]


def _decoded(value: bytes, *, strictly: bool) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        if strictly:
            raise
        return ""


def _damaged(name: str, error: Exception) -> ManifestError:
    return ManifestError(f"{name}: not a Parquet file that can be read: {visible(str(error))}")


def write_parquet(
    file: IO[bytes], columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]
) -> None:
    """Write a table.

    file: the file to write to
    columns: name and type of each column.  Types are integer, number, string and datetime, as in
        Table Schema
    rows: the cells of each row

    Raises NoParquetError if PyArrow isn't installed.
    """
    batches = record_batches(columns, rows)
    with pyarrow().parquet.ParquetWriter(file, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch, row_group_size=_BATCH)


def record_batches(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]], needed_by: str = "Parquet"
) -> Any:
    """Make a RecordBatchReader, which consumes the rows while its batches are read.

    columns: name and type of each column, as for `write_parquet`
    rows: the cells of each row
    needed_by: what needs PyArrow, for the error's message

    Raises NoParquetError if PyArrow isn't installed.
    """
    arrow = pyarrow(needed_by)
    types = {
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "string": arrow.string(),
        "datetime": arrow.timestamp("us", tz="UTC"),
    }
    schema = arrow.schema([(name, types[kind]) for name, kind in columns])

    def batches() -> Iterator[Any]:
        ahead = iter(rows)
        while batch := list(islice(ahead, _BATCH)):
            cells = zip(*batch, strict=True)
            arrays = [arrow.array(c, kind) for c, kind in zip(cells, schema.types, strict=True)]
            yield arrow.record_batch(arrays, schema=schema)

    return arrow.RecordBatchReader.from_batches(schema, batches())


def pyarrow(needed_by: str = "Parquet") -> Any:
    """Import PyArrow and `pyarrow.parquet`.  Raises NoParquetError if it isn't installed."""
    try:
        import pyarrow as arrow  # noqa: PLC0415  an extra, and slow to import
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        how = install_command("pyarrow")
        raise NoParquetError(f"{needed_by} needs PyArrow: {how}") from error
    return arrow
