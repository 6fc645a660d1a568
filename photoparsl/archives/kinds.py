"""Kinds of sources: how each is recognised and read.

A reader's module makes one of these, and `sources.KINDS` lists it.
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

    name: what `--as` calls it
    description: what it is, in a few words, for the help
    """

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class FileKind(Kind):
    """Files of this machine, recognised by their names.

    suffixes: what their names end in, in lower case; `.gz` may follow
    read: reads a file; the photos are those of all sources, by which it may find its own
    """

    suffixes: tuple[str, ...]
    read: Callable[[Path, PhotoFiles, ReadOptions], Iterator[RecordOrSkipped]]


@dataclass(frozen=True, slots=True)
class JsonKind(Kind):
    """JSON in a file or at a URL, recognised by what it holds.

    recognises: whether a document is of this kind
    read: reads the document that came from the file or URL; what else it needs, the harvest fetches
    """

    recognises: Callable[[Any], bool]
    read: Callable[[str, Any, Harvest, ReadOptions], Iterator[RecordOrSkipped]]


@dataclass(frozen=True, slots=True)
class UrlKind(Kind):
    """Services on the web, recognised by their URL.

    recognises: whether a URL is of this kind
    read: reads what is at the URL
    """

    recognises: Callable[[str], bool]
    read: Callable[[str, Harvest, ReadOptions], Iterator[RecordOrSkipped]]
