"""Runs: plan the rows to measure, submit them as Parsl tasks, write the results and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.running.archive_lines import tables_directly_in
    from photoparsl.running.execute_request import EndedRun, execute_here, set_aside
    from photoparsl.running.made_manifest import read_archive
    from photoparsl.running.manifest_source import open_source
    from photoparsl.running.measuring_rows import measured_rows
    from photoparsl.running.naming import archive_name, run_name
    from photoparsl.running.opening import open_request
    from photoparsl.running.preparing import begin_run, check_site, make_page_folder, prepare_run
    from photoparsl.running.reporter import Reporter
    from photoparsl.running.run_page import finish_run, page_metadata
    from photoparsl.running.slice_size import MOST_PHOTOS_IN_SLICE
    from photoparsl.running.stop_request import StopRequest, stopped_by
    from photoparsl.running.throughput import Throughput

__all__ = [
    "MOST_PHOTOS_IN_SLICE",
    "EndedRun",
    "Reporter",
    "StopRequest",
    "Throughput",
    "archive_name",
    "begin_run",
    "check_site",
    "execute_here",
    "finish_run",
    "make_page_folder",
    "measured_rows",
    "open_request",
    "open_source",
    "page_metadata",
    "prepare_run",
    "read_archive",
    "run_name",
    "set_aside",
    "stopped_by",
    "tables_directly_in",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "archive_lines": ["tables_directly_in"],
        "made_manifest": ["read_archive"],
        "execute_request": ["EndedRun", "execute_here", "set_aside"],
        "manifest_source": ["open_source"],
        "opening": ["open_request"],
        "preparing": ["begin_run", "check_site", "make_page_folder", "prepare_run"],
        "reporter": ["Reporter"],
        "measuring_rows": ["measured_rows"],
        "naming": ["archive_name", "run_name"],
        "run_page": ["finish_run", "page_metadata"],
        "slice_size": ["MOST_PHOTOS_IN_SLICE"],
        "stop_request": ["StopRequest", "stopped_by"],
        "throughput": ["Throughput"],
    },
)
