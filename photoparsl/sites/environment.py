"""Finds the files of this Python environment: interpreter, standard library, packages.

They are found where this process imports them.  So it doesn't matter how Python was installed: by
the system, by pyenv or uv, in a virtual environment or not.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from photoparsl.errors import SiteError
from photoparsl.files import DECODERS, PACKAGE_FOLDER, shipped_folder
from photoparsl.sites.packages import (
    PACKAGES,
    File,
    files_below,
    files_imported_by,
    files_of_distribution,
    files_of_module,
    is_installed,
    with_requirements,
)

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
STDLIB = Path("lib") / PYTHON
LIBRARIES = Path("libraries")

_DECODERS = tuple(package.name for package in DECODERS.values())  # bundled if installed
_UNNEEDED_MODULE = re.compile(r"_tkinter|_test|_ctypes_test|_xxtest|xx")  # the interpreter's own
_NAME_SERVICES = ("libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2")  # not listed by ldd
_LOADED = re.compile(  # a line of ldd's about a library
    r"^\t(?P<name>.+?)(?: => (?P<path>/.*?|not found))?(?: \(0x[0-9a-f]+\))?$", re.MULTILINE
)


def environment_files(modules: Iterable[str] = ()) -> list[File]:
    """Return all files except the shared libraries, ordered by their paths in the bundle.

    modules: the modules of the user's measures, which are included with what they import

    Raises SiteError if something that is needed isn't installed.
    """
    interpreter = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    found = [File(Path("bin") / PYTHON, interpreter)]
    found += (
        file
        for file in files_below(Path(sysconfig.get_path("stdlib")), STDLIB)
        if file.path.suffix != ".so" or not _UNNEEDED_MODULE.match(file.path.name)
    )
    for name in ("photoparsl", *filter(is_installed, _DECODERS)):
        for installed in with_requirements(name):
            found += files_of_distribution(installed)
    found += files_below(PACKAGE_FOLDER, PACKAGES / "photoparsl")
    for folder in ("configs", "web"):
        found += files_below(shipped_folder(folder), PACKAGES / "photoparsl" / folder)
    own = [file for name in modules for file in files_of_module(name)]
    if own:
        found += files_imported_by(list(modules), {file.path_in_bundle for file in found})
    return sorted({file.path_in_bundle: file for file in [*found, *own]}.values())


def shared_libraries(compiled: Iterable[Path]) -> tuple[Path, list[Path]]:
    """Return the dynamic loader, and the shared libraries that compiled files need.

    Raises SiteError if a library isn't installed, or if this system has no glibc.
    """
    paths = [str(path) for path in compiled]
    own = {Path(path).name for path in paths}
    try:
        lines = subprocess.run(["ldd", *paths], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError as error:
        raise SiteError("a bundle needs glibc's ldd, which isn't installed") from error
    found, loader = set(), None
    for line in _LOADED.finditer(lines):
        name, path = line["name"], line["path"]
        if path == "not found" and name in own:
            continue  # a package's own, which its module finds and loads before
        if path == "not found":
            raise SiteError(f"the shared library {name} is needed, and isn't installed")
        if Path(name).name.startswith("ld-linux"):
            loader = Path(path or name)
        elif path:
            found.add(Path(path))
    c_library = next((path for path in found if path.name == "libc.so.6"), None)
    if loader is None or c_library is None:
        raise SiteError("a bundle can be made on Linux with glibc only")
    names = (c_library.with_name(name) for name in _NAME_SERVICES)
    return loader, sorted(found | {path for path in names if path.exists()})


def is_compiled(path: Path) -> bool:
    """Whether a file is a program or a shared library (ELF)."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def has_libraries(path: Path) -> bool:
    """Whether the shared libraries that a module of the standard library needs are installed."""
    output = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False)
    return "not found" not in output.stdout
