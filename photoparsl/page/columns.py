"""Photos as columns: an array for each property, with an entry for each photo."""

from __future__ import annotations

import datetime
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from photoparsl.manifests import CaptionColumns, edtf_of, place_key
from photoparsl.page.captions import shown_date
from photoparsl.reports import digest_keys
from photoparsl.results import Measurement
from photoparsl.trends import CIRCULAR, lacks_hue

Array = npt.NDArray[Any]

NO_YEAR = 32_767  # stands for an unknown year, and sorts after every year
STAMP_COLOURS = 16
_NO_STAMP = np.full(STAMP_COLOURS, 0x8410, "<u2").tobytes()  # a middle grey


@dataclass(frozen=True, slots=True)
class PhotoColumns:
    """Photos as columns.  Every array has the same length.

    archive: the number of the photo's archive, if there are several
    row: the photo's row in the manifest
    year: its year, or NO_YEAR
    earliest: the first year that it may be of, which is `year` if that is exact or unknown
    latest: the last year that it may be of, which is `year` if that is exact or unknown
    day: the first day of its year that it may be of, from 0
    days: how many days from that one it may be of, or 0 if any day of the year is possible
    date: its date as everyone may read it, where these numbers don't tell it, else ''
    measured_at: the number of the host and resource where it was measured
    key: a hash of its address, by which samples are drawn
    url: its address
    title: its title in the manifest, or ''
    record: the address of its record in the manifest, or ''
    identifier: what the archive calls it, or ''
    stamp: its stamp, 16 colours (RGB565), shape (photos, 16)
    thumbnail: its thumbnail, WebP in base64, or ''
    digest: the first 64 bits of the digest of its bytes, or 0 if that isn't known
    duplicate: whether an earlier photo has the same bytes
    values: its numbers by the measures' names, or NaN where it has none
    groups: the numbers of its values by the names of the groups (`GroupCounter`)
    """

    archive: Array
    row: Array
    year: Array
    earliest: Array
    latest: Array
    day: Array
    days: Array
    date: Array
    measured_at: Array
    key: Array
    url: Array
    title: Array
    record: Array
    identifier: Array
    stamp: Array
    thumbnail: Array
    digest: Array
    duplicate: Array
    values: dict[str, Array]
    groups: dict[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    def dates(self) -> list[str]:
        """Each photo's date, or '' where nothing but perhaps its year is known."""
        columns = (self.date, self.year, self.day, self.days)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [date or (_edtf(year, day, days) if days else "") for date, year, day, days in rows]

    def take(self, selection: Array) -> PhotoColumns:
        """The photos that an array of indices or of booleans selects."""
        arrays = {name: getattr(self, name)[selection] for name in _ARRAYS}
        return PhotoColumns(
            **arrays,
            values={name: v[selection] for name, v in self.values.items()},
            groups={name: codes[selection] for name, codes in self.groups.items()},
        )

    def in_order(self) -> PhotoColumns:
        """The photos by year and then by row, each once, in whatever order they were added."""
        order = np.lexsort((self.key, self.archive, self.row, self.year))
        archive, row, key = self.archive[order], self.row[order], self.key[order]
        new = np.ones(len(order), bool)
        new[1:] = (row[1:] != row[:-1]) | (key[1:] != key[:-1]) | (archive[1:] != archive[:-1])
        return self.take(order[new])


_ARRAYS = tuple(f.name for f in fields(PhotoColumns) if f.name not in ("values", "groups"))


def photo_columns(
    photos: Sequence[Measurement],
    measured_at: Sequence[int],
    captions: CaptionColumns = CaptionColumns(),
    groups: Mapping[str, Array] = MappingProxyType({}),
    duplicate: Array | None = None,
    archive: int = 0,
) -> PhotoColumns:
    """The photos as columns, without measures that give texts.

    measured_at: the number of the host and resource where each photo was measured
    captions: which cells of the photos are titles and records
    groups, duplicate: as in `PhotoColumns`
    archive: the number of the archive of all these photos
    """
    year = [NO_YEAR if photo.year is None else photo.year for photo in photos]
    # An exact year and an unknown one are their own span.
    spans = [photo.span or (y, y) for photo, y in zip(photos, year, strict=True)]
    day, days = _days(photos)
    stamps = b"".join(_stamp(photo.stamp) for photo in photos)
    names = dict.fromkeys(name for photo in photos for name in photo.values)
    return PhotoColumns(
        archive=np.full(len(photos), archive, np.int16),
        row=np.array([photo.row for photo in photos], np.int64),
        year=np.array(year, np.int32),
        earliest=np.array([span[0] for span in spans], np.int32),
        latest=np.array([span[1] for span in spans], np.int32),
        day=day,
        days=days,
        date=np.array([shown_date(photo) for photo in photos], object),
        measured_at=np.array(measured_at, np.int32),
        key=np.array([place_key(photo.url) for photo in photos], "<u8"),
        url=np.array([photo.url for photo in photos], object),
        title=_cells(photos, captions.title),
        record=_cells(photos, captions.record),
        identifier=_cells(photos, captions.identifier),
        stamp=np.frombuffer(stamps, "<u2").reshape(-1, STAMP_COLOURS),
        thumbnail=np.array([photo.thumbnail for photo in photos], object),
        digest=digest_keys(photos),
        duplicate=np.zeros(len(photos), bool) if duplicate is None else duplicate,
        values={name: numbers for name in names if (numbers := _numbers(photos, name)) is not None},
        groups=dict(groups),
    )


def concatenated(parts: Sequence[PhotoColumns]) -> PhotoColumns:
    """The photos of all parts, in the parts' order."""
    if len(parts) == 1:
        return parts[0]
    names = dict.fromkeys(name for part in parts for name in part.values)
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
    missing = [np.full(len(part), np.nan) for part in parts]
    values = {
        name: np.concatenate(
            [part.values.get(name, nan) for part, nan in zip(parts, missing, strict=True)]
        )
        for name in names
    }
    groups = {
        name: np.concatenate([part.groups[name] for part in parts]) for name in parts[0].groups
    }
    return PhotoColumns(**arrays, values=values, groups=groups)


def _numbers(photos: Sequence[Measurement], name: str) -> Array | None:
    """The values of a measure, or NaN for a photo without one.  None if any is a text.

    A photo without colour has no hue.
    """
    found = [photo.values.get(name) for photo in photos]
    if name in CIRCULAR:
        pairs = zip(photos, found, strict=True)
        found = [None if lacks_hue(photo.values) else hue for photo, hue in pairs]
    if str in map(type, found):
        return None
    values = np.array(found, np.float64)  # makes NaN of None
    values[~np.isfinite(values)] = np.nan
    return values


def _days(photos: Sequence[Measurement]) -> tuple[Array, Array]:
    """The first possible day of each photo in its year, and the number of possible days."""
    day, days = np.zeros(len(photos), np.uint16), np.zeros(len(photos), np.uint16)
    for index, photo in enumerate(photos):
        if photo.days and photo.year is not None:
            day[index] = photo.days[0] - _new_year(photo.year)
            days[index] = photo.days[1] - photo.days[0] + 1
    return day, days


@lru_cache
def _new_year(year: int) -> int:
    """The year's first day, as `date.toordinal` counts it."""
    return datetime.date(year, 1, 1).toordinal()


def _edtf(year: int, day: int, days: int) -> str:
    first = _new_year(year) + day
    return edtf_of(first, first + days - 1)


def _cells(photos: Sequence[Measurement], column: int) -> Array:
    """The photos' cells in one of the manifest's other columns, or '' for a missing cell."""
    found = ["" if not 0 <= column < len(photo.cells) else photo.cells[column] for photo in photos]
    return np.array(found, object)


def _stamp(text: str) -> bytes:
    try:
        stamp = a2b_base64(text.encode("ascii", "replace"))
    except NotBase64:
        return _NO_STAMP
    return stamp if len(stamp) == 2 * STAMP_COLOURS else _NO_STAMP
