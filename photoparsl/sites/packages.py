"""Finds the files of Python distributions, with all their requirements, and of modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions, packages_distributions
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from photoparsl.errors import SiteError
from photoparsl.options import grid_option

PACKAGES = Path("packages")  # the folder of packages in the bundle

_UNNEEDED = {
    "__pycache__", "ensurepip", "idlelib", "lib2to3", "node_modules", "site-packages",
    "dist-packages",
}  # fmt: skip
_UNNEEDED |= {"test", "tests", "tkinter", "turtledemo"}
_UNNEEDED_SUFFIXES = {".a", ".c", ".h", ".pxd", ".pyc", ".pyi", ".pyx"}
# Of what photoparsl requires:
_NOT_FOR_WORKERS = {"jinja2", "rich", "werkzeug"}  # for the page, the terminal and the demo
_NOT_FOR_WORKERS |= {"edtf", "jmespath", "lxml", "packaging"}  # for what happens before a run
# Prints the top-level modules that the named modules import.
_IMPORTED = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
before = set(sys.modules)
for name in sys.argv[2:]:
    importlib.import_module(name)
files = [n for n in set(sys.modules) - before if getattr(sys.modules[n], "__spec__", None)]
files = [n for n in files if sys.modules[n].__spec__.origin or sys.modules[n].__spec__.loader]
print()
print(json.dumps(sorted({n.partition(".")[0] for n in files})))
"""


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file that goes into the bundle.

    path_in_bundle: its path in the bundle
    path: its path on this machine
    """

    path_in_bundle: Path
    path: Path


def with_requirements(name: str) -> list[Distribution]:
    """Return a distribution and all its requirements, direct and indirect.

    Raises SiteError if one of them isn't installed.
    """
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()  # a distribution's name, and an extra that was required
    waiting = [Requirement(name)]
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name)
        if key in _NOT_FOR_WORKERS and name == "photoparsl":
            continue
        installed = found.get(key) or _installed(wanted.name)
        if installed is None:
            raise SiteError(f"{wanted.name} is required, and isn't installed")
        found[key] = installed
        for extra in {"", *wanted.extras} - {e for k, e in seen if k == key}:
            seen.add((key, extra))
            waiting += _requirements(installed, extra)
    return list(found.values())


def is_installed(name: str) -> bool:
    """Whether there is a distribution of this name."""
    return _installed(name) is not None


def files_of_distribution(installed: Distribution) -> Iterator[File]:
    """Yield the files of an installed distribution.  For photoparsl, yield its metadata only.

    Raises SiteError if the files aren't known, as for an editable install.
    """
    if installed.files is None:
        raise SiteError(f"{installed.name}: installed in a way that doesn't list its files")
    is_photoparsl = canonicalize_name(installed.name) == "photoparsl"
    if not is_photoparsl and _is_editable(installed):
        raise SiteError(
            f"{installed.name}: an editable install can't be bundled; install it as it is, or "
            f"name its modules with {grid_option('--module')}"
        )
    for file in installed.files:
        is_metadata = file.parts[0].endswith((".dist-info", ".egg-info"))
        is_wanted = is_metadata or not is_photoparsl  # `environment` adds photoparsl's code
        if ".." not in file.parts and _is_needed(Path(file)) and is_wanted:
            if file.name == "direct_url.json":
                continue  # it says where the package was installed from, which is private
            yield File(PACKAGES / file, Path(str(file.locate())))


def files_of_module(name: str) -> Iterator[File]:
    """Yield the files of a top-level module or package.  Raises SiteError if there is none."""
    sys.path.insert(0, "")  # as `python -m` does: the module may be in the current folder
    try:
        spec = find_spec(name)
    finally:
        sys.path.remove("")
    if spec is None or "." in name:
        raise SiteError(f"there is no top-level module {name!r} to bundle")
    for folder in spec.submodule_search_locations or ():
        yield from files_below(Path(folder), PACKAGES / name)
    if spec.has_location and spec.origin and not spec.submodule_search_locations:
        yield File(PACKAGES / Path(spec.origin).name, Path(spec.origin).resolve())


def files_imported_by(names: list[str], bundled: set[Path]) -> Iterator[File]:
    """Yield the files of the modules and distributions that these modules import.

    names: top-level modules
    bundled: the paths in the bundle of its files so far.  Their packages are left out

    Raises SiteError, with the last line of the error, if a module can't be imported.
    """
    command = [sys.executable, "-c", _IMPORTED, json.dumps(["", *sys.path]), *names]
    output = subprocess.run(command, capture_output=True, text=True, check=False)
    if output.returncode:
        error = (output.stderr.strip() or f"it ended with {output.returncode}").splitlines()[-1]
        raise SiteError(f"{', '.join(names)}: can't be imported, and so not be bundled: {error}")
    known = {path.parts[1].partition(".")[0] for path in bundled if path.parts[0] == "packages"}
    owners = packages_distributions()
    for name in json.loads(output.stdout.splitlines()[-1]):
        if name in known | set(names) | sys.stdlib_module_names:
            continue
        installed = [distribution(owner) for owner in owners.get(name, ())]
        if not installed or any(map(_is_editable, installed)):
            yield from files_of_module(name)
        else:
            for owner in installed:
                for required in with_requirements(owner.name):
                    yield from files_of_distribution(required)


def files_below(folder: Path, path_in_bundle: Path) -> Iterator[File]:
    """Yield the files below a folder that are needed at run time.

    folder: the folder on this machine
    path_in_bundle: the folder's path in the bundle
    """
    for parent, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in _UNNEEDED and not f.startswith("config-")]
        for name in names:
            path = Path(parent, name)
            if path.suffix not in _UNNEEDED_SUFFIXES and path.is_file():
                yield File(path_in_bundle / path.relative_to(folder), path)


def _requirements(installed: Distribution, extra: str) -> Iterator[Requirement]:
    """Yield what a distribution requires on this machine for one of its extras ("" for none)."""
    for text in sorted(installed.requires or ()):
        try:
            requirement = Requirement(text)
        except InvalidRequirement as error:
            raise SiteError(f"{installed.name}: requires {text!r}, which isn't valid") from error
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _installed(name: str) -> Distribution | None:
    """Return the distribution of this name, or None.

    A distribution that pip has installed goes before metadata that a build has left in a folder.
    """
    found = sorted(distributions(name=name), key=lambda d: d.read_text("RECORD") is None)
    return found[0] if found else None


def _is_editable(installed: Distribution) -> bool:
    origin = json.loads(installed.read_text("direct_url.json") or "{}")
    return bool(origin.get("dir_info", {}).get("editable"))


def _is_needed(path: Path) -> bool:
    return _UNNEEDED.isdisjoint(path.parts) and path.suffix not in _UNNEEDED_SUFFIXES
