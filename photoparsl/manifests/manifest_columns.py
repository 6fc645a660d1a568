"""Find the columns of a table that hold the photos' places (URLs or paths) and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from photoparsl.errors import ManifestError, spelling_hint
from photoparsl.manifests.manifest_table import ManifestTable
from photoparsl.manifests.origins import ORIGIN_COLUMN
from photoparsl.options import option

_PLACES = (  # bare names, the best first
    "url", "imageurl", "photourl", "photographurl", "pictureurl", "imgurl", "urlofimage",
    "urlofphoto", "urlofphotograph", "urlofpicture", "urlimage", "urlphoto", "imagelink",
    "photolink", "picturelink", "linktoimage", "linktophoto", "downloadurl", "fileurl",
    "objectlocation", "imageuri", "imageweb", "image", "photo", "picture", "img",
    "bildurl", "bild", "foto", "imagen", "immagine", "sourcefile", "file", "filename", "imagefile",
    "imagefilename", "photofile", "photofilename", "filepath", "imagepath", "path", "datei",
    "dateiname", "bilddatei", "contentdmfilename", "fichier", "nomdefichier", "archivo",
    "nombredearchivo", "link", "href", "src", "uri",
    "photograph",  # in German catalogues, the photographer
)  # fmt: skip
_YEARS = (
    "year", "yeartaken", "photoyear", "yearofphoto", "jahr", "aufnahmejahr", "année", "annee",
    "año", "ano", "anno", "jaar", "rok",
)  # fmt: skip
_DATES = ("date", "edtf", "dateedtf", "edtfdate", "datetaken", "datum", "fecha")
_MONTHS = ("month", "monthtaken", "photomonth", "monat", "mois", "mes", "mese", "maand")
_DAYS = ("day", "daytaken", "photoday", "tag", "jour", "día", "dia", "giorno", "dag")


@dataclass(frozen=True, slots=True)
class ManifestColumns:
    """The numbers of a table's columns of photos' data, from 0, or -1 for a column that is missing.

    place: the column of URLs or paths
    year: the column of years
    earliest: the column of the first possible years
    latest: the column of the last possible years
    origin: the column of the rows' origins (`origins`)
    date: the column of dates
    month: the column of months.  It is used only beside years, and without a column of dates
    day: the column of days of the month.  It is used only beside months
    """

    place: int
    year: int = -1
    earliest: int = -1
    latest: int = -1
    origin: int = -1
    date: int = -1
    month: int = -1
    day: int = -1

    @property
    def known(self) -> list[int]:
        """The numbers of the columns whose cells `RowBlock` has fields for."""
        columns = (self.place, self.year, self.earliest, self.latest, self.origin, self.date)
        return [n for n in columns if n >= 0]

    @property
    def present(self) -> list[int]:
        """The numbers of all columns that were found."""
        return self.known + [n for n in (self.month, self.day) if n >= 0]

    @property
    def has_years(self) -> bool:
        """Whether there is a column of years, besides that of dates."""
        return max(self.year, self.earliest, self.latest) >= 0


def find_columns(table: ManifestTable) -> ManifestColumns:
    """Find the columns by their names.

    Raises ManifestError if there is no column of places, or two columns have the same name.
    """
    known = (_PLACES, _YEARS, ("earliest",), ("latest",), (bare_column(ORIGIN_COLUMN),))
    found = ManifestColumns(*(_only(table, names) for names in known))
    found = replace(found, date=_only(table, _DATES, is_optional=found.has_years))
    if found.year >= 0 > found.date:
        month = _only(table, _MONTHS, is_optional=True)
        day = _only(table, _DAYS, is_optional=True) if month >= 0 else -1
        found = replace(found, month=month, day=day)
    if found.place < 0:
        raise ManifestError(
            f"{table.header}: expected a column 'url', found {name_columns(table.columns)}; rename "
            f"the column of the photos' URLs or files, or name it with {option('--image-column')}, "
            f"and that of the dates with {option('--date-column')}"
        )
    return found


def place_columns(columns: Sequence[str]) -> list[str]:
    """The names of columns that may hold photos' places, the most likely first."""
    known = [column for column in columns if bare_column(column) in _PLACES]
    return sorted(known, key=lambda column: _PLACES.index(bare_column(column)))


def has_places(columns: Sequence[str]) -> bool:
    """Whether a column has a usual name for photos' places."""
    return any(bare_column(column) in _PLACES for column in columns)


def find_column(name: str, columns: Sequence[str]) -> int:
    """Return the number of the column of that name.  If need be, upper and lower case are the same.

    Raises ManifestError if there is none, or if there are several.

    >>> find_column("collection", ["Title", "Collection"])
    1
    """
    exact = [n for n, column in enumerate(columns) if column == name]
    found = exact or [n for n, column in enumerate(columns) if column.lower() == name.lower()]
    if len(found) == 1:
        return found[0]
    others = f"besides places and years, the manifest has {name_columns(columns, 'no column')}"
    if found:
        raise ManifestError(f"{name!r} is the name of {len(found)} columns: {others}; rename one")
    raise ManifestError(f"there is no column {name!r}: {others}{spelling_hint(name, columns)}")


def column_remarks(table: ManifestTable, found: ManifestColumns) -> list[str]:
    """Sentences for the user about the choice of columns, and about how the rows were read."""
    columns, remarks = table.columns, table.remarks()
    if columns[found.place].lower() != "url":
        remarks.append(f"the photos' URLs or files are from the column {columns[found.place]!r}")
    if found.year >= 0 and columns[found.year].lower() != "year":
        remarks.append(f"the years are from the column {columns[found.year]!r}")
    if found.date >= 0 and not (found.has_years and columns[found.date].lower() == "date"):
        what = "dates" if found.has_years else "years"
        remarks.append(f"the {what} are from the column {columns[found.date]!r}")
    if found.month >= 0:
        remark = f"the months are from the column {columns[found.month]!r}"
        remarks.append(
            remark + (f", the days from {columns[found.day]!r}" if found.day >= 0 else "")
        )
    if not found.has_years and found.date < 0:
        remarks.append(
            f"no photo has a year: there is no column 'year', but {name_columns(columns)} "
            f"({option('--date-column', 'COLUMN')} takes another)"
        )
    return remarks


def name_columns(columns: Sequence[str], none: str = "no names") -> str:
    """At most 30 names of columns, for a sentence, or `none` where there are none."""
    shown = [repr(column[:60]) for column in columns if column]
    more = f" and {len(shown) - 30} more" if len(shown) > 30 else ""
    return (", ".join(shown[:30]) or none) + more


def _only(table: ManifestTable, known: Sequence[str], *, is_optional: bool = False) -> int:
    """The number of the column with the first of the `known` names that the table has, or -1.

    If two columns have this name, the number is -1 if it `is_optional`, else this raises
    ManifestError.
    """
    names = [bare_column(column) for column in table.columns]
    best = next((name for name in known if name in names), None)
    if best is None:
        return -1
    if names.count(best) > 1:
        if is_optional:
            return -1
        twice = [column for column in table.columns if bare_column(column) == best]
        raise ManifestError(
            f"{table.header}: expected one column {best!r}, found {name_columns(twice)}; rename one"
        )
    return names.index(best)


def bare_column(name: str) -> str:
    """A column's name without case, spaces and punctuation."""
    return re.sub(r"[\W_]", "", name).lower()
