"""Parquet: read as a manifest's rows, and written as an export's; with the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any, BinaryIO

from photoparsl.errors import ManifestError, PhotoparslError
from photoparsl.publish import visible

_MAGIC = b"PAR1"
_BATCH = 20_000  # rows in memory at a time


class NoParquetError(PhotoparslError):
    """PyArrow isn't installed."""


def is_parquet(file: BinaryIO) -> bool:
    """Whether the file begins as Parquet does; it is left at its beginning."""
    magic = file.read(len(_MAGIC))
    file.seek(0)
    return magic == _MAGIC


def rows_of_parquet(file: BinaryIO, name: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows as text, a cell for each of `columns`; empty where there is no such column or value.

    Raises ManifestError where it is damaged or has no column `url`, NoParquetError where it
    can't be read here.
    """
    arrow = pyarrow()
    try:
        table = arrow.parquet.ParquetFile(file)
        there = {field.lower(): field for field in table.schema_arrow.names}
        wanted = [there[column] for column in columns if column in there]
        if "url" not in there:
            known = visible(", ".join(there)) or "none"
            raise ManifestError(f"{name}: has no column 'url', but {known}")
        for batch in table.iter_batches(batch_size=_BATCH, columns=wanted):
            cells = {field: _texts(batch.column(field).to_pylist()) for field in wanted}
            missing = [""] * batch.num_rows
            yield from zip(*(cells.get(there.get(c, ""), missing) for c in columns), strict=True)
    except arrow.ArrowException as error:
        said = visible(str(error))
        raise ManifestError(f"{name}: not a Parquet file that can be read: {said}") from error


def write_parquet(
    file: IO[bytes], columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows of cells; the columns have a name and one of Table Schema's types each."""
    arrow = pyarrow()
    types = {
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "string": arrow.string(),
        "datetime": arrow.timestamp("us", tz="UTC"),
    }
    schema = arrow.schema([(name, types[kind]) for name, kind in columns])
    rows = iter(rows)
    with arrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            cells = zip(*batch, strict=True)
            arrays = [arrow.array(c, kind) for c, kind in zip(cells, schema.types, strict=True)]
            writer.write_batch(arrow.record_batch(arrays, schema=schema), row_group_size=_BATCH)


def pyarrow() -> Any:
    """PyArrow with its `parquet`; NoParquetError, with what to do, where it isn't installed."""
    try:
        import pyarrow as arrow  # noqa: PLC0415  an extra, and slow to import
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise NoParquetError(
            "Parquet needs PyArrow: python3 -m pip install 'photoparsl[parquet]'"
        ) from error
    return arrow


def _texts(values: list[Any]) -> list[str]:
    """The values as CSV would have them; a whole number may have come as a float."""
    return [
        ""
        if value is None or value != value  # noqa: PLR0124  a missing year, as pandas keeps it
        else str(int(value))
        if isinstance(value, float) and value.is_integer()
        else str(value).strip()
        for value in values
    ]
