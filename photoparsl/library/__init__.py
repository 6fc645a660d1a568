"""What `photoparsl` offers to scripts and notebooks, and to its own commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.library.check_results import Checked
    from photoparsl.library.crate import write_crate
    from photoparsl.library.draw_sample import sample
    from photoparsl.library.listed_runs import (
        ListedRun,
        arguments_of,
        folder_of_run,
        list_runs,
        place_of,
    )
    from photoparsl.library.make_manifest import ManifestParameters, write_manifest_of
    from photoparsl.library.opened_run import Run, open_run
    from photoparsl.library.page_file import check_page_path
    from photoparsl.library.page_server import RunServer, run_server
    from photoparsl.library.previewing import Preview, preview
    from photoparsl.library.results import read_results
    from photoparsl.library.runs import Runs, open_runs
    from photoparsl.library.secret_words import random_words
    from photoparsl.library.summary_text import manifest_summary

__all__ = [
    "Checked",
    "ListedRun",
    "ManifestParameters",
    "Preview",
    "Run",
    "RunServer",
    "Runs",
    "arguments_of",
    "check_page_path",
    "folder_of_run",
    "list_runs",
    "manifest_summary",
    "open_run",
    "open_runs",
    "place_of",
    "preview",
    "random_words",
    "read_results",
    "run_server",
    "sample",
    "write_crate",
    "write_manifest_of",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "check_results": ["Checked"],
        "listed_runs": ["ListedRun", "arguments_of", "folder_of_run", "list_runs", "place_of"],
        "previewing": ["Preview", "preview"],
        "secret_words": ["random_words"],
        "make_manifest": ["ManifestParameters", "write_manifest_of"],
        "crate": ["write_crate"],
        "page_file": ["check_page_path"],
        "results": ["read_results"],
        "opened_run": ["Run", "open_run"],
        "page_server": ["RunServer", "run_server"],
        "runs": ["Runs", "open_runs"],
        "draw_sample": ["sample"],
        "summary_text": ["manifest_summary"],
    },
)
