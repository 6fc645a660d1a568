"""The demo's archive of synthetic photographs, and a web server for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.lazy import lazy_names

if TYPE_CHECKING:
    from photoparsl.tutorial.archive import make_archive
    from photoparsl.tutorial.demo import PHOTOS
    from photoparsl.tutorial.scenes import photograph
    from photoparsl.tutorial.serve import app_server, folder_server, serving

__all__ = [
    "PHOTOS",
    "app_server",
    "folder_server",
    "make_archive",
    "photograph",
    "serving",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "archive": ["make_archive"],
        "demo": ["PHOTOS"],
        "scenes": ["photograph"],
        "serve": ["app_server", "folder_server", "serving"],
    },
)
