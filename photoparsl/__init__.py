"""photoparsl measures every photo of an archive with Parsl and shows it over time.

In a script of one's own, under any Parsl configuration:

    with parsl.load(config):
        futures = [luminance(slice_) for slice_ in cut(read_manifest("manifest.txt"), 200)]
        write_page(gather(futures), "scatter.html")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photoparsl.apps import luminance as luminance
    from photoparsl.manifests import Photo, Slice, cut, read_manifest
    from photoparsl.page import write_page
    from photoparsl.results import Failure, Measurement, SliceResult
    from photoparsl.running.dispatch import gather as gather

__all__ = [
    "Failure",
    "Measurement",
    "Photo",
    "Slice",
    "SliceResult",
    "cut",
    "gather",
    "luminance",
    "read_manifest",
    "write_page",
]

_HOMES = {
    "cut": "manifests",
    "Failure": "results",
    "gather": "running.dispatch",
    "luminance": "apps",
    "Measurement": "results",
    "Photo": "manifests",
    "read_manifest": "manifests",
    "Slice": "manifests",
    "SliceResult": "results",
    "write_page": "page",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is, so that what needs no Parsl doesn't wait for it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
