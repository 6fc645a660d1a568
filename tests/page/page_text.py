"""Read the text of a page: its parts, and its blocks of data as its script reads them."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

import numpy as np


def block(html: str, opening: str, closing: str) -> str:
    """The text between the last such opening tag and the closing tag after it."""
    return html.rpartition(opening)[2].partition(closing)[0]


@dataclass(frozen=True)
class Block:
    """One of the page's blocks, read as the page's script reads it."""

    header: dict[str, Any]
    columns: dict[str, Any]


def block_of(html: str, name: str) -> Block:
    data = gzip.decompress(b64decode(block(html, f'<script type="text/plain" id="{name}">', "<")))
    at = 4 + int.from_bytes(data[:4], "little")
    header = json.loads(data[4:at])
    columns = {}
    for column, width, count in header["columns"]:
        planes = np.frombuffer(data[at : at + width * count], np.uint8).reshape(width, count)
        columns[column] = sum(plane.astype(int) << (8 * n) for n, plane in enumerate(planes))
        at += width * count
    return Block(header, columns)


def rows_of(html: str) -> list[int]:
    differences = block_of(html, "photos").columns["row"]
    return [int(n) for n in np.cumsum(differences, dtype=np.uint32)]


def values_of(html: str, measure: str) -> list[float | None]:
    photos = block_of(html, "photos")
    (about,) = [m for m in photos.header["measures"] if m["name"] == measure]
    codes = photos.columns[f"value {measure}"].tolist()
    (width,) = [w for name, w, _ in photos.header["columns"] if name == f"value {measure}"]
    missing = 2 ** (8 * width) - 1
    return [(about["first"] + c) * about["step"] if c != missing else None for c in codes]


def trends_of(html: str, measure: str, column: str = "trend") -> Any:
    """The places of a measure's trends on its axis, of shape (windows, numbers, years)."""
    photos = block_of(html, "photos")
    places = np.cumsum(photos.columns[f"{column} {measure}"]) % 65_536
    return places.reshape(len(photos.header["known_windows"]), 7, -1)


def addresses_of(html: str) -> list[str]:
    addresses, before = block_of(html, "addresses"), ""
    texts = []
    for text, alike in zip(
        addresses.header["texts"], addresses.columns["alike"].tolist(), strict=True
    ):
        before = before[:alike] + text
        texts.append(before)
    return texts
