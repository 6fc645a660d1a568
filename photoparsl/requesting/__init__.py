"""The request for a run: its options, and the site, measures and settings that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.requesting.archive_manifest import MadeManifest
    from photoparsl.requesting.archive_of_run import (
        archive_record,
        previews_are_measured,
        refusal_of,
        source_of,
    )
    from photoparsl.requesting.default_options import RUN_OPTIONS, fields_given, run_defaults
    from photoparsl.requesting.run_options import EVERY_REASON, RunOptions
    from photoparsl.requesting.run_request import (
        PAGE_NAME,
        RunRequest,
        check_groups,
        check_length,
        make_request,
    )

__all__ = [
    "EVERY_REASON",
    "PAGE_NAME",
    "RUN_OPTIONS",
    "MadeManifest",
    "RunOptions",
    "RunRequest",
    "archive_record",
    "check_groups",
    "check_length",
    "fields_given",
    "make_request",
    "previews_are_measured",
    "refusal_of",
    "run_defaults",
    "source_of",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "archive_manifest": ["MadeManifest"],
        "archive_of_run": ["archive_record", "previews_are_measured", "refusal_of", "source_of"],
        "default_options": ["RUN_OPTIONS", "fields_given", "run_defaults"],
        "run_options": ["EVERY_REASON", "RunOptions"],
        "run_request": ["PAGE_NAME", "RunRequest", "check_groups", "check_length", "make_request"],
    },
)
