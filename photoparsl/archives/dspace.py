"""Find the photos of an item in DSpace's export, the Simple Archive Format."""

from __future__ import annotations

from pathlib import Path

from photoparsl.archives.photo_files import PhotoFiles, is_photo
from photoparsl.files import IrregularFileError, open_regular

_RECORD, _CONTENTS = "dublin_core.xml", "contents"
_MOST_BYTES = 1_000_000  # of the list of an item's files


def photos_of_item(record: Path, photos: PhotoFiles) -> list[Path]:
    """The photos of the item whose record is this file, in its folder.

    The list is empty if the file is no such record.

    They are the photos that the file `contents` lists in the bundle ORIGINAL, the usual one.
    Without that file, it is the only photo in the folder.
    """
    if record.name != _RECORD:
        return []
    contents = record.with_name(_CONTENTS)
    try:
        with open_regular(contents) as file:
            lines = file.read(_MOST_BYTES).decode(errors="replace").splitlines()
    except (FileNotFoundError, IrregularFileError):
        own = [path for path in record.parent.iterdir() if path in photos.paths and is_photo(path)]
        return own if len(own) == 1 else []
    found = []
    for line in lines:
        name, *fields = line.split("\t")
        bundle = next((f[7:].strip() for f in fields if f.startswith("bundle:")), "ORIGINAL")
        path = record.parent / name.strip()
        if bundle == "ORIGINAL" and path in photos.paths:
            found.append(path)
    return found
