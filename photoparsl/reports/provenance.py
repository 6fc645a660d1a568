"""Where a run's numbers come from: what was measured by which version, where and when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import checksum, list_matching, write_atomically
from photoparsl.redact import published, published_text, visible
from photoparsl.results import SliceResult
from photoparsl.results.counts import OutcomeCounts
from photoparsl.results.run_directory import RunDirectory, RunRecord

RECORD = "provenance.json"
SUMS = "SHA256SUMS"
_LISTED_SITES = 5
_LISTINGS = 100  # of the files, until none of them goes meanwhile


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is to be known of a run's numbers.

    `began` and `ended` are UTC, by the workers' clocks; `programs` and `sites` count photos.
    """

    asked: RunRecord
    measured: int
    failed: int
    began: str
    ended: str
    programs: dict[str, int]
    sites: dict[str, int]

    @property
    def citation(self) -> str:
        """A text to cite."""
        measures = ", ".join(f"{name} (version {v})" for name, v in self.asked.measures.items())
        sites = list(self.sites)
        where = ", ".join(sites[:_LISTED_SITES])
        if more := len(sites) - _LISTED_SITES:
            where += f" and {more} more sites" if more > 0 else ""
        days = dict.fromkeys((self.began[:10], self.ended[:10]))
        return (
            f"{self.asked.title}: {measures} of {self.measured:,} photos ({self.failed:,} more "
            f"could not be measured), named by the manifest {self.asked.manifest} "
            f"(SHA-256 {self.asked.sha256}). Measured with {'; '.join(self.programs)}, at {where}, "
            f"{' to '.join(days)}."
        )


def provenance(directory: RunDirectory) -> Provenance:
    """Read the run once; RunError where there is none, or nothing in it.

    It is for everyone to read: no secrets of the manifest's address, no folders.
    """
    record = directory.require_record()
    return _gathered(_published(record), directory.results(), directory.path)


def record(directory: RunDirectory, found: Provenance) -> tuple[Path, Path]:
    """Write the provenance, and the checksums of all that the run read and wrote, beside it.

    The checksums are as `sha256sum --check` reads them, from the run's folder.
    """
    path, sums = directory.path / RECORD, directory.path / SUMS
    fields = {**asdict(found), "citation": found.citation}
    told = json.dumps(fields, indent=1, ensure_ascii=False) + "\n"
    write_atomically(path, told.encode(errors="backslashreplace"))  # a name of any bytes
    lines = [f"# {visible(found.asked.manifest)} {found.asked.sha256}\n", *_sums(directory)]
    write_atomically(sums, "".join(lines).encode())
    return path, sums


def _published(asked: RunRecord) -> RunRecord:
    return replace(
        asked,
        manifest=published(asked.manifest),
        measures={visible(name): version for name, version in asked.measures.items()},
        config=published(asked.config),
        public=published(asked.public) if asked.public else None,
        title=published_text(asked.title),
        note=published_text(asked.note),
    )


def _gathered(asked: RunRecord, results: Iterable[SliceResult], path: Path) -> Provenance:
    counts = OutcomeCounts()
    began, ended = float("inf"), 0.0
    programs: Counter[str] = Counter()
    sites: Counter[str] = Counter()
    for result in counts.counted(results):
        began = min(began, result.execution.started)
        ended = max(ended, result.execution.started + result.execution.seconds)
        photos = len(result.measurements) + len(result.failures)
        sites[visible(result.execution.resource)] += photos
        if result.execution.program:
            programs[visible(result.execution.program)] += photos
    if not sites:
        raise RunError(f"{path}: holds no results")
    return Provenance(
        asked=asked,
        measured=counts.measured,
        failed=counts.failed,
        began=_time(began),
        ended=_time(ended),
        programs=dict(programs.most_common()),
        sites=dict(sites.most_common()),
    )


def _sums(directory: RunDirectory) -> list[str]:
    """A line a file.  A run that is at work may put some of them together meanwhile."""
    for _ in range(_LISTINGS):
        try:
            return [f"{checksum(directory.path / name)}  {name}\n" for name in _outputs(directory)]
        except FileNotFoundError:
            continue
    raise RunError(f"{directory.path}: its files change all the time: wait until the run has ended")


def _outputs(directory: RunDirectory) -> Iterator[str]:
    """The run's files by their names from its folder, but for the log, which goes on."""
    names = ("run.json", "summary.json", RECORD, "slices/*", "public/*", "photos.*")
    for name in map(directory.path.joinpath, names):
        for path in list_matching(name.parent, name.name):
            if path.is_file() and path.suffix != ".part":
                yield path.relative_to(directory.path).as_posix()


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
