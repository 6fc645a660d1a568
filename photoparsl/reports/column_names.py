"""Names for the columns of a manifest in a table that has columns of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from photoparsl.redact import visible


def unique_names(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Return each name, with `manifest_` before it or a number after it where it is taken.

    Names that differ only in upper and lower case are the same.

    >>> unique_names(["Title", "URL", "title"], ["url"])
    ['Title', 'manifest_URL', 'title_2']
    """
    ours = {name.lower() for name in taken}
    found: dict[str, str] = {}  # each name by itself in small letters
    for name in map(visible, names):
        free = f"manifest_{name}" if name.lower() in ours else name
        unique = next(n for n in _numbered(free) if n.lower() not in {*ours, *found})
        found[unique.lower()] = unique
    return list(found.values())


def _numbered(name: str) -> Iterator[str]:
    """The name, then the name with 2, 3 and so on after it."""
    yield name
    for number in count(2):
        yield f"{name}_{number}"
