"""A table of photos, and which of its columns hold their places and years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from photoparsl.errors import ManifestError
from photoparsl.manifests.origins import ORIGIN_COLUMN

Row = tuple[int, Sequence[str] | str]  # its number, and its cells or what is wrong with them

_PLACES = (  # in what order they are believed, as `_bare` makes them
    "url", "imageurl", "photourl", "photographurl", "pictureurl", "imgurl", "urlofimage",
    "urlofphoto", "urlofphotograph", "urlofpicture", "urlimage", "urlphoto", "imagelink",
    "photolink", "picturelink", "linktoimage", "linktophoto", "downloadurl", "fileurl",
    "objectlocation", "imageuri", "imageweb", "image", "photo", "photograph", "picture", "img",
    "bildurl", "bild", "foto", "imagen", "immagine", "sourcefile", "file", "filename", "imagefile",
    "imagefilename", "photofile", "photofilename", "filepath", "imagepath", "path", "datei",
    "dateiname", "bilddatei", "contentdmfilename", "fichier", "nomdefichier", "archivo",
    "nombredearchivo", "link", "href", "src", "uri",
)  # fmt: skip
_YEARS = (
    "year", "yeartaken", "photoyear", "yearofphoto", "jahr", "aufnahmejahr", "année", "annee",
    "año", "ano", "anno", "jaar", "rok", "date", "datetaken", "datum", "fecha",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table of photos.

    `columns` are the names in the header, which is at `header`.  `where` and a row's number say
    where the row is.
    `rows(wanted)` gives each row's number and cells, or what is wrong with it; the columns
    `wanted` are those that it must have, and the cells of others may be empty.  One empty cell
    more, the last, is that of a column that there isn't.  `notes()` are sentences about how the
    rows were read so far.
    """

    columns: tuple[str, ...]
    header: str
    where: str
    rows: Callable[[Sequence[int]], Iterator[Row]]
    notes: Callable[[], list[str]] = list


@dataclass(frozen=True, slots=True)
class PhotoColumns:
    """Where a table holds its photos' places, years and origin: numbers of columns, -1 for none."""

    place: int
    year: int = -1
    earliest: int = -1
    latest: int = -1
    origin: int = -1

    @property
    def there(self) -> list[int]:
        """Those that there are."""
        columns = (self.place, self.year, self.earliest, self.latest, self.origin)
        return [n for n in columns if n >= 0]


def photo_columns(table: Table) -> PhotoColumns:
    """The columns of places and years; ManifestError where there is none of places, or two."""
    known = (_PLACES, _YEARS, ("earliest",), ("latest",), (_bare(ORIGIN_COLUMN),))
    found = PhotoColumns(*(_only(table, names) for names in known))
    if found.place < 0:
        raise ManifestError(
            f"{table.header}: expected a column 'url', found {listed(table.columns)}; rename the "
            "column of the photos' URLs or files, or name it: photoparsl manifest FILE "
            "--image COLUMN --date COLUMN"
        )
    return found


def place_columns(columns: Sequence[str]) -> list[str]:
    """The columns that may hold photos' places, the best first."""
    known = [column for column in columns if _bare(column) in _PLACES]
    return sorted(known, key=lambda column: _PLACES.index(_bare(column)))


def has_places(columns: Sequence[str]) -> bool:
    """Whether one of the columns is called like one of places."""
    return any(_bare(column) in _PLACES for column in columns)


def notes_of(table: Table, found: PhotoColumns) -> list[str]:
    """What a person may want to know of the choice of columns."""
    columns, notes = table.columns, table.notes()
    if columns[found.place].lower() != "url":
        notes.append(f"the photos' places are those of the column {columns[found.place]!r}")
    if found.year >= 0 and columns[found.year].lower() != "year":
        notes.append(f"the years are those of the column {columns[found.year]!r}")
    if found.year < 0 and found.earliest < 0 and found.latest < 0:
        notes.append(
            f"no photo has a year: there is no column 'year', but {listed(columns)} (another is "
            "taken by photoparsl manifest FILE --date COLUMN)"
        )
    return notes


def listed(columns: Sequence[str]) -> str:
    """The names of columns in a sentence."""
    shown = [repr(column[:60]) for column in columns if column]
    more = f" and {len(shown) - 30} more" if len(shown) > 30 else ""
    return (", ".join(shown[:30]) or "no names") + more


def _only(table: Table, known: Sequence[str]) -> int:
    """The number of the column whose name is known, and best, or -1."""
    names = [_bare(column) for column in table.columns]
    best = next((each for each in known if each in names), None)
    if best is None:
        return -1
    if names.count(best) > 1:
        twice = [column for column in table.columns if _bare(column) == best]
        raise ManifestError(
            f"{table.header}: expected one column {best!r}, found {listed(twice)}; rename one"
        )
    return names.index(best)


def _bare(name: str) -> str:
    """A column's name without case, spaces and punctuation."""
    return re.sub(r"[\W_]", "", name).lower()
