"""photoparsl measures every photo of an archive with Parsl and shows it over time.

A script needs only the names below.  They are explained in docs/python.md.  `run` does what the
command `photoparsl run` does:

    run = photoparsl.run("manifest.csv")

The Parsl apps, under any Parsl configuration:

    with parsl.load(config):
        futures = [luminance(slice_) for slice_ in cut(read_manifest("manifest.txt"), 200)]
        write_page(gather(futures), "scatter.html")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.apps import luminance as luminance
    from photoparsl.apps import measure as measure
    from photoparsl.errors import IncompleteError, NoValueError, PhotoparslError
    from photoparsl.fetching import Limits
    from photoparsl.library.draw_sample import sample as sample
    from photoparsl.library.execute import run as run
    from photoparsl.library.listed_runs import ListedRun, arguments_of, folder_of_run, list_runs
    from photoparsl.library.make_manifest import make_manifest
    from photoparsl.library.opened_run import Run, open_run
    from photoparsl.library.previewing import Preview, preview
    from photoparsl.library.results import read_results
    from photoparsl.library.runs import Runs, open_runs
    from photoparsl.manifests import Photo, Slice, cut, read_manifest
    from photoparsl.page import write_page
    from photoparsl.results import Failure, Measurement, Missing, SliceResult
    from photoparsl.running.gathering import gather as gather

__all__ = [
    "Failure",
    "IncompleteError",
    "Limits",
    "ListedRun",
    "Measurement",
    "Missing",
    "NoValueError",
    "Photo",
    "PhotoparslError",
    "Preview",
    "Run",
    "Runs",
    "Slice",
    "SliceResult",
    "arguments_of",
    "cut",
    "folder_of_run",
    "gather",
    "list_runs",
    "luminance",
    "make_manifest",
    "measure",
    "open_run",
    "open_runs",
    "preview",
    "read_manifest",
    "read_results",
    "run",
    "sample",
    "write_page",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "apps": ["luminance", "measure"],
        "errors": ["IncompleteError", "NoValueError", "PhotoparslError"],
        "fetching": ["Limits"],
        "library.execute": ["run"],
        "library.listed_runs": ["ListedRun", "arguments_of", "folder_of_run", "list_runs"],
        "library.previewing": ["Preview", "preview"],
        "library.make_manifest": ["make_manifest"],
        "library.results": ["read_results"],
        "library.opened_run": ["Run", "open_run"],
        "library.runs": ["Runs", "open_runs"],
        "library.draw_sample": ["sample"],
        "manifests": ["Photo", "Slice", "cut", "read_manifest"],
        "page": ["write_page"],
        "results": ["Failure", "Measurement", "Missing", "SliceResult"],
        "running.gathering": ["gather"],
    },
)
