"""Writes a run as a folder to publish: a Process Run Crate, a profile of Workflow Run RO-Crate.

https://www.researchobject.org/workflow-run-crate/profiles/process_run_crate
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from photoparsl.errors import RunError
from photoparsl.files import checksum, write_atomically
from photoparsl.library.crate_folder import METADATA, crate_folder, sealed
from photoparsl.library.page_of_run import PageChoices, write_page_of
from photoparsl.library.public_manifest import write_public_manifest
from photoparsl.options import path_of
from photoparsl.reports import (
    Exported,
    ExportFormat,
    Provenance,
    PublicPlaces,
    dictionary_of,
    export,
    provenance_of,
    provenance_text,
)
from photoparsl.results import RunDirectory

_OF_FILES = {".zip", ".gz", ".tgz", ".tar", *(f".{form.ending}" for form in ExportFormat)}
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_TYPES = {".csv": "text/csv", ".html": "text/html", ".json": "application/json"}
_NOTE = """\
{title}

{citation}

{files}

Before you publish this folder:
- choose a licence: write it into {metadata} in place of the entity #licence, and into CITATION.cff
- name the authors in CITATION.cff, and in {metadata} as "author" of "./"
- look at the page and the tables: addresses lost their signatures, tokens, users and passwords
  (photoparsl's docs/security.md), and everything else is as the archive has it
"""
_PROFILE_ENTITY = {"@id": _PROFILE, "@type": "CreativeWork", "name": "Process Run Crate"}
_LICENCE_ENTITY = {
    "@id": "#licence",
    "@type": "CreativeWork",
    "name": "To be chosen",
    "description": "Whoever publishes this folder chooses the licence, and writes it here.",
}


class _File(NamedTuple):
    """A file of the folder: its path there, and what it holds."""

    name: str
    meaning: str


def write_crate(run: str | Path, path: str | Path) -> Exported:
    """Write a run's table, dictionary, page, manifest and provenance.  Return the table's size.

    run: the run's folder
    path: a new or empty folder, or the one that this wrote earlier of the same run: it is replaced

    Raises RunError if the folder holds anything else or is named as a file, or without results.
    """
    directory, folder = RunDirectory(path_of("run", run)), path_of("path", path)
    if folder.suffix.lower() in _OF_FILES:
        raise RunError(f"{folder}: a crate is a folder, packed later: leave out {folder.suffix}")
    provenance = provenance_of(directory)
    with crate_folder(folder, _run_name(provenance)) as made:
        return _write_files(directory, made, provenance)


def _write_files(directory: RunDirectory, folder: Path, provenance: Provenance) -> Exported:
    table, places = folder / "photos.csv", PublicPlaces(directory)
    exported = export(directory, table, ExportFormat.CSV, public=places)
    dictionary_of(table).replace(folder / "datapackage.json")
    write_page_of(directory, folder / "scatter.html", PageChoices())
    write_public_manifest(directory, folder / "manifest.csv", places)
    write_atomically(folder / "provenance.json", provenance_text(provenance))
    write_atomically(folder / "CITATION.cff", _citation(provenance).encode())
    files = [*_files(folder)]
    write_atomically(folder / "README.txt", _readme(provenance, files).encode())
    readme = _File("README.txt", "What to do before publishing.")
    graph = _graph(folder, provenance, [*files, readme])
    crate = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    write_atomically(folder / METADATA, sealed(crate))
    return exported


def _files(folder: Path) -> Iterator[_File]:
    """The files that hold data, the page, and the files that the page links to."""
    known = {
        "photos.csv": "A row for each photo: its values, or why it has none.",
        "datapackage.json": "What the columns of photos.csv mean (a Data Package).",
        "manifest.csv": "The photos' addresses, and what the archive says of them.",
        "scatter.html": "The page: the archive over time, for any browser.",
        "provenance.json": "Which version measured what, where and when.",
        "CITATION.cff": "How to cite this; without authors and licence, which are yours to name.",
    }
    yield from (_File(name, meaning) for name, meaning in known.items())
    for path in filter(Path.is_file, sorted(folder.rglob("*"))):
        if (name := path.relative_to(folder).as_posix()) not in known:
            yield _File(name, "A part of the page.")


def _cited(provenance: Provenance) -> str:
    """The text to cite, and why manifest.csv has another checksum than the manifest in it."""
    measured = "list" if provenance.is_made else "manifest"
    return (
        f"{provenance.citation} manifest.csv here is that {measured} redacted for everyone, "
        "so its SHA-256 is another."
    )


def _citation(provenance: Provenance) -> str:
    """A CITATION.cff of the data, without authors and licence."""
    title, abstract = json.dumps(provenance.run.title), json.dumps(_cited(provenance))
    return (
        "cff-version: 1.2.0\n"
        "message: Name the authors and the licence before you publish this.\n"
        f"type: dataset\ntitle: {title}\nabstract: {abstract}\n"
        f'date-released: {datetime.now(UTC).date()}\nauthors:\n  - name: "TO BE NAMED"\n'
    )


def _readme(provenance: Provenance, files: list[_File]) -> str:
    width = max(len(file.name) for file in files)
    return _NOTE.format(
        title=provenance.run.title,
        citation=_cited(provenance),
        files="\n".join(f"{file.name:{width}}  {file.meaning}" for file in files),
        metadata=METADATA,
    )


def _graph(folder: Path, provenance: Provenance, files: list[_File]) -> list[dict[str, Any]]:
    """The entities of the crate."""
    return [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": _id("./"),
            "conformsTo": _id("https://w3id.org/ro/crate/1.1"),
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "conformsTo": _id(_PROFILE),
            "name": provenance.run.title,
            "description": _cited(provenance),
            "datePublished": datetime.now(UTC).date().isoformat(),
            "license": _id("#licence"),
            "hasPart": [_id(file.name) for file in files],
            "mentions": _id("#run"),
        },
        _PROFILE_ENTITY,
        _LICENCE_ENTITY,
        *_run_entities(provenance),
        *(_file_entity(folder, file) for file in files),
    ]


def _run_entities(provenance: Provenance) -> list[dict[str, Any]]:
    """The program, and what it did."""
    run = provenance.run
    results = [_id(name) for name in ("photos.csv", "scatter.html", "provenance.json")]
    is_whole = provenance.measured + provenance.failed >= len(run.wanted)
    status = "CompletedActionStatus" if is_whole else "ActiveActionStatus"
    return [
        {
            "@id": "#photoparsl",
            "@type": "SoftwareApplication",
            "name": "photoparsl",
            "softwareVersion": run.versions.get("photoparsl", ""),
            "softwareRequirements": "; ".join(f"{n} {v}" for n, v in run.versions.items()),
        },
        {
            "@id": "#run",
            "@type": "CreateAction",
            "identifier": _run_name(provenance),
            "name": f"Measured {', '.join(run.measures)}",
            "description": _cited(provenance),
            "instrument": _id("#photoparsl"),
            "object": [_id("manifest.csv")],
            "result": results,
            "startTime": provenance.began,
            "endTime": provenance.ended,
            "actionStatus": f"http://schema.org/{status}",
        },
    ]


def _run_name(provenance: Provenance) -> str:
    """A name that the run keeps while photos are added and measured."""
    return f"{provenance.run.manifest}, {provenance.began}"


def _file_entity(folder: Path, file: _File) -> dict[str, Any]:
    path = folder / file.name
    kind = _TYPES.get(path.suffix)
    return {
        "@id": file.name,
        "@type": "File",
        "name": file.name,
        "description": file.meaning,
        "contentSize": str(path.stat().st_size),
        "sha256": checksum(path),
        **({"encodingFormat": kind} if kind else {}),
    }


def _id(name: str) -> dict[str, str]:
    return {"@id": name}
