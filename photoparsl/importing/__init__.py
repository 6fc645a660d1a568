"""Import a folder's names on first use, and say how to install a package that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing.lazy import lazy_names

if TYPE_CHECKING:
    from photoparsl.importing.installing import install_command

__all__ = ["install_command", "lazy_names"]

__getattr__, __dir__ = lazy_names(__name__, {"installing": ["install_command"]})
