"""Manifests: lists of photos, with each photo's URL or path and its year."""

from __future__ import annotations

from photoparsl.manifests.caption_columns import (
    INVENTORY_NUMBERS,
    TITLES,
    CaptionColumns,
    bare_name,
    find_captions,
)
from photoparsl.manifests.edtf_dates import edtf_of, read_edtf
from photoparsl.manifests.entry import entry_of
from photoparsl.manifests.identity import identity
from photoparsl.manifests.manifest_columns import bare_column, find_column, place_columns
from photoparsl.manifests.manifest_file import open_file
from photoparsl.manifests.manifest_table import ManifestTable
from photoparsl.manifests.nameless_columns import name_all, nameless_remarks
from photoparsl.manifests.origins import (
    ORIGIN_COLUMN,
    WEB_ORIGIN,
    common_origin,
    is_from_web,
    is_remote,
    origin_of,
)
from photoparsl.manifests.parquet import pyarrow, record_batches, write_parquet
from photoparsl.manifests.photo import (
    DIGEST_LETTERS,
    FIRST_YEAR,
    Days,
    EarlierOutcome,
    ManifestRow,
    Photo,
    Slice,
    Span,
    cut,
    digest,
    has_digest,
    place_key,
)
from photoparsl.manifests.photo_places import LONGEST_LINE, bad_place, file_host
from photoparsl.manifests.reading import (
    Reading,
    read_columns,
    read_dating_columns,
    read_header,
    read_manifest,
    read_row_blocks,
    read_rows,
)
from photoparsl.manifests.recognise import (
    SPREADSHEETS,
    check_places,
    holds_json,
    is_named_as_list,
    is_source,
    is_source_from_web,
    is_undated_table,
    names_absent_files,
)
from photoparsl.manifests.row_blocks import RowBlock, in_blocks
from photoparsl.manifests.sample_columns import (
    STRATUM,
    STRATUM_PHOTOS,
    SampledStrata,
    sample_columns,
    sampled_strata,
)
from photoparsl.manifests.source import Source
from photoparsl.manifests.table_reader import open_table
from photoparsl.manifests.text_lines import TextLines
from photoparsl.manifests.title_rows import lines_above_header, rows_above_header
from photoparsl.manifests.western import western_encoding

__all__ = [
    "DIGEST_LETTERS",
    "FIRST_YEAR",
    "INVENTORY_NUMBERS",
    "LONGEST_LINE",
    "ORIGIN_COLUMN",
    "SPREADSHEETS",
    "STRATUM",
    "STRATUM_PHOTOS",
    "TITLES",
    "WEB_ORIGIN",
    "CaptionColumns",
    "Days",
    "EarlierOutcome",
    "ManifestRow",
    "ManifestTable",
    "Photo",
    "Reading",
    "RowBlock",
    "SampledStrata",
    "Slice",
    "Source",
    "Span",
    "TextLines",
    "bad_place",
    "bare_column",
    "bare_name",
    "check_places",
    "common_origin",
    "cut",
    "digest",
    "edtf_of",
    "entry_of",
    "file_host",
    "find_captions",
    "find_column",
    "has_digest",
    "holds_json",
    "identity",
    "in_blocks",
    "is_from_web",
    "is_named_as_list",
    "is_remote",
    "is_source",
    "is_source_from_web",
    "is_undated_table",
    "lines_above_header",
    "name_all",
    "nameless_remarks",
    "names_absent_files",
    "open_file",
    "open_table",
    "origin_of",
    "place_columns",
    "place_key",
    "pyarrow",
    "read_columns",
    "read_dating_columns",
    "read_edtf",
    "read_header",
    "read_manifest",
    "read_row_blocks",
    "read_rows",
    "record_batches",
    "rows_above_header",
    "sample_columns",
    "sampled_strata",
    "western_encoding",
    "write_parquet",
]
