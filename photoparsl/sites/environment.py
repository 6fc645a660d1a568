"""The environment that photoparsl runs in, as files: interpreter, standard library, packages.

What a worker needs is found from where this process found it, whichever way Python came here:
a system's own, pyenv's, uv's standalone builds, in a virtual environment or not.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import photoparsl
from photoparsl.errors import SiteError
from photoparsl.files import shipped_folder
from photoparsl.sites.packages import (
    PACKAGES,
    File,
    below,
    closure,
    imported_by,
    of_distribution,
    of_module,
)

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
STDLIB = Path("lib") / PYTHON
LIBRARIES = Path("libraries")

_UNNEEDED_MODULE = re.compile(r"_tkinter|_test|_ctypes_test|_xxtest|xx")  # the interpreter's own
_NAME_SERVICES = ("libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2")  # glibc opens by name
_LOADED = re.compile(  # a line of ldd's; others name the file that it is about
    r"^\t(?P<name>.+?)(?: => (?P<path>/.*?|not found))?(?: \(0x[0-9a-f]+\))?$", re.MULTILINE
)


def files(modules: Iterable[str] = ()) -> list[File]:
    """Everything but the shared libraries, with the user's `modules`, by place.

    Raises SiteError when something that is needed isn't installed.
    """
    interpreter = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    found = [File(Path("bin") / PYTHON, interpreter)]
    found += (
        file
        for file in below(Path(sysconfig.get_path("stdlib")), STDLIB)
        if file.source.suffix != ".so" or not _UNNEEDED_MODULE.match(file.source.name)
    )
    for installed in closure("photoparsl"):
        found += of_distribution(installed)
    found += below(Path(photoparsl.__file__).parent, PACKAGES / "photoparsl")
    for folder in ("configs", "web"):
        found += below(shipped_folder(folder), PACKAGES / "photoparsl" / folder)
    own = [file for name in modules for file in of_module(name)]
    if own:
        found += imported_by(list(modules), {file.place for file in found})
    return sorted({file.place: file for file in [*found, *own]}.values())


def libraries(compiled: Iterable[Path]) -> tuple[Path, list[Path]]:
    """The dynamic loader, and the shared libraries that the files need, with the C library's own.

    Raises SiteError when one can't be found, or where there is no glibc.
    """
    paths = [str(path) for path in compiled]
    try:
        lines = subprocess.run(["ldd", *paths], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError as error:
        raise SiteError("a bundle needs glibc's ldd, which isn't installed") from error
    found, loader = set(), None
    for line in _LOADED.finditer(lines):
        name, path = line["name"], line["path"]
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
    """Whether it is a program or a shared library (ELF)."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def loads(path: Path) -> bool:
    """Whether the libraries it needs are here: some of the standard library's may well not be."""
    told = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False)
    return "not found" not in told.stdout
