"""What an XML record says of a photo, by the names of its elements.

It reads Dublin Core, with and without namespaces, MODS, DSpace's and Solr's `<field name=...>`,
and what resembles them: an element's name says what it is, in whatever case, together with a
`type` or `qualifier`.  docs/archives.md has the rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from photoparsl.archives.choose_date import DateCandidate
from photoparsl.archives.element_names import is_identifier, is_title, place_in, rank_of
from photoparsl.archives.photo_files import has_image_suffix
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.xml_records import Text, texts_in


@dataclass(slots=True)
class Description:
    """The texts of one record, by the order of a person's names, and then as in the document.

    dates: what may be the photo's date
    identifiers: first those that say where the photo is, last the URLs that don't
    titles: its titles
    images: URLs of images
    """

    dates: list[DateCandidate] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)

    @property
    def identifier(self) -> str:
        """The best identifier, or ''."""
        return next(iter(self.identifiers), "")

    @property
    def title(self) -> str:
        """The first title, or ''."""
        return next(iter(self.titles), "")

    @property
    def image_url(self) -> str:
        """The first URL of an image, also among the identifiers; or ''."""
        return next(iter((*self.images, *filter(is_image, self.identifiers))), "")


def describe(record: etree._Element, names: FieldNames = FieldNames()) -> Description:
    """Collect the record's dates, identifiers, titles and images.

    `names` replace the usual names of the fields that they name.
    """
    dates: list[DateCandidate] = []
    identifiers: list[tuple[int, str]] = []  # each with its name's place among a person's names
    titles: list[tuple[int, str]] = []
    images: list[tuple[int, str]] = []
    for found in texts_in(record):
        path, text = found.path, found.text
        name = path[-1]
        _add_date(dates, found, names)
        for texts, chosen, is_usual in (
            (identifiers, names.identifier, is_identifier(name)),
            (titles, names.title, is_title(name)),
            (images, names.image, is_image(text, name)),
        ):
            if place := place_in(chosen, path) if chosen else int(is_usual):
                texts.append((place, text))
    description = Description(dates, _in_order(identifiers), _in_order(titles), _in_order(images))
    if not names.identifier:
        description.identifiers.sort(
            key=lambda text: (not has_image_suffix(text), text[:4] == "http")
        )
    return description


def is_image(text: str, name: str = "") -> bool:
    """Whether a text, in an element of this name, is the URL of an image and not of a thumbnail."""
    if text[:4].lower() != "http" or "thumb" in name or " " in text:
        return False
    path = text.partition("?")[0].lower()
    return has_image_suffix(path) and "thumb" not in path


def _in_order(texts: list[tuple[int, str]]) -> list[str]:
    """The texts by their names' places, and then as in the document."""
    return [text for _, text in sorted(texts, key=lambda pair: pair[0])]


def _add_date(dates: list[DateCandidate], found: Text, names: FieldNames) -> None:
    """Add the text to the dates if it is one.  An end of a range is joined to its beginning."""
    path, element, text = found
    name = path[-1]
    if names.date:
        if place := place_in(names.date, path):
            dates.append(DateCandidate(place, text, name, is_chosen=True))
        return
    rank = rank_of(name)
    if rank is None:
        return
    mark = _MODS_DOUBT.get(element.get("qualifier", ""), "")
    if _MONTH.fullmatch(text) and _is_coded(element):
        text += "-00"  # a month for certain, and not the second of two years
    last = dates[-1] if dates else None
    if element.get("point") == "end" and last and last.rank == rank:
        dates[-1] = DateCandidate(rank, f"{last.text}/{text}{mark}", name)
    elif name == "latestdate" and last and last.name == "earliestdate":
        dates[-1] = DateCandidate(rank, f"{last.text}/{text}", name)
    else:
        dates.append(DateCandidate(rank, text + mark, name))


def _is_coded(element: etree._Element) -> bool:
    """Whether the element says that its date is written as W3CDTF, ISO 8601 or EDTF have it."""
    return any(re.search(r"w3c-?dtf|iso ?8601|edtf", str(v).lower()) for v in element.values())


_MONTH = re.compile(r"\d{4}-\d\d")
_MODS_DOUBT = {"approximate": "~", "questionable": "?"}
