"""Options for reading an archive.

The command `photoparsl manifest` makes its options from these fields, and
`photoparsl.make_manifest` its parameters.  Those of ColumnNames and ExcludedFiles are also options
of `run` (`running.run_options`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from photoparsl.options import Settable, check_options, normalise, option_field

ARCHIVE = "archive"  # the group of the options of `run` that say how an archive is read
IMAGE_SIZE = 1024  # pixels of an image's longer side: enough for every measure
PAUSE_SECONDS = 1.0  # between two requests to an archive


@dataclass(frozen=True, kw_only=True)
class ColumnNames:
    """The names of the fields that `run` takes too, where they aren't found by themselves.

    Of several names for one field, the first with a value is used.
    """

    image_column: Sequence[str] = option_field(
        (),
        "COLUMN",
        "the column, in XML the element, in JSON the expression, of the photo's URL or file, e.g. "
        "'File name'",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    date_column: Sequence[str] = option_field(
        (),
        "COLUMN",
        "the column, in XML the element, in JSON the expression, of the photo's date, e.g. Dated",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    columns: Sequence[str] = option_field(
        (),
        "COLUMN",
        "a column of the table, or in JSON an expression, that is carried along to the manifest, "
        "the export and the page's groups, e.g. photographer (default: all of a table's, none of "
        "JSON's)",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    sheet: str = option_field(
        "",
        "NAME",
        "the sheet of a workbook (xlsx, xls, ods) that is read (default: the visible one with the "
        "most cells)",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )


@dataclass(frozen=True, kw_only=True)
class FieldNames(ColumnNames):
    """The archive's names of fields, for fields that don't have the usual names."""

    identifier: Sequence[str] = option_field(
        (), "NAME", "what holds the identifier", in_shell=", e.g. --identifier shelfmark"
    )
    title_column: Sequence[str] = option_field(
        (), "NAME", "what holds the photo's title", in_shell=", e.g. --title-column caption"
    )
    record: str = option_field(
        "",
        "NAME",
        "the XML element that holds one record, e.g. 'photograph'; in JSON the list of all "
        "records, e.g. 'response.items'",
    )
    url: str = option_field(
        "",
        "TEMPLATE",
        "a template of the photos' URLs if no field holds them, with names of fields in braces, "
        "e.g. 'https://a.example/{identifier}.jpg'; {identifier[0:4]} is its first four "
        "characters; for XML also {stem} and {folder} of its file and {photo}, the photo's path in "
        "SOURCE; for a table the names of its columns",
    )

    def __post_init__(self) -> None:
        normalise(self)
        check_options(self)


@dataclass(frozen=True, kw_only=True)
class Paging:
    """How to find the further pages of an answer in JSON.  All empty: there is only one page."""

    next_page: str = option_field(
        "",
        "EXPR",
        "in JSON, an expression of the next page's URL, or of an object of its parameters, e.g. "
        "'pagination.next'",
        flag="--next",
    )
    page: str = option_field(
        "",
        "NAME",
        "in JSON, the parameter of the URL that counts pages, e.g. 'p' for '?p=1', '?p=2'",
    )
    record_url: str = option_field(
        "",
        "TEMPLATE",
        "in JSON, the URL of each record if the list holds only identifiers, e.g. "
        "'https://a.example/objects/{item}'",
    )

    def __post_init__(self) -> None:
        normalise(self)
        check_options(self)


@dataclass(frozen=True, kw_only=True)
class ExcludedFiles:
    """Which files below a folder aren't read."""

    exclude: Sequence[str] = option_field(
        (),
        "PATTERN",
        "files below a folder that aren't read: a pattern of their names or of their paths in the "
        "folder, e.g. '*_back.jpg', 'old scans'",
        in_shell="; give the option again for another",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )


@dataclass(frozen=True, kw_only=True)
class FolderOptions(ExcludedFiles):
    """Which files below a folder are read."""

    raw: bool = option_field(
        False,
        "",
        "list cameras' raw files too; 'photoparsl run --measures luminance:preview' measures "
        "them by the pictures in them",
    )

    def __post_init__(self) -> None:
        normalise(self)
        check_options(self)


@dataclass(frozen=True, kw_only=True)
class Harvesting:
    """How documents are fetched from the web, and what they may lead to."""

    size: int = option_field(IMAGE_SIZE, "PIXELS", "IIIF: pixels of the longer side of the images")
    every: float = option_field(PAUSE_SECONDS, "SECONDS", "seconds between two requests")
    refresh: bool = option_field(
        False,
        "",
        "fetch all documents again, also those kept from an earlier time",
    )
    allow_private: bool = option_field(
        False, "", "let an archive's answers and records lead to private addresses"
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True, kw_only=True)
class ReadOptions(Harvesting):
    """How to read an archive.

    kind: the name of the source's kind in `known_kinds.KINDS`, or '' to recognise it
    names: the archive's names of fields
    paging: how to find further pages of JSON
    folders: which files below a folder are read
    """

    kind: str = ""
    names: FieldNames = FieldNames()
    paging: Paging = Paging()
    folders: FolderOptions = FolderOptions()
