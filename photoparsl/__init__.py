"""photoparsl measures every photo of an archive with Parsl and shows it over time.

A script needs only the names below; docs/python.md explains them.  What the command line does:

    run = photoparsl.run("manifest.csv", measures="all")

The Parsl apps, under any Parsl configuration:

    with parsl.load(config):
        futures = [luminance(slice_) for slice_ in cut(read_manifest("manifest.txt"), 200)]
        write_page(gather(futures), "scatter.html")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photoparsl.apps import luminance as luminance
    from photoparsl.apps import measure as measure
    from photoparsl.errors import IncompleteError, NoValueError, PhotoparslError
    from photoparsl.fetching import Limits
    from photoparsl.library.execute import run as run
    from photoparsl.library.manifest import make_manifest
    from photoparsl.library.results import read_results
    from photoparsl.library.run import Run, open_run
    from photoparsl.manifests import Photo, Slice, cut, read_manifest
    from photoparsl.page import write_page
    from photoparsl.results import Failure, Measurement, Missing, SliceResult
    from photoparsl.running.gather import gather as gather

__all__ = [
    "Failure",
    "IncompleteError",
    "Limits",
    "Measurement",
    "Missing",
    "NoValueError",
    "Photo",
    "PhotoparslError",
    "Run",
    "Slice",
    "SliceResult",
    "cut",
    "gather",
    "luminance",
    "make_manifest",
    "measure",
    "open_run",
    "read_manifest",
    "read_results",
    "run",
    "write_page",
]

_MODULES = {
    "cut": "manifests",
    "Failure": "results",
    "gather": "running.gather",
    "IncompleteError": "errors",
    "Limits": "fetching",
    "luminance": "apps",
    "make_manifest": "library.manifest",
    "measure": "apps",
    "Measurement": "results",
    "Missing": "results",
    "NoValueError": "errors",
    "open_run": "library.run",
    "Photo": "manifests",
    "PhotoparslError": "errors",
    "read_manifest": "manifests",
    "read_results": "library.results",
    "Run": "library.run",
    "run": "library.execute",
    "Slice": "manifests",
    "SliceResult": "results",
    "write_page": "page",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """Import names lazily, so that a script that needs no Parsl starts fast."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
