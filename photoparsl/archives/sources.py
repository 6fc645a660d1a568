"""Read sources (folders, files and URLs), each with the reader of its kind."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from photoparsl.archives import embedded, json_api, sidecars, tables
from photoparsl.archives.embedded import read_embedded
from photoparsl.archives.folder_tables import read_folder_tables
from photoparsl.archives.harvest import Harvest, MissingError, as_json, first_error
from photoparsl.archives.json_files import describe_photos, read_json_files
from photoparsl.archives.kinds import Kind
from photoparsl.archives.known_kinds import FILE_KINDS, JSON_KINDS, KINDS, URL_KINDS
from photoparsl.archives.named_files import is_list_of_files
from photoparsl.archives.passed_over import SortedFiles
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import ReadOptions
from photoparsl.archives.record import RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.sidecars import read_sidecars
from photoparsl.archives.source_files import SourceFiles, unread
from photoparsl.archives.trust import allowed, allowed_beside, typed_host
from photoparsl.archives.web_pages import web_page
from photoparsl.archives.web_tables import read_web_table
from photoparsl.errors import ManifestError, read_problem, spelling_hint
from photoparsl.files import read_regular
from photoparsl.manifests import is_remote
from photoparsl.options import option
from photoparsl.redact import in_sentence


def read_sources(
    sources: Sequence[str],
    files: SourceFiles,
    options: ReadOptions,
    tables_on_web: Mapping[str, Path],
    documents: Mapping[str, Path],
) -> Iterator[RecordOrSkipped]:
    """Yield the records of all sources: first tables and other files, then folders, then URLs.

    Folders, XML files and photos are read together, since a record may describe a photo in another
    source.

    sources: folders, files and URLs
    files: what is in the folders (`find_source_files`)
    options: how to read them
    tables_on_web: the files of those URLs that are tables (`web_tables`)
    documents: files with what some URLs hold

    Raises ManifestError for a source that can't be read, and IncompleteError for a URL if a later
    try may succeed.
    """
    if options.kind and options.kind not in (names := [kind.name for kind in KINDS]):
        known = ", ".join(names) + spelling_hint(options.kind, names)
        raise ManifestError(f"there is no kind {options.kind!r} of sources: choose from {known}")
    for path in files.named:
        yield from _read_file(path, files.photos, options)
    if len(files.named) < len(files.paths):
        yield from _read_folders(files, options)
        for skipped in unread(filter(Path.is_dir, files.paths)):
            if not (files.named and skipped.reason == SkipReason.HIDDEN):
                yield skipped
    for source in sources:
        if source in tables_on_web:
            yield from read_web_table(source, tables_on_web[source], options)
        elif is_remote(source):
            for found in _read_url(source, options, documents.get(source)):
                yield allowed(found, source, options)


def _are_works(files: SortedFiles, photos: PhotoFiles, options: ReadOptions) -> bool:
    """Whether the JSON files of folders are records of photos, and not the photos' companions."""
    kinds = ("", *(kind.name for kind in JSON_KINDS))
    is_possible = options.kind in kinds and not files.records
    return bool(
        is_possible and files.documents and describe_photos(files.documents, photos, options)
    )


def _read_folders(files: SourceFiles, options: ReadOptions) -> Iterator[RecordOrSkipped]:
    """Read the folders' tables, JSON files or XML records, else the dates in the photos.

    If tables or other files were named, these name the photos, whose own dates are then not read.
    """
    found, photos = files.sorted, files.photos
    if files.tables:
        found.pass_over_others(files.tables)
        yield from read_folder_tables(files.tables, files.paths, photos, options)
    elif not files.named and _are_works(found, photos, options):
        found.pass_over_others([path for path, _ in found.documents])
        yield from read_json_files(found.documents, photos, options)
    else:
        found.pass_over_others([path for path, _ in found.records])
        yield from _read_records(found.records, photos, options, has_others=bool(files.named))
    yield from found.passed_over if not files.named else ()  # a table names the photos


