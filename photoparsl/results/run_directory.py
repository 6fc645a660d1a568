"""The files of a run: what it was asked, what came of it, and a log.

RUN/run.json       what was asked, by whom it was measured with
RUN/slices/        the results (`store`)
RUN/run.log        what happened, a line an event
RUN/summary.json   how it ended, for scripts
RUN/parsl/         what Parsl writes
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from photoparsl.errors import NewerFormatError, RunError, error_text
from photoparsl.files import list_matching, write_atomically
from photoparsl.redact import visible, without_secrets
from photoparsl.results.store import Store
from photoparsl.results.typed import typed
from photoparsl.results.types import FORMAT, check_format

_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What a run measures and how, as `run.json` holds it.

    `rows`, `digest` and `sha256` are the manifest's (`Plan`), `measures` has the version of
    each, and `versions` those of the programs.  `origin` is where the manifest's rows come from,
    empty for this machine (`origins`).  `folder` is what the manifest's paths are relative to,
    as seen from the run's folder.
    """

    manifest: str
    rows: int
    digest: str
    sha256: str
    measures: dict[str, int]
    slice_size: int | None
    start: int
    count: int | None
    config: str
    public: str | None
    title: str
    note: str
    versions: dict[str, str]
    origin: str = ""
    folder: str = ""

    @property
    def wanted(self) -> range:
        """The manifest's rows that were asked for."""
        return range(self.rows)[self.start :][: self.count]


class DamagedError(RunError):
    """What the run was asked can't be read; its results can."""


class RunDirectory(Store):
    """One run's files, results and all.  As a context it is locked: nobody else writes there."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        super().__init__(self.path / "slices")
        self._lock = FileLock(self.path / "lock")

    def __enter__(self) -> RunDirectory:
        """Make the folders, take the lock, which ends with this process, and clear up."""
        self._take()
        self._log = (self.path / "run.log").open(
            "a", encoding="utf-8", errors="backslashreplace", buffering=1
        )  # a line at a time
        for part in list_matching(self.path, "*.json.*.part"):  # what a killed process left
            part.unlink(missing_ok=True)
        try:
            self.recover()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(OSError):  # a full disk, which has been told of
            self.close()
            self._log.close()
        self._lock.release()

    def set_aside(self, staying: Iterable[Path] = ()) -> Path | None:
        """Move what an earlier run left out of the way, and say where to; None if it left nothing.

        Raises RunError when another process is at work there, and where what isn't a run's would
        be moved: another folder, or one that holds a path of `staying`.
        """
        if not self.path.exists():
            return None
        is_runs = any((self.path / name).exists() for name in ("run.json", "lock"))
        if not is_runs and list_matching(self.path, "*"):
            raise RunError(
                f"{self.path}: holds other files and no run, and isn't moved: "
                "give another --run-dir"
            )
        if any(path.resolve().is_relative_to(self.path) for path in staying):
            raise RunError(
                f"{self.path}: isn't moved, since the manifest or the current folder lies in it: "
                "give another --run-dir, or move the earlier run yourself"
            )
        self._take()
        names = (f"{self.path.name}.{number}" for number in count(1))
        aside = next(path for n in names if not (path := self.path.with_name(n)).exists())
        self.path.rename(aside)
        self._lock.release()
        return aside

    def read_record(self) -> RunRecord | None:
        """The run's record, or None where none has begun."""
        path = self.path / "run.json"
        try:
            fields = json.loads(path.read_bytes())
            check_format(fields)
            del fields["format"]
            return typed(RunRecord, fields)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except NewerFormatError as error:
            raise RunError(f"{path}: {error}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedError(
                f"{path}: damaged ({error_text(error)}); the run's own command writes it anew"
            ) from error

    def require_record(self) -> RunRecord:
        """The run's record; RunError where there is none."""
        record = self.read_record()
        if record is None:
            raise RunError(f"{self.path}: is no run's folder: it has no run.json")
        return record

    def write_record(self, record: RunRecord) -> None:
        """Write the run's record."""
        write_atomically(self.path / "run.json", _json({"format": FORMAT, **asdict(record)}))

    def log(self, line: str) -> None:
        """Add a line, with the time, to what a person reads of the run."""
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        self._log.write(f"{now}  {visible(without_secrets(line))}\n")

    def read_summary(self) -> dict[str, Any] | None:
        """The run's last summary, or None where that can't be read."""
        try:
            fields: dict[str, Any] = json.loads((self.path / "summary.json").read_bytes())
            return fields if fields.pop("format") == FORMAT else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write_summary(self, summary: object) -> None:
        """Keep the run's summary, a dataclass, for scripts."""
        write_atomically(self.path / "summary.json", _json({"format": FORMAT, **asdict(summary)}))  # type: ignore[call-overload]

    def _take(self) -> None:
        try:
            self.slices.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise RunError(
                f"{self.path}: another photoparsl is at work on this run; how far it is, says "
                "'photoparsl status'"
            ) from error
        except NotImplementedError as error:
            raise self._without_locks() from error
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise self._without_locks() from error
            raise RunError(
                f"{error.filename or self.path}: can't be written: {error_text(error)}"
            ) from error

    def _without_locks(self) -> RunError:
        return RunError(
            f"{self.path}: its file system has no locks, without which two runs could spoil each "
            "other's results: give a --run-dir on another"
        )


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()
