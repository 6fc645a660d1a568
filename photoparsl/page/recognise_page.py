"""Recognises pages that photoparsl wrote, so that no other file is replaced."""

from __future__ import annotations

from pathlib import Path

from photoparsl.files import head_of

_SIGNATURES = (b'"Content-Security-Policy"', b'<link rel="icon" href="data:,">')  # in a page's head


def holds_no_page(path: Path) -> bool:
    """Whether a file is there that photoparsl didn't write.  An empty file doesn't count."""
    head = head_of(path)
    is_page = head.startswith(b"<!doctype html>") and all(part in head for part in _SIGNATURES)
    return path.is_file() and path.stat().st_size > 0 and not is_page
