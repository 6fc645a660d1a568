"""Segments: many finished slices in one file, so that a large run has few files.

A segment is text, compressed by gzip: a line with the heads of its slices, then the text of each
slice (`results.to_json`), ordered by row.  Some rows between its first and its last may be in other
files.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any

from photoparsl.errors import NewerFormatError, RunError
from photoparsl.files import (
    MOST_FILE_BYTES,
    IrregularFileError,
    open_atomically,
    open_regular,
    open_unpacked,
    parse_json,
)
from photoparsl.results.damage_text import damage_text
from photoparsl.results.slice_text import FORMAT, check_format
from photoparsl.results.value import ValueKind

_LEVEL = 4  # of gzip's nine
_AS_GZIP = 16 + zlib.MAX_WBITS
LONGEST_LINE = 1 << 24  # characters: the heads of 10,000 slices, or what is known of a photo
_END = "}\n"  # the last line of a slice's text. No other line is like it


@dataclass(frozen=True, slots=True)
class FinishedSlice:
    """The head of a finished slice: the first line of its text, without the outcomes.

    start, stop: its rows, from `start` up to, but not including, `stop`
    digest: the digest of the manifest's rows (`Slice.digest`)
    measures: the version of each measure
    failed: how many of its photos failed
    kinds: the kind of each measure's values, by its name.  Measures without any value are missing
    untried: for each measure, on how many measured photos it hasn't been tried yet.  Measures that
        were tried on all are missing
    """

    start: int
    stop: int
    digest: str
    measures: dict[str, int]
    failed: int = 0
    kinds: Mapping[str, ValueKind] = field(default_factory=dict)
    untried: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> range:
        """The slice's rows."""
        return range(self.start, self.stop)

    def left(self, wanted: Mapping[str, int]) -> int:
        """On how many measured photos a wanted measure, in this version, hasn't been tried yet.

        Where several haven't, it is at least the largest of these numbers.  It is 0 only if all
        have been tried on all.
        """
        if any(self.measures.get(name) != version for name, version in wanted.items()):
            return self.stop - self.start - self.failed
        return max((self.untried.get(name, 0) for name in wanted), default=0)


def write_segment(path: Path, heads: Sequence[FinishedSlice], texts: Iterable[str]) -> None:
    """Write a segment of slices' texts, in the order of their heads, whole or not at all."""
    slices = [(h.start, h.stop, h.digest, h.measures, h.failed, h.kinds, h.untried) for h in heads]
    first = f"{json.dumps({'format': FORMAT, 'slices': slices})}\n"
    # Digits seldom repeat: a strategy that passes over short repetitions takes 6 % less.
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _AS_GZIP, zlib.DEF_MEM_LEVEL, zlib.Z_FILTERED)
    with open_atomically(path) as file:
        for text in chain([first], texts):
            file.write(packer.compress(text.encode()))
        file.write(packer.flush())


def heads_of(path: Path) -> list[FinishedSlice]:
    """Return the heads of a segment's slices.  Reads only its first line."""
    with _reading(path) as file:
        return _heads(file)


def texts_of(path: Path) -> Iterator[tuple[FinishedSlice, str]]:
    """Yield the head and the text of each slice of a segment, one in memory at a time."""
    with _reading(path) as file:
        for head in _heads(file):
            lines, size = [], 0
            while line := file.readline(LONGEST_LINE):
                lines.append(line)
                size += len(line)
                if line == _END:
                    break
                if size > MOST_FILE_BYTES:
                    raise ValueError(f"a slice has more than {MOST_FILE_BYTES:,} characters")
            yield head, "".join(lines)
        if file.read(1):  # reading to the end also verifies gzip's checksum
            raise ValueError("it holds more slices than its first line lists")


def head_of(text: str) -> FinishedSlice:
    """Return a slice's head, from its text or the text's first line.

    Raises ValueError, KeyError or TypeError if the text isn't that of a slice.
    """
    fields = parse_json(text.partition("\n")[0].rstrip(",") + "}")
    check_format(fields)
    keys = ("start", "stop", "digest", "measures", "failed")
    more = [fields["kinds"], fields.get("untried", {})] if "kinds" in fields else []
    return _head([*(fields[key] for key in keys), *more])


def is_complete(path: Path) -> bool:
    """Whether the file of a single slice has its last line."""
    try:
        with open_regular(path) as file:
            file.seek(max(0, path.stat().st_size - len(_END)))
            return file.read() == _END.encode()
    except IrregularFileError as error:
        raise damaged_file(path, error) from error


class DamagedResultError(RunError):
    """Raised for a file of results that is damaged, or that a newer photoparsl wrote.

    path: the file
    problem: what is wrong with it
    advice: what the user can do about it in a run's folder
    """

    def __init__(self, path: Path, problem: str, advice: str = "") -> None:
        super().__init__(f"{path}: {problem}{advice}")
        self.path, self.problem = path, problem


def damaged_file(path: Path, error: Exception) -> DamagedResultError:
    """Return the error to raise for a file that can't be read.

    error: why: it is damaged, or a newer photoparsl wrote it
    """
    if isinstance(error, NewerFormatError):
        return DamagedResultError(path, str(error))
    advice = "; delete it and its photos are measured again"
    return DamagedResultError(path, f"damaged ({damage_text(error)})", advice)


@contextmanager
def _reading(path: Path) -> Iterator[IO[str]]:
    try:
        with open_unpacked(path) as file:
            yield io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    except (NewerFormatError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise damaged_file(path, error) from error
    except (ValueError, KeyError, TypeError, IrregularFileError) as error:
        raise damaged_file(path, error) from error


def _heads(file: IO[str]) -> list[FinishedSlice]:
    first = parse_json(file.readline(LONGEST_LINE))
    check_format(first)
    return [_head(head) for head in first["slices"]]


def _head(fields: Sequence[Any]) -> FinishedSlice:
    """The head with these fields.  Those of format 1 have no kinds, since it has numbers only."""
    start, stop, digest, measures, failed, *more = fields
    kinds, untried = (*more, {})[:2] if more else (dict.fromkeys(measures, "number"), {})
    named = {name: ValueKind(kind) for name, kind in kinds.items()}
    return FinishedSlice(start, stop, digest, measures, failed, named, untried)
