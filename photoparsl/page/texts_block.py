"""The page's block of texts: what the manifest has of each photo."""

from __future__ import annotations

import numpy as np

from photoparsl.page.captions import shown_record, shown_title
from photoparsl.page.encode import pack_block
from photoparsl.page.local_photos import LocalPhotos
from photoparsl.page.page_data import PageData
from photoparsl.redact import below, published_place


def addresses_block(data: PageData, local: LocalPhotos | None = None) -> str:
    """The photos' addresses.  Each lacks the beginning that it shares with the one before it.

    local: how the page links to photos on the disk

    Titles, identifiers, dates and records' addresses are there if a photo has one.
    """
    texts, before = [], ""
    shared = np.zeros(len(data.all.photos), "<u2")
    for index, url in enumerate(data.all.photos.url.tolist()):
        text = published_place(below(url, data.folders))
        shared[index] = length = _shared_length(before, text)
        texts.append(text[length:])
        before = text
    header: dict[str, object] = {"texts": texts}
    for name, shown in (
        ("title", shown_title),
        ("identifier", shown_title),
        ("record", shown_record),
    ):
        given = getattr(data.all.photos, name).tolist()
        if any(given) and any(found := [shown(text) for text in given]):
            header[f"{name}s"] = found
    if any(dates := data.all.photos.date.tolist()):
        header["dates"] = dates
    if local:
        photos = zip(data.all.photos.url.tolist(), data.all.photos.key.tolist(), strict=True)
        header["files"] = [local.link(url, key) for url, key in photos]
    return pack_block(header, {"alike": shared})


def _shared_length(first: str, second: str) -> int:
    """How long the common beginning of two texts is, in UTF-16 units as JavaScript counts them."""
    shared, differ = 0, min(len(first), len(second), 60_000) + 1
    while differ - shared > 1:
        middle = (shared + differ) // 2
        if first[shared:middle] == second[shared:middle]:
            shared = middle
        else:
            differ = middle
    if second.isascii():
        return shared
    return shared + sum(ord(char) > 0xFFFF for char in second[:shared])
