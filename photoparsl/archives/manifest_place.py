"""The place of a photo in the form for a manifest."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from photoparsl.fetching import web_address
from photoparsl.files import names_folder
from photoparsl.redact import place_cell

_SPECIAL = re.compile(r"[#=+@-]|[\w+.-]+:")  # beginnings of a comment, a formula or a URL


def place_in_manifest(url: str, base: Path) -> str:
    """A URL without spaces around it, or a path relative to the folder `base`."""
    place = url.strip()
    return place if web_address(place) else place_cell(_as_path(url, base))


def _as_path(place: str, folder: Path) -> str:
    """A file's path relative to a manifest in `folder`, or a `file:` URL if no line can hold it."""
    photo = Path(place).absolute()
    path = os.path.relpath(photo, folder.absolute())
    if os.pardir in (*folder.parts, *photo.parts, *Path(path).parts):
        # After a symbolic link, '..' is not the folder that the path shows.
        path = os.path.relpath(photo.parent.resolve() / photo.name, folder.resolve())
    path += "/" * names_folder(place)  # which Path drops: then another file would be measured
    if not path.isprintable() or path != path.strip() or "\ufffd" in path:
        return f"file:{quote(os.fsencode(path))}"
    return f"./{path}" if _SPECIAL.match(path) else path
