"""The folder of a run.

RUN/run.json        what the run measures and how, with the versions of the programs
RUN/manifest-as-read.*  the manifest as the run last read it (`manifest_copy`)
RUN/manifest-changes.json  what changed in it (`read_kept_changes`)
RUN/slices/         the results (`store`)
RUN/aside/          the results of photos that aren't in the manifest any more
RUN/run.log         what happened, for people
RUN/events.jsonl    what happened, for programs (`events`)
RUN/progress.json   how far the run is (`progress`)
RUN/summary.json    how the run ended, for scripts
RUN/parsl/          what Parsl writes
RUN/lock            locked while a process runs the run
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from filelock import Timeout

from photoparsl.errors import RunError, write_problem
from photoparsl.files import list_matching, write_atomically
from photoparsl.options import option
from photoparsl.redact import visible, without_secrets
from photoparsl.results.carried_folder import ASIDE, SLICES, finish_carried
from photoparsl.results.carry_over import carry_over
from photoparsl.results.copy_faults import MANIFEST_COPY
from photoparsl.results.fields import fields_of
from photoparsl.results.file_names import check_own_files
from photoparsl.results.folder_watch import FolderWatch
from photoparsl.results.kept_changes import MANIFEST_CHANGES
from photoparsl.results.last_summary import IS_OLD, LastSummary, read_last_summary
from photoparsl.results.manifest_copy import ManifestCopy
from photoparsl.results.measures_shown import with_measures, without_valueless
from photoparsl.results.new_folder import NewPaths, check_new_folder
from photoparsl.results.result_reader import ResultReader
from photoparsl.results.row_pairs import EarlierPlaces, NewManifest, RowPairs
from photoparsl.results.run_lock import RunLock, no_run
from photoparsl.results.run_record import DamagedRecordError, RunRecord, read_run_record
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.slice_text import FORMAT
from photoparsl.results.store import Store


class RunDirectory(Store):
    """The files of one run, with its results.

    While this context lasts, it holds the run's lock, so that no other process writes there.

    path: the run's folder
    watch: tells whether the folder still has this path
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        super().__init__(self.path / SLICES)
        self.aside = ResultReader(self.path / ASIDE)
        self.manifest = ManifestCopy(self.path)
        self.watch = FolderWatch(self.path)
        self._lock = RunLock(self.path)
        self._new = NewPaths(())

    def __enter__(self) -> RunDirectory:
        """Make the folders, take the lock, and finish what a killed process had begun.

        If the context ends with an error before the run's record is written, everything that it
        has made is removed.

        Raises RunError if another process holds the lock, or if the folder has files of something
        else with the names of a run's.
        """
        self.check_folder()
        self._make_and_lock()
        self.watch.open()
        log = self.path / "run.log"  # which is written a line at a time
        self._log = log.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)
        for name in ("run.json", "progress.json", "summary.json", MANIFEST_COPY, MANIFEST_CHANGES):
            for unfinished in list_matching(self.path, f"{name}.*.part"):  # of a killed process
                unfinished.unlink(missing_ok=True)
        try:
            finish_carried(self.path)
            self.recover()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(OSError):  # the disk is full, which has been reported
            self.close()
            self._log.close()
        if any(exception) and not (self.watch.problem() or (self.path / "run.json").exists()):
            self._new.remove()  # the run was refused before it began
        self.watch.close()
        self._lock.release()

    def results_as_kept(self) -> Iterator[SliceResult]:
        """Yield the results by rows as they are in the files: with values of any measure."""
        return super().results()

    def results(self) -> Iterator[SliceResult]:
        """Yield the results by rows, with what the run's copy of the manifest says of the photos.

        They have the measures of the run's record, in their order.  A value of another measure or
        version is left out.  A measure that hasn't been tried on a photo is missing there.
        """
        results = super().results()
        with suppress(DamagedRecordError):
            if record := self.read_run_record():
                shown, side = record.measures, record.thumbnails
                results = (with_measures(result, shown, side) for result in results)
        return self.manifest.with_facts(map(without_valueless, results))

    def carry_over(
        self, pairs: RowPairs, rows: int, manifest: NewManifest, earlier: EarlierPlaces
    ) -> None:
        """Carry the results over to an edited manifest, as the function does."""
        carry_over(self.path, pairs, rows, manifest, earlier)
        self.manifest = ManifestCopy(self.path, manifest.sha256)
        self.recover()

    def set_aside(self, unmoved: Iterable[Path] = ()) -> Path | None:
        """Rename the folder of an earlier run, and return its new path (None: no folder).

        unmoved: paths that must not be moved

        Raises RunError if another process runs that run, or a path of `unmoved` is in the folder.
        Also raises it for a folder that holds no run but other files, or files that aren't a run's.
        """
        if not self.path.exists():
            return None
        self.check_folder()
        is_runs = any((self.path / name).exists() for name in ("run.json", "lock"))
        if not is_runs and list_matching(self.path, "*"):
            raise RunError(
                f"{self.path}: holds other files and no run, and isn't moved: "
                f"give another {option('--run-dir')}"
            )
        if any(path.resolve().is_relative_to(self.path) for path in unmoved):
            raise RunError(
                f"{self.path}: isn't moved, since the manifest or the current folder lies in it: "
                f"give another {option('--run-dir')}, or move the earlier run yourself"
            )
        self._make_and_lock()
        names = (f"{self.path.name}.{number}" for number in count(1))
        aside = next(path for n in names if not (path := self.path.with_name(n)).exists())
        self.path.rename(aside)
        self._lock.release()
        return aside

    def put_back(self, aside: Path) -> None:
        """Rename the folder of the earlier run back, unless a new run has begun."""
        if not self.path.exists():
            aside.rename(self.path)

    def read_run_record(self) -> RunRecord | None:
        """Return the run's record, as the function `read_run_record` does."""
        return read_run_record(self.path / "run.json")

    def require_record(self) -> RunRecord:
        """Return the run's record.  Raises RunError if there is none."""
        if record := self.read_run_record():
            return record
        raise no_run(self.path)

    def write_record(self, record: RunRecord) -> None:
        """Write the run's record."""
        write_atomically(self.path / "run.json", _json({"format": FORMAT, **fields_of(record)}))

    def log(self, line: str) -> None:
        """Add a line to run.log, with the time."""
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        self._log.write(f"{now}  {visible(without_secrets(line))}\n")

    def read_summary(self) -> LastSummary | None:
        """Return the run's summary, or None if it can't be read."""
        return read_last_summary(self.path / "summary.json")

    def write_summary(self, fields: Mapping[str, object]) -> None:
        """Write the fields of the run's summary."""
        write_atomically(self.path / "summary.json", _json({"format": FORMAT, **fields}))

    def mark_summary_old(self) -> None:
        """Write into the summary, if there is one, that results have changed since."""
        if last := self.read_summary():
            self.write_summary({**last.fields, IS_OLD: True})

    def check_folder(self) -> None:
        """Raise RunError if a run would change files of something else in this folder."""
        check_own_files(self.path)
        with suppress(DamagedRecordError):
            if self.read_run_record():
                return
        check_new_folder(self.path)

    def _make_and_lock(self) -> None:
        """Make the folders and take the lock.  Remove what was made if there are no locks."""
        names = ("run.log", "lock", SLICES, "")
        self._new = NewPaths((*map(self.path.joinpath, names), *self.path.parents))
        try:
            self.slices.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._new.remove()
            raise RunError(write_problem(error, self.path)) from error
        try:
            self._lock.acquire()
        except RunError as error:
            if not isinstance(error.__cause__, Timeout):  # else another process may use them
                self._new.remove()
            raise


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, default=fields_of) + "\n").encode()
