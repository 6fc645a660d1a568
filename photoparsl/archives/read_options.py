"""What a person chooses for reading an archive."""

from __future__ import annotations

from dataclasses import dataclass

IMAGE_SIZE = 1024  # pixels of an image's longer side: enough for every measure
PAUSE_SECONDS = 1.0  # between two requests to an archive


@dataclass(frozen=True, slots=True)
class FieldNames:
    """What an archive calls its fields, where the usual names don't fit.

    Of several names the first that holds something counts.

    date: elements, columns or JMESPath expressions of the photo's date
    identifier: those of its identifier
    title: those of its title
    image: those of the photo's URL or file
    record: the element that holds one record; in JSON, the expression of the list of records
    url: a template of the photos' URLs (`url_template`)
    """

    date: tuple[str, ...] = ()
    identifier: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    image: tuple[str, ...] = ()
    record: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paging:
    """How the further pages of an answer in JSON are found.  Empty: there is one page.

    next_page: an expression of the next page's URL, or of an object of parameters that lead there
    page_parameter: the parameter of the URL that counts pages
    item_url: a template of the URL at which an item's own answer is
    """

    next_page: str = ""
    page_parameter: str = ""
    item_url: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How an archive is read.

    kind: the kind of source (`sources.KINDS`); empty: it is recognised
    names: what the archive calls its fields
    paging: how further pages of JSON are found
    image_size: pixels of the longer side of images, for IIIF
    pause_seconds: the time between two requests
    refresh: whether documents are fetched again that were kept from an earlier time
    allow_private: whether records from the web may name private addresses
    """

    kind: str = ""
    names: FieldNames = FieldNames()
    paging: Paging = Paging()
    image_size: int = IMAGE_SIZE
    pause_seconds: float = PAUSE_SECONDS
    refresh: bool = False
    allow_private: bool = False
