"""Make a manifest of an archive's records: its photos, with the years that the records give.

Every reader yields a `Record` for a photo, and a `Skipped` with the reason for what it can't use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.archives.corrections import Corrections
    from photoparsl.archives.date_warnings import warnings_of
    from photoparsl.archives.dates import MEANINGS, Certainty, Role, read_date
    from photoparsl.archives.embedded import FILES
    from photoparsl.archives.known_kinds import KINDS
    from photoparsl.archives.make import check_not_empty, manifest_of
    from photoparsl.archives.named_files import finds_photos
    from photoparsl.archives.no_photos import left_out_text, why_no_photos
    from photoparsl.archives.photo_files import PhotoFiles, files_below
    from photoparsl.archives.read_options import (
        ARCHIVE,
        ColumnNames,
        ExcludedFiles,
        FieldNames,
        FolderOptions,
        Harvesting,
        Paging,
        ReadOptions,
    )
    from photoparsl.archives.record import SkipReason
    from photoparsl.archives.report import FieldDates, Report
    from photoparsl.archives.sample_manifest import Sampled, sample_of
    from photoparsl.archives.shown_columns import column_examples, sheet_names
    from photoparsl.archives.sidecars import read_sidecars
    from photoparsl.archives.source_change import source_fingerprint
    from photoparsl.archives.table_dates import finds_dates
    from photoparsl.archives.write import left_out_path
    from photoparsl.archives.year_policy import DateChoices, YearPolicy

__all__ = [
    "ARCHIVE",
    "FILES",
    "KINDS",
    "MEANINGS",
    "Certainty",
    "ColumnNames",
    "Corrections",
    "DateChoices",
    "ExcludedFiles",
    "FieldDates",
    "FieldNames",
    "FolderOptions",
    "Harvesting",
    "Paging",
    "PhotoFiles",
    "ReadOptions",
    "Report",
    "Role",
    "Sampled",
    "SkipReason",
    "YearPolicy",
    "check_not_empty",
    "column_examples",
    "files_below",
    "finds_dates",
    "finds_photos",
    "left_out_path",
    "left_out_text",
    "manifest_of",
    "read_date",
    "read_sidecars",
    "sample_of",
    "sheet_names",
    "source_fingerprint",
    "warnings_of",
    "why_no_photos",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "shown_columns": ["column_examples", "sheet_names"],
        "corrections": ["Corrections"],
        "date_warnings": ["warnings_of"],
        "embedded": ["FILES"],
        "dates": ["Certainty", "MEANINGS", "Role", "read_date"],
        "make": ["check_not_empty", "manifest_of"],
        "no_photos": ["left_out_text", "why_no_photos"],
        "photo_files": ["PhotoFiles", "files_below"],
        "read_options": [
            "ARCHIVE",
            "ColumnNames",
            "ExcludedFiles",
            "FieldNames",
            "FolderOptions",
            "Harvesting",
            "Paging",
            "ReadOptions",
        ],
        "record": ["SkipReason"],
        "report": ["FieldDates", "Report"],
        "sample_manifest": ["Sampled", "sample_of"],
        "sidecars": ["read_sidecars"],
        "source_change": ["source_fingerprint"],
        "known_kinds": ["KINDS"],
        "table_dates": ["finds_dates"],
        "named_files": ["finds_photos"],
        "write": ["left_out_path"],
        "year_policy": ["DateChoices", "YearPolicy"],
    },
)
