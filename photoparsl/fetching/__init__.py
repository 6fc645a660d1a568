"""How photos are fetched: one transfer, and many at once over connections that stay."""

from __future__ import annotations

from photoparsl.fetching.limits import Limits
from photoparsl.fetching.photos import Fetched, answers, download, fetch

__all__ = [
    "Fetched",
    "Limits",
    "answers",
    "download",
    "fetch",
]
