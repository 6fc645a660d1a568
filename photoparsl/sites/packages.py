"""Python packages as files: distributions with what they require, and modules of the user's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions, packages_distributions
from importlib.util import find_spec
from pathlib import Path

from photoparsl.errors import SiteError

PACKAGES = Path("packages")  # where they are in the bundle

_UNNEEDED = {"__pycache__", "ensurepip", "idlelib", "lib2to3", "site-packages", "dist-packages"}
_UNNEEDED |= {"test", "tests", "tkinter", "turtledemo"}
_AT_HOME = {"jinja2", "rich", "werkzeug"}  # for the page and the terminal: no worker has any
_AT_HOME |= {"edtf", "jmespath", "lxml"}  # for archives, which are read before a run
_UNNEEDED_ENDS = {".a", ".c", ".h", ".pxd", ".pyc", ".pyi", ".pyx"}
_NAME = re.compile(r"[\w.-]+")
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
    """A file, and the place it has in the bundle."""

    place: Path
    source: Path


def closure(name: str) -> list[Distribution]:
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
            waiting.extend(sorted(set(_required(found[key])) - _AT_HOME))
    return list(found.values())


def of_distribution(installed: Distribution) -> Iterator[File]:
    """An installed distribution's files; of photoparsl's those that describe it."""
    if installed.files is None:
        raise SiteError(f"{installed.name}: installed in a way that doesn't list its files")
    is_own = _key(installed.name) == "photoparsl"  # its code is taken from where it is imported
    if not is_own and _editable(installed):
        raise SiteError(
            f"{installed.name}: an editable install can't be bundled; install it as it is, or "
            "name its modules with --module"
        )
    for file in installed.files:
        metadata = file.parts[0].endswith((".dist-info", ".egg-info"))
        if ".." not in file.parts and _needed(Path(file)) and (metadata or not is_own):
            if file.name == "direct_url.json":
                continue  # where it was installed from, which is nobody's business
            yield File(PACKAGES / file, Path(str(file.locate())))


def of_module(name: str) -> Iterator[File]:
    """A top-level module's file, or a package's files; SiteError where there is none."""
    sys.path.insert(0, "")  # as `python -m` does: a module may lie where the user is
    try:
        spec = find_spec(name)
    finally:
        sys.path.remove("")
    if spec is None or "." in name:
        raise SiteError(f"there is no top-level module {name!r} to bundle")
    for folder in spec.submodule_search_locations or ():
        yield from below(Path(folder), PACKAGES / name)
    if spec.has_location and spec.origin and not spec.submodule_search_locations:
        yield File(PACKAGES / Path(spec.origin).name, Path(spec.origin).resolve())


def imported_by(names: list[str], bundled: set[Path]) -> Iterator[File]:
    """What these modules import besides, with what that requires; not what is `bundled` anyway.

    Raises SiteError with the last words of a module that can't be imported.
    """
    command = [sys.executable, "-c", _IMPORTED, json.dumps(["", *sys.path]), *names]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        last = (said.stderr.strip() or f"it ended with {said.returncode}").splitlines()[-1]
        raise SiteError(f"{', '.join(names)}: can't be imported, and so not be bundled: {last}")
    known = {place.parts[1].partition(".")[0] for place in bundled if place.parts[0] == "packages"}
    owners = packages_distributions()
    for name in json.loads(said.stdout.splitlines()[-1]):
        if name in known | set(names) | sys.stdlib_module_names:
            continue
        installed = [distribution(owner) for owner in owners.get(name, ())]
        if not installed or any(map(_editable, installed)):
            yield from of_module(name)
        else:
            for one in installed:
                for required in closure(one.name):
                    yield from of_distribution(required)


def below(folder: Path, place: Path) -> Iterator[File]:
    """What is in a folder and is needed at run time."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in _UNNEEDED and not f.startswith("config-")]
        for name in names:
            path = Path(parent, name)
            if path.suffix not in _UNNEEDED_ENDS and path.is_file():
                yield File(place / path.relative_to(folder), path)


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


def _editable(installed: Distribution) -> bool:
    told = json.loads(installed.read_text("direct_url.json") or "{}")
    return bool(told.get("dir_info", {}).get("editable"))


def _needed(place: Path) -> bool:
    return _UNNEEDED.isdisjoint(place.parts) and place.suffix not in _UNNEEDED_ENDS
