"""The folder of a run.

RUN/run.json        what the run measures and how, with the versions of the programs
RUN/manifest-as-read.*  the manifest as the run last read it (`manifest_copy`)
RUN/slices/         the results (`store`)
RUN/run.log         what happened, for people
RUN/events.jsonl    what happened, for programs (`events`)
RUN/progress.json   how far the run is (`progress`)
RUN/summary.json    how the run ended, for scripts
RUN/parsl/          what Parsl writes
RUN/lock            locked while a process runs the run
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from photoparsl.errors import NewerFormatError, RunError, damage_text, error_text
from photoparsl.files import list_matching, write_atomically
from photoparsl.redact import visible, without_secrets
from photoparsl.results.fields import dataclass_of, fields_of
from photoparsl.results.manifest_copy import MANIFEST_COPY, ManifestCopy
from photoparsl.results.measures_shown import with_measures, without_valueless
from photoparsl.results.run_record import DamagedRecordError, RunRecord
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.slice_text import FORMAT, check_format
from photoparsl.results.store import Store

SLICES = "slices"  # the folder of the results, in a run's
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)


class RunDirectory(Store):
    """The files of one run, with its results.

    While this context lasts, it holds the run's lock, so that no other process writes there.

    path: the run's folder
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        super().__init__(self.path / SLICES)
        self.manifest = ManifestCopy(self.path)
        self._lock = FileLock(self.path / "lock")

    def __enter__(self) -> RunDirectory:
        """Make the folders, take the lock, and finish what a killed process had begun.

        The system releases the lock when this process ends, even if it is killed.

        Raises RunError if another process holds the lock.
        """
        self._acquire_lock()
        self._log = (self.path / "run.log").open(
            "a", encoding="utf-8", errors="backslashreplace", buffering=1
        )  # a line at a time
        for pattern in ("*.json.*.part", f"{MANIFEST_COPY}.*.part"):  # what a killed process left
            for part in list_matching(self.path, pattern):
                part.unlink(missing_ok=True)
        try:
            self.recover()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(OSError):  # the disk is full, which has been reported
            self.close()
            self._log.close()
        self._lock.release()

    def results(self) -> Iterator[SliceResult]:
        """Yield the results by rows, with what the run's copy of the manifest says of the photos.

        They have the measures of the run's record, in their order: a value of another measure or
        version is left out, and a measure that hasn't been tried on a photo is missing there.  One
        slice at a time is in memory.
        """
        results = super().results()
        record = None
        with suppress(DamagedRecordError):
            record = self.read_record()
        if record:
            shown = (with_measures(result, record.measures) for result in results)
        else:
            shown = (without_valueless(result) for result in results)
        return self.manifest.with_facts(shown)

    def set_aside(self, unmoved: Iterable[Path] = ()) -> Path | None:
        """Rename the folder of an earlier run, and return its new path; None if there is no folder.

        unmoved: paths that must not be moved

        Raises RunError if another process runs that run, if the folder holds other files and no
        run, or if a path of `unmoved` lies in it.
        """
        if not self.path.exists():
            return None
        is_runs = any((self.path / name).exists() for name in ("run.json", "lock"))
        if not is_runs and list_matching(self.path, "*"):
            raise RunError(
                f"{self.path}: holds other files and no run, and isn't moved: "
                "give another --run-dir"
            )
        if any(path.resolve().is_relative_to(self.path) for path in unmoved):
            raise RunError(
                f"{self.path}: isn't moved, since the manifest or the current folder lies in it: "
                "give another --run-dir, or move the earlier run yourself"
            )
        self._acquire_lock()
        names = (f"{self.path.name}.{number}" for number in count(1))
        aside = next(path for n in names if not (path := self.path.with_name(n)).exists())
        self.path.rename(aside)
        self._lock.release()
        return aside

    def read_record(self) -> RunRecord | None:
        """Return the run's record; None if there is none.

        Raises DamagedRecordError if it can't be read, and RunError if a newer photoparsl wrote it.
        """
        path = self.path / "run.json"
        try:
            fields = json.loads(path.read_bytes())
            check_format(fields)
            del fields["format"]
            return dataclass_of(RunRecord, fields)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except NewerFormatError as error:
            raise RunError(f"{path}: {error}") from error
        except (ValueError, KeyError, TypeError, AttributeError, IsADirectoryError) as error:
            raise DamagedRecordError(
                f"{path}: damaged ({damage_text(error)}); the run's own command writes it anew"
            ) from error

    def require_record(self) -> RunRecord:
        """Return the run's record.  Raises RunError if there is none."""
        record = self.read_record()
        if record is None:
            raise RunError(f"{self.path}: isn't a run's folder: it has no run.json")
        return record

    def write_record(self, record: RunRecord) -> None:
        """Write the run's record."""
        write_atomically(self.path / "run.json", _json({"format": FORMAT, **fields_of(record)}))

    def log(self, line: str) -> None:
        """Add a line to run.log, with the time."""
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        self._log.write(f"{now}  {visible(without_secrets(line))}\n")

    def read_summary(self) -> dict[str, Any] | None:
        """Return the fields of the run's summary; None if it can't be read."""
        try:
            fields: dict[str, Any] = json.loads((self.path / "summary.json").read_bytes())
            return fields if fields.pop("format") == FORMAT else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write_summary(self, summary: object) -> None:
        """Write the run's summary, a dataclass."""
        fields = {"format": FORMAT, **fields_of(summary)}
        write_atomically(self.path / "summary.json", _json(fields))

    def _acquire_lock(self) -> None:
        try:
            self.slices.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise RunError(
                f"{self.path}: another photoparsl is at work on this run; 'photoparsl status' "
                "shows how far it is"
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
    return (json.dumps(value, indent=1, default=fields_of) + "\n").encode()
