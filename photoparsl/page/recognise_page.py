"""Tells a page that photoparsl wrote from other files."""

from __future__ import annotations

from pathlib import Path

from photoparsl.files import head_of

_SIGNATURES = (b'"Content-Security-Policy"', b'<link rel="icon" href="data:,">')  # in a page's head


def holds_no_page(path: Path) -> bool:
    """Whether a file exists that isn't empty and isn't a page that photoparsl wrote."""
    head = head_of(path)
    is_page = head.startswith(b"<!doctype html>") and all(part in head for part in _SIGNATURES)
    return path.is_file() and path.stat().st_size > 0 and not is_page
