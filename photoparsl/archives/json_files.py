"""Read a folder of JSON files, of which each describes a work, or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from photoparsl.archives.dates import dates_in_json
from photoparsl.archives.harvest import Harvest, MissingError, as_json
from photoparsl.archives.image_columns import SAMPLE
from photoparsl.archives.json_api import image_fields, read_item
from photoparsl.archives.json_groups import without_groups
from photoparsl.archives.json_lists import InList, last_name, lists_in_words, records_by_name
from photoparsl.archives.json_parts import JsonWholes, is_part
from photoparsl.archives.parts import MOST_WHOLES
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.table_photos import FolderPhotos
from photoparsl.archives.trust import allowed
from photoparsl.errors import error_text
from photoparsl.files import read_regular


class _Item(NamedTuple):
    """An item of a file: its place, the item or why it can't be read, and its list's name."""

    where: str
    item: Any
    problem: str = ""
    around: str = ""

    def photo_of_name(self, photos: PhotoFiles) -> Path | None:
        """The photo of the name of the item's file in its folder, if the file has no other item."""
        path = Path(self.where)
        photo = photos.of(path.parent, (), path.stem)
        return photo if photo and photo.parent == path.parent else None


def _has_date(item: dict[str, Any]) -> bool:
    return any(date.may_be_photos for date in dates_in_json(item))


def describe_photos(
    files: Sequence[tuple[Path, str]], photos: PhotoFiles, options: ReadOptions
) -> bool:
    """Whether JSON files describe photos: at least half as many as there are in the folders.

    By the first of them, they have fields that hold photos, or stand beside a photo and have dates.
    """
    needed = (len(photos.paths) + 1) // 2
    if len(files) < needed and len(list(islice(_items(files), needed))) < needed:
        return False
    items = [item for item in islice(_items(files), SAMPLE) if not item.problem]
    beside = [item.item for item in items if item.photo_of_name(photos)]
    if 2 * len(beside) > len(items):
        dated = [item for item in beside if isinstance(item, dict) and _has_date(item)]
        return 2 * len(dated) >= len(beside)
    is_named = bool(options.names.image_column or options.names.url)
    fields = image_fields([item.item for item in items], FolderPhotos(photos), options)
    return is_named or bool(fields.taken)


def read_json_files(
    files: Sequence[tuple[Path, str]], photos: PhotoFiles, options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each object in the files, then a `Skipped` for each photo without one.

    files: JSON files, each with its path in the source
    photos: the photos of all sources, which a record may name
    options: the names of fields

    The files may come from anywhere: a record may name a URL of the public web, or one of `photos`.
    """
    described: set[str] = set()
    for record in _read(files, photos, options):
        described.add(record.url if isinstance(record, Record) else "")
        yield record
    for path in () if options.names.url else photos.paths:
        if str(path.absolute()) not in described:
            yield Skipped(str(path), SkipReason.NO_RECORD, "no JSON record describes this photo")


def _read(
    files: Sequence[tuple[Path, str]], photos: PhotoFiles, options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    found = FolderPhotos(photos)
    items = _items(files)
    first = list(islice(items, SAMPLE))
    images = image_fields([item.item for item in first if not item.problem], found, options)
    harvest = Harvest("", options.every, options.refresh, options.allow_private)
    are_parts = any(is_part(item.item) for item in first)
    everything = islice(_items(files), MOST_WHOLES) if are_parts else ()
    wholes = JsonWholes([item.item for item in everything], _folder_of(files))
    for found_item in chain(first, items):
        where, item, problem, around = found_item
        if problem:
            yield Skipped(where, SkipReason.UNREADABLE_FILE, problem)
            continue
        in_list = InList(images, wholes.of(item), around)
        for record in read_item(where, item, harvest, options, in_list):
            photo = found.of(record.url) if isinstance(record, Record) and record.url else None
            own = None if options.names.url else found_item.photo_of_name(photos)
            if isinstance(record, Record) and photo and photo.is_by_name:
                yield replace(record, url=photo.place)
            elif isinstance(record, Record) and own:
                yield replace(record, url=str(own.absolute()))
            else:
                yield allowed(record, "", options)


def _folder_of(files: Sequence[tuple[Path, str]]) -> str:
    return str(files[0][0].parent) if files else ""


def _items(files: Sequence[tuple[Path, str]]) -> Iterator[_Item]:
    for path, _ in files:
        try:
            document = as_json(read_regular(path), str(path))
        except (MissingError, RecursionError, OSError) as error:
            yield _Item(str(path), None, error_text(error).removeprefix(f"{path}: "))
            continue
        lists = records_by_name(document) if isinstance(document, dict) else {}
        if len(lists) > 1:
            yield _Item(str(path), None, f"has several lists of records: {lists_in_words(lists)}")
            continue
        name, document = next(iter(lists.items()), ("", document))
        if isinstance(document, list):
            document, name = without_groups(document, last_name(name))
            for number, item in enumerate(document, start=1):
                yield _Item(f"{path}#{number}", item, around=name)
        else:
            yield _Item(str(path), document)
