"""Kinds of sources: how each is recognised and read.

A reader's module defines one as `KIND`, and `known_kinds.KINDS` lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoparsl.archives.harvest import Harvest
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import ReadOptions
from photoparsl.archives.record import RecordOrSkipped


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source.

    name: its name for `--as`
    description: a short description for the help
    """

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class FileKind(Kind):
    """Local files, recognised by the ends of their names.

    suffixes: the ends of names, in lower case.  `.gz` may follow
    read: reads a file.  Its second argument holds the photos of all sources, among which it finds
        those that the file names
    """

    suffixes: tuple[str, ...]
    read: Callable[[Path, PhotoFiles, ReadOptions], Iterator[RecordOrSkipped]]


@dataclass(frozen=True, slots=True)
class JsonKind(Kind):
    """JSON in a file or at a URL, recognised by its content.

    recognises: tells whether a document is of this kind
    read: reads a document, given the file or URL that it came from.  The harvest fetches further
        documents
    """

    recognises: Callable[[Any], bool]
    read: Callable[[str, Any, Harvest, ReadOptions], Iterator[RecordOrSkipped]]


@dataclass(frozen=True, slots=True)
class UrlKind(Kind):
    """Services on the web, recognised by their URL.

    recognises: tells whether a URL is of this kind
    read: reads the records at a URL.  The harvest fetches them
    """

    recognises: Callable[[str], bool]
    read: Callable[[str, Harvest, ReadOptions], Iterator[RecordOrSkipped]]
