"""Make a run's request of what a person names: a manifest, or an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from photoparsl.errors import ManifestError
from photoparsl.files import check_regular
from photoparsl.manifests import (
    Source,
    holds_json,
    is_named_as_list,
    is_remote,
    is_source,
    is_source_from_web,
    is_undated_table,
    names_absent_files,
)
from photoparsl.options import option
from photoparsl.planning import check_archive
from photoparsl.requesting import RunOptions, RunRequest, check_groups, check_length, make_request
from photoparsl.results import DamagedRecordError, RunDirectory, is_made_of, is_of_manifest
from photoparsl.running.manifest_source import is_pipe, open_source
from photoparsl.running.naming import archive_name, run_name
from photoparsl.running.reporter import Reporter


@contextmanager
def open_request(
    options: RunOptions, manifest: str, reporter: Reporter, *, is_dry_run: bool = False
) -> Iterator[RunRequest]:
    """Return a context that yields the request of a run, and within which its manifest can be read.

    options: the run's options
    manifest: a manifest's path or URL, or - for standard input, or a folder, a file of records, a
        table or a URL of which a manifest is made
    reporter: gets what was understood of such an archive
    is_dry_run: whether nothing is measured, so that no manifest is kept with the run

    Raises PhotoparslError if there is no such manifest or archive, or if it has no photos.
    """
    if _has_choices(options) and (manifest in ("", "-") or is_pipe(Path(manifest))):
        raise ManifestError(
            f"{manifest}: the options of an archive, such as {option('--image-column')}, "
            "aren't for a pipe: write what it gives into a file, and name that"
        )
    with ExitStack() as stack:

        @cache
        def source() -> Source:
            private = options.limits.allow_private
            return stack.enter_context(open_source(manifest, allow_private=private))

        if not _is_archive(manifest, options, source):
            request = make_request(options, source(), run_name(manifest))
            check_groups(options, request.source)
            yield request
            return
        from photoparsl.running.made_manifest import made_manifest  # noqa: PLC0415  slow to import

        request = make_request(options, Source(Path(), "", ""), archive_name(manifest))
        is_document = is_remote(manifest) and not _is_of_service(manifest)
        document = (lambda: source().path) if is_document else None
        making = made_manifest(
            manifest, options, request.run_dir, reporter, document, is_dry_run=is_dry_run
        )
        made = stack.enter_context(making)
        request = replace(request, source=made.source, made=made)
        check_groups(options, made.source)
        with suppress(DamagedRecordError):  # said before the lines, of which none would be true
            check_archive(request, RunDirectory(request.run_dir))
        reporter.understood(made.lines)
        yield request


def _has_choices(options: RunOptions) -> bool:
    """Whether the user chose how an archive is read."""
    names = (options.image_column, options.date_column, options.columns)
    return any((*names, options.sheet, options.exclude, options.fuzzy, options.corrections))


def _is_archive(manifest: str, options: RunOptions, source: Callable[[], Source]) -> bool:
    """Whether a manifest has to be made of what the user named.

    source: fetches what a URL holds, and returns it
    """
    if _has_choices(options):
        return True
    run_dir = Path(options.run_dir or Path("runs") / archive_name(manifest))
    check_length(run_dir)
    # One that was a manifest as it is stays one: what is wrong with it now is said.
    stays = not options.restart and _was_manifest(manifest, run_dir)
    if not is_remote(manifest):
        return _may_be_archive(manifest) and not (stays and Path(manifest).is_file())
    if _is_of_service(manifest) or (not options.restart and is_made_of(run_dir, manifest)):
        return True  # a list that was made of it isn't fetched again
    path = source().path
    return holds_json(path) or (not stays and (is_source_from_web(path) or _has_other_dates(path)))


def _was_manifest(manifest: str, run_dir: Path) -> bool:
    """Whether a run has used a file of this name, or a URL, as a manifest as it is."""
    if is_remote(manifest) or not is_of_manifest(run_dir):
        return is_of_manifest(run_dir)
    try:
        record = RunDirectory(run_dir).read_run_record()
    except DamagedRecordError:
        return True
    return record is not None and Path(record.manifest).name == Path(manifest).name


def _is_of_service(url: str) -> bool:
    """Whether a URL is a request of OAI-PMH."""
    return "verb=" in url.partition("?")[2]


def _may_be_archive(manifest: str) -> bool:
    """Whether a manifest has to be made of a folder or a file."""
    path = Path(manifest)
    if not manifest or manifest == "-" or "://" in manifest or is_pipe(path):
        return False
    check_regular(path, manifest)
    if path.is_dir():
        return not (path / "run.json").exists()
    if not path.is_file():
        return False
    is_other = is_source(path) or _names_files_below(path)
    return is_other or (is_named_as_list(path) and _has_other_dates(path))


def _has_other_dates(path: Path) -> bool:
    """Whether a table's dates can only be read by the rules of `photoparsl manifest`."""
    if not is_undated_table(path):
        return False
    from photoparsl.archives import finds_dates  # noqa: PLC0415  slow to import

    return finds_dates(path)


def _names_files_below(path: Path) -> bool:
    """Whether a table's files are missing at their paths but found in subfolders."""
    if not names_absent_files(path):
        return False
    from photoparsl.archives import finds_photos  # noqa: PLC0415  slow to import

    return finds_photos(path)
