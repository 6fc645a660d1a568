"""The columns of a run's table besides measures and the manifest's other columns.

Each is declared once: its name, type and meaning, and the function that returns its cell in the row
of a photo, measured or failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from photoparsl.manifests import origins
from photoparsl.redact import without_secrets
from photoparsl.reports.photo_column import Cell, PhotoColumn
from photoparsl.results import Failure, Measurement, Missing


class PhotoStatus(StrEnum):
    """Whether a row's photo was measured: the values of the column `status`."""

    MEASURED = "measured"
    FAILED = "failed"


def _if_measured(cell: Callable[[Measurement], Any]) -> Cell:
    """Return a function that applies `cell` to a measurement, and returns None for a failure."""
    return lambda row: cell(row.outcome) if isinstance(row.outcome, Measurement) else None


def _if_failed(cell: Callable[[Failure], Any]) -> Cell:
    """Return a function that applies `cell` to a failure, and returns None for a measurement."""
    return lambda row: cell(row.outcome) if isinstance(row.outcome, Failure) else None


def _missing_text(missing: Mapping[str, Missing]) -> str | None:
    """Why a photo has no value of some measures, or None where it has all."""
    whys = (f"{name}: {why.reason}: {without_secrets(why.detail)}" for name, why in missing.items())
    return "; ".join(whys) or None


BEFORE_MEASURES = (
    PhotoColumn(
        "url",
        "string",
        "The photo's URL, or its file's path, as the manifest has it.",
        lambda row: row.outcome.url,
        constraints={"required": True},
    ),
    PhotoColumn(
        "row",
        "integer",
        "The number of the photo's row in the manifest, from 0.",
        lambda row: row.outcome.row,
        constraints={"required": True, "minimum": 0},
    ),
    PhotoColumn(
        "year",
        "integer",
        "The year as the manifest has it; empty where it has none.",
        lambda row: row.outcome.year,
    ),
    PhotoColumn(
        "earliest",
        "integer",
        "The earliest year, where the year is not exact.",
        lambda row: row.outcome.span[0] if row.outcome.span else None,
    ),
    PhotoColumn(
        "latest",
        "integer",
        "The latest year, where the year is not exact.",
        lambda row: row.outcome.span[1] if row.outcome.span else None,
    ),
    PhotoColumn(
        "date",
        "string",
        "The date as the manifest has it, or as its columns of months and days give it: ISO 8601 "
        "or EDTF, else a text that wasn't read (docs/archives.md); empty where it has none.",
        lambda row: row.outcome.date or None,
    ),
    PhotoColumn(
        "status",
        "string",
        f"'{PhotoStatus.MEASURED}' or '{PhotoStatus.FAILED}'.",
        lambda row: (
            PhotoStatus.FAILED if isinstance(row.outcome, Failure) else PhotoStatus.MEASURED
        ),
        constraints={"required": True, "enum": [*map(str, PhotoStatus)]},
    ),
    PhotoColumn(
        "reason",
        "string",
        "Why it failed, in one word (docs/measures.md); else empty.",
        _if_failed(lambda failure: failure.reason),
    ),
    PhotoColumn(
        "detail",
        "string",
        "Why it failed, as a sentence for people.",
        _if_failed(lambda failure: without_secrets(failure.detail)),
    ),
)
AFTER_MEASURES = (
    PhotoColumn(
        "missing",
        "string",
        "Why a measured photo has no value of a measure: MEASURE: REASON: SENTENCE, more of them "
        "after '; '; else empty.",
        _if_measured(lambda measured: _missing_text(measured.missing)),
    ),
    PhotoColumn(
        "stamp",
        "string",
        "The photo as 4 x 4 colours, row by row, each RGB565 in two bytes (little-endian), in "
        "base64.",
        _if_measured(lambda measured: measured.stamp or None),
    ),
    PhotoColumn(
        "digest",
        "string",
        "The first 128 bits of the SHA-256 of the photo's bytes, in hexadecimal; empty where "
        "version 0.1.0 measured it.",
        _if_measured(lambda measured: measured.digest or None),
        constraints={"pattern": "[0-9a-f]{32}"},
    ),
    PhotoColumn(
        "same_as",
        "integer",
        "The first row whose photo has the same bytes; empty for that row, and where there is no "
        "other.",
        lambda row: row.same_as,
        constraints={"minimum": 0},
    ),
    PhotoColumn(
        "resource",
        "string",
        "The resource where it was measured, or last had a measure added: a cluster, or a domain.",
        lambda row: row.execution.resource,
    ),
    PhotoColumn(
        "host",
        "string",
        "The machine of that resource.",
        lambda row: row.execution.host,
    ),
    PhotoColumn(
        "started",
        "datetime",
        "When its slice was begun, in UTC, by that machine's clock.",
        lambda row: datetime.fromtimestamp(row.execution.started, UTC),
    ),
    PhotoColumn(
        "program",
        "string",
        "The programs that measured it, with versions.",
        lambda row: row.execution.program,
    ),
    PhotoColumn(
        origins.ORIGIN_COLUMN,
        "string",
        "Where a manifest from the web came from, or 'web'; else empty.  A run that reads this "
        "table as its manifest fetches no more than that place allows (docs/security.md).",
        lambda row: row.origin or None,
    ),
)
LIKENESS = (  # of a run with the measure difference_hash
    PhotoColumn(
        "similar_to",
        "integer",
        "The first row of the archive with a photo that looks like this one, where that is an "
        "earlier one: their difference hashes differ in at most 5 of 64 bits.",
        lambda row: row.like.row if row.like else None,
        constraints={"minimum": 0},
    ),
    PhotoColumn(
        "similarity",
        "string",
        "'same', or 'negative' if one is the negative of the other; empty without such a row.",
        lambda row: ("negative" if row.like.is_negative else "same") if row.like else None,
        constraints={"enum": ["same", "negative"]},
    ),
)
