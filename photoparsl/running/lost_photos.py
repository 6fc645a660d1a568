"""Whether the photos of a list that a run has kept aren't where they were."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from photoparsl.fetching import marks_on_disk, web_address
from photoparsl.manifests import read_manifest
from photoparsl.results import MADE_MANIFEST

_SAMPLE = 200  # photos of a kept list of which most must be where it says


def has_lost_photos(folder: Path) -> bool:
    """Whether most of the first photos of the run's list are files that aren't there any more."""
    photos = islice(read_manifest(folder / MADE_MANIFEST, base=str(folder)), _SAMPLE)
    files = [photo for photo in photos if not web_address(photo.url)]
    return sum(not mark for mark in marks_on_disk(files)) > len(files) / 2
