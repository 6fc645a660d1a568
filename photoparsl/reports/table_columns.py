"""The columns of a run's table besides measures and the manifest's other columns."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from photoparsl.manifests import origins


class PhotoStatus(StrEnum):
    """Whether a row's photo was measured: the values of the column `status`."""

    MEASURED = "measured"
    FAILED = "failed"


class Column(NamedTuple):
    """A column of the table.

    name: its header
    type: one of Table Schema's: integer, number, string or datetime
    description: its meaning, as the data dictionary has it
    """

    name: str
    type: str
    description: str


BEFORE_MEASURES = (
    Column("url", "string", "The photo's place as the manifest has it."),
    Column("row", "integer", "The photo's place in the manifest, from 0."),
    Column("year", "integer", "The year as the manifest has it; empty where it has none."),
    Column("earliest", "integer", "The earliest year, where the year is not exact."),
    Column("latest", "integer", "The latest year, where the year is not exact."),
    Column(
        "date",
        "string",
        "The date as the manifest has it, or as its columns of months and days give it: ISO 8601 "
        "or EDTF, else a text that wasn't read (docs/archives.md); empty where it has none.",
    ),
    Column("status", "string", f"'{PhotoStatus.MEASURED}' or '{PhotoStatus.FAILED}'."),
    Column("reason", "string", "Why it failed, one of a few (docs/measures.md); else empty."),
    Column("detail", "string", "The same as a sentence for people."),
)
AFTER_MEASURES = (
    Column(
        "missing",
        "string",
        "Why a measured photo has no value of a measure: MEASURE: REASON: SENTENCE, more of them "
        "after '; '; else empty.",
    ),
    Column(
        "stamp",
        "string",
        "The photo as 4 x 4 colours, row by row, each RGB565 in two bytes (little-endian), in "
        "base64.",
    ),
    Column(
        "digest",
        "string",
        "The first 128 bits of the SHA-256 of the photo's bytes, in hexadecimal; empty where "
        "version 0.1.0 measured it.",
    ),
    Column(
        "same_as",
        "integer",
        "The first row whose photo has the same bytes; empty for that row, and where there is no "
        "other.",
    ),
    Column("site", "string", "The site where it was measured, or last had a measure added."),
    Column("host", "string", "The machine there."),
    Column("started", "datetime", "When its slice was begun, in UTC, by that machine's clock."),
    Column("program", "string", "What measured it, with versions."),
    Column(
        origins.ORIGIN_COLUMN,
        "string",
        "Where a manifest from the web came from, or 'web'; else empty.  A run of this table as a "
        "manifest goes by it (docs/security.md).",
    ),
)
LIKENESS = (  # of a run with the measure difference_hash
    Column(
        "similar_to",
        "integer",
        "The first row of the archive with a photo that looks like this one, where that is an "
        "earlier one: their difference hashes differ in at most 5 of 64 bits.",
    ),
    Column(
        "similarity",
        "string",
        "'same', or 'negative' if one is the negative of the other; empty without such a row.",
    ),
)
