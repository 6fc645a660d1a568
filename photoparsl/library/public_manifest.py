"""Writes the manifest of a run for everyone."""

from __future__ import annotations

from pathlib import Path

from photoparsl.redact import (
    archive_text,
    cell,
    csv_line,
    for_everyone,
    place_cell,
)
from photoparsl.reports import PublicPlaces
from photoparsl.results import RunDirectory


def write_public_manifest(directory: RunDirectory, path: Path, places: PublicPlaces) -> None:
    """Write the manifest as a run read it, with places and texts that are fit for everyone.

    directory: the run's directory
    path: the CSV file that is written
    places: the photos' places for everyone
    """
    others = directory.manifest.columns()
    shown = for_everyone(others)
    with path.open("w", encoding="utf-8", newline="") as file:
        names = ("url", "year", "earliest", "latest", "date", *map(archive_text, others))
        file.write(csv_line(map(cell, names)))
        for row in directory.manifest.rows():
            first, last = row.span or ("", "")
            known = ("" if row.year is None else str(row.year), str(first), str(last))
            texts = [archive_text(row.date), *shown(row.cells or [""] * len(others))]
            place = place_cell(places.shown(row.url, row.row))
            file.write(csv_line([place, *known, *(cell(text or "") for text in texts)]))
