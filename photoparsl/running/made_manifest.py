"""Makes the manifest of an archive for a run, or takes the one that the run has kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from photoparsl.archives import (
    ColumnNames,
    FieldNames,
    FolderOptions,
    ReadOptions,
    Report,
    SkipReason,
    YearPolicy,
    manifest_of,
    why_no_photos,
)
from photoparsl.errors import IncompleteError, ManifestError
from photoparsl.fetching import marks_on_disk, web_address
from photoparsl.files import checksum, temporary_folder
from photoparsl.manifests import Source, check_places, is_remote, read_manifest
from photoparsl.options import option
from photoparsl.requesting import (
    MadeManifest,
    RunOptions,
    archive_record,
    previews_are_measured,
    refusal_of,
)
from photoparsl.results import (
    MADE_MANIFEST,
    ArchiveRecord,
    has_manifest,
    read_archive_record,
)
from photoparsl.running.archive_lines import lines_of, tables_in
from photoparsl.running.reporter import Reporter

_SEARCHED = {SkipReason.NO_PHOTO, SkipReason.SEVERAL_FILES}  # another search may find these
_REFUSED = {SkipReason.REFUSED_ADDRESS, SkipReason.MISSING}  # --allow-private may get these
_UNANSWERED = {SkipReason.UNANSWERED, SkipReason.INCOMPLETE}  # a later try may get these
_OPTIONS = ("--record", "--as", "--url")  # which `run` lacks; errors of `manifest` name them
_FOUND = "photos that were missing before are there now"
_MOVED = "its photos aren't where they were"
_SAMPLE = 200  # a kept manifest is used if most of its first 200 files still exist


@contextmanager
def made_manifest(
    archive: str,
    options: RunOptions,
    run_dir: Path,
    reporter: Reporter,
    document: Callable[[], Path] | None = None,
    *,
    is_dry_run: bool,
) -> Iterator[MadeManifest]:
    """Return the manifest of an archive as a context.  It is made, or the kept one is used.

    archive: a folder, a file or a URL
    options: the run's, of which some say how the archive is read
    run_dir: the run's folder, in which nothing is written
    reporter: shows that the archive is read
    document: returns a file with what the archive's URL holds, or None where it isn't fetched whole
    is_dry_run: whether nothing is measured, so that no manifest is kept with the run

    Raises ManifestError where none can be made.  Raises RunError where the folder is another run's.
    """
    folder = run_dir.resolve()
    record, kept, refusal = archive_record(archive, options, folder), None, ""
    if not options.restart:
        refusal = refusal_of(archive, record, folder, options.moved_folder)
        kept = None if refusal else read_archive_record(folder)
    is_there = kept is not None and has_manifest(folder, kept)
    is_lost = is_there and not is_remote(archive) and _has_lost_photos(folder)
    if kept and is_there and kept.is_of(record) and kept.is_whole and not is_lost:
        yield _kept_manifest(archive, kept, run_dir)
        return
    with temporary_folder() as temporary:
        path = temporary / "manifest.csv.gz"
        documents = {archive: document()} if document else {}
        report = read_archive(archive, options, path, folder, reporter, documents)
        record = replace(
            record,
            is_whole=_is_whole(archive, report),
            has_refused=bool(_REFUSED & report.reasons.keys()),
            made=datetime.now().astimezone().isoformat(timespec="seconds"),
            sha256=checksum(path),
        )
        if kept and is_there and kept.sha256 == record.sha256:
            lines = _kept_manifest(archive, kept, run_dir).lines
        else:
            found = _MOVED if is_lost else _FOUND
            why = kept.difference(record) or found if kept and is_there else ""
            lines = lines_of(archive, report, run_dir, why, is_dry_run=is_dry_run, options=options)
        yield MadeManifest(archive, Source(path, archive, str(folder)), record, lines, refusal)


def _has_lost_photos(folder: Path) -> bool:
    """Whether most of the first photos of the run's list are files that aren't there any more."""
    photos = islice(read_manifest(folder / MADE_MANIFEST, base=str(folder)), _SAMPLE)
    files = [photo for photo in photos if not web_address(photo.url)]
    return sum(not mark for mark in marks_on_disk(files)) > len(files) / 2


def _is_whole(archive: str, report: Report) -> bool:
    """Whether all of the archive was read, so that another reading gives no more photos."""
    reasons = report.reasons.keys()
    return not (reasons & _UNANSWERED or (Path(archive).is_file() and reasons & _SEARCHED))


def _kept_manifest(archive: str, kept: ArchiveRecord, run_dir: Path) -> MadeManifest:
    copy, made = run_dir / MADE_MANIFEST, kept.made[:16].replace("T", " ")
    line = f"{archive}: its list is as it was on {made}, and is used, {copy}"
    if is_remote(archive):
        what = f"isn't read again: its list of {made} is used, {copy}"
        line = f"{archive} {what}; {option('--restart')} reads it again"
    source = Source(copy.resolve(), archive, str(run_dir.resolve()))
    return MadeManifest(archive, source, None, (f"Archive    {line}",))


def _folders(options: RunOptions, run_dir: Path) -> FolderOptions:
    """Which files are read: cameras' raw files too if their previews are measured."""
    return FolderOptions(exclude=options.exclude, raw=previews_are_measured(options, run_dir))


def read_archive(
    archive: str,
    options: RunOptions,
    path: Path,
    base: Path,
    reporter: Reporter,
    documents: Mapping[str, Path],
) -> Report:
    """Make the manifest of an archive, and return what became of its records.

    archive: a folder, a file or a URL
    options: the run's, of which some say how the archive is read
    path: the manifest's file
    base: the folder that its paths are relative to
    reporter: gets the number of records read, and the report, also where it tells of no photo
    documents: files with what some URLs hold, which aren't fetched then

    Raises ManifestError where the manifest would be empty.
    """
    names = FieldNames(**{name.name: getattr(options, name.name) for name in fields(ColumnNames)})
    folders, private = _folders(options, base), options.limits.allow_private
    read_options = ReadOptions(names=names, folders=folders, allow_private=private)
    policy = YearPolicy(fuzzy=options.fuzzy, corrections=options.corrections)
    try:
        with reporter.reading() as add:
            report = manifest_of([archive], path, read_options, policy, None, add, base, documents)
        reporter.has_read(report)
        if not (report.written or names.image_column or is_remote(archive)):
            check_places(Path(archive))
        if not report.written and report.incomplete:
            raise IncompleteError(report.incomplete)
        if not report.written:
            naming = (
                f"name what holds the photos with {option('--image-column', 'NAME')}; 'photoparsl "
                "manifest' (Python: make_manifest) has more options"
            )
            raise ManifestError(why_no_photos(report, naming))
    except ManifestError as error:
        tables = tables_in(archive)
        needed = next((flag for flag in _OPTIONS if flag in str(error)), "")
        has = (
            f" ('photoparsl manifest', in Python make_manifest, has {needed}: make a manifest with "
            "it, and run that)"
        )
        holds = f"; it holds {tables}" if tables else ""
        raise ManifestError(f"{error}{has if needed else ''}{holds}") from error
    return report
