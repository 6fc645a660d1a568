"""Recognises pages of photoparsl and their files, so that no other file is replaced."""

from __future__ import annotations

from pathlib import Path

from photoparsl.files import head_of, holds_other_text

_SIGNATURES = (b'"Content-Security-Policy"', b'<link rel="icon" href="data:,">')  # in a page's head
_SOURCES = (  # how the style, the dark style and the script of a split page begin
    b":root{color-scheme: light;--page: ",
    b"\n\n:root{color-scheme: dark;--page: ",
    b":root {\ncolor-scheme: light;\n--page: ",  # with line ends, as earlier
    b"\n\n:root {\ncolor-scheme: dark;\n--page: ",
    b":root {\n  color-scheme: light;\n  --page: ",  # with comments and indentation, before
    b"/* The dark palette: ",
    b'"use strict";\n{\n// ---- ',
)


def holds_no_page(path: Path) -> bool:
    """Whether a file is there that photoparsl didn't write.  An empty file doesn't count."""
    head = head_of(path)
    is_page = head.startswith(b"<!doctype html>") and all(part in head for part in _SIGNATURES)
    return path.is_file() and path.stat().st_size > 0 and not is_page


def source_names(page: Path) -> tuple[str, str, str]:
    """The names of the style, the dark style and the script of a page that is split."""
    return f"{page.stem}.css", f"{page.stem}-dark.css", f"{page.stem}.js"


def file_of_others(page: Path) -> Path | None:
    """Return a file that has the name of a split page's style or script, and isn't photoparsl's."""
    paths = (page.parent / name for name in source_names(page))
    return next((path for path in paths if holds_other_text(path, *_SOURCES)), None)
