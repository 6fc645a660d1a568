"""Read collections and manifests of IIIF's Presentation API, versions 2 and 3.

One reader serves both versions, since archives mix them and few of their names are needed.  No
library reads both and tolerates archives' deviations from them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin

from photoparsl.archives.dates import (
    DateCandidate,
    bare_name,
    candidate_at,
    choose_date,
    plain_text,
    role_of,
    with_neighbours,
)
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.iiif_values import (
    all_texts,
    identity_of,
    key_twice,
    kind_of,
    label_of,
    list_of,
    objects_in,
)
from photoparsl.archives.image_api import REGION, image_url, region_of
from photoparsl.archives.json_text import RepeatedKey, key_problem
from photoparsl.archives.kinds import JsonKind
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.options import option

_LOG = logging.getLogger(__name__)
_PARTS = ("items", "sequences", "members")  # one of which a whole document has
_DEEPEST = 20  # levels of collections within collections
_MOST_EMPTY = 50  # pages of collections in a row without a member


class _Link(NamedTuple):
    """A document to read.

    url: its URL
    document: the document, if it is known
    depth: how many collections it is in
    is_page: whether it is a further page of a collection
    """

    url: str
    document: Any
    depth: int = 0
    is_page: bool = False


def is_iiif(document: Any) -> bool:
    """Whether the document is a collection or a manifest of the Presentation API."""
    return isinstance(document, dict) and kind_of(document) in ("collection", "manifest")


def read_iiif(
    url: str, document: Any, harvest: Harvest, options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each image of a manifest, or of all manifests of a collection, in order.

    url: the URL or file that the document came from
    document: the collection or manifest
    harvest: fetches the collections and manifests that a collection links to
    options: `size`, and `names.date_column` and `names.title_column`, which are labels of metadata
    """
    if options.names.image_column:
        _LOG.warning(
            "%s: %s isn't used: the photos are the images of the canvases",
            url,
            option("--image-column"),
        )
    waiting = [_Link(url, document)]
    seen, empty = {url}, 0
    while waiting:
        link = waiting.pop()
        here, resource = link.url, link.document
        if resource is None:
            try:
                resource = harvest.get_json(here)
            except MissingError as error:
                yield error.end_of_list(here) if link.is_page else error.skipped(here)
                continue
        if not is_iiif(resource):
            if link.document is None:
                harvest.forget(here)
            detail = "is neither a collection nor a manifest of IIIF"
            yield Skipped(here, SkipReason.NOT_IIIF, detail)
        elif key := key_twice(resource):
            yield Skipped(here, SkipReason.NOT_WELL_FORMED, key_problem(key))
        elif kind_of(resource) == "manifest":
            yield from _read_manifest(here, resource, options)
        elif link.depth < _DEEPEST:
            new = [member for member in _members(here, resource, link) if member.url not in seen]
            seen.update(member.url for member in new)
            empty = empty + 1 if all(member.is_page for member in new) else 0
            if empty == _MOST_EMPTY:
                yield Skipped(here, SkipReason.REPEATED, f"{empty} pages in a row have no members")
                return
            waiting += reversed(new)
        else:
            detail = f"lies in {_DEEPEST} collections within each other"
            yield Skipped(here, SkipReason.TOO_DEEP, detail)


KIND = JsonKind("iiif", "a IIIF collection or manifest", is_iiif, read_iiif)


def _members(url: str, collection: dict[str, Any], link: _Link) -> Iterator[_Link]:
    """The members of the collection at `url`, some with their documents, and its further pages."""
    depth = link.depth + 1
    for name in ("collections", "manifests", "members", "items"):
        for member in list_of(collection.get(name)):
            if isinstance(member, str):
                yield _Link(urljoin(url, member), None, depth)
            elif isinstance(member, dict) and (identity := identity_of(member)):
                whole = isinstance(member, RepeatedKey) or any(map(member.get, _PARTS))
                yield _Link(urljoin(url, identity), member if whole else None, depth)
    for name in ("first", "next"):  # the pages of a long collection
        page = collection.get(name)
        if identity := identity_of(page if isinstance(page, dict) else {"id": page}):
            yield _Link(urljoin(url, identity), None, link.depth, is_page=True)


def _read_manifest(
    url: str, manifest: dict[str, Any], options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    names = options.names
    title, dates = _title(manifest, names), _dates(manifest, names)
    count = 0
    for canvas in _canvases(manifest):
        for image in _images(canvas):
            where = identity_of(canvas) or f"{url}#{count}"
            count += 1
            place = image_url(image, canvas, options.size)
            own_dates = _dates(canvas, names)
            has_date = any(candidate.may_be_photos for candidate in own_dates)
            choice = choose_date(own_dates if has_date else own_dates + dates)
            label = title or _title(canvas, names)
            texts = () if choice.taken else (*_metadata(canvas), *_metadata(manifest))
            yield Record(where, place, choice, url, label, "", "IIIF canvases", texts=texts)
    if not count:
        yield Skipped(url, SkipReason.NO_PHOTO, f"manifest {title!r} has no images")


def _canvases(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The canvases: in version 3 the items, in version 2 those of the first sequence."""
    sequences = objects_in(manifest.get("sequences"))
    yield from objects_in(sequences[0].get("canvases") if sequences else manifest.get("items"))


def _images(canvas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The images painted on a canvas.  Of alternatives, it has only the first."""
    for page in objects_in(canvas.get("items")):
        for annotation in objects_in(page.get("items")):
            if annotation.get("motivation") in (None, "painting", ["painting"]):
                yield from _first_image(annotation.get("body"))
    for annotation in objects_in(canvas.get("images")):
        yield from _first_image(annotation.get("resource"))


def _first_image(body: Any) -> Iterator[dict[str, Any]]:
    for resource in objects_in(body)[:1]:
        kind = kind_of(resource)
        if "choice" in kind:
            yield from _first_image(resource.get("default") or resource.get("items"))
        elif "specificresource" in kind or "full" in resource:
            whole = resource.get("full") or resource.get("source")
            whole = {"id": whole, "type": "Image"} if isinstance(whole, str) else whole
            region = region_of(resource.get("selector"))
            yield from ({**image, REGION: region} for image in _first_image(whole))
        elif kind.endswith("image") or resource.get("service"):
            yield resource


def _dates(resource: dict[str, Any], names: FieldNames) -> list[DateCandidate]:
    """The dates in the metadata, and navDate, which may only serve to sort."""
    entries = [*_metadata(resource)]
    if isinstance(resource.get("navDate"), str):
        entries.append(("navDate", resource["navDate"]))
    found = [candidate_at((label,), text, names.date_column) for label, text in entries]
    dates = [candidate for candidate in found if candidate]
    return (
        dates
        if names.date_column
        else with_neighbours(dates, [((n,), text) for n, text in entries])
    )


def _title(resource: dict[str, Any], names: FieldNames) -> str:
    """The text of the metadata that the user named, else the label."""
    for name in names.title_column:
        for label, text in _metadata(resource):
            if bare_name(label) == bare_name(name):
                return text
    return label_of(resource)


def _metadata(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each text of the metadata, in all languages, with its label.

    If a label is in several languages, the one that is known is used.
    """
    for entry in objects_in(resource.get("metadata")) + objects_in(
        resource.get("requiredStatement")
    ):
        labels = [plain_text(text) for text in all_texts(entry.get("label"))]
        label = next((label for label in labels if role_of(label)), next(iter(labels), ""))
        for text in all_texts(entry.get("value")):
            yield label, plain_text(text)
