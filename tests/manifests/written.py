"""Manifests as people and their programs write them: the same three photos in each."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Sequence

import pandas

PLACES = ["photos/a 1.jpg", "photos/Größe, hell.jpg", "photos/c.jpg"]
YEARS = [1880, 1901, None]
TITLES = ['A "hill"', "Sea;\nshore", ""]

Cells = Sequence[object]
FRAME = pandas.DataFrame({"url": PLACES, "title": TITLES, "year": pandas.array(YEARS, "Int64")})


def table(header: Cells, delimiter: str = ",", end: str = "\r\n", quoting: int = 0) -> str:
    """CSV as Python's module has it, of the columns place, title and year."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    rows.writerow(header)
    rows.writerows(zip(PLACES, TITLES, YEARS, strict=True))
    return text.getvalue()


def plain(*parts: str) -> bytes:
    return "".join(parts).encode()


def parquet(frame: pandas.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.to_parquet(file)
    return file.getvalue()


_EXCEL = table(("URL", "Title", "Year"))
_GERMAN = table(("Bild", "Titel", "Jahr"), ";")
_TABS = table(("url", "title", "year"), "\t")
_MAC = table(("Filename", "Title", "Year "), "\t", "\n")
_DAYS = pandas.to_datetime(pandas.Series(["1880-05-04", "1901-12-31", None]))

MANIFESTS = {
    "python.csv": plain(table(("url", "title", "year"))),
    "python-quoted.csv": plain(table(("url", "title", "year"), quoting=csv.QUOTE_ALL)),
    "excel-windows.csv": codecs.BOM_UTF8 + plain(_EXCEL),
    "excel-1252.csv": _EXCEL.encode("cp1252"),
    "excel-german-1252.csv": _GERMAN.encode("cp1252"),
    "excel-sep.csv": plain("sep=;\r\n", _GERMAN),
    "excel-unicode.txt": codecs.BOM_UTF16_LE + _TABS.encode("utf-16-le"),
    "utf-16-without-mark.tsv": _TABS.encode("utf-16-le"),
    "utf-16-be.csv": codecs.BOM_UTF16_BE + _EXCEL.encode("utf-16-be"),
    "utf-16-be-without-mark.csv": _EXCEL.encode("utf-16-be"),
    "utf-32.csv": codecs.BOM_UTF32_LE + _EXCEL.encode("utf-32-le"),
    "old-mac.csv": plain(_EXCEL.replace("\r\n", "\r").replace("\n", "\r")),
    "old-mac.tsv": plain(_MAC.replace("\n", "\r")),
    "pipes.csv": plain(table(("File name", "Title", "YEAR"), "|")),
    "sheets.csv": plain(table(("image_url", "title", "year")).rstrip()),
    "trailing-cells.csv": plain(
        _EXCEL.replace("Year", "Year,,").replace("1880", "1880,,"), ",,\r\n"
    ),
    "cells-left-out.csv": plain(
        "Year,URL,Title,Note,Seen\r\n1880,photos/a 1.jpg\r\n"
        '1901,"photos/Größe, hell.jpg",Sea\r\n,photos/c.jpg,,\r\n'
    ),
    "header-of-two-lines.csv": plain(_EXCEL.replace("Title", '"Title,\nas given"')),
    "spaces.csv": plain(
        'url, "year"\n"photos/a 1.jpg", 1880\n  "photos/Größe, hell.jpg", "1901"\nphotos/c.jpg,\n'
    ),
    "blank-lines.csv": plain(
        "\n\n# of our archive\n", _EXCEL.replace("\r\nphotos", "\r\n\r\nphotos")
    ),
    "number-column.csv": plain(
        '#,url,year\n1,photos/a 1.jpg,1880\n2,"photos/Größe, hell.jpg",1901\n3,photos/c.jpg,\n'
    ),
    "empty-columns.tsv": plain(
        "\turl\tyear\t\n\tphotos/a 1.jpg\t1880\t\n\tphotos/Größe, hell.jpg\t1901\t\n"
        "\tphotos/c.jpg\t\t\n"
    ),
    "pandas.csv": plain(FRAME.to_csv(index=False)),
    "pandas-index-and-floats.csv": plain(FRAME.astype({"year": "float64"}).to_csv()),
    "pandas-decimal-comma.csv": plain(
        FRAME.astype({"year": "float64"}).to_csv(sep=";", decimal=",")
    ),
    "pandas-nan.csv": plain(FRAME.to_csv(na_rep="NaN")),
    "pandas-days.csv": plain(FRAME.assign(year=_DAYS).to_csv(index=False)),
    "pandas.csv.gz": gzip.compress(plain(FRAME.to_csv(index=False))),
    "pandas.parquet": parquet(FRAME),
    "pandas-categories.parquet": parquet(FRAME.astype({"url": "category"})),
    "pandas-days.parquet": parquet(FRAME.assign(year=_DAYS).rename(columns={"year": "Date"})),
    "polars-iso.csv": plain(
        'url,year\nphotos/a 1.jpg,1880-05-04T00:00:00.000000\n"photos/Größe, hell.jpg",1901-01-01\n'
        "photos/c.jpg,\n"
    ),
    "r-write-csv.csv": plain(
        '"","url","year"\n"1","photos/a 1.jpg",1880\n"2","photos/Größe, hell.jpg",1901\n'
        '"3","photos/c.jpg",NA\n'
    ),
    "r-write-csv2.csv": plain(
        '"Photo";"Year"\n"photos/a 1.jpg";1880\n"photos/Größe, hell.jpg";1901\n"photos/c.jpg";NA\n'
    ),
    "r-write-table.txt": plain(
        '"url" "year"\n"photos/a 1.jpg" 1880\n"photos/Größe, hell.jpg" 1901\n"photos/c.jpg" NA\n'
    ),
    "mysql.tsv": plain(
        "id\tFile name\tYear\n1\tphotos/a 1.jpg\t1880\n2\tphotos/Größe, hell.jpg\t1901\n"
        "3\tphotos/c.jpg\t\\N\n"
    ),
    "long-cells.csv": plain(_EXCEL.replace("shore", "shore " * 100_000)),
}  # fmt: skip
