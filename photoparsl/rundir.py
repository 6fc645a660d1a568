"""The files of a run: what it was asked, a result file for each finished slice, and a log.

RUN/run.json                            what was asked, by whom it was measured with
RUN/slices/slice-0000200-0000400.json   rows 200 to 399: values, failures, host and times
RUN/run.log                             what happened, a line an event
RUN/summary.json                        how it ended, for scripts
RUN/parsl/                              what Parsl writes
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from photoparsl.errors import RunError
from photoparsl.files import write_whole
from photoparsl.manifest import Photo, digest
from photoparsl.results import FORMAT, Failure, Measurement, SliceResult, from_json, to_json

_NAME = re.compile(r"slice-(\d+)-(\d+)\.json\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked, as `run.json` keeps it.

    `rows` and `digest` are the manifest's (`Plan`), `measures` has the version of each, and
    `versions` those of the programs.
    """

    manifest: str
    rows: int
    digest: str
    measures: dict[str, int]
    slice_size: int
    start: int
    count: int | None
    config: str
    public: str | None
    title: str
    note: str
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished slice as its file's first line tells, without the rows."""

    start: int
    stop: int
    digest: str
    measures: dict[str, int]


class RunDirectory:
    """One run's files.  As a context it is locked: nobody else writes there meanwhile.

    A result file is named by the rows it covers, and written whole or not at all, so that
    what a crash leaves is a shorter run and never a wrong one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.slices = self.path / "slices"
        self._lock = FileLock(self.path / "lock")

    def __enter__(self) -> RunDirectory:
        """Make the folders and take the lock, which ends with this process however it ends."""
        try:
            self.slices.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise RunError(f"{self.path}: another photoparsl is at work on this run") from error
        except OSError as error:
            raise RunError(f"{self.path}: can't be written: {error.strerror}") from error
        for part in self.slices.glob("*.part"):
            part.unlink()  # of a process that was killed while it wrote
        return self

    def __exit__(self, *exception: object) -> None:
        self._lock.release()

    def set_aside(self) -> Path | None:
        """Move what an earlier run left out of the way, and say where to; None if it left nothing.

        Raises RunError when another process is at work there.
        """
        if not self.path.exists():
            return None
        with self:
            aside = next(
                path
                for number in count(1)
                if not (path := self.path.with_name(f"{self.path.name}.{number}")).exists()
            )
            self.path.rename(aside)
        return aside

    def asked(self) -> Asked | None:
        """What the run was asked, or None where none has begun."""
        path = self.path / "run.json"
        if not path.exists():
            return None
        try:
            fields = json.loads(path.read_bytes())
            if fields.pop("format") != FORMAT:
                raise RunError(f"{path}: written by another version of photoparsl")
            return Asked(**fields)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(path, error) from error

    def ask(self, asked: Asked) -> None:
        """Keep what the run is asked."""
        write_whole(self.path / "run.json", _json({"format": FORMAT, **asdict(asked)}))

    def log(self, line: str) -> None:
        """Add a line, with the time, to what a person reads of the run."""
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        with (self.path / "run.log").open("a", encoding="utf-8") as file:
            file.write(f"{now}  {line}\n")

    def write(self, result: SliceResult) -> None:
        """Keep a slice's result; when this returns it is on the disk."""
        if not result.whole:
            raise RunError(f"rows {result.start} to {result.stop - 1}: came back incomplete")
        write_whole(self._file(result.start, result.stop), to_json(result).encode())

    def merge(self, result: SliceResult) -> None:
        """Put the outcomes of photos that were tried again in place of their earlier failures."""
        outcomes = {outcome.row: outcome for outcome in result.outcomes}
        for path, (start, stop) in self._files():
            new = {row: outcomes[row] for row in outcomes if start <= row < stop}
            if new:
                write_whole(path, to_json(_merged(self._read(path), new)).encode())

    def last_summary(self) -> dict[str, Any] | None:
        """What `finish` has kept, or None where that can't be read."""
        try:
            fields: dict[str, Any] = json.loads((self.path / "summary.json").read_bytes())
        except (OSError, ValueError):
            return None
        return fields if fields.pop("format", None) == FORMAT else None

    def finish(self, summary: object) -> None:
        """Keep the run's summary, a dataclass, for scripts."""
        write_whole(self.path / "summary.json", _json({"format": FORMAT, **asdict(summary)}))  # type: ignore[call-overload]

    def finished(self) -> Iterator[Finished]:
        """The finished slices by their rows, from each file's first line only."""
        for path, _ in self._files():
            with path.open(encoding="utf-8") as file:
                head = file.readline()
            try:
                fields = json.loads(head.rstrip().rstrip(",") + "}")
                yield Finished(*(fields[k] for k in ("start", "stop", "digest", "measures")))
            except (ValueError, KeyError, TypeError) as error:
                raise _damaged(path, error) from error

    def results(self) -> Iterator[SliceResult]:
        """The results by their rows, one file in memory at a time."""
        for path, _ in self._files():
            yield self._read(path)

    def damage(self) -> Iterator[str]:
        """A sentence for each file that isn't what was written, or that covers rows twice."""
        covered = 0
        for path, (start, stop) in self._files():
            try:
                result = self._read(path)
                if digest(photos_of(result)) != result.digest:
                    yield f"{path}: holds other rows than it was made for"
            except RunError as error:
                yield str(error)
            if start < covered:
                yield f"{path}: covers rows that another file covers too"
            covered = stop

    def _file(self, start: int, stop: int) -> Path:
        return self.slices / f"slice-{start:07}-{stop:07}.json"

    def _files(self) -> list[tuple[Path, tuple[int, int]]]:
        names = ((path, _NAME.match(path.name)) for path in self.slices.glob("slice-*.json"))
        files = [(path, (int(m[1]), int(m[2]))) for path, m in names if m]
        return sorted(files, key=lambda file: file[1])

    def _read(self, path: Path) -> SliceResult:
        try:
            result = from_json(path.read_text(encoding="utf-8"))
            if path != self._file(result.start, result.stop) or not result.whole:
                raise ValueError("it hasn't each of its rows once")
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(path, error) from error
        return result


def photos_of(result: SliceResult) -> Iterator[Photo]:
    """The photos that a result is of, as the manifest had them."""
    return (Photo(o.row, o.url, o.year, span=o.span) for o in result.outcomes)


def _merged(result: SliceResult, new: dict[int, Measurement | Failure]) -> SliceResult:
    outcomes = [new.get(outcome.row, outcome) for outcome in result.outcomes]
    return replace(
        result,
        measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()


def _damaged(path: Path, error: Exception) -> RunError:
    return RunError(f"{path}: damaged ({error}); delete it and its photos are measured again")
