"""The columns of a run's table besides measures and the manifest's other columns."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from photoparsl.manifests import origins


class PhotoStatus(StrEnum):
    """Whether a row's photo was measured: the values of the column `status`."""

    MEASURED = "measured"
    FAILED = "failed"


class TableColumn(NamedTuple):
    """A column of the table.

    name: its header
    type: one of Table Schema's: integer, number, string or datetime
    description: its meaning, as the data dictionary has it
    """

    name: str
    type: str
    description: str


BEFORE_MEASURES = (
    TableColumn("url", "string", "The photo's place as the manifest has it."),
    TableColumn("row", "integer", "The photo's place in the manifest, from 0."),
    TableColumn("year", "integer", "The year as the manifest has it; empty where it has none."),
    TableColumn("earliest", "integer", "The earliest year, where the year is not exact."),
    TableColumn("latest", "integer", "The latest year, where the year is not exact."),
    TableColumn(
        "date",
        "string",
        "The date as the manifest has it, or as its columns of months and days give it: ISO 8601 "
        "or EDTF, else a text that wasn't read (docs/archives.md); empty where it has none.",
    ),
    TableColumn("status", "string", f"'{PhotoStatus.MEASURED}' or '{PhotoStatus.FAILED}'."),
    TableColumn("reason", "string", "Why it failed, in one word (docs/measures.md); else empty."),
    TableColumn("detail", "string", "Why it failed, as a sentence for people."),
)
AFTER_MEASURES = (
    TableColumn(
        "missing",
        "string",
        "Why a measured photo has no value of a measure: MEASURE: REASON: SENTENCE, more of them "
        "after '; '; else empty.",
    ),
    TableColumn(
        "stamp",
        "string",
        "The photo as 4 x 4 colours, row by row, each RGB565 in two bytes (little-endian), in "
        "base64.",
    ),
    TableColumn(
        "digest",
        "string",
        "The first 128 bits of the SHA-256 of the photo's bytes, in hexadecimal; empty where "
        "version 0.1.0 measured it.",
    ),
    TableColumn(
        "same_as",
        "integer",
        "The first row whose photo has the same bytes; empty for that row, and where there is no "
        "other.",
    ),
    TableColumn("site", "string", "The site where it was measured, or last had a measure added."),
    TableColumn("host", "string", "The machine at that site."),
    TableColumn(
        "started", "datetime", "When its slice was begun, in UTC, by that machine's clock."
    ),
    TableColumn("program", "string", "The programs that measured it, with versions."),
    TableColumn(
        origins.ORIGIN_COLUMN,
        "string",
        "Where a manifest from the web came from, or 'web'; else empty.  A run that reads this "
        "table as its manifest fetches no more than that place allows (docs/security.md).",
    ),
)
LIKENESS = (  # of a run with the measure difference_hash
    TableColumn(
        "similar_to",
        "integer",
        "The first row of the archive with a photo that looks like this one, where that is an "
        "earlier one: their difference hashes differ in at most 5 of 64 bits.",
    ),
    TableColumn(
        "similarity",
        "string",
        "'same', or 'negative' if one is the negative of the other; empty without such a row.",
    ),
)
