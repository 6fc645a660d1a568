"""Read records from an archive's JSON interface, page by page, with the user's JMESPath.

One reader with expressions serves every archive.  A module for each archive would have to follow
that archive's changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from photoparsl.archives.dates import (
    DateCandidate,
    Role,
    bare_name,
    choose_date,
    dates_in_json,
    is_image_name,
    parts_of,
    plain_text,
    role_of_parent,
    texts_in_json,
    with_several_doubted,
)
from photoparsl.archives.harvest import Harvest, MissingError
from photoparsl.archives.image_columns import (
    SAMPLE,
    ImageColumns,
    find_image_columns,
    images_in,
    names_image,
)
from photoparsl.archives.image_sizes import of_best_sizes
from photoparsl.archives.json_lists import InList
from photoparsl.archives.json_pages import read_pages, search
from photoparsl.archives.json_parts import JsonWholes
from photoparsl.archives.json_text import key_problem, repeated_key
from photoparsl.archives.kinds import JsonKind
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.table_photos import FolderPhotos
from photoparsl.archives.table_rows import flat_row
from photoparsl.archives.url_template import fields_of, fill, fill_all
from photoparsl.fetching import web_address
from photoparsl.manifests import TITLES


def read_json_api(
    url: str, document: Any, harvest: Harvest, options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each item of an answer and of the pages that follow it.

    url: the URL or file that the answer came from
    document: the answer
    harvest: fetches the further pages
    options: `names` and `paging` hold the expressions

    Raises ManifestError for an invalid expression, and if the answer has no list of items.
    """
    for page in read_pages(url, document, harvest, options):
        if isinstance(page, Skipped):
            yield page
            continue
        images = image_fields(page.items, FolderPhotos(PhotoFiles(())), options)
        wholes = JsonWholes(page.items, url)
        for number, item in enumerate(page.items, start=1):
            where, whole = f"{page.url}#{number}", wholes.of(item)
            yield from read_item(where, item, harvest, options, InList(images, whole, page.name))


_IDENTIFIERS = ("identifier", "id", "objectid", "uuid")
_TITLES = tuple(dict.fromkeys(("title", "label", *TITLES, "displaytitle", "name")))
_FORMS = ("value", "text", "rendered", "main", "display", "none", "plain", "string")
_LONGEST_LANGUAGE = 3  # letters of a language's code

KIND = JsonKind("json", "any other JSON of records", lambda document: True, read_json_api)


def image_fields(items: Sequence[Any], photos: FolderPhotos, options: ReadOptions) -> ImageColumns:
    """The fields that hold photos, by what is in the first items, unless the user names them."""
    if options.names.image_column or options.names.url or options.paging.record_url:
        return ImageColumns()
    rows = [flat_row(item, str) for item in items[:SAMPLE] if isinstance(item, dict)]
    return find_image_columns(rows, photos)


def read_item(
    where: str,
    item: Any,
    harvest: Harvest,
    options: ReadOptions,
    in_list: InList = InList(),
) -> Iterator[RecordOrSkipped]:
    """Read an item of a list.  It may have several photos.

    where: its place, for messages
    in_list: what the list that it is in tells about it
    """
    images, whole, around = in_list
    names, fields = options.names, _fields(item)
    if (key := repeated_key(item)) == "" and options.paging.record_url:
        where = fill(options.paging.record_url, fields)
        try:
            item = harvest.get_json(where)
        except MissingError as error:
            yield error.skipped(where)
            return
        fields, key = _fields(item), repeated_key(item)
    if key or not isinstance(item, dict):
        detail = f"expected an object, found {str(item)[:60]!r}"
        detail = key_problem(key) if key else detail
        yield Skipped(where, SkipReason.NOT_AN_ITEM, detail)
        return
    identifier = _text(names.identifier, _IDENTIFIERS, item, "--identifier")
    urls, photo_from = [_url(item, fields, identifier, names)], "JSON records"
    if images.taken:
        row = flat_row(item, str)
        cells = {field: images_in(row.get(field, "")) for field in images.taken}
        field = next((f for f, found in cells.items() if _is_image(f, found[0])), "")
        urls, of_sizes = of_best_sizes(cells.get(field, [""]))
        photo_from = f"the field {field!r}{of_sizes}"
    dates = choose_date(_dates(item, names, around))
    dates = choose_date(_dates(whole, names, around)) if whole and not dates.taken else dates
    title = _text(names.title_column, _TITLES, item, "--title-column")
    title = title or _text(names.title_column, _TITLES, whole or {}, "--title-column")
    texts = ((".".join(map(_quoted, path)), text) for path, text in texts_in_json(item))
    record = Record(where, "", with_several_doubted(dates), identifier, title)
    kept = () if dates.taken and any(urls) else tuple(texts)
    record = replace(record, texts=kept, other_images=images.others, photo_from=photo_from)
    record = replace(record, cells=_cells(item, names))
    yield from (replace(record, url=url) for url in urls)


