"""The environment that photoparsl runs in, as files: interpreter, standard library, packages.

What a worker needs is found from where this process found it, whichever way Python came here:
a system's own, pyenv's, uv's standalone builds, in a virtual environment or not.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path

import photoparsl
from photoparsl.errors import SiteError
from photoparsl.files import shipped

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
STDLIB = Path("lib") / PYTHON
PACKAGES = Path("packages")
LIBRARIES = Path("libraries")

_UNNEEDED = {"__pycache__", "ensurepip", "idlelib", "lib2to3", "site-packages", "dist-packages"}
_UNNEEDED |= {"test", "tests", "tkinter", "turtledemo"}
_UNNEEDED_MODULE = re.compile(r"_tkinter|_test|_ctypes_test|_xxtest|xx")  # the interpreter's own
_AT_HOME = {"jinja2", "rich", "werkzeug"}  # for the page and the terminal: no worker has any
_AT_HOME |= {"edtf", "jmespath", "lxml"}  # for archives, which are read before a run
_UNNEEDED_ENDS = {".a", ".c", ".h", ".pxd", ".pyc", ".pyi", ".pyx"}
_NAME_SERVICES = ("libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2")  # glibc opens by name
_NAME = re.compile(r"[\w.-]+")
_LOADED = re.compile(  # a line of ldd's; others name the file that it is about
    r"^\t(?P<name>.+?)(?: => (?P<path>/.*?|not found))?(?: \(0x[0-9a-f]+\))?$", re.MULTILINE
)


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file, and the place it has in the bundle."""

    place: Path
    source: Path


def files(modules: Iterable[str] = ()) -> list[File]:
    """Everything but the shared libraries, with the user's `modules`, by place.

    Raises SiteError when something that is needed isn't installed.
    """
    interpreter = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    found = {File(Path("bin") / PYTHON, interpreter)}
    found.update(
        file
        for file in _below(Path(sysconfig.get_path("stdlib")), STDLIB)
        if file.source.suffix != ".so" or not _UNNEEDED_MODULE.match(file.source.name)
    )
    for installed in _closure("photoparsl"):
        found.update(_of_distribution(installed))
    found.update(_below(Path(photoparsl.__file__).parent, PACKAGES / "photoparsl"))
    for folder in ("configs", "web"):
        found.update(_below(shipped(folder), PACKAGES / "photoparsl" / folder))
    for name in modules:
        found.update(_of_module(name))
    return sorted({file.place: file for file in found}.values())


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


def _closure(name: str) -> list[Distribution]:
    """The installed distribution, with those it requires, and those that they require."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        wanted = waiting.pop()
        if (key := _key(wanted)) not in found:
            installed = _installed(wanted)
            if installed is None:
                raise SiteError(f"{wanted} is required, and isn't installed")
            found[key] = installed
            waiting.extend(set(_required(found[key])) - _AT_HOME)
    return list(found.values())


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _required(installed: Distribution) -> Iterator[str]:
    """What it requires here: of what depends on a condition, that which pip has installed."""
    for requirement in installed.requires or ():
        name, _, condition = requirement.partition(";")
        match = _NAME.match(name)
        if match is None or "extra" in condition:
            continue
        if not condition or _installed(match[0]):
            yield match[0]


def _installed(name: str) -> Distribution | None:
    """What pip has installed, rather than what a build has left beside the script that is run."""
    found = sorted(distributions(name=name), key=lambda one: one.read_text("RECORD") is None)
    return found[0] if found else None


def _of_distribution(installed: Distribution) -> Iterator[File]:
    if installed.files is None:
        raise SiteError(f"{installed.name}: installed in a way that doesn't list its files")
    editable = _editable(installed)
    if editable and _key(installed.name) != "photoparsl":
        raise SiteError(
            f"{installed.name}: an editable install can't be bundled; install it as it is, or "
            "name its modules with --module"
        )
    for file in installed.files:
        metadata = file.parts[0].endswith((".dist-info", ".egg-info"))
        if ".." not in file.parts and _needed(Path(file)) and (metadata or not editable):
            yield File(PACKAGES / file, Path(str(file.locate())))


def _editable(installed: Distribution) -> bool:
    told = json.loads(installed.read_text("direct_url.json") or "{}")
    return bool(told.get("dir_info", {}).get("editable"))


def _of_module(name: str) -> Iterator[File]:
    sys.path.insert(0, "")  # as `python -m` does: a module may lie where the user is
    try:
        spec = find_spec(name)
    finally:
        sys.path.remove("")
    if spec is None or not spec.origin or "." in name:
        raise SiteError(f"there is no top-level module {name!r} to bundle")
    if spec.submodule_search_locations:
        yield from _below(Path(spec.origin).parent, PACKAGES / name)
    else:
        yield File(PACKAGES / Path(spec.origin).name, Path(spec.origin).resolve())


def _below(folder: Path, place: Path) -> Iterator[File]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in _UNNEEDED and not f.startswith("config-")]
        for name in names:
            path = Path(parent, name)
            if path.suffix not in _UNNEEDED_ENDS and path.is_file():
                yield File(place / path.relative_to(folder), path)


def _needed(place: Path) -> bool:
    return _UNNEEDED.isdisjoint(place.parts) and place.suffix not in _UNNEEDED_ENDS
