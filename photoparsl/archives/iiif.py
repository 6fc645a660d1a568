"""IIIF: collections and manifests of the Presentation API, versions 2 and 3.

One reader for both, since what is needed is a few names and archives mix them; a library that
reads both, and forgives what archives do to them, there isn't.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from photoparsl.archives.answers import plain_text
from photoparsl.archives.choose import ISSUED, MADE, Candidate, choose
from photoparsl.archives.describe import rank_of
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.imageapi import image_url
from photoparsl.archives.records import LeftOut, Record, RecordOrSkipped

SIZE = 1024  # pixels of the longer side that are asked for: enough for every measure
_DEEPEST = 20  # collections within collections
_DATE_WORDS = ("datierung", "entstehung", "aufnahme", "datación", "datazione", "cronologia")


def is_iiif(document: Any) -> bool:
    """Whether it is a collection or a manifest of the Presentation API."""
    return isinstance(document, dict) and _kind(document) in ("collection", "manifest")


def read_iiif(
    url: str, document: Any, harvest: Harvest, size: int = SIZE
) -> Iterator[RecordOrSkipped]:
    """The images of a manifest, or of all that a collection leads to, in its order.

    `size` is what is asked for of an image's longer side, in pixels.
    """
    waiting: list[tuple[str, Any, int]] = [(url, document, 0)]
    seen = {url}
    while waiting:
        here, there, depth = waiting.pop()
        if there is None:
            try:
                there = harvest.get_json(here)
            except MissingError as error:
                yield LeftOut(here, "missing", str(error))
                continue
        if not is_iiif(there):
            yield LeftOut(here, "not-iiif", "is neither a collection nor a manifest of IIIF")
        elif _kind(there) == "manifest":
            yield from _manifest(here, there, size)
        elif depth < _DEEPEST:
            members = [(urljoin(here, name), inner) for name, inner in _members(there)]
            new = [(name, inner) for name, inner in members if name not in seen]
            seen.update(name for name, _ in new)
            waiting += [(name, inner, depth + 1) for name, inner in reversed(new)]
        else:
            yield LeftOut(here, "too-deep", f"lies in {_DEEPEST} collections within each other")


def _members(collection: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a collection leads to: each with its document, where that is there already."""
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


def _manifest(url: str, manifest: dict[str, Any], size: int) -> Iterator[RecordOrSkipped]:
    title, own = plain_text(_words(manifest.get("label"))), _dates(manifest)
    count = 0
    for canvas in _canvases(manifest):
        for image in _images(canvas):
            where = _identity(canvas) or f"{url}#{count}"
            count += 1
            place = image_url(image, canvas, size)
            dated, date = choose(_dates(canvas) or own)
            label = plain_text(_words(canvas.get("label")))
            yield Record(where, place, dated, date, url, title or label)
    if not count:
        yield LeftOut(url, "no-photo", f"manifest {title!r} has no images")


def _canvases(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Of version 3 its items, of version 2 those of its first sequence."""
    sequences = _objects(manifest.get("sequences"))
    yield from _objects(sequences[0].get("canvases") if sequences else manifest.get("items"))


def _images(canvas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The images painted on a canvas; of several to choose from the first."""
    for page in _objects(canvas.get("items")):
        for annotation in _objects(page.get("items")):
            if annotation.get("motivation") in (None, "painting", ["painting"]):
                yield from _first_image(annotation.get("body"))
    for annotation in _objects(canvas.get("images")):
        yield from _first_image(annotation.get("resource"))


def _first_image(body: Any) -> Iterator[dict[str, Any]]:
    for each in _objects(body)[:1]:
        kind = str(each.get("type") or each.get("@type") or "").lower()
        if "choice" in kind:
            yield from _first_image(each.get("default") or each.get("items"))
        elif kind.endswith("image") or each.get("service"):
            yield each


def _dates(resource: dict[str, Any]) -> list[Candidate]:
    """The dates of the metadata, and navDate, which is only there to sort by."""
    dates = []
    for entry in _objects(resource.get("metadata")):
        label = plain_text(_words(entry.get("label"))).lower()
        rank = MADE if label.startswith(_DATE_WORDS) else rank_of(label)
        if rank:
            texts = _all_words(entry.get("value"))
            dates += [Candidate(rank, plain_text(text), label) for text in texts]
    if isinstance(resource.get("navDate"), str):
        dates.append(Candidate(ISSUED, resource["navDate"], "navdate"))
    return dates


def _words(value: Any) -> str:
    return next(iter(_all_words(value)), "")


def _all_words(value: Any) -> list[str]:
    """Texts of version 2 (`@value`, lists of them) or 3 (by language), of one language only."""
    if isinstance(value, dict):
        if "@value" in value:
            return _all_words(value["@value"])
        return next((words for words in map(_all_words, value.values()) if words), [])
    if isinstance(value, list):
        return [text for each in value for text in _all_words(each)]
    return [str(value)] if isinstance(value, (str, int)) and str(value).strip() else []


def _kind(resource: dict[str, Any]) -> str:
    kind = resource.get("type") or resource.get("@type") or ""
    return str(kind).rpartition(":")[2].lower()


def _identity(resource: dict[str, Any]) -> str:
    identity = resource.get("id") or resource.get("@id")
    return identity if isinstance(identity, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]
