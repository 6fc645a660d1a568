"""Photos with XML records beside them, in a parallel folder, or many in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from photoparsl.archives.choose import choose
from photoparsl.archives.describe import Description, describe, is_image, records
from photoparsl.archives.markup import MOST_BYTES, UnreadableError, read_xml
from photoparsl.archives.photos import Photos
from photoparsl.archives.records import Found, LeftOut, Names, Record, fill


def read_sidecars(
    files: Iterable[tuple[Path, str]], photos: Photos, names: Names = Names()
) -> Iterator[Found]:
    """The records of XML files, each given with its path in the source; then photos without one.

    A photo's place is made by the template of `names`, if it has one; else it is the photo that
    the record means (`Photos.of`); else the URL of an image in the record.
    """
    used: set[Path] = set()
    for path, within in files:
        try:
            if (size := path.stat().st_size) > MOST_BYTES:
                raise UnreadableError("too-large", f"{size:,} bytes")
            root = read_xml(path.read_bytes())
        except UnreadableError as error:
            yield LeftOut(str(path), error.reason, str(error))
            continue
        except OSError as error:
            yield LeftOut(str(path), "unreadable-file", error.strerror or str(error))
            continue
        found = records(root, names.record)
        if not found:
            yield LeftOut(str(path), "no-record", f"has no element {names.record!r}")
        for number, element in enumerate(found, start=1):
            where = str(path) if len(found) == 1 else f"{path}#{number}"
            yield _record(
                element, where, _Sidecar(path, within, len(found) == 1), photos, names, used
            )
    for path in photos.paths:
        if path not in used and not names.url:
            yield LeftOut(str(path), "no-record", "no XML record means this photo")


class _Sidecar:
    """A file of records: where it is, and whether its own name means a photo."""

    def __init__(self, path: Path, within: str, alone: bool) -> None:
        self.path = path if alone else path.with_name("")
        self.within = PurePosixPath(within)


def _record(
    element: etree._Element,
    where: str,
    sidecar: _Sidecar,
    photos: Photos,
    names: Names,
    used: set[Path],
) -> Found:
    description = describe(element, names)
    dated, date = choose(description.dates)
    photo = photos.of(sidecar.path, description.identifiers)
    if photo:
        used.add(photo)
    url = _place(description, sidecar, photo, photos, names)
    if not url:
        named = ", ".join(description.identifiers[:3]) or "nothing"
        return LeftOut(where, "no-photo", f"names {named}, and there is no such photo (see --url)")
    return Record(
        where, url, dated, date, _first(description.identifiers), _first(description.titles)
    )


def _place(
    description: Description,
    sidecar: _Sidecar,
    photo: Path | None,
    photos: Photos,
    names: Names,
) -> str:
    if not names.url:
        images = description.images + [text for text in description.identifiers if is_image(text)]
        return str(photo.absolute()) if photo else _first(images)
    if "{photo" in names.url and photo is None:
        return ""
    fields = {
        "identifier": _first(description.identifiers),
        "stem": sidecar.within.stem,
        "folder": str(sidecar.within.parent),
        "photo": photos.paths[photo] if photo else "",
    }
    if "{identifier" in names.url and not fields["identifier"]:
        return ""
    return fill(names.url, fields)


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""
