"""Read photos with XML records: in the same folder, in a parallel folder, or many in one file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from lxml import etree

from photoparsl.archives.dates import DateChoice, bare_name, choose_date
from photoparsl.archives.description import Description, describe
from photoparsl.archives.dspace import photos_of_item
from photoparsl.archives.embedded import read_embedded
from photoparsl.archives.kinds import Kind
from photoparsl.archives.markup import MOST_BYTES, UnreadableError, read_xml
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.url_template import fill_all
from photoparsl.archives.xml_records import find_records, is_deleted
from photoparsl.errors import error_text
from photoparsl.files import read_regular
from photoparsl.manifests import WEB_ORIGIN

FROM_XML = "XML records"
_RECOGNISED = re.compile("alto|pcgts|html|ocr.*")  # ALTO, PAGE and hOCR name their image
# Records are stray if there are more than this number of photos without one for each, or as many,
# beside a single record that names no photo
STRAY = 2


def read_sidecars(
    files: Iterable[tuple[Path, str]], photos: PhotoFiles, names: FieldNames = FieldNames()
) -> Iterator[RecordOrSkipped]:
    """Yield the records in XML files, then a `Skipped` for each photo without a record.

    files: the XML files, each with its path relative to its source
    photos: the photos that the records may describe
    names: the records' names of fields

    A record's photo is the URL that the template `names.url` gives, if there is a template.
    Otherwise it is the file that the record describes (`PhotoFiles.of`), or else the first URL of
    an image in it, whose origin is the web.

    If there are only few records for many photos, those without one are read by themselves.  So are
    photos beside an XML file without a date, title or photo, as of text recognition.
    """
    with_record, beside_no_record, is_stray, number_of_records = set[Path](), set[Path](), False, 0
    choose = lru_cache(maxsize=1 << 12)(choose_date)  # many records have the same dates
    for path, within in files:
        try:
            elements = find_records(_root(path), names.record)
        except UnreadableError as error:
            yield Skipped(str(path), error.reason, str(error))
            number_of_records += 1
            continue
        if not elements:
            yield Skipped(str(path), SkipReason.NO_RECORD, f"has no element {names.record!r}")
        is_alone = len(elements) == 1
        if is_alone and not _are_named(names) and _is_no_record(elements[0]):
            yield Skipped(str(path), SkipReason.OTHER_FILE, "has no date, title or photo")
            beside_no_record.update(filter(None, [photos.of(path.parent, (), path.stem)]))
            continue
        number_of_records += len(elements)
        for number, element in enumerate(elements, start=1):
            if is_deleted(element):
                yield Skipped(f"{path}#{number}", SkipReason.DELETED, "its archive has deleted it")
                continue
            description = describe(element, names)
            own_name = path.stem if is_alone else ""
            found = _photos_of(path, description, own_name, photos)
            with_record.update(filter(None, found))
            is_stray = number_of_records == 1 and not _names_some(description, own_name, photos)
            where = str(path) if is_alone else f"{path}#{number}"
            dates, texts = choose(tuple(description.dates)), description.undated_texts(element)
            for own in found:
                is_web = not own and not names.url
                for url in _urls(within, description, own, photos, names):
                    yield _record(where, url, dates, description, texts, is_web=is_web)
    left = [path for path in photos.paths if path not in with_record]
    if not names.url and len(left) > STRAY * number_of_records - (is_stray and not with_record):
        beside_no_record.update(left)
    yield from _without_record(left, beside_no_record, photos, names)


def _record(
    where: str,
    url: str,
    dates: DateChoice,
    description: Description,
    texts: tuple[tuple[str, str], ...],
    *,
    is_web: bool,
) -> Record:
    about = (dates, description.identifier, description.title)
    if not is_web:
        return Record(where, url, *about, "", FROM_XML, texts=texts)
    photo_from, others = FROM_XML + description.of_sizes, description.other_images
    return Record(where, url, *about, WEB_ORIGIN, photo_from, other_images=others, texts=texts)


def _without_record(
    left: Sequence[Path], read: Collection[Path], photos: PhotoFiles, names: FieldNames
) -> Iterator[RecordOrSkipped]:
    """Yield the records of photos that no XML describes, and a `Skipped` for the others.

    left: these photos
    read: the photos among them that are read by themselves
    """
    by_themselves = ((path, photos.paths[path]) for path in left if path in read)
    yield from read_embedded(by_themselves, names)
    if names.url and "{photo" not in names.url:
        return
    for path in (path for path in left if path not in read):
        yield Skipped(str(path), SkipReason.NO_RECORD, "no XML record describes this photo")


def _photos_of(
    path: Path, description: Description, own_name: str, photos: PhotoFiles
) -> list[Path | None]:
    """The photos of a record, or [None] if it has none.

    `own_name` is '' if its file has several.
    """
    of_item: list[Path | None] = [*photos_of_item(path, photos)] if own_name else []
    return of_item or [photos.of(path.parent, description.identifiers, own_name)]


def _names_some(description: Description, own_name: str, photos: PhotoFiles) -> bool:
    """Whether some photo's name begins like a record's, though it isn't clear which is meant."""
    names = (name.replace("\\", "/") for name in (own_name, *description.identifiers) if name)
    begins = tuple(PurePosixPath(name).stem.lower() for name in names)
    return any(path.stem.lower().startswith(begins) for path in photos.paths)


def _are_named(names: FieldNames) -> bool:
    """Whether the user said what the XML files hold: then each holds records."""
    own = (names.record, names.url, names.title_column, names.identifier, names.date_column)
    return any(own) or bool(names.image_column)


def _is_no_record(element: etree._Element) -> bool:
    """Whether an XML document describes no photo, like the text that a program recognised."""
    found = describe(element, FieldNames())
    is_dated = any(date.may_be_photos for date in found.dates)
    is_text = bool(_RECOGNISED.fullmatch(bare_name(str(element.getroottree().getroot().tag))))
    is_described = bool(found.title or found.images or found.identifiers)
    return not is_dated and (is_text or not is_described)


KIND = Kind("sidecars", "photos with XML records")


def _root(path: Path) -> etree._Element:
    """The root element of an XML file.  Raises UnreadableError if it can't be read."""
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise UnreadableError(SkipReason.TOO_LARGE, f"{size:,} bytes")
        return read_xml(read_regular(path))
    except OSError as error:
        raise UnreadableError(SkipReason.UNREADABLE_FILE, error_text(error)) from error


def _urls(
    within: str,
    description: Description,
    photo: Path | None,
    photos: PhotoFiles,
    names: FieldNames,
) -> list[str]:
    """The URLs of a record's photos, or the path of its photo; [''] if it has none.

    within: the path of the record's file relative to its source
    """
    if not names.url:
        return [str(photo.absolute())] if photo else description.image_urls
    place = PurePosixPath(within)
    fields = {
        "identifier": description.identifier,
        "photo": photos.paths[photo] if photo else "",
        "stem": place.stem,
        "folder": str(place.parent),
    }
    return [fill_all(names.url, fields)]
