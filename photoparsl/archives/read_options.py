"""Options for reading an archive.

The command `photoparsl manifest` makes its options from these fields; `photoparsl.make_manifest`
has parameters for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

IMAGE_SIZE = 1024  # pixels of an image's longer side: enough for every measure
PAUSE_SECONDS = 1.0  # between two requests to an archive


def option(default: Any, flag: str, help: str, metavar: str = "") -> Any:
    """A dataclass field that is an option of `photoparsl manifest`.

    default: the field's default
    flag: the option, such as '--size'
    help: its meaning, with an example
    metavar: the unit or noun for its value; '' if it takes no value
    """
    return field(default=default, metadata={"flag": flag, "help": help, "metavar": metavar})


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The archive's names of fields, for fields that don't have the usual names.

    Of several names for one field, the first with a value is used.
    """

    date: tuple[str, ...] = option(
        (), "--date", "what holds the photo's date, e.g. --date dateCreated", "NAME"
    )
    identifier: tuple[str, ...] = option(
        (),
        "--identifier",
        "what holds the identifier, e.g. --identifier shelfmark",
        "NAME",
    )
    title: tuple[str, ...] = option(
        (), "--title", "what holds the photo's title, e.g. --title caption", "NAME"
    )
    image: tuple[str, ...] = option(
        (), "--image", "what holds the photo's URL or file, e.g. --image 'File name'", "NAME"
    )
    columns: tuple[str, ...] = option(
        (),
        "--columns",
        "a column of a table that the manifest carries along, e.g. --columns photographer "
        "(default: all of them)",
        "NAME",
    )
    record: str = option(
        "",
        "--record",
        "the XML element that holds one record, e.g. --record photograph; in JSON the list of all "
        "records, e.g. --record response.items",
        "NAME",
    )
    url: str = option(
        "",
        "--url",
        "a template of the photos' URLs if no field holds them, with names of fields in braces, "
        "e.g. --url 'https://a.example/{identifier}.jpg'; {identifier[0:4]} is its first four "
        "characters; for XML also {stem} and {folder} of its file and {photo}, the photo's path in "
        "SOURCE; for a table the names of its columns",
        "TEMPLATE",
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """How to find the further pages of an answer in JSON.  All empty: there is only one page."""

    next_page: str = option(
        "",
        "--next",
        "in JSON, an expression of the next page's URL, or of an object of its parameters, e.g. "
        "--next pagination.next",
        "EXPR",
    )
    page_parameter: str = option(
        "",
        "--page",
        "in JSON, the parameter of the URL that counts pages, e.g. --page p for '?p=1', '?p=2'",
        "NAME",
    )
    item_url: str = option(
        "",
        "--each",
        "in JSON, the URL of each record if the list holds only identifiers, e.g. --each "
        "'https://a.example/objects/{item}'",
        "TEMPLATE",
    )


@dataclass(frozen=True, slots=True)
class FolderOptions:
    """Which files below a folder are read."""

    exclude: tuple[str, ...] = option(
        (),
        "--exclude",
        "files below a folder that aren't read: a pattern of their names or of their paths in the "
        "folder, e.g. --exclude '*_back.jpg' --exclude 'old scans'",
        "PATTERN",
    )


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read an archive.  The command's help describes the other fields.

    kind: the name of the source's kind in `sources.KINDS`; '' to recognise it
    names: the archive's names of fields
    paging: how to find further pages of JSON
    folders: which files below a folder are read
    """

    kind: str = ""
    names: FieldNames = FieldNames()
    paging: Paging = Paging()
    folders: FolderOptions = FolderOptions()
    image_size: int = option(
        IMAGE_SIZE,
        "--size",
        f"IIIF: pixels of the longer side of the images (default: {IMAGE_SIZE})",
        "PIXELS",
    )
    pause_seconds: float = option(
        PAUSE_SECONDS,
        "--every",
        f"the pause between two requests (default: {PAUSE_SECONDS:g})",
        "SECONDS",
    )
    refresh: bool = option(
        False, "--refresh", "fetch all documents again, also those kept from an earlier time"
    )
    allow_private: bool = option(
        False, "--allow-private", "let an archive's answers and records lead to private addresses"
    )
