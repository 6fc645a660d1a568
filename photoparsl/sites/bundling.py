"""Makes the bundle: one archive with everything that a pilot needs on a host without Python.

    photoparsl-bundle/bin/python     starts the interpreter with the bundle's own loader
    photoparsl-bundle/bin/python3.X  the interpreter
    photoparsl-bundle/lib/python3.X  the standard library
    photoparsl-bundle/packages       photoparsl and what it requires
    photoparsl-bundle/libraries      the dynamic loader, the C library, other shared libraries
    photoparsl-bundle/bundle.json    versions and modules

The host's loader and C library aren't used: they may be older, or of another kind.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shutil
import ssl
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import certifi
from platformdirs import user_cache_path

from photoparsl.files import checksum, locked, temporary_folder, temporary_path, write_atomically
from photoparsl.sites.code_digest import code_digest
from photoparsl.sites.elf import drop_symbols
from photoparsl.sites.environment import (
    LIBRARIES,
    PYTHON,
    STDLIB,
    environment_files,
    has_libraries,
    is_compiled,
    shared_libraries,
)
from photoparsl.sites.packages import File
from photoparsl.sites.packing import compile_modules, pack, tell

FOLDER = "photoparsl-bundle"  # what the archive unpacks to
LOADER = LIBRARIES / "ld.so"
CERTIFICATES = "certificates.pem"
ABOUT = "bundle.json"

_KEPT_DAYS = 30  # that an unused bundle stays in the cache: queued pilots may still fetch it
_FORMAT = 3  # of the bundle. A cached bundle of another format is made anew
_NAME = re.compile(rf"{FOLDER}-.*-(?P<digest>[0-9a-f]{{16}})\.tar\.gz")
_WRAPPER = f"""#!/bin/sh
# The bundle's Python, with its own loader and libraries, wherever it was unpacked.
here=$(cd "$(dirname "$0")/.." && pwd)
unset PYTHONHOME PYTHONSTARTUP LD_PRELOAD  # a site's library may need a newer C library
export PYTHONPATH="$here/packages" PYTHONNOUSERSITE=1
[ -r "${{SSL_CERT_FILE:-}}" ] || export SSL_CERT_FILE="$here/{CERTIFICATES}"
[ -r "${{REQUESTS_CA_BUNDLE:-}}" ] || export REQUESTS_CA_BUNDLE="$here/{CERTIFICATES}"
exec "$here/{LOADER}" --inhibit-cache --library-path "$here/{LIBRARIES}" \\
    --argv0 "$here/bin/python" "$here/bin/{PYTHON}" "$@"
"""


def make_bundle(modules: Sequence[str] = (), folder: Path | None = None) -> Path:
    """Return the path of this environment's bundle.  Make it if the cache doesn't have it.

    The file's name holds the digest of its content.

    modules: the modules of the user's measures
    folder: where to put a copy.  The copy's path is returned

    Raises SiteError if the bundle can't be made.
    """
    cache = user_cache_path("photoparsl") / "bundles"
    cache.mkdir(parents=True, exist_ok=True)
    contents = environment_files(modules)
    with locked(cache / "lock", "another photoparsl makes the bundle"):
        made = cache / f"{_fingerprint(contents)}.name"
        archive = cache / made.read_text(errors="replace") if made.exists() else None
        if archive is None or not _is_undamaged(archive):
            _drop_old_bundles(cache)
            archive = _build(contents, modules, cache)
            write_atomically(made, archive.name.encode())
        archive.touch()
    if folder is None:
        return archive
    folder.mkdir(parents=True, exist_ok=True)
    if not _is_undamaged(copy := folder / archive.name):
        write_atomically(copy, archive.read_bytes())
    return copy


def _is_undamaged(archive: Path) -> bool:
    """Whether the archive's content has the digest that is in its name."""
    found = _NAME.fullmatch(archive.name)
    if found is None or not archive.is_file():
        return False
    return checksum(archive).startswith(found["digest"])


def _fingerprint(contents: Iterable[File]) -> str:
    """Return a digest that changes with any file's paths, size or time.

    The files include the loader's cache of shared libraries and the certificate authorities.
    """
    digest = hashlib.sha256(f"{_FORMAT} {platform.machine()}".encode())
    paths = (Path("/etc/ld.so.cache"), _trusted_file())
    system = [File(Path("ld.so.cache"), path) for path in paths if path.exists()]
    for file in (*contents, *system):
        status = file.path.stat()
        line = f"{file.path_in_bundle}\0{file.path}\0{status.st_size}\0{status.st_mtime_ns}\n"
        digest.update(line.encode())
    return digest.hexdigest()[:16]


def _drop_old_bundles(cache: Path) -> None:
    for archive in cache.glob("*.tar.gz"):
        if time.time() - archive.stat().st_mtime > _KEPT_DAYS * 86_400:
            archive.unlink()


def _build(contents: Sequence[File], modules: Sequence[str], cache: Path) -> Path:
    with temporary_folder() as temporary:
        root = temporary / FOLDER
        for number, file in enumerate(contents):
            tell(f"{number:,} of {len(contents):,} files are copied")
            _copy(file.path, root / file.path_in_bundle)
        _drop_unloadable(root / STDLIB / "lib-dynload")
        _add_libraries(root, contents)
        _strip(root)
        _copy(_trusted_file(), root / CERTIFICATES)
        about = {
            "format": _FORMAT,
            "python": platform.python_version(),
            "photoparsl": code_digest(),
            "modules": list(modules),
        }
        (root / ABOUT).write_text(json.dumps(about) + "\n")
        (root / "bin" / "python").write_text(_WRAPPER)
        (root / "bin" / "python").chmod(0o755)
        compile_modules(root)
        unfinished = temporary_path(cache / "bundle")  # another process may build one too
        pack(root, unfinished)
    digest = checksum(unfinished)[:16]
    kind = f"{PYTHON}-{platform.machine()}"
    return unfinished.replace(cache / f"{FOLDER}-{kind}-{digest}.tar.gz")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755 if source.stat().st_mode & 0o111 else 0o644)


def _drop_unloadable(folder: Path) -> None:
    """Remove the interpreter's modules whose shared libraries aren't installed, such as Tk's."""
    for path in folder.glob("*.so"):
        if not has_libraries(path):
            path.unlink()


def _add_libraries(root: Path, contents: Iterable[File]) -> None:
    """Add the shared libraries of the compiled files.

    They are looked up from the installed files, which may name libraries by relative paths.
    """
    compiled = [
        file.path
        for file in contents
        if (root / file.path_in_bundle).exists() and is_compiled(root / file.path_in_bundle)
    ]
    bundled = {file.path.resolve() for file in contents}
    loader, found = shared_libraries(compiled)
    _copy(loader, root / LOADER)
    (root / LOADER).chmod(0o755)
    for library in found:
        if library.resolve() not in bundled:
            _copy(library, root / LIBRARIES / library.name)


def _strip(root: Path) -> None:
    """Remove the interpreter's debugging symbols, which are half of its size in some builds."""
    own = [root / "bin" / PYTHON, *(root / LIBRARIES).glob("libpython*")]
    for path in (*own, *(root / STDLIB / "lib-dynload").glob("*.so")):
        drop_symbols(path)


def _trusted_file() -> Path:
    """Return the file of the certificate authorities that this machine trusts, or Mozilla's."""
    system = ssl.get_default_verify_paths().cafile
    return Path(system) if system else Path(certifi.where())
