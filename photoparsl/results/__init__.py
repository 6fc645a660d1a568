"""The outcomes of photos, and the run directory that stores them.

Only this package knows the files of a run directory.
"""

from __future__ import annotations

from photoparsl.results.archive_record import (
    LEFT_OUT,
    MADE_MANIFEST,
    ArchiveRecord,
    forget_archive_record,
    has_manifest,
    is_made_of,
    is_of_manifest,
    places_folder,
    read_archive_record,
    reading_of,
    write_archive_record,
)
from photoparsl.results.batch import Batch, BatchFolder
from photoparsl.results.carried_folder import MATCHING, SLICES
from photoparsl.results.carry_over import share
from photoparsl.results.copy_faults import MANIFEST_COPY, gone_copy_text, other_copy_text
from photoparsl.results.counts import OutcomeCounts
from photoparsl.results.damage_text import damage_text
from photoparsl.results.disk_fault import ended_by_disk
from photoparsl.results.ended_rows import count_ended
from photoparsl.results.events import (
    EVENTS,
    Event,
    PilotSeen,
    RunBegan,
    RunEnded,
    SliceGivenUp,
    TaskDone,
    TaskLost,
    latest_events,
    read_events,
    unrecorded,
)
from photoparsl.results.execution import Execution, resource_name
from photoparsl.results.fields import dataclass_of, fields_of
from photoparsl.results.file_names import is_of_run, is_result_name, problem_of_output
from photoparsl.results.heartbeat import process_state, this_process
from photoparsl.results.journal import Journal, mark_ended
from photoparsl.results.kept_changes import (
    MANIFEST_CHANGES,
    forget_changes,
    keep_changes,
    read_kept_changes,
)
from photoparsl.results.kept_options import (
    SLICE_SECONDS,
    KeptOptions,
    ShownOptions,
    kept_options,
)
from photoparsl.results.last_summary import LastSummary
from photoparsl.results.manifest_copy import ManifestCopy
from photoparsl.results.marks_in_text import UNCHECKED
from photoparsl.results.measures_shown import with_measures, without_valueless
from photoparsl.results.new_folder import NewPaths
from photoparsl.results.page_options import TITLE, PageOptions, page_options
from photoparsl.results.progress import PROGRESS, Progress, RunFigures, read_progress
from photoparsl.results.repeat_command import repeat_command
from photoparsl.results.result_file import ResultKind
from photoparsl.results.result_reader import ResultReader
from photoparsl.results.row_pairs import EarlierPlaces, NewManifest
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_lock import is_locked, no_run
from photoparsl.results.run_record import DamagedRecordError, RunRecord
from photoparsl.results.scheduler import Scheduler
from photoparsl.results.segments import DamagedResultError, FinishedSlice
from photoparsl.results.slice_result import Failure, Measurement, SliceResult
from photoparsl.results.slice_text import from_json, to_json
from photoparsl.results.states import PilotState, RunState
from photoparsl.results.tally import Tally, read_tallies
from photoparsl.results.value import (
    LEAST_WHOLE,
    LONGEST_TEXT,
    MOST_WHOLE,
    Missing,
    Value,
    ValueKind,
    is_thumbnail,
    of_kind,
    thumbnail_name,
    united_kinds,
)

__all__ = [
    "EVENTS",
    "LEAST_WHOLE",
    "LEFT_OUT",
    "LONGEST_TEXT",
    "MADE_MANIFEST",
    "MANIFEST_CHANGES",
    "MANIFEST_COPY",
    "MATCHING",
    "MOST_WHOLE",
    "PROGRESS",
    "SLICES",
    "SLICE_SECONDS",
    "TITLE",
    "UNCHECKED",
    "ArchiveRecord",
    "Batch",
    "BatchFolder",
    "DamagedRecordError",
    "DamagedResultError",
    "EarlierPlaces",
    "Event",
    "Execution",
    "Failure",
    "FinishedSlice",
    "Journal",
    "KeptOptions",
    "LastSummary",
    "ManifestCopy",
    "Measurement",
    "Missing",
    "NewManifest",
    "NewPaths",
    "OutcomeCounts",
    "PageOptions",
    "PilotSeen",
    "PilotState",
    "Progress",
    "ResultKind",
    "ResultReader",
    "RunBegan",
    "RunDirectory",
    "RunEnded",
    "RunFigures",
    "RunRecord",
    "RunState",
    "Scheduler",
    "ShownOptions",
    "SliceGivenUp",
    "SliceResult",
    "Tally",
    "TaskDone",
    "TaskLost",
    "Value",
    "ValueKind",
    "count_ended",
    "damage_text",
    "dataclass_of",
    "ended_by_disk",
    "fields_of",
    "forget_archive_record",
    "forget_changes",
    "from_json",
    "gone_copy_text",
    "has_manifest",
    "is_locked",
    "is_made_of",
    "is_of_manifest",
    "is_of_run",
    "is_result_name",
    "is_thumbnail",
    "keep_changes",
    "kept_options",
    "latest_events",
    "mark_ended",
    "no_run",
    "of_kind",
    "other_copy_text",
    "page_options",
    "places_folder",
    "problem_of_output",
    "process_state",
    "read_archive_record",
    "read_events",
    "read_kept_changes",
    "read_progress",
    "read_tallies",
    "reading_of",
    "repeat_command",
    "resource_name",
    "share",
    "this_process",
    "thumbnail_name",
    "to_json",
    "united_kinds",
    "unrecorded",
    "with_measures",
    "without_valueless",
    "write_archive_record",
]
