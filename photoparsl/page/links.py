"""Links: the names of the files beside a page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Links:
    """Names of files in the page's folder that it links to, or "" for a file that doesn't exist.

    style: the style, if the page is split
    dark: the style of the dark theme, if the page is split
    script: the script, if the page is split
    photos: the table of all photos, if the page has a sample
    failures: the table of failed photos
    sprites: the pictures of the thumbnails, if the page doesn't have them in itself
    """

    style: str = ""
    dark: str = ""
    script: str = ""
    photos: str = ""
    failures: str = ""
    sprites: tuple[str, ...] = ()

    def quoted(self) -> Links:
        """The names as parts of a URL."""
        names = {name: quote(link) for name, link in asdict(self).items() if name != "sprites"}
        return Links(**names, sprites=tuple(map(quote, self.sprites)))
