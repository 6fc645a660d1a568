"""The copy of the manifest in a run's folder: what is known of photos besides their values.

RUN/manifest-as-read.csv.gz   the manifest's bytes as the run last read them, packed by gzip

A manifest in Parquet, or one that is packed, is copied as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import (
    checksum,
    list_matching,
    open_atomically,
    open_regular,
    open_unpacked,
    read_json_file,
)
from photoparsl.manifests import (
    ManifestRow,
    RowBlock,
    read_columns,
    read_dating_columns,
    read_row_blocks,
    read_rows,
)
from photoparsl.results.copy_faults import MANIFEST_COPY, gone_copy_text, other_copy_text
from photoparsl.results.slice_result import Failure, Measurement, SliceResult
from photoparsl.results.slice_text import FORMAT

_LEVEL = 1  # of gzip's nine
_BLOCK = 1 << 20  # bytes
_ENDINGS = (".csv", ".tsv", ".tab", ".txt")  # of text. Any other becomes `.txt`
_PACKED, _PARQUET = b"\x1f\x8b", b"PAR1"  # first bytes
ANY_FOLDER = "/"  # as rows' base: their places have been checked, and nothing is fetched


class ManifestCopy:
    """The copy in a run's folder.

    run: the folder
    sha256: the SHA-256 of the manifest's bytes, if they are known, else ''
    """

    def __init__(self, run_dir: Path, sha256: str = "") -> None:
        self._run, self._sha256 = run_dir, sha256

    @property
    def path(self) -> Path | None:
        """The copy's file, or None if there is none, as in a run of version 0.1.0."""
        files = list_matching(self._run, f"{MANIFEST_COPY}.*")
        return next((path for path in files if path.suffix in (".gz", ".parquet")), None)

    def write(self, manifest: Path, name: str, sha256: str) -> None:
        """Copy a manifest.

        manifest: its file
        name: its path or URL, for the copy's ending
        sha256: the SHA-256 of its bytes

        Raises RunError if its bytes are others.
        """
        with manifest.open("rb") as file:
            head = file.read(4)
            names = (manifest.name, name.partition("?")[0])
            endings = [Path(n.removesuffix(".gz")).suffix.lower() for n in names]
            ending = next((e for e in endings if e in _ENDINGS), ".txt") + ".gz"
            is_packed = head.startswith((_PACKED, _PARQUET))
            path = self._run / f"{MANIFEST_COPY}{'.parquet' if head == _PARQUET else ending}"
            file.seek(0)
            found = hashlib.sha256()
            with open_atomically(path) as unfinished:
                packed = (
                    unfinished
                    if is_packed
                    else gzip.GzipFile("", "wb", _LEVEL, unfinished, mtime=0)
                )
                while block := file.read(_BLOCK):
                    found.update(block)
                    packed.write(block)
                if not is_packed:
                    packed.close()
                if found.hexdigest() != sha256:
                    raise RunError(f"{name}: changed while it was being copied: run it again")
        for other in list_matching(self._run, f"{MANIFEST_COPY}.*"):
            if other != path and other.suffix in (".gz", ".parquet"):
                other.unlink()

    def is_of(self, sha256: str) -> bool:
        """Whether the copy is that of a manifest whose bytes have this SHA-256."""
        path = self.path
        return path is not None and sha256 in ([self._sha256] if self._sha256 else _checksums(path))

    def is_damaged(self, sha256: str = "") -> bool:
        """Whether the copy can't be read to its end, or is of another manifest.

        sha256: the SHA-256 of the bytes of the manifest that it should be of, or '' if they aren't
            known
        """
        path = self.path
        if path is None:
            return False
        if path.suffix != ".gz":
            with open_regular(path) as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - len(_PARQUET)))
                if file.read() != _PARQUET:
                    return True
        try:
            found = set(_checksums(path))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return True
        return path.stat().st_size == 0 or bool(sha256 and sha256 not in found)

    def check_undamaged(self, sha256: str) -> None:
        """Raise RunError if `is_damaged`, which takes a tenth of the time of reading the rows."""
        if self.is_damaged(sha256):
            raise RunError(other_copy_text(self._run))

    def columns(self) -> tuple[str, ...]:
        """The names of the manifest's columns besides those of places, years and dates."""
        path = self.path
        return read_columns(path, str(path)) if path else ()

    def dating_columns(self) -> tuple[str, ...]:
        """The names of the manifest's columns of dates, or of months and days."""
        path = self.path
        return read_dating_columns(path, str(path)) if path else ()

    def rows(self) -> Iterator[ManifestRow]:
        """Yield what the manifest says of each photo, by rows, or nothing if there is no copy."""
        if path := self.path:
            yield from read_rows(path, str(path), ANY_FOLDER)

    def blocks(self) -> Iterator[RowBlock]:
        """Yield the manifest's rows in blocks, or nothing if there is no copy."""
        if path := self.path:
            yield from read_row_blocks(path, str(path), ANY_FOLDER)

    def is_gone(self) -> bool:
        """Whether there is no copy of the manifest that the run's record names.

        Version 0.1.0, whose format is another, made none.
        """
        if self.path:
            return False
        with suppress(OSError, ValueError, KeyError, TypeError):
            record = read_json_file(self._run / "run.json")
            return bool(record["format"] == FORMAT and record["sha256"])
        return False

    def with_facts(self, results: Iterator[SliceResult]) -> Iterator[SliceResult]:
        """Yield the results, which come by rows, with what the manifest says of each photo.

        Raises RunError if the copy is gone, or if a row is of another photo.
        """
        path = self.path
        if path is None:
            if self.is_gone():
                raise RunError(gone_copy_text(self._run))
            yield from results
            return
        with closing(read_rows(path, str(path), ANY_FOLDER)) as rows:
            next_row = 0
            for result in results:
                of_slice = list(islice(rows, result.start - next_row, result.stop - next_row))
                next_row = result.stop
                yield _with_facts(result, of_slice, path)


def _checksums(path: Path) -> Iterator[str]:
    """Yield the SHA-256 of a file, and of its unpacked content if it is packed."""
    yield checksum(path)
    if path.suffix == ".gz":
        total = hashlib.sha256()
        with open_unpacked(path) as file:
            while block := file.read(_BLOCK):
                total.update(block)
        yield total.hexdigest()


def _with_facts(result: SliceResult, rows: Sequence[ManifestRow], path: Path) -> SliceResult:
    """Return the result with what the manifest says of its photos.

    rows: the rows of the slice
    path: the path of the copy
    """
    if len(rows) != result.stop - result.start:
        raise RunError(f"{path}: has no row {result.stop - 1}: run the run's command again")
    measurements, failures = [], []
    for m in result.measurements:
        row = _row_of(m, rows[m.row - result.start], path)
        facts = (m.mark, row.cells, row.date, row.days)
        known = (m.values, m.stamp, row.span, m.digest, m.missing)
        measurements.append(Measurement(m.row, m.url, row.year, *known, *facts, m.thumbnail))
    for f in result.failures:
        row = _row_of(f, rows[f.row - result.start], path)
        facts = (f.mark, row.cells, row.date, row.days)
        failures.append(Failure(f.row, f.url, row.year, f.reason, f.detail, row.span, *facts))
    return replace(result, measurements=tuple(measurements), failures=tuple(failures))


def _row_of(outcome: Measurement | Failure, row: ManifestRow, path: Path) -> ManifestRow:
    if row.url != outcome.url:
        raise RunError(
            f"{path}: row {outcome.row} is another photo than the one that was measured: run the "
            "run's command again"
        )
    return row
