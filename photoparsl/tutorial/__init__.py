"""The demo's archive of synthetic photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.tutorial.archive import make_archive
    from photoparsl.tutorial.scenes import photograph
    from photoparsl.tutorial.served_archive import PHOTOS

__all__ = [
    "PHOTOS",
    "make_archive",
    "photograph",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "archive": ["make_archive"],
        "served_archive": ["PHOTOS"],
        "scenes": ["photograph"],
    },
)
