"""Finds the sections of documents in which a word stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_HEADING = re.compile(r"^#+ (.+)$")
_IN_HEADING = 20  # a heading counts as much as so many words below one
_EXPLAINED = 5  # and so does the row of a table that explains the word


class Section(NamedTuple):
    """A section of a page: the page's name, the heading, and how often a word stands in it."""

    page: str
    heading: str
    words: int


def sections_with(word: str, pages: Mapping[str, Path], most: int) -> list[Section]:
    """Return the section of each page in which a word stands most often, best page first.

    pages: the pages' files by their names
    most: how many pages at most
    """
    best = []
    for name, path in pages.items():
        sections = list(_sections(name, path.read_text(encoding="utf-8"), word.lower()))
        best.append(max(sections, key=lambda section: section.words))
    found = sorted((section for section in best if section.words), key=lambda s: -s.words)
    return found[:most]


def _sections(page: str, text: str, word: str) -> Iterator[Section]:
    pattern = re.compile(rf"(?<![^\W_]){re.escape(word)}s?(?![^\W_])", re.IGNORECASE)
    heading, count, is_code = page, 0, False
    for line in text.splitlines():
        is_code ^= line.startswith("```")
        if (found := _HEADING.match(line)) and not is_code:
            yield Section(page, heading, count)
            heading = found[1].replace("`", "")
            count = _IN_HEADING * bool(pattern.search(heading))
        else:
            count += len(pattern.findall(line))
            count += _EXPLAINED * line.lower().startswith(f"| `{word}` ")
    yield Section(page, heading, count)
