"""Cuts slices whose photos are of many hosts, from a manifest that is sorted by host.

The rows are divided into lanes of successive rows, and each slice takes some rows of many lanes.
So every host has as large a share of a slice as it has of the manifest, and all hosts get requests
from the beginning to the end of the run.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, repeat
from math import ceil
from pathlib import Path
from tempfile import SpooledTemporaryFile

from photoparsl.fetching import Limits
from photoparsl.manifests import Photo, Slice

FEWEST_LANES, MOST_LANES = 16, 64
FEWEST_ROWS = 4  # that a slice takes of a lane: each such piece becomes a result of its own
_BLOCK = 200  # photos that are written and read at a time
_LEVEL = 1  # of zlib's nine
_MOST_HELD_BYTES = 16_000_000  # of photos in memory. More are in a file


@dataclass(frozen=True, slots=True)
class HostMix:
    """How slices mix hosts.

    lanes: into how many lanes the rows are divided
    lanes_of_slice: from how many of them a slice takes photos
    folder: where a temporary file may be
    """

    lanes: int
    lanes_of_slice: int
    folder: Path

    def slices(self, photos: Iterable[Photo], size: int | Iterable[int]) -> Iterator[Slice]:
        """Cut photos into slices, whose photos are in the order of their rows.

        size: as for `cut`
        """
        with StoredPhotos(photos, self.folder) as file:
            rows = max(1, ceil(len(file) / self.lanes))
            starts = range(0, len(file), rows)
            lanes = deque(file.photos(start, start + rows) for start in starts)
            for length in repeat(size) if isinstance(size, int) else size:
                if not (taken := self._take(lanes, length)):
                    return
                yield Slice(tuple(sorted(taken, key=lambda photo: photo.row)))

    def _take(self, lanes: deque[Iterator[Photo]], size: int) -> list[Photo]:
        """Take so many photos from the lanes, in turns.  Lanes that have ended are removed."""
        taken: list[Photo] = []
        rows = max(FEWEST_ROWS, ceil(size / self.lanes_of_slice))
        while lanes and len(taken) < size:
            wanted = min(rows, size - len(taken))
            piece = list(islice(lanes[0], wanted))
            taken += piece
            if len(piece) < wanted:
                lanes.popleft()
            else:
                lanes.rotate(-1)
        return taken


def mix_for(limits: Limits, workers: int, folder: Path) -> HostMix:
    """Return a mix in which workers have enough hosts for all their connections.

    limits: the run's limits
    workers: the most workers that the site can have
    folder: where a temporary file may be
    """
    of_worker = limits.per_worker(workers).per_host
    wanted = ceil(workers * limits.connections / limits.per_host)
    lanes = min(MOST_LANES, max(FEWEST_LANES, wanted))
    # So many workers may send requests to a host at a time. The others take photos of other lanes.
    groups = ceil(workers * of_worker / limits.per_host)
    return HostMix(lanes, max(1, lanes // groups), folder)


class StoredPhotos:
    """Photos that can be read from any position on.  Many are kept in a file, few in memory.

    The file has no name, and is gone when this process ends.

    photos: the photos, all of which are read at once
    folder: the folder of the file
    """

    def __init__(self, photos: Iterable[Photo], folder: Path) -> None:
        self._file = SpooledTemporaryFile(max_size=_MOST_HELD_BYTES, dir=str(folder))  # noqa: SIM115
        self._offsets = array("Q", [0])
        self._photos = 0
        photos = iter(photos)
        while block := tuple(islice(photos, _BLOCK)):
            self._file.write(zlib.compress(pickle.dumps(Slice(block)), _LEVEL))
            self._offsets.append(self._file.tell())
            self._photos += len(block)

    def __enter__(self) -> StoredPhotos:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._photos

    def photos(self, start: int, stop: int) -> Iterator[Photo]:
        """Yield the photos from number `start` up to, but not including, `stop`."""
        for number in range(start // _BLOCK, ceil(min(stop, self._photos) / _BLOCK)):
            begin, end = self._offsets[number : number + 2]
            self._file.seek(begin)
            block: Slice = pickle.loads(zlib.decompress(self._file.read(end - begin)))
            first = number * _BLOCK
            yield from block.photos[max(0, start - first) : stop - first]
