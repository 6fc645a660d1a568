"""Read the rows of a table: CSV, TSV, Parquet, JSON Lines, a list in JSON, or a spreadsheet."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from photoparsl.archives.dates import is_image_name, may_be_photos, role_of, texts_in_json
from photoparsl.archives.image_columns import names_image
from photoparsl.archives.json_items import is_json, json_items
from photoparsl.archives.merged_headers import named_columns
from photoparsl.archives.photo_files import files_below, is_photo
from photoparsl.archives.spreadsheets import is_spreadsheet, read_sheet
from photoparsl.fetching import web_address
from photoparsl.manifests import (
    ManifestTable,
    lines_above_header,
    nameless_remarks,
    open_file,
    open_table,
)
from photoparsl.number_text import counted

_FIRST_ROWS = 1_000  # of JSON Lines, by which the columns are known

_MOST_FILES = 20_000  # below a table that are looked at
_MOST_NAMES = 200  # of photos by which an encoding is known

_DEEPEST = 6  # levels of objects within each other
_SIZES = {"width", "height", "w", "h", "size", "label", "type", "format", "quality", "rel"}

_LOG = logging.getLogger(__name__)
_ABOVE = ("line above the header isn't", "lines above the header aren't")

_Row = tuple[str, dict[str, str] | str]  # its location, and its cells by column or its error


def columns_of(path: Path, sheet: str = "") -> dict[str, str]:
    """The names of a table's columns as they are written, each with its key in the rows.

    sheet: the name of a spreadsheet's sheet, or '' for the one with the most cells
    """
    if is_spreadsheet(path):
        header = next(read_sheet(path, sheet, is_logged=False), (0, []))[1]
        return _keys(named_columns(header, path, partial(_sheet_cells, sheet=sheet))[0])
    with open_file(path, str(path)) as file:
        if is_json(path):
            items = islice(json_items(file, path), _FIRST_ROWS)
            of_items = [_names_by_key(item) for _, item in items if not isinstance(item, str)]
            found: dict[str, str] = {}
            for key, name in chain.from_iterable(names.items() for names in of_items):
                found.setdefault(key, name)
            return {name: key for key, name in found.items()}
        return _keys(named_columns(_open(file, path).columns, path, _table_cells)[0])


def _keys(columns: Sequence[str]) -> dict[str, str]:
    named = zip(columns, _distinct(columns), strict=True)
    return {c + key.removeprefix(c.lower()): key for c, key in named if c.strip()}


def read_rows(
    path: Path, sheet: str = "", *, is_logged: bool = True, name: str = ""
) -> Iterator[_Row]:
    """Yield each row with its location.  The columns' names are in lower case.

    sheet: the name of a spreadsheet's sheet, or '' for the one with the most cells
    is_logged: whether to log how the file was read, and which lines above the header weren't read
    name: the file's name in what is logged (default: its path)
    """
    if is_spreadsheet(path):
        cells_of_rows = read_sheet(path, sheet, is_logged=is_logged, name=name)
        header = next(cells_of_rows, (0, []))[1]
        named, is_double = named_columns(header, path, partial(_sheet_cells, sheet=sheet))
        columns = _distinct(named)
        for number, row in islice(cells_of_rows, int(is_double), None):
            yield f"{path}: row {number}", dict(zip(columns, row, strict=False))
        _log(_remarks(header, named, is_double), name or path, is_logged=is_logged)
        return
    with open_file(path, str(path)) as file:
        if is_json(path):
            for where, item in json_items(file, path):
                yield where, item if isinstance(item, str) else flat_row(item)
            return
        table = _open(file, path, is_logged=is_logged, name=name)
        named, is_double = named_columns(table.columns, path, _table_cells)
        columns = _distinct(named)
        for number, cells in islice(table.rows((), ()), int(is_double), None):
            where = f"{table.where}{number}"
            if isinstance(cells, str):
                yield where, cells
            else:
                yield where, dict(zip(columns, cells, strict=False))
        remarks = [*table.remarks(), *_remarks(table.columns, named, is_double)]
        _log(remarks, name or path, is_logged=is_logged)


def _remarks(header: Sequence[str], named: Sequence[str], is_double: bool) -> list[str]:
    """What is said of columns whose names aren't those in the header."""
    if not is_double:
        return nameless_remarks(header, named)
    made = [after for before, after in zip(header, named, strict=True) if before != after]
    return [f"the header has two lines: columns are called {', '.join(map(repr, made[:5]))}"]