def _read_records(
    records: Sequence[tuple[Path, str]], photos: PhotoFiles, options: ReadOptions, *,
    has_others: bool,
) -> Iterator[RecordOrSkipped]:  # fmt: skip
    """Read the XML records.  If there are none, read the dates in the photos.

    has_others: whether tables or other files were read
    """
    if options.kind == embedded.KIND.name or not (
        records or has_others or options.kind == sidecars.KIND.name
    ):
        if not photos.paths:
            raise ManifestError("there are neither XML records nor photos in these folders")
        yield from read_embedded(photos.paths.items(), options.names)
    elif records:
        template = options.names.url
        is_trusted = not template or bool(typed_host(template))  # else the record chooses the host
        for record in read_sidecars(records, photos, options.names):
            is_own = isinstance(record, Skipped) or (is_trusted and not record.origin)
            yield record if is_own else allowed(record, "", options)


def _read_file(path: Path, photos: PhotoFiles, options: ReadOptions) -> Iterator[RecordOrSkipped]:
    """Read a file that is neither XML nor a photo."""
    name = path.name.lower().removesuffix(".gz")
    if not (options.kind or options.names.url) and is_list_of_files(path):
        for found in tables.read_table(path, photos, options):
            yield allowed_beside(found, path.parent, options)  # it may come from anywhere
        return
    for kind in FILE_KINDS:
        if _is_chosen(kind, options, name.endswith(kind.suffixes)):
            try:
                yield from kind.read(path, photos, options)
            except (OSError, EOFError, zlib.error) as error:
                if getattr(error, "filename", None):  # the error is about another file
                    raise
                raise ManifestError(read_problem(error, path)) from error
            return
    if not (name.endswith(".json") or options.kind in [kind.name for kind in JSON_KINDS]):
        known = ", ".join(kind.name for kind in KINDS)
        raise ManifestError(f"{path}: its kind isn't known; give it with {option('--as')}: {known}")
    # The file may come from anywhere, so the only trusted host is one in the user's template.
    harvest = _harvest(typed_host(options.paging.record_url), options)
    for found in _read_json(str(path), read_regular(path), harvest, options):
        yield allowed(found, "", options)


def _read_url(
    url: str, options: ReadOptions, document: Path | None = None
) -> Iterator[RecordOrSkipped]:
    """Read a URL of records.  `document` is a file with what it holds, if it was fetched before."""
    harvest, shown = _harvest(url, options), in_sentence(url)
    for kind in URL_KINDS:
        if _is_chosen(kind, options, kind.recognises(url)):
            yield from kind.read(url, harvest, options)
            return
    if options.kind and options.kind not in (names := [kind.name for kind in JSON_KINDS]):
        *first, last = [*names, *(kind.name for kind in URL_KINDS)]
        raise ManifestError(f"{shown}: only {', '.join(first)} and {last} are read from the web")
    try:
        data = document.read_bytes() if document else harvest.get(url)
        if page := web_page(data):
            raise ManifestError(f"{shown}: {page}; or is it the URL of a page for people?")
        if not options.kind and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
            raise ManifestError(f"{shown}: answers XML; for OAI-PMH, add {option('--as', 'oai')}")
        yield from _read_json(url, data, harvest, options)
    except MissingError as error:
        raise first_error(error) from error
    except ManifestError:
        harvest.forget(url)  # it isn't what was expected
        raise


def _read_json(
    name: str, data: bytes, harvest: Harvest, options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    """Read a document in JSON that came from the file or URL `name`.

    Raises ManifestError if it isn't JSON, or is nested too deeply.
    """
    try:
        document = as_json(data, name)
    except MissingError as error:
        is_text = is_remote(name) and data.lstrip()[:1] != b"<"
        hint = f"; if it is a table, {option('--as', 'table')} says so" if is_text else ""
        raise ManifestError(f"{error}{hint}") from error
    try:
        kind = next(
            (kind for kind in JSON_KINDS if _is_chosen(kind, options, kind.recognises(document))),
            json_api.KIND,
        )
        yield from kind.read(name, document, harvest, options)
    except RecursionError as error:
        raise ManifestError(f"{name}: is nested too deeply to be read") from error


def _is_chosen(kind: Kind, options: ReadOptions, is_recognised: bool) -> bool:
    """Whether the user chose this kind.  If the user chose none, whether it is recognised."""
    return options.kind == kind.name if options.kind else is_recognised


def _harvest(source: str, options: ReadOptions) -> Harvest:
    return Harvest(source, options.every, options.refresh, options.allow_private)
