"""Read a second line of a header below merged cells: `Negative` above `from, to`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from photoparsl.manifests import name_all

_NO_NAME = re.compile(r"\d{3}|://|\.\w{2,4}$")  # dates, URLs and files aren't names


def named_columns(
    header: Sequence[str], path: Path, read_cells: Callable[[Path], Iterator[Sequence[str]]]
) -> tuple[tuple[str, ...], bool]:
    """The names of a table's columns, and whether the row below the header is a part of it.

    header: the header's names, '' for the cells that are merged with the one before
    path: the table's file
    read_cells: reads the cells of the rows below the header
    """
    if not all(name.strip() for name in header):
        second = next(read_cells(path), ())
        if names := with_second_line(header, second):
            return names, True
    return name_all(header, path, read_cells), False


def with_second_line(header: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """The names of columns in two lines, or () if the second line is a record.

    It is a header's if it has texts below merged cells only, and none is a date, a file or a URL.

    >>> with_second_line(["File", "Negative", ""], ["", "from", "to"])
    ('File', 'Negative from', 'Negative to')
    >>> with_second_line(["File", "Negative", ""], ["a.jpg", "1931", "1935"])
    ()
    """
    names, texts = [name.strip() for name in header], [text.strip() for text in second]
    if any(texts[len(names) :]):
        return ()
    texts = (texts + [""] * len(names))[: len(names)]
    merged: list[str] = []
    for number, name in enumerate(names):
        is_first = bool(name) and number + 1 < len(names) and not names[number + 1]
        merged.append(name if is_first else merged[-1] if merged and not name else "")
    filled = [number for number, text in enumerate(texts) if text]
    is_header = len(filled) > 1 and any(not names[number] for number in filled)
    is_record = not all(merged[number] for number in filled)
    if not is_header or is_record or any(map(_NO_NAME.search, texts)):
        return ()
    return tuple(
        f"{group} {text}" if text else name
        for name, group, text in zip(names, merged, texts, strict=True)
    )
