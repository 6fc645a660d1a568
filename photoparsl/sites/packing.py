"""Compiles and packs a bundle's files, and tells how far that is."""

from __future__ import annotations

import gzip
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TELL_SECONDS = 0.5  # between two sentences about the same step


@dataclass(eq=False)
class _Listener:
    """A function that is called with sentences about a bundle.

    called: when it was last called, by the monotonic clock
    """

    call: Callable[[str], None]
    called: float = 0.0


_listeners: list[_Listener] = []


@contextmanager
def packing_progress(call: Callable[[str], None]) -> Iterator[None]:
    """In this context, call the function with sentences about a bundle that is being made."""
    listener = _Listener(call)
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell(how_far: str, *, at_once: bool = False) -> None:
    """Report the progress of a bundle, at most once in TELL_SECONDS unless `at_once`.

    how_far: what is done so far, as a phrase
    """
    now = time.monotonic()
    for listener in _listeners:
        if at_once or now - listener.called > TELL_SECONDS:
            listener.called = now
            listener.call(f"Making the bundle for pilots, which is done once: {how_far}")


def compile_modules(root: Path) -> None:
    """Compile all modules to bytecode that is valid whatever the files' times are."""
    tell("its modules are compiled", at_once=True)
    command = [sys.executable, "-m", "compileall", "-q", "-j0", "-s", str(root.parent)]
    command += ["--invalidation-mode", "unchecked-hash", str(root)]
    # Its exit code isn't checked: files that can't be compiled, such as templates, may stay so.
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


def pack(root: Path, archive: Path) -> None:
    """Pack the folder without times and owners, so that the same content gives the same bytes."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime = member.uid = member.gid = 0
        member.uname = member.gname = ""
        return member

    paths = [path for path in sorted(root.rglob("*")) if not path.is_dir()]
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        for number, path in enumerate(paths):
            tell(f"{number:,} of {len(paths):,} files are packed")
            tar.add(path, str(path.relative_to(root.parent)), filter=plain)
