"""The demo's archive of synthetic photographs, and a web server for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.lazy import lazy_names

if TYPE_CHECKING:
    from photoparsl.tutorial.archive import make_archive
    from photoparsl.tutorial.scenes import photograph
    from photoparsl.tutorial.served_archive import PHOTOS
    from photoparsl.tutorial.web_server import app_server, folder_server, serving

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
        "served_archive": ["PHOTOS"],
        "scenes": ["photograph"],
        "web_server": ["app_server", "folder_server", "serving"],
    },
)
