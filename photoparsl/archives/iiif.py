"""Read collections and manifests of IIIF's Presentation API, versions 2 and 3.

One reader serves both versions, since archives mix them and few of their names are needed.  No
library reads both and tolerates archives' deviations from them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from photoparsl.archives.choose_date import choose_date
from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_fields import candidate_at
from photoparsl.archives.element_names import bare_name, role_of
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.image_api import image_url
from photoparsl.archives.kinds import JsonKind
from photoparsl.archives.plain_text import plain_text
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason

_LOG = logging.getLogger(__name__)
_DEEPEST = 20  # levels of collections within collections


def is_iiif(document: Any) -> bool:
    """Whether the document is a collection or a manifest of the Presentation API."""
    return isinstance(document, dict) and _kind(document) in ("collection", "manifest")


def read_iiif(
    url: str, document: Any, harvest: Harvest, options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each image of a manifest, or of all manifests of a collection, in order.

    url: the URL or file that the document came from
    document: the collection or manifest
    harvest: fetches the collections and manifests that a collection links to
    options: `image_size`; and `names.date` and `names.title`, which are labels of metadata
    """
    if options.names.image:
        _LOG.warning("%s: --image isn't used: the photos are the images of the canvases", url)
    waiting: list[tuple[str, Any, int]] = [(url, document, 0)]
    seen = {url}
    while waiting:
        here, resource, depth = waiting.pop()
        if resource is None:
            try:
                resource = harvest.get_json(here)
            except MissingError as error:
                yield Skipped(here, SkipReason.MISSING, str(error))
                continue
        if not is_iiif(resource):
            detail = "is neither a collection nor a manifest of IIIF"
            yield Skipped(here, SkipReason.NOT_IIIF, detail)
        elif _kind(resource) == "manifest":
            yield from _read_manifest(here, resource, options)
        elif depth < _DEEPEST:
            members = [(urljoin(here, member), inner) for member, inner in _members(resource)]
            new = [(member, inner) for member, inner in members if member not in seen]
            seen.update(member for member, _ in new)
            waiting += [(member, inner, depth + 1) for member, inner in reversed(new)]
        else:
            detail = f"lies in {_DEEPEST} collections within each other"
            yield Skipped(here, SkipReason.TOO_DEEP, detail)


KIND = JsonKind("iiif", "a IIIF collection or manifest", is_iiif, read_iiif)


def _members(collection: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The URLs of a collection's members, each with its document if the collection embeds it."""
    for name in ("collections", "manifests", "members", "items"):
        for member in _list(collection.get(name)):
            if isinstance(member, str):
                yield member, None
            elif isinstance(member, dict) and (identity := _identity(member)):
                whole = any(member.get(part) for part in ("items", "sequences", "members"))
                yield identity, member if whole else None
    for name in ("first", "next"):  # the pages of a long collection
        page = collection.get(name)
        if identity := _identity(page if isinstance(page, dict) else {"id": page}):
            yield identity, None


def _read_manifest(
    url: str, manifest: dict[str, Any], options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    names = options.names
    title, dates = _title(manifest, names), _dates(manifest, names)
    count = 0
    for canvas in _canvases(manifest):
        for image in _images(canvas):
            where = _identity(canvas) or f"{url}#{count}"
            count += 1
            place = image_url(image, canvas, options.image_size)
            own_dates = _dates(canvas, names)
            has_date = any(candidate.may_be_photos for candidate in own_dates)
            choice = choose_date(own_dates if has_date else own_dates + dates)
            label = title or _title(canvas, names)
            yield Record(where, place, choice, url, label, photo_from="IIIF canvases")
    if not count:
        yield Skipped(url, SkipReason.NO_PHOTO, f"manifest {title!r} has no images")


def _canvases(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The canvases: in version 3 the items, in version 2 those of the first sequence."""
    sequences = _objects(manifest.get("sequences"))
    yield from _objects(sequences[0].get("canvases") if sequences else manifest.get("items"))


def _images(canvas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The images painted on a canvas; only the first of alternatives."""
    for page in _objects(canvas.get("items")):
        for annotation in _objects(page.get("items")):
            if annotation.get("motivation") in (None, "painting", ["painting"]):
                yield from _first_image(annotation.get("body"))
    for annotation in _objects(canvas.get("images")):
        yield from _first_image(annotation.get("resource"))


def _first_image(body: Any) -> Iterator[dict[str, Any]]:
    for resource in _objects(body)[:1]:
        kind = _kind(resource)
        if "choice" in kind:
            yield from _first_image(resource.get("default") or resource.get("items"))
        elif kind.endswith("image") or resource.get("service"):
            yield resource


def _dates(resource: dict[str, Any], names: FieldNames) -> list[DateCandidate]:
    """The dates in the metadata; and navDate, which may only serve to sort."""
    entries = [*_metadata(resource)]
    if isinstance(resource.get("navDate"), str):
        entries.append(("navDate", resource["navDate"]))
    found = (candidate_at((label,), text, names.date) for label, text in entries)
    return [candidate for candidate in found if candidate]


def _title(resource: dict[str, Any], names: FieldNames) -> str:
    """The text of the metadata that the user named; else the label."""
    for name in names.title:
        for label, text in _metadata(resource):
            if bare_name(label) == bare_name(name):
                return text
    return _label(resource)


def _metadata(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The labels of the metadata, each with its texts in all languages; of labels, a known one."""
    for entry in _objects(resource.get("metadata")):
        labels = [plain_text(text) for text in _all_texts(entry.get("label"))]
        label = next((label for label in labels if role_of(label)), next(iter(labels), ""))
        for text in _all_texts(entry.get("value")):
            yield label, plain_text(text)


def _label(resource: dict[str, Any]) -> str:
    return plain_text(next(iter(_texts(resource.get("label"))), ""))


def _texts(value: Any) -> list[str]:
    """The texts of a value in its first language; version 2 has `@value`, 3 has languages."""
    if isinstance(value, dict):
        if "@value" in value:
            return _texts(value["@value"])
        return next((texts for texts in map(_texts, value.values()) if texts), [])
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [str(value)] if isinstance(value, (str, int)) and str(value).strip() else []


def _all_texts(value: Any) -> list[str]:
    """The texts of a value in all its languages."""
    if isinstance(value, dict) and "@value" not in value:
        return [text for part in value.values() for text in _texts(part)]
    return _texts(value)


def _kind(resource: dict[str, Any]) -> str:
    kind = resource.get("type") or resource.get("@type") or ""
    return str(kind).rpartition(":")[2].lower()


def _identity(resource: dict[str, Any]) -> str:
    identity = resource.get("id") or resource.get("@id")
    return identity if isinstance(identity, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [part for part in _list(value) if isinstance(part, dict)]
