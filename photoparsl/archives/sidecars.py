"""Photos with XML records beside them, in a parallel folder, or many in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from photoparsl.archives.choose import choose
from photoparsl.archives.describe import Description, describe, is_image, records
from photoparsl.archives.markup import MOST_BYTES, UnreadableError, read_xml
from photoparsl.archives.photos import Photos
from photoparsl.archives.records import FieldNames, LeftOut, Record, RecordOrSkipped, fill_all
from photoparsl.manifests import WEB_ORIGIN


def read_sidecars(
    files: Iterable[tuple[Path, str]], photos: Photos, names: FieldNames = FieldNames()
) -> Iterator[RecordOrSkipped]:
    """The records of XML files, each given with its path in the source; then photos without one.

    A photo's place is made by the template of `names`, if it has one; else it is the photo that
    the record means (`Photos.of`); else the URL of an image in the record, which is a stranger's.
    """
    used: set[Path] = set()
    for path, within in files:
        try:
            elements = records(_root(path), names.record)
        except UnreadableError as error:
            yield LeftOut(str(path), error.reason, str(error))
            continue
        if not elements:
            yield LeftOut(str(path), "no-record", f"has no element {names.record!r}")
        alone = len(elements) == 1
        for number, element in enumerate(elements, start=1):
            description = describe(element, names)
            photo = photos.of(path.parent, description.identifiers, path.stem if alone else "")
            if photo:
                used.add(photo)
            where = str(path) if alone else f"{path}#{number}"
            yield _record(where, within, description, photo, photos, names)
    for path in photos.paths:
        if path not in used and (not names.url or "{photo" in names.url):
            yield LeftOut(str(path), "no-record", "no XML record means this photo")


def _root(path: Path) -> etree._Element:
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise UnreadableError("too-large", f"{size:,} bytes")
        return read_xml(path.read_bytes())
    except OSError as error:
        raise UnreadableError("unreadable-file", error.strerror or str(error)) from error


def _record(
    where: str,
    within: str,
    description: Description,
    photo: Path | None,
    photos: Photos,
    names: FieldNames,
) -> Record:
    identifier = _first(description.identifiers)
    if names.url:
        fields = {"identifier": identifier, "photo": photos.paths[photo] if photo else ""}
        stem, folder = PurePosixPath(within).stem, str(PurePosixPath(within).parent)
        url = fill_all(names.url, {**fields, "stem": stem, "folder": folder})
    else:
        images = description.images + [text for text in description.identifiers if is_image(text)]
        url = str(photo.absolute()) if photo else _first(images)
    dated, date = choose(description.dates)
    origin = "" if photo or names.url else WEB_ORIGIN
    return Record(where, url, dated, date, identifier, _first(description.titles), origin)


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""
