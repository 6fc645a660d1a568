"""Keep libtiff from writing its own lines to the terminal."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from importlib import import_module


def silence_libtiff() -> None:
    """Let libtiff, which Pillow uses, write nothing about damaged files to this process's stderr.

    Its lines quote the file, which may be a stranger's, and don't say which file it is.  They are
    written by the library itself, for all threads, so that Python can't catch them.  Of the other
    libraries that Pillow uses, none writes there.
    """
    with suppress(OSError, AttributeError):  # a Pillow without libtiff
        library = ctypes.CDLL(
            import_module("PIL._imaging").__file__
        )  # finds the names of what Pillow is linked to
        for name in ("TIFFSetErrorHandler", "TIFFSetWarningHandler"):
            set_handler = library[name]
            set_handler.argtypes, set_handler.restype = [ctypes.c_void_p], ctypes.c_void_p
            set_handler(None)
