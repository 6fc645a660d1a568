"""Make text safe to show to everyone: addresses without secrets, text without hidden characters."""

from __future__ import annotations

from photoparsl.redact.archive_text import archive_text, distinct
from photoparsl.redact.below import below
from photoparsl.redact.cells import cell, csv_line, place_cell, without_guards
from photoparsl.redact.in_sentence import in_sentence
from photoparsl.redact.places import (
    published,
    published_place,
    published_text,
    without_secrets,
)
from photoparsl.redact.table_texts import for_everyone
from photoparsl.redact.visible import visible, visible_lines, without_invisible

__all__ = [
    "archive_text",
    "below",
    "cell",
    "csv_line",
    "distinct",
    "for_everyone",
    "in_sentence",
    "place_cell",
    "published",
    "published_place",
    "published_text",
    "visible",
    "visible_lines",
    "without_guards",
    "without_invisible",
    "without_secrets",
]