def _log(remarks: Iterable[str], name: str | Path, *, is_logged: bool) -> None:
    for remark in remarks if is_logged else ():
        _LOG.warning("%s: %s", name, remark)


def _sheet_cells(path: Path, sheet: str) -> Iterator[Sequence[str]]:
    """Yield the cells of a spreadsheet's rows below its header."""
    return (cells for _, cells in islice(read_sheet(path, sheet, is_logged=False), 1, None))


def _table_cells(path: Path) -> Iterator[Sequence[str]]:
    """Yield the cells of a table's rows that can be read."""
    with open_file(path, str(path)) as file:
        for _, cells in _open(file, path).rows((), ()):
            if not isinstance(cells, str):
                yield cells


def _open(file: BinaryIO, path: Path, *, is_logged: bool = False, name: str = "") -> ManifestTable:
    """Open a table, and pass over the lines above its header."""
    above = lines_above_header(file, str(path))
    if above and is_logged:
        first = above[0].strip()[:60]
        _LOG.warning("%s: %s read: %r", name or path, counted(len(above), *_ABOVE), first)
    return open_table(file, str(path), len(above), partial(_photos_below, path.parent))


def _photos_below(folder: Path) -> Iterator[str]:
    """The names of photos below a table's folder that have other letters than ASCII's."""
    files = islice(files_below(folder, lambda _: None), _MOST_FILES)
    below = (path.name for path, _ in files if not path.name.isascii() and is_photo(path))
    return islice(below, _MOST_NAMES)


def _distinct(columns: Sequence[str]) -> list[str]:
    """The columns' names in lower case.  A repeated name gets a number."""
    names, numbers = dict[str, None](), Counter[str]()
    for column in columns:
        name = lower = column.lower()
        while name in names:
            numbers[lower] += 1
            name = f"{lower} {numbers[lower] + 1}"
        names[name] = None
    return list(names)


def flat_row(row: dict[str, Any], spelled: Callable[[str], str] = str.lower) -> dict[str, str]:
    """The texts of an object by column.

    Those of objects within it have names like 'artist.birth date'.

    spelled: how the names are spelled (default: in lower case)
    """
    if len(set(map(spelled, row))) < len(row):
        names = _distinct(list(row))
        row = dict(zip(names, row.values(), strict=True))
    cells = {spelled(str(name)): _scalar(value) for name, value in row.items()}
    for path, text in texts_in_json(row):
        name = spelled(".".join(path))
        before = cells.get(name, "")
        is_further = before not in ("", text) and may_be_photos(role_of(path[-1]))
        cells[name] = f"{before}; {text}" if is_further else before or text
    for path, images in _lists_of_images(row, ()):
        cells[spelled(".".join(path))] = "; ".join(images)
    return cells


def _lists_of_images(
    value: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The lists of several images in an object, each with the names that lead to it.

    They are texts, or objects with one image each.  Objects with a size are the sizes of one image.
    """
    if isinstance(value, dict) and len(path) < _DEEPEST:
        for name, inner in value.items():
            yield from _lists_of_images(inner, (*path, str(name)))
    elif isinstance(value, list) and len(value) > 1 and _are_image_names(value, path):
        yield path, value
    elif isinstance(value, list) and len(value) > 1 and all(map(_is_without_size, value)):
        for name in value[0]:
            images = [inner.get(name) for inner in value]
            if _are_image_names(images, (*path, str(name))):
                yield (*path, str(name)), images


def _is_without_size(value: Any) -> bool:
    return isinstance(value, dict) and not _SIZES & {str(name).lower() for name in value}


def _are_image_names(values: list[Any], path: tuple[str, ...]) -> bool:
    """Whether these are different images, by their ends, or URLs in a list of images."""
    texts = {value for value in values if isinstance(value, str)}
    is_list = bool(path) and names_image(path[-1]) and all(map(web_address, texts))
    return len(texts) == len(values) and (is_list or all(map(is_image_name, texts)))


def _scalar(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _names_by_key(row: dict[str, Any]) -> dict[str, str]:
    """The names of an object's columns as they are written, by their keys in the rows."""
    names = {name.lower(): name for name in reversed(flat_row(row, str))}
    return {key: names.get(key, key) for key in flat_row(row)}
