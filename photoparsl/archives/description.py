"""Describe a photo from its XML record, by the names of the record's elements.

It reads Dublin Core, with and without namespaces, MODS, DSpace's and Solr's `<field name=...>`,
and similar formats.  An element's name, in any case, and its `type` or `qualifier` tell what it
holds.  docs/archives.md has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml import etree

from photoparsl.archives.dates import (
    LONGEST_NAME,
    DateCandidate,
    Role,
    bare_name,
    candidate_at,
    is_coded,
    is_identifier,
    is_of_others,
    is_title,
    local_name,
    names_thing,
    rank_in,
    with_attributes,
    with_neighbours,
)
from photoparsl.archives.images_in_record import (
    ImageInRecord,
    alike,
    image_in,
    is_image,
    rank_of_image,
)
from photoparsl.archives.photo_files import has_image_suffix
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.xml_records import Text, texts_in


@dataclass(slots=True)
class Description:
    """The texts of one record.

    Each list is in the order in which the user named the fields, then in the document's.

    dates: candidates for the photo's date
    identifiers: names of image files first, other URLs last, unless the user named the fields
    titles: titles
    images: URLs of images
    of_sizes: words that say that other sizes of the images were left out, or ''
    other_images: the names of elements that hold other images, which aren't read
    """

    dates: list[DateCandidate] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    of_sizes: str = ""
    other_images: tuple[str, ...] = ()

    @property
    def identifier(self) -> str:
        """The best identifier, or ''."""
        return next(iter(self.identifiers), "")

    def undated_texts(self, record: etree._Element) -> tuple[tuple[str, str], ...]:
        """The texts of the record with the elements' names, if it has no field of dates."""
        if any(date.may_be_photos for date in self.dates):
            return ()
        return tuple((_shown_name(t.path, t.element), t.text) for t in texts_in(record))

    @property
    def title(self) -> str:
        """The first title, or ''."""
        return next(iter(self.titles), "")

    @property
    def image_urls(self) -> list[str]:
        """The URLs of the record's photos; else the first image among the identifiers; or ['']."""
        return self.images or [next(filter(is_image, self.identifiers), "")]


def describe(record: etree._Element, names: FieldNames = FieldNames()) -> Description:
    """Collect the record's dates, identifiers, titles and images.

    names: names that the user gave for some fields.  They replace the usual names
    """
    dates: list[DateCandidate] = []
    identifiers: list[tuple[int, str]] = []  # the name's position among the user's names, text
    titles: list[tuple[int, str]] = []
    images: list[ImageInRecord] = []
    fields: list[tuple[tuple[str, ...], str]] = []
    for found in texts_in(record):
        path, text = found.path, found.text
        fields.append((_within(path), text))
        if not found.is_link:
            _add_date(dates, found, names)
        if rank := _rank(names.identifier, path, not found.is_link and is_identifier(path[-1])):
            identifiers.append((rank, text))
        if rank := _rank(names.title_column, path, not found.is_link and _is_title(path)):
            titles.append((rank, text))
        if rank := rank_of_image(found, names):
            images.append(image_in(found, rank))
    root = local_name(record.tag)
    if names_thing(root):
        dates.append(DateCandidate(Role.THING, root, root))
    dates = dates if names.date_column else with_neighbours(dates, fields, _inner(record))
    urls, of_sizes, others = alike(images)
    texts = _in_order(identifiers), _in_order(titles)
    description = Description(dates, *texts, urls, of_sizes, () if names.image_column else others)
    if not names.identifier:
        texts_of_files = (text for _, text in fields if _FILE.fullmatch(text))
        files = {text for text in texts_of_files if has_image_suffix(text.lower())}
        if len(files) == 1 and not urls:
            description.identifiers += files - set(description.identifiers)
        description.identifiers.sort(
            key=lambda text: (not has_image_suffix(text), text[:4] == "http")
        )
    return description


def _rank(chosen: Sequence[str], path: tuple[str, ...], is_usual: bool) -> int:
    """The position of a field among the names that the user gave for it, from 1; 0 if it has none.

    Without names it is 1 for a field that `is_usual`.
    """
    return rank_in(chosen, path) if chosen else int(is_usual)


def _inner(record: etree._Element) -> Iterator[str]:
    """The bare names of the elements directly in a record."""
    return (local_name(child.tag) for child in record)


@lru_cache(maxsize=1024)
def _within(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path within the record.

    If the record is another thing, it begins with the record's own name.
    """
    return path if is_of_others(path[0]) else path[1:] or path


@lru_cache(maxsize=1024)
def _is_title(path: tuple[str, ...]) -> bool:
    """Whether the element at this path holds a title.  In LIDO an `appellationValue` does."""
    is_lidos = path[-1] == "appellationvalue" and any("titleset" in name for name in path)
    return is_lidos or is_title(path[-1])


def _in_order(texts: list[tuple[int, str]]) -> list[str]:
    """The texts ordered by position.  Those of one position are in the document's order."""
    return [text for _, text in sorted(texts, key=lambda pair: pair[0])]


def _add_date(dates: list[DateCandidate], found: Text, names: FieldNames) -> None:
    """Add the text to `dates` if its element holds a date.

    Join the end of a range to its start.
    """
    path, element, text = found.path, found.element, found.text
    candidate = candidate_at(_within(path), text, names.date_column, _shown_name(path, element))
    if candidate is None:
        return
    if _MONTH.fullmatch(text) and is_coded(element):
        text += "-00"  # '1904-05' is a month here, and can't mean 1904 to 1905
    text = with_attributes(text, element)
    last = dates[-1] if dates else None
    if element.get("point") == "end" and last and last.rank == candidate.rank:
        dates[-1] = replace(last, end=text)
    else:
        dates.append(candidate if text == candidate.text else replace(candidate, text=text))


def _shown_name(path: tuple[str, ...], element: etree._Element) -> str:
    """The element's name as it is written, with its type as in `path`."""
    written = _last_name(str(element.tag))
    return written if bare_name(written) == path[-1] else path[-1]


@lru_cache(maxsize=1024)
def _last_name(tag: str) -> str:
    """The name without namespace and prefix."""
    return re.split("[}:]", tag)[-1][:LONGEST_NAME]


_FILE = re.compile(r"[\w.()/\\-]{1,200}\.\w{2,5}")  # in an element of whatever name
_MONTH = re.compile(r"\d{4}-\d\d")
