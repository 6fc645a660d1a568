"""The provenance of a run's numbers: what was measured, by which versions, where and when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import checksum, holds_other_text, list_matching, write_atomically
from photoparsl.number_text import counted
from photoparsl.redact import archive_text, published, visible
from photoparsl.results import (
    MANIFEST_COPY,
    OutcomeCounts,
    RunDirectory,
    RunRecord,
    fields_of,
    is_of_manifest,
    reading_of,
    repeat_command,
)

RECORD = "provenance.json"
SUMS = "SHA256SUMS"
_LISTED_RESOURCES = 5  # resources that the citation names
_RECORD_BEGINNINGS = (b'{\n "run": {', b'{\n "asked": {')  # the second by earlier versions
_LISTINGS = 100  # attempts to list the files and read them before one is replaced


@dataclass(frozen=True, slots=True)
class Provenance:
    """The provenance of a run's numbers, without secrets and local folders.

    run: the run's record: what was measured and how
    measured: how many photos were measured
    failed: how many photos failed
    began: the start of the first slice, in UTC by the worker's clock
    ended: the end of the last slice, in ISO 8601 (UTC)
    programs: how many photos each program version measured.  A photo counts at each that gave
        values of it
    photos_by_resource: how many photos were measured at each resource, likewise
    missing: how many measured photos have no value, by the measure's name
    reading: how the manifest was made of an archive (`ArchiveRecord.choices`)
    is_made: whether the run's manifest is a list that photoparsl made of an archive
    aside: how many results are kept aside, of rows that aren't in the manifest any more.  They
        aren't counted above
    """

    run: RunRecord
    measured: int
    failed: int
    began: str
    ended: str
    programs: dict[str, int]
    photos_by_resource: dict[str, int]
    missing: dict[str, int] = field(default_factory=dict)
    aside: int = 0
    reading: dict[str, list[str]] = field(default_factory=dict)
    is_made: bool = False

    @property
    def command(self) -> str:
        """The command that repeats the run and makes the same page."""
        return repeat_command(self.run, self.run.manifest, self.run.measures, self.reading)

    @property
    def hashed(self) -> str:
        """What the SHA-256 is of: the manifest's name, or what the list was made of."""
        if not self.is_made:
            return self.run.manifest
        sheets = "".join(
            f", sheet '{archive_text(name)}'" for name in self.reading.get("sheet", ())
        )
        return f"the list that photoparsl made of {self.run.manifest}{sheets}"

    @property
    def citation(self) -> str:
        """A text by which to cite the run."""
        measures = ", ".join(f"{name} (version {v})" for name, v in self.run.measures.items())
        where = ", ".join(list(self.photos_by_resource)[:_LISTED_RESOURCES])
        more = len(self.photos_by_resource) - _LISTED_RESOURCES
        where += f" and {more} more resources" if more > 0 else ""
        days = dict.fromkeys((self.began[:10], self.ended[:10]))
        named = self.hashed if self.is_made else f"the manifest {self.hashed}"
        digest = f"SHA-256{' of the list' if self.is_made else ''} {self.run.sha256}"
        return (
            f"{self.run.title}: {measures} of {counted(self.measured, 'photo')} ({self.failed:,} "
            f"more could not be measured), named by {named} ({digest}). "
            f"Measured with {'; '.join(self.programs)}, at {where}, {' to '.join(days)}."
        )


def provenance_of(directory: RunDirectory) -> Provenance:
    """Return the provenance of a run, without anything secret.

    Raises RunError if the directory holds no run or no results.
    """
    run = _published(directory.require_record())
    counts = OutcomeCounts()
    began, ended = float("inf"), 0.0
    programs: Counter[str] = Counter()
    resources: Counter[str] = Counter()
    for result in counts.counted(directory.results()):
        for part in result.executions():
            execution, photos = part.execution, part.photos_here
            began = min(began, execution.started)
            ended = max(ended, execution.started + execution.seconds)
            resources[visible(execution.resource)] += photos
            if execution.program:
                programs[visible(execution.program)] += photos
    if not resources:
        raise RunError(f"{directory.path}: holds no results")
    return Provenance(
        run=run,
        measured=counts.measured,
        failed=counts.failed,
        began=_utc(began),
        ended=_utc(ended),
        programs=dict(programs.most_common()),
        photos_by_resource=dict(resources.most_common()),
        missing={visible(name): photos for name, photos in counts.missing.most_common()},
        aside=sum(len(head.rows) for head in directory.aside.finished_slices()),
        reading=reading_of(directory.path),
        is_made=not is_of_manifest(directory.path),
    )


def write_provenance(directory: RunDirectory, provenance: Provenance) -> tuple[Path, Path]:
    """Write the provenance and the checksums of the run's files.  Return the paths of both.

    `sha256sum --check`, run in the run's folder, reads the checksums.

    Raises RunError if the run's copy of the manifest isn't as written, if its files change so often
    that they can't be read, or if other files have these names.
    """
    directory.manifest.check_undamaged(directory.require_record().sha256)
    path, sums = directory.path / RECORD, directory.path / SUMS
    for known, beginnings in ((path, _RECORD_BEGINNINGS), (sums, (b"# ",))):
        if holds_other_text(known, *beginnings):
            raise RunError(f"{known}: exists and isn't photoparsl's; move it, or rename it")
    write_atomically(path, provenance_text(provenance))
    manifest = f"# {visible(provenance.hashed)} {provenance.run.sha256}\n"
    write_atomically(sums, "".join([manifest, *_checksum_lines(directory)]).encode())
    return path, sums


def provenance_text(provenance: Provenance) -> bytes:
    """Return the provenance as the text of `provenance.json`."""
    values = {
        **fields_of(provenance),
        "citation": provenance.citation,
        "command": provenance.command,
    }
    text = json.dumps(values, indent=1, ensure_ascii=False, default=fields_of) + "\n"
    return text.encode(errors="backslashreplace")  # names may be any bytes


def _published(record: RunRecord) -> RunRecord:
    return replace(
        record,
        manifest=published(record.manifest),
        measures={visible(name): version for name, version in record.measures.items()},
        config=published(record.config),
        public=published(record.public) if record.public else None,
        folder="",  # it may have a person's name
        title=archive_text(record.title),
        subtitle=archive_text(record.subtitle),
    )


def _checksum_lines(directory: RunDirectory) -> list[str]:
    """Return a line for each file.  Start again if a running process has merged a file."""
    for _ in range(_LISTINGS):
        try:
            return [f"{checksum(directory.path / name)}  {name}\n" for name in _outputs(directory)]
        except FileNotFoundError:
            continue
    raise RunError(f"{directory.path}: its files change all the time: wait until the run has ended")


def _outputs(directory: RunDirectory) -> Iterator[str]:
    """Yield the run's files as paths in its folder, without the log, which may still grow."""
    names = (
        "run.json",
        "summary.json",
        RECORD,
        f"{MANIFEST_COPY}.*",
        "slices/*",
        "aside/*",
        "public/*",
        "photos.*",
    )
    for name in map(directory.path.joinpath, names):
        for path in list_matching(name.parent, name.name):
            if path.is_file() and path.suffix != ".part":
                yield path.relative_to(directory.path).as_posix()


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
