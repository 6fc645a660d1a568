"""Writes the page and the files beside it."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from photoparsl.files import write_atomically, written_path
from photoparsl.options import option, without_effect
from photoparsl.page import web_files
from photoparsl.page.assemble import assemble
from photoparsl.page.links import Links
from photoparsl.page.local_photos import LocalPhotos
from photoparsl.page.metadata import NO_METADATA, PageMetadata
from photoparsl.page.page_data import PageData
from photoparsl.page.recognise_page import file_of_others, holds_no_page, source_names
from photoparsl.page.side_tables import SideTables
from photoparsl.page.sprites import Sprites, remove_sprites, sprites_of, write_sprites
from photoparsl.reports import DigestCounter
from photoparsl.results import SliceResult

_LOG = logging.getLogger(__name__)


def write_page(  # noqa: PLR0913  what differs between pages
    results: Iterable[SliceResult],
    path: str | Path,
    metadata: PageMetadata = NO_METADATA,
    *,
    split: bool = False,
    public: bool = False,
    digests: DigestCounter | None = None,
    is_last: bool = True,
) -> Path:
    """Write the page of `results`, and return its path.

    results: results in any order.  They are read once
    path: where to write the page.  Missing folders are made.  Where it is a symbolic link, the page
        and its tables are written where the link leads
    metadata: the title, and the data for citing and repeating the run
    split: write the style and the script to files of their own, NAME.css, NAME-dark.css and
        NAME.js, for web servers that forbid scripts within a page
    public: let everyone read the files, whatever the umask
    digests: finds photos with the same bytes (default: a new one)
    is_last: whether no page of more results follows

    Files that the page links to are written to the same folder.  If photos failed,
    NAME-failures.csv lists them.  If `metadata` asks for a table and there are too many photos for
    the page to hold, NAME-photos.csv.gz has them.  NAME-pictures-….webp have the thumbnails of more
    than 5,000 photos.  Raises FileExistsError if a file of such a name isn't such a file of a page,
    or if `path` isn't a page.
    """
    path = written_path(Path(path))
    if holds_no_page(path):
        raise FileExistsError(errno.EEXIST, "exists and isn't a page of photoparsl", str(path))
    if split and (other := file_of_others(path)):
        raise FileExistsError(errno.EEXIST, "exists and isn't this page's", str(other))
    path.parent.mkdir(parents=True, exist_ok=True)
    archives = [archive.name for archive in metadata.archives]
    with SideTables(path, archives, metadata.folders, public=public) as side_tables:
        data = PageData(results, side_tables, metadata, digests)
    sprites = sprites_of(data.all.photos.thumbnail)
    is_beside = sprites is not None and not sprites.is_inside
    style, dark, script = source_names(path) if split else ("", "", "")
    links = Links(
        style=style,
        dark=dark,
        script=script,
        photos=side_tables.photos_name if data.all.histograms and metadata.public_table else "",
        failures=side_tables.failures_name if data.facts.counts.failed else "",
        sprites=write_sprites(sprites, path, public=public) if sprites and is_beside else (),
    )
    if split:
        _write_sources(path.parent, links, public=public)
    write_atomically(path, assemble(data, metadata, links, sprites).encode(), public=public)
    remove_sprites(path, links.sprites)
    if is_last and metadata.public_table and not links.photos:
        why = "on a page that has all photos itself"
        _LOG.warning("%s", without_effect([option("--public-table")], why))
    return path


def render(results: Iterable[SliceResult], metadata: PageMetadata = NO_METADATA) -> str:
    """The page of `results` as HTML text, without its side tables, and without many thumbnails."""
    data = PageData(results, metadata=metadata)
    return assemble(data, metadata, Links(), _inside(sprites_of(data.all.photos.thumbnail)))


@dataclass(frozen=True, slots=True)
class ServedPage:
    """A page whose links to photos of the disk are `photos/KEY`.

    html: its text
    photos: the photos' paths by their links
    sprites: its thumbnails by their links
    """

    html: str
    photos: Mapping[str, Path]
    sprites: Mapping[str, bytes]


def render_served(results: Iterable[SliceResult], metadata: PageMetadata, base: Path) -> ServedPage:
    """The page of `results` for a server that shows it together with photos of the disk.

    base: the folder that the manifest's paths are relative to
    """
    local = LocalPhotos(base)
    data = PageData(results, metadata=metadata)
    sprites = sprites_of(data.all.photos.thumbnail)
    beside = sprites if sprites and not sprites.is_inside else None
    names = beside.names("page") if beside else ()
    html = assemble(data, replace(metadata, local=local), Links(sprites=names), sprites)
    photos = zip(data.all.photos.url.tolist(), data.all.photos.key.tolist(), strict=True)
    found = ((local.link(url, key), local.path(url)) for url, key in photos)
    pictures = dict(zip(names, beside.pictures, strict=True)) if beside else {}
    return ServedPage(html, {link: path for link, path in found if path is not None}, pictures)


def _inside(sprites: Sprites | None) -> Sprites | None:
    return sprites if sprites and sprites.is_inside else None


def _write_sources(folder: Path, links: Links, *, public: bool) -> None:
    """Write the style and the script of a page that is split."""
    for name, text in (
        (links.style, web_files.style()),
        (links.dark, web_files.dark()),
        (links.script, web_files.script()),
    ):
        write_atomically(folder / name, text.encode(), public=public)
