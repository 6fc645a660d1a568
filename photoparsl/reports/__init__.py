"""Reports about a run: summary, status, history, cost, export, provenance.  `page` has the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.reports.cost import Cost, cost_of
    from photoparsl.reports.data_dictionary import dictionary_of
    from photoparsl.reports.export_format import (
        ExportFormat,
        format_named,
        format_of,
        separators_text,
    )
    from photoparsl.reports.exporting import Exported, export, run_dictionary
    from photoparsl.reports.fragments import from_fragment, to_fragment
    from photoparsl.reports.job_states import JobStates, read_job_states
    from photoparsl.reports.lines import (
        cost_lines,
        pilot_lines,
        status_line,
        status_text,
        task_lines,
        wrapped,
    )
    from photoparsl.reports.look_alikes import LookAlikes, hashes_of
    from photoparsl.reports.pauses import pause_sentence
    from photoparsl.reports.photo_column import TableColumn
    from photoparsl.reports.photo_table import (
        Duplicates,
        Layout,
        compare_hashes,
        layout_of,
        rows_of,
    )
    from photoparsl.reports.pilot_history import (
        PilotHistory,
        pilots_of,
        tasks_by_resource,
        tasks_of,
    )
    from photoparsl.reports.public_places import PublicPlaces
    from photoparsl.reports.run_folders import find_run, is_starting, newest_run
    from photoparsl.reports.run_provenance import (
        Provenance,
        provenance_of,
        provenance_text,
        write_provenance,
    )
    from photoparsl.reports.run_set import RunSet, open_set
    from photoparsl.reports.run_state import progress_by_results
    from photoparsl.reports.run_status import Status, has_ended, status_of
    from photoparsl.reports.same_bytes import (
        DigestCounter,
        SameBytes,
        SameSet,
        digest_keys,
        first_rows_of,
    )
    from photoparsl.reports.set_export import export_set
    from photoparsl.reports.summary import Summary, SummaryCounter, changed_photos

__all__ = [
    "Cost",
    "DigestCounter",
    "Duplicates",
    "ExportFormat",
    "Exported",
    "JobStates",
    "Layout",
    "LookAlikes",
    "PilotHistory",
    "Provenance",
    "PublicPlaces",
    "RunSet",
    "SameBytes",
    "SameSet",
    "Status",
    "Summary",
    "SummaryCounter",
    "TableColumn",
    "changed_photos",
    "compare_hashes",
    "cost_lines",
    "cost_of",
    "dictionary_of",
    "digest_keys",
    "export",
    "export_set",
    "find_run",
    "first_rows_of",
    "format_named",
    "format_of",
    "from_fragment",
    "has_ended",
    "hashes_of",
    "is_starting",
    "layout_of",
    "newest_run",
    "open_set",
    "pause_sentence",
    "pilot_lines",
    "pilots_of",
    "progress_by_results",
    "provenance_of",
    "provenance_text",
    "read_job_states",
    "rows_of",
    "run_dictionary",
    "separators_text",
    "status_line",
    "status_of",
    "status_text",
    "task_lines",
    "tasks_by_resource",
    "tasks_of",
    "to_fragment",
    "wrapped",
    "write_provenance",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "cost": ["Cost", "cost_of"],
        "run_state": ["progress_by_results"],
        "data_dictionary": ["dictionary_of"],
        "exporting": ["Exported", "export", "run_dictionary"],
        "export_format": ["ExportFormat", "format_named", "format_of", "separators_text"],
        "fragments": ["from_fragment", "to_fragment"],
        "pilot_history": ["PilotHistory", "pilots_of", "tasks_by_resource", "tasks_of"],
        "job_states": ["JobStates", "read_job_states"],
        "look_alikes": ["LookAlikes", "hashes_of"],
        "lines": [
            "cost_lines",
            "pilot_lines",
            "status_line",
            "status_text",
            "task_lines",
            "wrapped",
        ],
        "pauses": ["pause_sentence"],
        "photo_table": ["Duplicates", "Layout", "compare_hashes", "layout_of", "rows_of"],
        "run_folders": ["find_run", "is_starting", "newest_run"],
        "run_provenance": [
            "Provenance",
            "provenance_of",
            "provenance_text",
            "write_provenance",
        ],
        "run_set": ["RunSet", "open_set"],
        "set_export": ["export_set"],
        "same_bytes": ["DigestCounter", "SameBytes", "SameSet", "digest_keys", "first_rows_of"],
        "run_status": ["Status", "has_ended", "status_of"],
        "summary": ["Summary", "SummaryCounter", "changed_photos"],
        "photo_column": ["TableColumn"],
        "public_places": ["PublicPlaces"],
    },
)