def _is_image(field: str, text: str) -> bool:
    """Whether a text names an image, by its end, or is a URL in a field of images."""
    return is_image_name(text) or (names_image(field) and web_address(text.strip()) is not None)


def _quoted(name: str) -> str:
    """A field's name as JMESPath has it."""
    return name if re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) else json.dumps(name)


def _url(item: Any, fields: dict[str, str], identifier: str, names: FieldNames) -> str:
    image = _first_text(names.image_column, item, "--image-column") if names.image_column else ""
    if not names.url:
        return image.partition("#")[0]
    absent = dict.fromkeys(fields_of(names.url), "")  # fields that the item lacks are empty
    return fill_all(names.url, {**absent, **fields, "identifier": identifier, "image": image})


def _dates(item: Mapping[str, Any], names: FieldNames, around: str) -> list[DateCandidate]:
    usual = dates_in_json(item, around)
    if not names.date_column:
        return usual
    found = [date for date in usual if date.role in (Role.FLAG, Role.KIND)]
    for user_rank, name in enumerate(names.date_column, start=1):
        for expression, part in parts_of(name):
            value = search(expression, item, "--date-column")
            for text in filter(
                None, map(plain_text, value if isinstance(value, list) else [value])
            ):
                found.append(DateCandidate(Role.DATE, text, expression, user_rank, part=part))
    return found


def _cells(item: Any, names: FieldNames) -> dict[str, str]:
    """The texts of the columns that the user chose.  Those of a list are joined."""
    cells = {}
    for name in names.columns:
        value = search(name, item, "--columns")
        texts = map(plain_text, value if isinstance(value, list) else [value])
        cells[name.lower()] = "; ".join(filter(None, texts))
    return cells


def _text(chosen: Sequence[str], usual: Sequence[str], item: Any, option: str) -> str:
    """The text of the first expression that the user chose, else of a usual name.

    It may be within objects that only group the item's own data, like `attributes`.  The outermost
    text counts.
    """
    if chosen:
        return _first_text(chosen, item, option)
    found: list[tuple[int, int, str]] = []
    for path, text in texts_in_json(item):
        names = list(map(bare_name, path))
        while len(names) > 1 and (names[-1] in _FORMS or len(names[-1]) <= _LONGEST_LANGUAGE):
            names.pop()  # {"title": {"en": "Street"}}
        if names[-1] in usual and all(role_of_parent(name) is None for name in names[:-1]):
            found.append((len(names), usual.index(names[-1]), text))
    return min(found, key=lambda text: text[:2], default=(0, 0, ""))[2]


def _first_text(expressions: Sequence[str], item: Any, option: str) -> str:
    """The text of the first expression that finds one, or '' if none does.

    option: the option that has the expressions, for messages
    """
    for expression in expressions:
        if text := plain_text(search(expression, item, option)):
            return text
    return ""


def _fields(item: Any) -> dict[str, str]:
    """The fields for a template: the item's texts by name, or the item itself as `item`."""
    if not isinstance(item, dict):
        return {"item": plain_text(item)}
    return {name: text for name, value in item.items() if (text := plain_text(value))}
