"""The digest of photoparsl's code, which shows whether a bundle has this version of it."""

from __future__ import annotations

import hashlib
from functools import cache

from photoparsl.files import PACKAGE_FOLDER


@cache
def code_digest() -> str:
    """Return 16 hexadecimal digits that change with any of photoparsl's modules.

    Pickled tasks and results name functions and classes, so both sides need the same code.
    """
    digest = hashlib.sha256()
    for path in sorted(PACKAGE_FOLDER.rglob("*.py")):
        name = path.relative_to(PACKAGE_FOLDER)
        if name.parts[0] not in ("configs", "web"):  # which pilots don't import
            digest.update(f"{name.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
