"""Read the objects of JSON Lines, or of a list in JSON, as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from photoparsl.archives.json_text import key_problem, parse_document, parse_lines, repeated_key
from photoparsl.errors import ManifestError
from photoparsl.manifests import TextLines

JSON_LINES = (".jsonl", ".ndjson")


def is_json(path: Path) -> bool:
    """Whether a file's name is that of JSON Lines, or of a list in JSON."""
    return is_list(path) or _suffix(path) in JSON_LINES


def is_list(path: Path) -> bool:
    """Whether a file's name is that of JSON, which may be a list."""
    return _suffix(path) == ".json"


def json_items(file: BinaryIO, path: Path) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """Yield the place of each object, and the object, or why it isn't one.

    Raises ManifestError if a file of JSON isn't a list.
    """
    if not is_list(path):
        for number, item in parse_lines(TextLines(file, str(path))):
            yield f"{path}:{number}", item
        return
    try:
        items = parse_document(file.read())
    except ValueError as error:
        raise ManifestError(f"{path}: {error}") from error
    if not isinstance(items, list):
        raise ManifestError(f"{path}: isn't a list of records")
    for number, item in enumerate(items, start=1):
        problem = "" if isinstance(item, dict) else "isn't a JSON object"
        if key := repeated_key(item):
            problem = key_problem(key)
        yield f"{path}#{number}", problem or item


def _suffix(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix
