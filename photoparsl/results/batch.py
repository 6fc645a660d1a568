"""The jobs of a detached run: RUN/jobs, which the run's commands write and the scheduler fills.

RUN/jobs/batch.json      the jobs that were submitted last, and the rows of each
RUN/jobs/events.log      HTCondor's log of these jobs
RUN/jobs/job.sh, job.submit, names.txt   what was submitted
RUN/jobs/00000/          the folder of the first job
    photos.csv, job.json   what the job gets
    run/                   what came back: a run's folder, of the job's photos
    output, errors         what the job printed
    host, ended            on Slurm: where it runs, and its exit code
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, starmap
from pathlib import Path
from tempfile import mkdtemp

from photoparsl.errors import RunError
from photoparsl.files import list_matching, open_regular, read_json_file, write_atomically
from photoparsl.results.damage_text import damage_text
from photoparsl.results.fields import dataclass_of, fields_of
from photoparsl.results.scheduler import Scheduler
from photoparsl.results.slice_text import FORMAT, check_format

JOBS = "jobs"
_MOST_BYTES = 1 << 30  # of batch.json: the rows of ten million photos of mixed hosts
_REMOVED = "jobs.removed."


@dataclass(frozen=True, slots=True)
class Batch:
    """The jobs of a run that were submitted last.

    run_id: identifies them in the queue
    cluster: their cluster's number, or empty if it isn't known whether they were submitted
    submitted: when they were submitted, in seconds since 1970
    at_a_time: how many of them may be in the queue at a time
    measures: the version of each measure
    rows: the rows of each job, as ascending ranges
    taken: the jobs whose results have been taken in
    scheduler: runs them: HTCondor or Slurm
    """

    run_id: str
    cluster: str
    submitted: float
    at_a_time: int
    measures: dict[str, int]
    rows: list[list[list[int]]]
    taken: list[int]
    scheduler: Scheduler = Scheduler.HTCONDOR

    @property
    def left(self) -> list[int]:
        """The jobs whose results haven't been taken in."""
        taken = set(self.taken)
        return [job for job in range(len(self.rows)) if job not in taken]

    def rows_of(self, job: int) -> list[int]:
        """The rows of a job's photos, in their order."""
        return list(chain.from_iterable(starmap(range, self.rows[job])))

    def photos(self, job: int) -> int:
        """How many photos a job has."""
        return sum(stop - start for start, stop in self.rows[job])


class BatchFolder:
    """The folder of a run's detached jobs.

    run: the run's folder
    """

    LOG, NAMES, SCRIPT, SUBMIT = "events.log", "names.txt", "job.sh", "job.submit"
    PHOTOS, REQUEST, RUN, OUTPUT, ERRORS = "photos.csv", "job.json", "run", "output", "errors"
    HOST, ENDED = "host", "ended"
    BATCH = "batch.json"
    WRITTEN = (BATCH, LOG, NAMES, SCRIPT, SUBMIT)  # beside the jobs' folders

    def __init__(self, run_dir: Path) -> None:
        self.path = run_dir.resolve() / JOBS
        self.log = self.path / self.LOG

    def job(self, number: int) -> Path:
        """Return the folder of a job."""
        return self.path / self.name(number)

    def name(self, number: int) -> str:
        """Return the name of a job's folder."""
        return f"{number:05}"

    def read(self) -> Batch | None:
        """Return the jobs that were submitted last, or None if there are none.

        Raises RunError if the file is damaged.
        """
        path = self.path / self.BATCH
        try:
            fields = read_json_file(path, _MOST_BYTES)
            check_format(fields)
            del fields["format"]
            return dataclass_of(Batch, fields)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError(
                f"{path}: damaged ({damage_text(error)}): remove the run's jobs with condor_rm, "
                f"and then the folder {path.parent}"
            ) from error

    def write(self, batch: Batch) -> None:
        """Write the file that lists the jobs."""
        text = json.dumps({"format": FORMAT, **fields_of(batch)}) + "\n"
        write_atomically(self.path / self.BATCH, text.encode())

    def remove(self) -> None:
        """Remove the folder, after all results have been taken in.

        It is renamed first: a cancelled job may outlive its place in the queue, and must not write
        into the folder of a new job of its name.
        """
        for earlier in list_matching(self.path.parent, f"{_REMOVED}*"):
            shutil.rmtree(earlier, ignore_errors=True)
        (self.path / self.BATCH).unlink(missing_ok=True)  # first: the rest may be incomplete then
        if self.path.exists():
            removed = Path(mkdtemp(prefix=_REMOVED, dir=self.path.parent))
            self.path.rename(removed / JOBS)
            shutil.rmtree(removed, ignore_errors=True)  # where a job still writes, a file may stay

    def messages(self, number: int) -> Iterator[str]:
        """Yield the last lines that a job printed to its standard error."""
        path = self.job(number) / self.ERRORS
        if path.is_file():
            with open_regular(path) as file:
                file.seek(max(0, path.stat().st_size - 2_000))
                yield from file.read().decode(errors="replace").splitlines()[-5:]
