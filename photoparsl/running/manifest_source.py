"""Opens a manifest that is given as a path, a URL or a pipe."""

from __future__ import annotations

import logging
import os
import re
import shlex
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from photoparsl.errors import ManifestError
from photoparsl.fetching import MOST_MANIFEST_BYTES, download
from photoparsl.files import slash_problem, temporary_folder, why_absent
from photoparsl.manifests import Source, is_remote, origin_of
from photoparsl.redact import in_sentence

_LOG = logging.getLogger(__name__)
_OPEN_FILE = re.compile(
    r"/dev/(?:fd/|std)|/proc/.+/fd/"
)  # the path of a file that a process has open
_MOST_LINKS = 40


@contextmanager
def open_source(manifest: str, *, allow_private: bool = False) -> Iterator[Source]:
    """Return a context with the manifest's file.  A pipe or a URL is copied to a temporary file.

    manifest: a path, an http(s) URL, or - for standard input
    allow_private: whether a URL's redirects may lead to private addresses

    Raises ManifestError if `manifest` names something else or nothing, or can't be fetched.
    """
    path = Path(manifest)
    remote = is_remote(manifest)
    if not manifest:
        raise ManifestError("the manifest's name is empty: name a file, a URL, or - for a pipe")
    if not remote and manifest != "-" and not is_pipe(path):
        if "://" in manifest:
            raise ManifestError(
                f"{in_sentence(manifest)}: only http and https URLs are fetched; a file is named "
                "by its path"
            )
        if path.is_dir():
            hint = (
                "is a run's folder; name the manifest it is of"
                if (path / "run.json").exists()
                else "is a folder; make a manifest of it first: photoparsl manifest "
                f"{shlex.quote(manifest)}"
            )
            raise ManifestError(f"{manifest}: {hint}")
        if not path.exists():
            raise ManifestError(why_absent(path))
        if problem := slash_problem(manifest):
            raise ManifestError(problem)
        yield Source(path, manifest, str(path.resolve().parent))
        return
    with temporary_folder() as folder, (folder / "manifest").open("w+b") as file:
        if remote:
            download(manifest, file, allow_private=allow_private)
        elif manifest == "-":
            if sys.stdin.isatty():
                _LOG.warning("reading the manifest from the terminal: end it with Ctrl-D")
            _copy(sys.stdin.buffer, file, manifest)
        else:
            if path.is_fifo() and not _OPEN_FILE.match(manifest):
                _LOG.warning("%s is a pipe: waiting until a program has written it", manifest)
            with path.open("rb") as pipe:
                _copy(pipe, file, manifest)
        file.flush()
        yield Source(Path(file.name), manifest, origin_of(manifest))


def is_pipe(path: Path) -> bool:
    """Whether a path leads to a FIFO, a device or an open file, as /dev/stdin or /dev/fd/63."""
    for _ in range(_MOST_LINKS):
        place = str(path.parent.resolve() / path.name)
        if _OPEN_FILE.match(place):
            return True
        if not path.is_symlink():
            break
        path = path.parent / path.readlink()
    return path.exists() and not path.is_file() and not path.is_dir()


def _copy(pipe: IO[bytes], file: IO[bytes], name: str) -> None:
    while block := pipe.read(1 << 20):
        if _is_endless(pipe):
            raise ManifestError(f"{name}: is a device that has no end; name a file")
        if file.tell() + len(block) > MOST_MANIFEST_BYTES:
            raise ManifestError(f"{name}: larger than {MOST_MANIFEST_BYTES:,} bytes")
        file.write(block)


def _is_endless(pipe: IO[bytes]) -> bool:
    """Whether it is a device that gave bytes and isn't a terminal, such as /dev/zero."""
    try:
        is_device = stat.S_ISCHR(os.fstat(pipe.fileno()).st_mode)
    except OSError:  # it is no file of the system
        return False
    return is_device and not pipe.isatty()
